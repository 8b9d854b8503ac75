// Everything about one thing, beside the picture.

import { el } from '../el.mjs';
import { address, factsOf } from './facts.mjs';
import { read } from './model.mjs';

export class Card {
  #drawn = '';

  constructor(element, texts, close) {
    this.element = element;
    this.texts = texts;
    this.close = close;
    element.addEventListener('keydown', (event) => { if (event.key === 'Escape') close(true); });
  }

  // `url` tells all of a server, of which the picture knows only a part.
  async show(thing, model, url = null) {
    this.thing = thing;
    this.#draw(thing, model);
    const { node } = thing.box ?? {};
    if (!node || !url) return;
    const whole = await this.#ask(address(url, node.id));
    const full = whole?.rows[0]?.nodes[0];
    // Something else may have been chosen meanwhile.
    if (full && this.thing === thing) this.#draw({ ...thing, box: { ...thing.box, node: { ...full, parent: node.parent } } }, model);
  }

  async #ask(url) {
    try {
      const answer = await fetch(url, { headers: { 'X-Requested-With': 'XMLHttpRequest' }, credentials: 'same-origin', redirect: 'error' });
      return answer.ok ? read(await answer.json()) : null;
    } catch {
      return null; // the card says what the picture knows
    }
  }

  #draw(thing, model) {
    const shown = factsOf(thing, model, this.texts);
    const digest = JSON.stringify(shown);
    if (digest === this.#drawn && !this.element.hidden) return;
    this.#drawn = digest;
    const shut = el('button', { type: 'button', className: 'close', textContent: '×', ariaLabel: this.texts.closeCard });
    shut.addEventListener('click', () => this.close(true));
    const facts = el('dl', { className: 'helion-facts' }, ...shown.facts.flatMap(([name, text]) => [
      el('dt', { textContent: name }), el('dd', { textContent: text }),
    ]));
    this.element.replaceChildren(shut, el('h2', { textContent: shown.title }), facts);
    if (shown.wires?.length) this.element.append(this.#wires(shown.wires));
    for (const [href, textContent] of [[shown.link, this.texts.openPage], [shown.alarms, this.texts.openAlarms]]) {
      if (href) this.element.append(el('p', {}, el('a', { href, textContent })));
    }
    this.element.hidden = false;
  }

  hide() { this.element.hidden = true; }

  #wires(wires) {
    const { texts } = this;
    const head = [texts.whichNetwork, texts.nic, texts.state];
    const row = (wire) => el('tr', { className: wire.state === 'planned' ? '' : 'helion-topology-bad' },
      el('th', { scope: 'row', textContent: wire.name }),
      el('td', {}, el('span', { textContent: [wire.bond, wire.nic].filter(Boolean).join(': ') }), wire.mac ? el('code', { textContent: wire.mac }) : ''),
      el('td', {}, el('span', { textContent: wire.summary }), [wire.address, wire.switch].some(Boolean) ? el('small', { textContent: [wire.address, wire.switch].filter(Boolean).join(' · ') }) : ''));
    return el('table', { className: 'table helion-table' },
      el('caption', { textContent: texts.wires }),
      el('thead', {}, el('tr', {}, ...head.map((textContent) => el('th', { scope: 'col', textContent })))),
      el('tbody', {}, ...wires.map(row)));
  }
}
