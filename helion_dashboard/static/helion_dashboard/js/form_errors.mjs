// Puts the server's errors next to the fields of a form that was sent in the background.

import { data, fill } from './data.mjs';
import { el } from './el.mjs';

export function complain(form, errors) {
  for (const box of form.querySelectorAll('.has-error')) box.classList.remove('has-error');
  for (const old of form.querySelectorAll('[data-error]')) old.remove();
  for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
  const summary = form.querySelector('[data-errors]');
  const loose = [...(errors.__all__ || [])];
  let first = null;
  let fields = 0;
  for (const [name, sentences] of Object.entries(errors)) {
    if (name === '__all__') continue;
    const field = fieldOf(form, name);
    if (!field) { loose.push(...sentences.map((sentence) => `${name}: ${sentence}`)); continue; }
    const message = el('span', { className: 'help-block', id: `${field.id}-error`, textContent: sentences.join(' ') });
    message.dataset.error = '';
    const fold = field.closest('details');
    if (fold) fold.open = true;
    field.closest('.form-group').classList.add('has-error');
    field.closest('.form-group').append(message);
    field.setAttribute('aria-invalid', 'true');
    field.setAttribute('aria-describedby', [`${field.id}-help`, message.id].join(' '));
    first ??= field;
    fields += 1;
    loose.push(el('a', { href: `#${field.id}`, textContent: `${labelOf(field)}: ${sentences.join(' ')}` }));
  }
  if (summary) {
    summary.replaceChildren(...titled(fields), el('ul', {}, ...loose.map((line) => el('li', {}, line))));
    summary.hidden = !loose.length;
  }
  if (first) first.focus();
  else if (loose.length) summary?.scrollIntoView({ block: 'center' });
}

function titled(fields) {
  const { needAttention, needsAttention } = data('texts');
  if (!fields || !needAttention) return [];
  return [el('strong', { textContent: fields === 1 ? needsAttention : fill(needAttention, { n: fields }) })];
}

function fieldOf(form, name) {
  const element = form.elements.namedItem(name);
  // A field with a search is reached by that.
  const field = element?.closest?.('[data-picker]')?.querySelector('[type=search]') ?? element;
  // Boxes of one name are a list.
  return field && !field.tagName ? [...field].find((box) => box.id) || field[0] : field;
}

function labelOf(field) {
  // One of several is called like all of them.
  const group = field.type === 'radio' ? field.closest('fieldset')?.querySelector('legend') : null;
  return (group || field.labels?.[0]?.firstChild)?.textContent.trim() || field.name;
}
