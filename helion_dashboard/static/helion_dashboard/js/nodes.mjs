// The page "Nodes": live rows, selection, menus.

import { data, fill } from './data.mjs';
import { keep, parts } from './live.mjs';
import { update } from './rows.mjs';
import { toggle } from './menu.mjs';
import { performer, reporter } from './acting.mjs';

const root = document.getElementById('helion');
const table = document.getElementById('helion-nodes');
const texts = data('texts');
const actions = data('actions');

const line = document.getElementById('helion-summary');
const summary = keep(line.dataset.live, (found) => parts(found.parts));

if (table) {
  const body = table.tBodies[0];
  const bulk = document.getElementById('helion-bulk');
  const all = document.getElementById('helion-select-all');
  const boxes = () => [...body.querySelectorAll('.helion-select input')];
  const nodeOf = (element) => JSON.parse(element.closest('tr').dataset.node);

  const selection = () => {
    const chosen = boxes().filter((box) => box.checked);
    bulk.hidden = !chosen.length;
    document.getElementById('helion-selected').textContent = fill(texts.selected, { n: chosen.length });
    all.checked = chosen.length > 0 && chosen.length === boxes().length;
    all.indeterminate = chosen.length > 0 && !all.checked;
    return chosen;
  };

  const rows = keep(table.dataset.rows + window.location.search, (found) => {
    parts(found.parts);
    update(body, found.rows);
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

  body.addEventListener('click', (event) => {
    const button = event.target.closest('[data-menu]');
    if (button) toggle(button, [nodeOf(button)], actions, texts, perform);
  });
  bulk.querySelector('[data-menu]').addEventListener('click', (event) => {
    toggle(event.currentTarget, selection().map(nodeOf), actions, texts, perform);
  });
  let last = null;
  body.addEventListener('click', (event) => {
    if (!event.target.matches('.helion-select input')) return;
    const every = boxes();
    if (event.shiftKey && last) {
      const [from, to] = [every.indexOf(last), every.indexOf(event.target)].sort((a, b) => a - b);
      if (from >= 0) every.slice(from, to + 1).forEach((box) => { box.checked = event.target.checked; });
    }
    last = event.target;
    selection();
  });
  all.addEventListener('change', () => { boxes().forEach((box) => { box.checked = all.checked; }); selection(); });
  document.getElementById('helion-select-none').addEventListener('click', () => {
    boxes().forEach((box) => { box.checked = false; });
    selection();
    all.focus();
  });
  selection();
}
