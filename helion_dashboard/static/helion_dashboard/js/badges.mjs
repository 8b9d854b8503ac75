// What a page knows of operations that have not ended, and of problems that nobody takes care of. A
// service that does not answer is no news here: the pages that are about it say so.

import { data } from './data.mjs';
import { keep, parts } from './live.mjs';

const begun = new WeakSet();

// Those that the page has gained since.
export function begin() {
  for (const place of document.querySelectorAll('.helion-badge[data-url]')) {
    if (begun.has(place)) continue;
    begun.add(place);
    keep(place.dataset.url, (answer) => parts(answer.parts), {
      poll: data('badges-poll'),
      fail: (sentence) => { if (sentence) parts({ [place.id]: '' }); },
    });
  }
}

begin();
