// A menu of actions, built when it is opened. A disabled action stays in it and says why.

import { sift } from './obstacle.mjs';
import { el } from './el.mjs';
import { fill } from './data.mjs';

let open = null;

export function close() {
  if (!open) return;
  open.menu.remove();
  open.button.setAttribute('aria-expanded', 'false');
  open = null;
}

export function toggle(button, items, table, texts, choose) {
  const same = open?.button === button;
  close();
  if (same || !items.length) return;
  const menu = el('div', { className: 'helion-menu', role: 'menu', tabIndex: -1 });
  const off = [];
  for (const group of table.groups) {
    const entries = group.actions.map((action) => item(action, items, table, texts, choose, button));
    const on = entries.filter((entry) => !entry.ariaDisabled);
    off.push(...entries.filter((entry) => entry.ariaDisabled));
    if (on.length) menu.append(el('div', { className: 'helion-menu-title', role: 'presentation', textContent: group.title }), ...on);
  }
  if (off.length) menu.append(unfold(off, menu, button, texts));
  menu.addEventListener('keydown', (event) => onKey(event, menu, button));
  document.getElementById('helion').append(menu);
  button.setAttribute('aria-expanded', 'true');
  open = { menu, button };
  place(menu, button);
  menu.querySelector('[role=menuitem]:not([aria-disabled])')?.focus();
}

// What is not possible now is one step away, each with its reason: most verbs never fit a state.
function unfold(entries, menu, button, texts) {
  const more = el('div', { className: 'helion-menu-item helion-menu-more', role: 'menuitem', tabIndex: -1 },
    fill(texts.notNow, { n: entries.length }));
  more.dataset.action = 'more';
  more.addEventListener('click', () => {
    more.replaceWith(...entries);
    place(menu, button);
    entries[0].focus();
  });
  return more;
}

function item(action, items, table, texts, choose, button) {
  const { possible, blocked } = sift(action, items, table, texts);
  const entry = el('div', { className: 'helion-menu-item', role: 'menuitem', tabIndex: -1 });
  entry.dataset.action = action.name;
  const count = items.length > 1 ? ` (${possible.length}/${items.length})` : '';
  entry.append(el('span', { className: action.destroys ? 'helion-failed' : '', textContent: action.label + count }));
  if (!possible.length) {
    entry.ariaDisabled = 'true';
    entry.append(el('small', { textContent: blocked[0].reason }));
    if (!action.allowed) entry.title = fill(texts.rule, { rule: action.rule }); // for those who can change it
  }
  entry.addEventListener('click', () => {
    if (!possible.length) return;
    close();
    button.focus();
    choose(action, possible, blocked);
  });
  return entry;
}

function place(menu, button) {
  const at = button.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const room = document.documentElement;
  const left = Math.max(4, Math.min(at.left, room.clientWidth - size.width - 4));
  const below = at.bottom + size.height < room.clientHeight;
  const top = below ? at.bottom + 2 : Math.max(4, Math.min(at.top - size.height - 2, room.clientHeight - size.height - 4));
  Object.assign(menu.style, { left: `${left}px`, top: `${top}px` });
}

function onKey(event, menu, button) {
  const entries = [...menu.querySelectorAll('[role=menuitem]')];
  const at = entries.indexOf(document.activeElement);
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 };
  if (event.key in moves) {
    entries.at(moves[event.key] % entries.length).focus();
  } else if (event.key === 'Enter' || event.key === ' ') {
    entries[at]?.click();
  } else if (event.key === 'Escape' || event.key === 'Tab') {
    close();
    button.focus();
    if (event.key === 'Tab') return;
  } else {
    return;
  }
  event.preventDefault();
}

document.addEventListener('pointerdown', (event) => {
  if (open && !open.menu.contains(event.target) && !open.button.contains(event.target)) close();
});
document.addEventListener('scroll', (event) => {
  if (open && event.target !== open.menu) place(open.menu, open.button);
}, true);
