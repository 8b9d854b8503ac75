// Draws the form of network properties from the service's description of it.
//
// Every control carries the path of its value, `data-path`. What is typed goes into the document at
// once; other parts are drawn anew only when a list became longer or shorter.

import { choices, fresh, get, isShown, put } from './network_document.mjs';
import { el } from './el.mjs';
import { fill } from './data.mjs';

// `changed()` hears of every change. Returns `draw(content)`.
export function drawer(place, sections, texts, changed) {
  let content = {};

  const idOf = (path) => `network-${path}`;
  const at = (base, key) => (base ? `${base}.${key}` : key);

  function control(field, path) {
    const value = get(content, path);
    let element;
    if (field.type === 'choice') {
      element = el('select', { className: 'form-control' });
      options(element, field, value);
    } else if (field.type === 'bool') {
      element = el('input', { type: 'checkbox', checked: value === true });
    } else {
      element = el('input', { type: 'text', className: 'form-control', value: value ?? '', autocomplete: 'off', spellcheck: false });
      if (field.type === 'number') element.inputMode = 'numeric';
    }
    element.id = idOf(path);
    element.name = path;
    element.dataset.path = path;
    if (field.required) element.setAttribute('aria-required', 'true');
    if (field.help) element.setAttribute('aria-describedby', `${element.id}-help`);
    return element;
  }

  // The choices as they are now. A value that is none of them stays, so that nothing gets lost.
  function options(select, field, value) {
    const current = value ?? field.default ?? '';
    const offered = choices(field, content);
    const all = offered.some((option) => option.value === current) ? offered : [{ value: current, label: current || texts.choose }, ...offered];
    select.replaceChildren(...all.map((option) => el('option', { value: option.value, textContent: option.label })));
    select.value = current;
    select.field = field;
  }

  // Words of which some may be chosen: a box for each.
  function boxes(field, base) {
    const path = at(base, field.key);
    const checked = words(get(content, path));
    const element = el('fieldset', { className: 'form-group helion-words', id: idOf(path), tabIndex: -1 }, el('legend', { className: 'helion-small-legend', textContent: field.label }));
    element.dataset.path = path;
    for (const { value, label } of field.choices) {
      const box = el('input', { type: 'checkbox', value, checked: checked.includes(value) });
      box.dataset.wordOf = path;
      element.append(el('label', { className: 'helion-radio' }, box, ` ${label}`));
    }
    return element;
  }

  function simple(field, base) {
    if (field.type === 'words' && field.choices) return boxes(field, base);
    const path = at(base, field.key);
    const input = control(field, path);
    const label = el('label', { htmlFor: input.id, textContent: field.label });
    if (field.required) label.append(' ', el('span', { className: 'helion-required', ariaHidden: 'true', textContent: '*' }));
    const box = el('div', { className: `form-group${field.type === 'bool' ? ' helion-check' : ''}` }, label, input);
    if (field.help) box.append(el('span', { className: 'help-block helion-help', id: `${input.id}-help`, textContent: field.help }));
    box.field = field;
    box.base = base;
    box.hidden = !isShown(field, base ? get(content, base) : content);
    return box;
  }

  function fields(list, base) {
    const flat = list.filter((field) => !['group', 'list'].includes(field.type));
    const rest = list.filter((field) => ['group', 'list'].includes(field.type));
    return [
      el('div', { className: 'helion-fields' }, ...flat.map((field) => simple(field, base))),
      ...rest.map((field) => (field.type === 'group' ? group(field, base) : several(field, base))),
    ];
  }

  function group(field, base) {
    const path = at(base, field.key);
    // Within an item it is detail that mostly stays as it is.
    if (base) {
      const fold = el('details', { className: 'helion-more' }, el('summary', { textContent: field.label }), ...fields(field.fields, path));
      fold.dataset.path = path;
      return fold;
    }
    const element = el('fieldset', { className: 'helion-part' }, el('legend', { textContent: field.label }));
    if (field.help) element.append(el('p', { className: 'helion-note', textContent: field.help }));
    element.append(...fields(field.fields, path));
    element.dataset.path = path;
    element.id = idOf(path);
    element.tabIndex = -1;
    return element;
  }

  function several(field, base) {
    const path = at(base, field.key);
    const element = el('fieldset', { className: base ? 'helion-inner' : 'helion-part' });
    element.dataset.path = path;
    element.id = idOf(path);
    element.tabIndex = -1;
    const redraw = () => {
      const items = get(content, path);
      const add = el('button', { type: 'button', className: 'btn btn-default btn-sm' }, el('span', { className: 'fa fa-plus', ariaHidden: 'true' }),
        ` ${texts.add}`, el('span', { className: 'sr-only', textContent: `: ${field.label}` }));
      add.addEventListener('click', () => {
        const list = Array.isArray(get(content, path)) ? get(content, path) : [];
        put(content, path, [...list, fresh(field.fields)]);
        redraw();
        element.querySelector(`[data-path^="${path}.${list.length}."]`)?.focus();
        after();
      });
      element.replaceChildren(
        el('legend', { className: base ? 'helion-small-legend' : '', textContent: field.label }),
        ...(field.help ? [el('p', { className: 'helion-note', textContent: field.help })] : []),
        el('div', { className: 'helion-items' }, ...(Array.isArray(items) ? items : []).map((_item, index) => item(field, path, index, redraw))),
        add,
      );
    };
    redraw();
    return element;
  }

  function item(field, path, index, redraw) {
    const itemPath = `${path}.${index}`;
    const remove = el('button', { type: 'button', className: 'btn btn-link btn-sm helion-remove' }, texts.remove,
      el('span', { className: 'sr-only', textContent: ` ${field.label} ${index + 1}` }));
    remove.addEventListener('click', () => {
      put(content, path, get(content, path).filter((_item, place_) => place_ !== index));
      redraw();
      document.getElementById(idOf(path))?.focus();
      after();
    });
    const element = el('div', { className: 'helion-item', role: 'group', ariaLabel: `${field.label} ${index + 1}` }, ...fields(field.fields, itemPath), remove);
    element.dataset.path = itemPath;
    element.dataset.list = field.label;
    return element;
  }

  // Bring what depends on other values up to date, without touching what is typed.
  function after() {
    for (const select of place.querySelectorAll('select')) {
      if (select.field?.choices_from) options(select, select.field, get(content, select.dataset.path));
    }
    for (const box of place.querySelectorAll('.form-group')) {
      if (box.field) box.hidden = !isShown(box.field, box.base ? get(content, box.base) : content);
    }
    changed();
  }

  place.addEventListener('input', ({ target }) => {
    if (target.dataset.wordOf) {
      const all = [...target.closest('fieldset').querySelectorAll('input')];
      put(content, target.dataset.wordOf, all.filter((box) => box.checked).map((box) => box.value).join(','));
      after();
      return;
    }
    if (!target.dataset.path) return;
    const { path } = target.dataset;
    const before = get(content, path);
    put(content, path, target.type === 'checkbox' ? target.checked : target.value);
    follow(path, before, target.value);
    after();
  });

  // A thing that gets another name keeps what refers to it.
  function follow(path, before, now) {
    const steps = path.split('.');
    const source = `${steps[0]}[].${steps[2]}`;
    if (steps.length !== 3 || !before) return;
    if (get(content, steps[0]).some((item_) => item_[steps[2]] === before)) return; // another has the name
    for (const select of place.querySelectorAll('select')) {
      if (select.field?.choices_from === source && get(content, select.dataset.path) === before) {
        put(content, select.dataset.path, now);
      }
    }
  }

  return (next) => {
    content = next;
    place.replaceChildren(...sections.map((section) => (section.type === 'group' ? group(section, '') : several(section, ''))));
  };
}

