// The pages of ESX: vCenters, a vCenter with its clusters, and a cluster. Each has some of: a head
// with actions of its own, a table whose rows are selected, further rows, and hosts.

import { data } from './data.mjs';
import { keep, parts } from './live.mjs';
import { update } from './rows.mjs';
import { performer, post, reporter } from './bulk_actions.mjs';
import { ask } from './dialog.mjs';
import { ownActions } from './own_actions.mjs';
import { selecting } from './selection.mjs';

const { csrf } = document.getElementById('helion').dataset;
const texts = { ...data('texts'), ...data('esx-texts') };
const results = document.getElementById('helion-results');
const table = document.getElementById('helion-list');
const head = document.getElementById('helion-own-head');

let live = null; // what is asked again and again
const drawn = []; // called after something was drawn anew

// Does something and says how it went; then the page is brought up to date.
function doing(url, done = () => live.now()) {
  return performer({ url, token: csrf, texts, report: reporter(results, texts), done });
}

if (table) {
  const body = table.tBodies[0];
  drawn.push(selecting(table, {
    actions: data('actions'),
    texts,
    itemOf: (row) => JSON.parse(row.dataset.item),
    choose: doing(table.dataset.act),
  }));
  live = keep(table.dataset.rows + window.location.search, (found) => {
    parts(found.parts);
    update(body, found.rows, table.dataset.prefix);
    table.parentElement.hidden = !found.rows.length;
    for (const [id, rows] of Object.entries(found.others || {})) {
      const other = document.getElementById(id);
      update(other, rows, other.dataset.prefix);
      other.closest('section').hidden = !rows.length;
    }
    for (const draw of drawn) draw();
  }, { first: false });
} else if (head) {
  live = keep(head.dataset.live, (found) => {
    parts(found.parts);
    for (const draw of drawn) draw();
  }, { first: false });
}

if (head) {
  const place = document.getElementById('helion-own-actions');
  const actions = data('own-table');
  let performed = '';
  const perform = doing(place.dataset.act, (said) => {
    const gone = performed === 'unregister' && said.some((one) => one.ok);
    if (gone) window.location.assign(place.dataset.list);
    else live.now();
  });
  const buttons = ownActions(place, {
    actions,
    texts,
    item: () => JSON.parse(head.querySelector('[data-item]').dataset.item),
    wanted: (item) => (item.state ? actions.next[item.state] || [] : ['edit', 'proxy']),
    primary: (item) => actions.waiting.includes(item.state), // a vCenter waits for nothing
    choose: (action, items, blocked) => { performed = action.name; return perform(action, items, blocked); },
  });
  drawn.push(buttons);
  buttons();
}

const hosts = document.getElementById('helion-host-actions');
hosts?.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-do]');
  if (!button) return;
  const chosen = [...document.querySelectorAll('#helion-hosts input:checked')]
    .map((box) => ({ uuid: box.value, label: box.dataset.name }));
  if (!chosen.length) return;
  const hostTexts = { ...texts, ...data('host-texts') };
  const action = { name: button.dataset.do, label: button.textContent, says: button.dataset.says, inputs: [], destroys: false };
  const report = reporter(results, hostTexts);
  const send = async () => {
    const body = { action: action.name, nodes: chosen.map((host) => host.uuid) };
    const answer = await post(hosts.dataset.url, body, csrf).catch(() => null);
    if (!answer?.ok) return { __all__: [answer?.data.error || texts.noAnswer] };
    report(action, chosen, answer.data.results);
    live.now();
    return null;
  };
  await ask({ action, nodes: chosen, texts: hostTexts, send });
});
