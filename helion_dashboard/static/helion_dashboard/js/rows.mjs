// Brings the rows of a table up to date without touching those that did not change: what is
// selected stays selected, what has the focus keeps it, and nothing jumps.

// `prefix`, such as "node", and a dash come before each id in the page.
export function update(body, rows, prefix) {
  pin(body.parentElement);
  const old = new Map([...body.rows].map((row) => [row.id, row]));
  let place = body.rows[0] || null;
  const focused = document.activeElement;
  for (const { id, html } of rows) {
    const key = `${prefix}-${id}`;
    const was = old.get(key);
    old.delete(key);
    let row = was;
    if (!was || was.drawn !== html) {
      row = parse(html);
      row.drawn = html;
      if (was) carry(was, row);
    }
    if (was === place) place = place?.nextElementSibling ?? null;
    if (row !== was && was) was.replaceWith(row);
    else if (row.nextElementSibling !== place || !row.isConnected) body.insertBefore(row, place);
  }
  for (const row of old.values()) row.remove();
  // A row that only moved has lost it.
  if (body.contains(focused)) focused.focus({ preventScroll: true });
}

const pinned = new WeakMap(); // width of each table when its columns were measured

// A column never gets narrower when the words in it do, so that nothing moves sideways; in another
// window all are measured anew.
function pin(table) {
  const cells = [...(table.tHead?.rows[0]?.cells ?? [])];
  const width = table.offsetWidth;
  if (!width || pinned.get(table) === width) return;
  for (const cell of cells) cell.style.minWidth = '';
  const widths = cells.map((cell) => cell.getBoundingClientRect().width);
  cells.forEach((cell, index) => { cell.style.minWidth = `${Math.floor(widths[index])}px`; });
  pinned.set(table, width);
}

function parse(html) {
  const template = document.createElement('template');
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}

function carry(was, row) {
  const [before, after] = [was, row].map((r) => [...r.querySelectorAll('input, a, button, summary')]);
  before.forEach((element, index) => {
    if (element.checked) after[index].checked = true;
    // What somebody opened to read it.
    if (element.parentElement.open && after[index]?.matches('summary')) after[index].parentElement.open = true;
  });
  const focused = before.indexOf(document.activeElement);
  if (focused >= 0) queueMicrotask(() => after[focused]?.focus({ preventScroll: true }));
}
