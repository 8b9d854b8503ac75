// The page "Operations": live rows, and durations that count on.

import { keep, parts } from './live.mjs';
import { update } from './rows.mjs';
import { count } from './durations.mjs';

const table = document.getElementById('helion-operations');

if (table) {
  keep(table.dataset.rows + window.location.search, (found) => {
    parts(found.parts);
    update(table.tBodies[0], found.rows, 'operation');
    table.parentElement.hidden = !found.rows.length;
  }, { first: false });
  count();
}
