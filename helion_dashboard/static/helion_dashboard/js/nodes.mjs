// The page "Nodes": live rows, selection, menus.

import { data } from './data.mjs';
import { keep, parts } from './live.mjs';
import { update } from './rows.mjs';
import { performer, reporter } from './bulk_actions.mjs';
import { selecting } from './selection.mjs';

const root = document.getElementById('helion');
const table = document.getElementById('helion-nodes');
const texts = data('texts');

const line = document.getElementById('helion-summary');
const summary = keep(line.dataset.live, (found) => parts(found.parts));

if (table) {
  const rows = keep(table.dataset.rows + window.location.search, (found) => {
    parts(found.parts);
    update(table.tBodies[0], found.rows);
    table.parentElement.hidden = !found.rows.length;
    selection();
  }, { first: false });

  const perform = performer({
    url: table.dataset.act,
    token: root.dataset.csrf,
    texts,
    report: reporter(document.getElementById('helion-results'), texts),
    done: () => { rows.now(); summary.now(); },
  });
  const selection = selecting(table, {
    actions: data('actions'), texts, itemOf: (row) => JSON.parse(row.dataset.node), choose: perform,
  });
}
