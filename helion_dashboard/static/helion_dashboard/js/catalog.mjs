// The page "Service Catalog": filter, copy buttons, and which endpoints are up.

import { data, fill } from './data.mjs';
import { el } from './el.mjs';
import { keep, parts, stale } from './live.mjs';
import { copy } from './catalog_copy.mjs';
import { NAMES, fromAddress, passes, toAddress } from './catalog_filter.mjs';

const SAID = 2000; // milliseconds that "Copied" stays

const table = document.getElementById('helion-catalog');
const form = document.getElementById('helion-catalog-filter');
const texts = data('catalog-texts');

const groups = [...table.tBodies].map((body) => ({ body, rows: rowsOf(body) }));
const total = groups.reduce((sum, group) => sum + group.rows.length, 0);
const defaults = selection();

function rowsOf(body) {
  const text = [...body.querySelectorAll('.helion-service, .helion-service-says')].map((row) => row.textContent).join(' ');
  return [...body.querySelectorAll('[data-endpoint]')].map((row) => {
    const { region, interface: face } = row.dataset;
    const url = row.querySelector('[data-url]').textContent;
    return { row, endpoint: { region, interface: face, state: '', text: [text, region, face, url].join(' ').toLowerCase() } };
  });
}

function selection() {
  return Object.fromEntries(NAMES.map((name) => [name, form.elements.namedItem(name)?.value ?? '']));
}

function choose(filter) {
  for (const name of NAMES) {
    const field = form.elements.namedItem(name);
    if (field) field.value = filter[name];
  }
  show();
}

function show() {
  const filter = selection();
  const narrowed = NAMES.some((name) => filter[name]);
  let shown = 0;
  for (const { body, rows } of groups) {
    const before = shown;
    for (const { row, endpoint } of rows) {
      row.hidden = !passes(endpoint, filter);
      if (!row.hidden) shown += 1;
    }
    // A service without endpoints is there when everything is.
    body.hidden = shown === before && (rows.length > 0 || narrowed);
  }
  table.hidden = groups.every(({ body }) => body.hidden);
  document.getElementById('helion-catalog-none').hidden = !table.hidden;
  document.getElementById('helion-catalog-shown').textContent = total ? fill(texts.shown, { shown, total }) : '';
  window.history.replaceState(null, '', window.location.pathname + toAddress(filter, defaults));
}

function drawn(answer) {
  parts(answer.parts);
  states();
}

// What was known stays; what nobody could be asked about is not being checked any more.
function unknown() {
  const waiting = [...table.querySelectorAll('[data-waiting]')];
  if (!waiting.length) return;
  for (const text of waiting) text.replaceWith(document.getElementById('helion-catalog-unknown').content.cloneNode(true));
  document.getElementById('helion-catalog-counts').textContent = fill(texts.unknown, { unknown: waiting.length });
  states();
}

function states() {
  for (const { row, endpoint } of groups.flatMap((group) => group.rows)) {
    endpoint.state = row.querySelector('[data-state]')?.dataset.state ?? '';
  }
  show();
}

async function onCopy(button) {
  const worked = await copy(button.closest('td').querySelector('[data-url]').textContent);
  const sentence = worked ? texts.copied : texts.notCopied;
  const text = document.getElementById('helion-catalog-copied');
  text.textContent = sentence;
  const note = el('span', { className: 'helion-copied', textContent: sentence, ariaHidden: 'true' });
  button.parentElement.querySelector('.helion-copied')?.remove();
  button.after(note);
  setTimeout(() => { note.remove(); text.textContent = ''; }, SAID);
}

document.getElementById('helion').addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button?.matches('[data-copy]')) onCopy(button);
  if (button?.matches('[data-show-down]')) choose({ q: '', region: '', interface: '', state: 'down' });
  if (button?.id === 'helion-catalog-all') {
    choose({ q: '', region: '', interface: '', state: '' });
    form.elements.namedItem('q').focus();
  }
});
form.addEventListener('input', show);
form.addEventListener('submit', (event) => event.preventDefault());

const choices = Object.fromEntries([...form.querySelectorAll('select')].map((field) => [field.name, [...field.options].map((option) => option.value)]));
choose(fromAddress(window.location.search, defaults, choices));
if (total) {
  const banner = stale(table.dataset.health);
  const fail = (sentence, again) => { banner(sentence, again); if (sentence) unknown(); };
  keep(table.dataset.health, drawn, { fail, over: unknown });
}