function words(text) {
  return String(text ?? '').split(',').map((word) => word.trim()).filter(Boolean);
}

// Puts what is wrong at its places, and links to them on top. `errors` are `{path, message}`.
export function complain(place, verdict, errors, texts) {
  for (const box of place.querySelectorAll('.has-error')) box.classList.remove('has-error');
  for (const old of place.querySelectorAll('[data-error]')) old.remove();
  for (const field of place.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
  const lines = errors.map(({ path, message }) => {
    const target = nearestPlace(place, path);
    if (!target) return el('li', { textContent: path ? `${path}: ${message}` : message });
    mark(target, message);
    const link = el('a', { href: `#${target.id}`, textContent: `${labelOf(target)}: ${message}` });
    link.addEventListener('click', (event) => {
      event.preventDefault();
      unfold(target);
      target.focus();
      target.scrollIntoView({ block: 'center' });
    });
    return el('li', {}, link);
  });
  const sentence = errors.length === 1 ? texts.brokenOne : fill(texts.broken, { n: errors.length });
  verdict.className = `helion-verdict ${errors.length ? 'helion-broken' : 'helion-kept'}`;
  if (errors.length) verdict.replaceChildren(el('strong', { textContent: sentence }), el('ul', {}, ...lines));
  else verdict.replaceChildren(el('span', { className: 'fa fa-circle-check', ariaHidden: 'true' }), ` ${texts.kept}`);
}

function nearestPlace(place, path) {
  const steps = path.split('.');
  for (let length = steps.length; length > 0; length -= 1) {
    const match = place.querySelector(`[data-path="${CSS.escape(steps.slice(0, length).join('.'))}"]`);
    if (match) return match.id ? match : match.querySelector('[id]');
  }
  return null;
}

function mark(target, message) {
  const box = target.closest('.form-group') || target;
  const help = el('span', { className: 'help-block', id: `${target.id}-error`, textContent: message });
  help.dataset.error = '';
  box.classList.add('has-error');
  if (box === target) box.querySelector('legend')?.after(help);
  else box.append(help);
  if (target.matches('input, select')) {
    target.setAttribute('aria-invalid', 'true');
    unfold(target);
  }
}

function unfold(target) {
  for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
}

function labelOf(target) {
  const own = target.labels?.[0]?.firstChild.textContent || target.querySelector?.('legend')?.textContent || '';
  const item = target.closest('[role=group]');
  return [item && titleOf(item), own].filter(Boolean).join(', ');
}

// An item by its name, as far as it has one: numbers are nowhere on the page.
function titleOf(item) {
  const name = [...item.querySelectorAll('input')].find(({ dataset }) => dataset.path === `${item.dataset.path}.name`)?.value.trim();
  return name ? `${item.dataset.list} “${name}”` : item.ariaLabel;
}
