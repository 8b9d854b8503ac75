// Fields that pick some of many things (kit/picker.py): a search, the candidates, the selection. The
// candidates are in the page, or an address has a page of them.

import { data, fill } from './data.mjs';
import { el } from './el.mjs';

const DELAY = 250; // milliseconds after the last key before a search begins
const SHOWN = 12; // names of the selection

export class Picker {
  #turn = 0; // answers to earlier searches are late
  #timer = null;

  constructor(root, { texts = data('texts') } = {}) {
    const part = (key) => root.querySelector(`[data-picker-${key}]`);
    Object.assign(this, { root, texts, name: root.dataset.name, url: root.dataset.url, several: 'several' in root.dataset });
    this.parts = Object.fromEntries(['selection', 'filter', 'status', 'empty', 'pager'].map((key) => [key, part(key)]));
    this.body = root.querySelector('tbody');
    this.search = root.querySelector('[type=search]');
    this.facets = [...root.querySelectorAll('[data-facet]')];
    this.value = el('input', { type: 'hidden', name: this.name });
    this.all = button('', () => this.pickAll());
    this.all.classList.remove('btn-sm');
    this.total = 0;
    // Label by id. What the server has drawn as selected is in the field from now on.
    this.selection = new Map([...root.querySelectorAll('input:checked')].map((box) => [box.value, labelOf(box)]));
    root.append(this.value);
    this.parts.filter.querySelector('button[name=picker]')?.remove(); // typing searches
    this.parts.filter.append(this.all);
    this.#listen();
  }

  // Shows what there is: of an address only when somebody sees the field.
  begin() {
    this.draw();
    if (this.url) whenSeen(this.root, () => this.load());
    else this.filter();
  }

  #listen() {
    this.parts.filter.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#look(), this.url ? DELAY : 0);
    });
    this.parts.filter.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.target.tagName === 'BUTTON') return;
      event.preventDefault(); // it would send the form
      clearTimeout(this.#timer);
      this.#look();
    });
    this.root.addEventListener('click', (event) => {
      const browse = event.target.closest('button[name=picker]');
      if (browse) this.load(browse.value.split(':')[1]);
    });
    this.body.addEventListener('change', (event) => this.pick(event.target));
  }

  #look() {
    return this.url ? this.load() : this.filter();
  }

  // The selection, in the field and as names; the boxes follow. Buttons do not send the form.
  draw() {
    const { selection, several, texts } = this;
    this.#store([...selection.keys()].join(' '));
    for (const browse of this.root.querySelectorAll('button[name=picker]')) browse.type = 'button';
    for (const box of this.body.querySelectorAll('input')) {
      box.name = several ? '' : `${this.name}-candidate`;
      box.checked = selection.has(box.value);
    }
    const names = [...selection].slice(0, SHOWN).map(([id, label]) => this.#chip(id, label));
    const more = selection.size - names.length;
    this.parts.selection.replaceChildren(
      el('strong', { textContent: fill(texts.selected, { n: selection.size }) }), ...names,
      ...(more > 0 ? [el('span', { textContent: fill(texts.more, { n: more }) })] : []),
      ...(selection.size > 1 ? [button(texts.selectNone, () => this.clear())] : []));
    this.all.hidden = !several || !this.total;
    this.all.textContent = fill(texts.selectAll, { n: this.total });
  }

  // The form hears of a change as it does of a field that somebody edits.
  #store(value) {
    if (this.value.value === value) return;
    this.value.value = value;
    const { Event } = this.root.ownerDocument.defaultView;
    this.value.dispatchEvent(new Event('change', { bubbles: true }));
  }

  #chip(id, label) {
    const remove = button(`${label} ×`, () => {
      const place = this.#chips().indexOf(remove);
      this.selection.delete(id);
      this.draw();
      (this.#chips().slice(0, place + 1).at(-1) ?? this.search).focus();
    });
    remove.ariaLabel = fill(this.texts.remove, { name: label });
    remove.dataset.chip = id;
    return remove;
  }

  #chips() {
    return [...this.parts.selection.querySelectorAll('[data-chip]')];
  }

  clear() {
    this.selection.clear();
    this.draw();
    this.search.focus();
  }

  pick(box) {
    if (!this.several) this.selection.clear();
    if (box.checked) this.selection.set(box.value, labelOf(box));
    else this.selection.delete(box.value);
    this.draw();
  }

  async pickAll() {
    const items = this.url ? (await this.#ask([['all', 1]]))?.items ?? []
      : this.#rows().map((row) => row.querySelector('input')).map((box) => ({ id: box.value, label: labelOf(box) }));
    for (const { id, label } of items) this.selection.set(id, label);
    this.draw();
  }

  #rows() {
    return [...this.body.rows].filter((row) => !row.hidden);
  }

  // Of candidates that are in the page, as the server does with others.
  filter() {
    const text = this.search.value.trim().toLowerCase();
    for (const row of this.body.rows) {
      const own = JSON.parse(row.dataset.facets || '{}');
      row.hidden = !row.dataset.text.includes(text) || this.#wishes().some(([facet, value]) => own[facet] !== value);
    }
    this.#shown(this.#rows().length);
  }

  #wishes() {
    return this.facets.map((facet) => [facet.dataset.facet, facet.value.trim()]).filter(([, value]) => value);
  }

  // A page of candidates from the address.
  async load(page = 1) {
    this.#turn += 1;
    const turn = this.#turn;
    this.root.setAttribute('aria-busy', 'true');
    const content = await this.#ask([['page', page]]);
    if (turn !== this.#turn) return;
    this.root.removeAttribute('aria-busy');
    if (!content) return;
    this.body.innerHTML = content.rows;
    this.parts.pager.innerHTML = content.pager;
    this.#shown(content.total);
  }

  #shown(total) {
    this.total = total;
    this.root.querySelector('.helion-pick').hidden = !total;
    this.parts.empty.hidden = Boolean(total);
    this.parts.status.textContent = total ? fill(this.texts.matches, { n: total }) : '';
    this.draw();
  }

  async #ask(more) {
    const query = new URLSearchParams([['q', this.search.value.trim()], ...this.#wishes(), ...(this.several ? [] : [['single', 1]]), ...more]);
    const answer = await fetch(`${this.url}${this.url.includes('?') ? '&' : '?'}${query}`, {
      headers: { 'X-Requested-With': 'XMLHttpRequest' }, credentials: 'same-origin', redirect: 'error',
    }).catch(() => null);
    const content = await answer?.json().catch(() => null);
    if (answer?.ok && content) return content;
    this.parts.status.textContent = content?.error || this.texts.noAnswer;
    return null;
  }
}

function labelOf(box) {
  return box.labels[0].textContent.trim();
}

function button(text, press) {
  const element = el('button', { type: 'button', className: 'btn btn-default btn-sm', textContent: text });
  element.addEventListener('click', press);
  return element;
}

// Most people do not open the part of a form that has it.
function whenSeen(root, begin) {
  if (!globalThis.IntersectionObserver) { begin(); return; }
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    begin();
  });
  observer.observe(root);
}

for (const root of document.querySelectorAll('[data-picker]')) new Picker(root).begin();
