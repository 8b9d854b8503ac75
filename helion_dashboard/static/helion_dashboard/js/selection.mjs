// A table whose rows are selected and have menus: a box and a button in each row, a bar of actions
// for those that are selected.

import { fill } from './data.mjs';
import { toggle } from './menu.mjs';

// `itemOf(row)` says what a row is about; `choose(action, items, blocked)` hears what was chosen.
// Returns a function that counts the selection again, for after the rows were changed.
export function selectable(table, { actions, texts, itemOf, choose }) {
  const body = table.tBodies[0];
  const bulk = document.getElementById('helion-bulk');
  const all = document.getElementById('helion-select-all');
  const boxes = () => [...body.querySelectorAll('.helion-select input')];
  const of = (element) => itemOf(element.closest('tr'));

  const selection = () => {
    const checked = boxes().filter((box) => box.checked);
    bulk.hidden = !checked.length;
    document.getElementById('helion-selected').textContent = fill(texts.selected, { n: checked.length });
    all.checked = checked.length > 0 && checked.length === boxes().length;
    all.indeterminate = checked.length > 0 && !all.checked;
    return checked;
  };

  body.addEventListener('click', (event) => {
    const button = event.target.closest('[data-menu]');
    if (button) toggle(button, [of(button)], actions, texts, choose);
  });
  bulk.querySelector('[data-menu]').addEventListener('click', (event) => {
    toggle(event.currentTarget, selection().map(of), actions, texts, choose);
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
  return selection;
}
