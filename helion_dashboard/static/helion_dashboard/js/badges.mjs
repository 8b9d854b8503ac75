// What is at the head of every page: how many operations have not ended, and how many problems
// nobody takes care of. A service that does not answer is no news here: the pages that are about it
// say so.

import { data } from './data.mjs';
import { keep, parts } from './live.mjs';

for (const place of document.querySelectorAll('.helion-badge')) {
  keep(place.dataset.url, (answer) => parts(answer.parts), {
    poll: data('badges-poll'),
    fail: (sentence) => { if (sentence) parts({ [place.id]: '' }); },
  });
}
