// How many operations have not ended, at the head of the page. A service that does not answer is
// no news here: the pages that are about it say so.

import { data } from './data.mjs';
import { keep, parts } from './live.mjs';

const place = document.getElementById('helion-running');

if (place) {
  keep(place.dataset.url, (answer) => parts(answer.parts), {
    poll: data('running-poll'),
    fail: (sentence) => { if (sentence) parts({ [place.id]: '' }); },
  });
}
