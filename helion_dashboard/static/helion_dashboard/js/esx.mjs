// The pages of ESX: vCenters, a vCenter with its clusters, and a cluster. Each has some of: a head
// with actions of its own, a table whose rows are selected, further rows, and hosts.

import { data } from './data.mjs';
import { keep, parts } from './live.mjs';
import { update } from './rows.mjs';
import { performer, reporter } from './bulk_actions.mjs';
import { ownActions } from './own_actions.mjs';
import { selectable } from './selection.mjs';

const { csrf } = document.getElementById('helion').dataset;
const texts = data('texts');
const results = document.getElementById('helion-results');
const table = document.getElementById('helion-list');
const head = document.getElementById('helion-own-head');

let live = null; // what is asked again and again
const drawn = []; // called after something was drawn anew

// What menus and buttons need of `actions`, a table as the server sends it.
function acting(actions, url, done = () => live.now()) {
  const words = { ...texts, ...actions.texts };
  const report = reporter(results, words);
  return { actions, texts: words, choose: performer({ url, token: csrf, texts: words, report, done }) };
}

if (table) {
  const body = table.tBodies[0];
  drawn.push(selectable(table, {
    ...acting(data('actions'), table.dataset.act), itemOf: (row) => JSON.parse(row.dataset.item),
  }));
  live = keep(table.dataset.rows + window.location.search, (answer) => {
    parts(answer.parts);
    update(body, answer.rows, table.dataset.prefix);
    table.parentElement.hidden = !answer.rows.length;
    for (const [id, rows] of Object.entries(answer.others || {})) {
      const other = document.getElementById(id);
      update(other, rows, other.dataset.prefix);
      other.closest('section').hidden = !rows.length;
    }
    for (const draw of drawn) draw();
  }, { first: false });
} else if (head) {
  live = keep(head.dataset.live, (answer) => {
    parts(answer.parts);
    for (const draw of drawn) draw();
  }, { first: false });
}

if (head) {
  const place = document.getElementById('helion-own-actions');
  const actions = data('own-table');
  const buttons = ownActions(place, {
    ...acting(actions, place.dataset.act, (action, outcome) => {
      const left = actions.leaves.includes(action.name) && outcome.some((result) => result.ok);
      if (left) window.location.assign(place.dataset.list);
      else live.now();
    }),
    item: () => JSON.parse(head.querySelector('[data-item]').dataset.item),
  });
  drawn.push(buttons);
  buttons();
}

const hosts = document.getElementById('helion-host-actions');
hosts?.addEventListener('click', (event) => {
  const button = event.target.closest('[data-do]');
  const items = [...document.querySelectorAll('#helion-hosts input:checked')]
    .map((box) => ({ id: box.value, label: box.dataset.name }));
  if (!button || !items.length) return;
  const action = { name: button.dataset.do, label: button.textContent, text: button.dataset.says };
  acting(data('host-actions-table'), hosts.dataset.url).choose(action, items);
});
