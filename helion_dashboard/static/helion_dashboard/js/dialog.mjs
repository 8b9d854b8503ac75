// Asks before something is done: names what it will be done to, takes what it needs to know, and
// has a name typed for what cannot be undone. Errors of the server come back into the open dialog.

import { el } from './el.mjs';
import { fill } from './data.mjs';

const SHOWN = 12;

// `send(inputs)` does it and returns `{field: [sentence]}` to keep the dialog open, or nothing.
// `effects` promises what runs on the items and stops: `{carried, confirm, warnings}`.
export function ask({ action, items, blocked = [], texts, send, effects = null }) {
  const fields = (action.inputs || []).map(field);
  const typed = action.destroys || effects ? confirmation(items, texts) : null;
  const red = action.destroys || effects;
  const trouble = el('div', { className: 'alert alert-danger', role: 'alert', hidden: true });
  const cancel = el('button', { type: 'button', className: 'btn btn-default', textContent: texts.cancel });
  const submit = el('button', { type: 'submit', className: `btn ${red ? 'btn-danger' : 'btn-primary'}`, textContent: bare(action) });
  const title = el('h2', { id: 'helion-dialog-title', textContent: heading(action, items, texts) });
  const form = el('form', { method: 'dialog', noValidate: true },
    title, el('p', { textContent: action.text }), stopping(effects, { items, submit, typed, texts }),
    ...(effects ? [] : [names(items, texts)]), skipped(blocked, texts),
    trouble, ...fields.map((f) => f.box), ...(typed ? [typed.box] : []),
    el('div', { className: 'helion-dialog-buttons' }, cancel, submit));
  const dialog = el('dialog', { className: 'helion-dialog' }, form);
  dialog.setAttribute('aria-labelledby', title.id);
  // Horizon asks once more, in a modal of its own, for every red button that it hears of.
  dialog.addEventListener('click', (event) => event.stopPropagation());
  document.getElementById('helion').append(dialog);
  const done = new Promise((resolve) => {
    dialog.addEventListener('close', () => { dialog.remove(); resolve(); });
  });
  cancel.addEventListener('click', () => dialog.close());
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (typed && !typed.right()) return;
    submit.disabled = true;
    const errors = await send(Object.fromEntries(fields.map((f) => [f.name, f.input.value])));
    submit.disabled = false;
    if (!errors) { dialog.close(); return; }
    for (const f of fields) f.complain(errors[f.name]);
    trouble.textContent = (errors.__all__ || []).join(' ');
    trouble.hidden = !trouble.textContent;
  });
  dialog.showModal();
  (fields[0]?.input || typed?.input || (red ? cancel : submit)).focus();
  return done;
}

function heading(action, items, texts) {
  return items.length === 1 ? `${bare(action)}: ${items[0].label}` : `${bare(action)}: ${fill(texts.several, { n: items.length })}`;
}

// The menu's “…” promises this dialog.
function bare(action) {
  return action.label.replace(/…$/, '');
}

// What runs there, as soon as it is known; until then nothing can be sent.
function stopping(effects, { items, submit, typed, texts }) {
  if (!effects) return '';
  const box = el('div', { role: 'status' }, el('p', { className: 'helion-note', textContent: texts.checking }));
  submit.disabled = true;
  effects.then(({ carried, confirm, warnings }) => {
    const single = items.length === 1;
    const labelled = items.filter((item) => !single || carried[item.id])
      .map((item) => ({ label: [single ? '' : item.label, carried[item.id]].filter(Boolean).join(': ') }));
    box.replaceChildren(
      ...(labelled.length ? [list(labelled, texts)] : []),
      ...warnings.map((sentence) => el('div', { className: 'alert alert-danger', textContent: sentence })));
    if (items.length === 1 && confirm[items[0].id]) typed.expect(confirm[items[0].id]);
    submit.disabled = false;
  });
  return box;
}

function names(items, texts) {
  return items.length === 1 ? '' : list(items, texts);
}

function list(items, texts) {
  const box = el('ul', { className: 'helion-names' }, ...items.slice(0, SHOWN).map((item) => el('li', { textContent: item.label })));
  if (items.length > SHOWN) {
    box.append(el('li', {}, el('details', {}, el('summary', { textContent: fill(texts.more, { n: items.length - SHOWN }) }),
      items.slice(SHOWN).map((item) => item.label).join(', '))));
  }
  return box;
}

function skipped(blocked, texts) {
  if (!blocked.length) return '';
  return el('details', { className: 'helion-note' },
    el('summary', { textContent: fill(texts.skipped, { n: blocked.length }) }),
    el('ul', {}, ...blocked.map(({ item, reason }) => el('li', { textContent: `${item.label}: ${reason}` }))));
}

function field(spec) {
  const id = `helion-input-${spec.name}`;
  const input = spec.kind === 'json'
    ? el('textarea', { rows: 5, spellcheck: false, className: 'form-control helion-code' })
    : el('input', { type: spec.kind, autocomplete: spec.kind === 'password' ? 'new-password' : 'off', className: 'form-control' });
  Object.assign(input, { id, name: spec.name, value: spec.default });
  const message = el('span', { className: 'help-block', id: `${id}-error`, hidden: true });
  input.setAttribute('aria-describedby', message.id);
  const box = el('div', { className: 'form-group' }, el('label', { htmlFor: id, textContent: spec.label }), input, message);
  const complain = (sentences = []) => {
    message.textContent = sentences.join(' ');
    message.hidden = !sentences.length;
    box.classList.toggle('has-error', Boolean(sentences.length));
    input.setAttribute('aria-invalid', String(Boolean(sentences.length)));
    if (sentences.length) input.focus();
  };
  return { name: spec.name, input, box, complain };
}

// What a person can see and type of a name: no line breaks, one blank for many, nothing invisible.
function readable(text) {
  return text.replace(/\p{Cf}/gu, '').replace(/\s+/g, ' ').trim();
}

function confirmation(items, texts) {
  const single = items.length === 1;
  let expected = single ? items[0].label : String(items.length);
  const labelFor = () => (single ? fill(texts.typeName, { name: expected }) : fill(texts.typeCount, { count: expected }));
  const input = field({ name: 'confirm', label: labelFor(), kind: 'text', default: '' });
  return {
    ...input,
    expect(name) {
      expected = name;
      input.box.querySelector('label').textContent = labelFor();
    },
    right() {
      const same = readable(input.input.value) === readable(expected);
      input.complain(same ? [] : [texts.notTyped]);
      return same;
    },
  };
}
