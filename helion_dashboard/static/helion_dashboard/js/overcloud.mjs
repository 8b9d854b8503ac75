// The page "Overcloud" while there is one; its blocks are refreshed by fragments.mjs.

import { keep, parts } from './live.mjs';

const place = document.getElementById('helion-overcloud');

keep(place.dataset.state, (found) => {
  if (found.gone) window.location.reload();
  else parts(found.parts);
}, { first: false });
