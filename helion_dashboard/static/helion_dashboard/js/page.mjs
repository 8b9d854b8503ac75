// Every page of Undercloud Admin: what the kit draws on it is brought up to date and can be used.
// A page has some of: a list (`#helion-list`) and further ones that are only read, a head
// (`#helion-head`), blocks that load separately (fragments.mjs), and forms.

import { follow } from './again.mjs';
import { data } from './data.mjs';
import { count } from './durations.mjs';
import { keep, parts } from './live.mjs';
import { update } from './rows.mjs';
import { performer, reporter } from './bulk_actions.mjs';
import { confirmed } from './confirmation.mjs';
import { ownActions } from './own_actions.mjs';
import { selectable } from './selection.mjs';
import './background_form.mjs';
import './form_files.mjs';
import './fragments.mjs';
import './picker.mjs';
import './badges.mjs';

const { csrf } = document.getElementById('helion').dataset;
const texts = data('texts');
const results = document.getElementById('helion-results');
const list = document.getElementById('helion-list');
const head = document.getElementById('helion-head');

const refreshed = []; // called after each refresh
let live = null;

// What menus and buttons need of `actions`, a table as the server sends it.
function acting(actions, url, done) {
  const words = { ...texts, ...actions.texts };
  const report = reporter(results, words);
  return { actions, texts: words, choose: performer({ url, token: csrf, texts: words, impact: actions.impact, report, done }) };
}

if (list) {
  const line = document.querySelector('#helion-summary[data-live]');
  const summary = line && keep(line.dataset.live, (answer) => parts(answer.parts));
  const actions = data('list-actions', null);
  if (actions) {
    const again = () => { live.now(); summary?.now(); };
    const itemOf = (row) => JSON.parse(row.dataset.item);
    refreshed.push(selectable(list, { ...acting(actions, list.dataset.act, again), itemOf }));
  }
}

function fillTable(table, rows, frame = table.parentElement) {
  update(table.tBodies[0], rows, table.dataset.prefix);
  table.parentElement.hidden = !rows.length;
  frame.hidden = !rows.length;
}

// One address has all that changes.
const address = (list ?? head)?.dataset.refresh;
if (address) {
  live = keep(address + window.location.search, (answer) => {
    if (answer.gone) { window.location.reload(); return; }
    parts(answer.parts);
    if (list) fillTable(list, answer.rows);
    for (const [name, rows] of Object.entries(answer.more ?? {})) {
      const table = document.getElementById(`helion-list-${name}`);
      fillTable(table, rows, table.closest('section'));
    }
    for (const draw of refreshed) draw();
  }, { first: false });
}

const buttons = document.getElementById('helion-head-buttons');
if (buttons) {
  const actions = data('head-actions');
  const draw = ownActions(buttons, {
    ...acting(actions, buttons.dataset.act, (action, outcome) => {
      const left = actions.leaves.includes(action.name) && outcome.some((result) => result.ok);
      if (left) window.location.assign(buttons.dataset.list);
      else live.now();
    }),
    item: () => JSON.parse(head.querySelector('[data-item]').dataset.item),
  });
  refreshed.push(draw);
  draw();
}

for (const form of document.querySelectorAll('form[data-confirm]')) {
  confirmed(form, { texts, done: (url) => (live && url === window.location.pathname ? live.now() : window.location.assign(url)) });
}

follow();
count();
