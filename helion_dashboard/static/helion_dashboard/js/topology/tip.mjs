// A few words beside what the pointer is on, or what has the focus.

import { el } from '../el.mjs';

const AFTER = 250; // milliseconds

export class Tip {
  #timer = null;

  // `say(key)` gives `{title, lines}`, or null.
  constructor(picture, say) {
    this.box = el('div', { className: 'helion-topology-tip', role: 'tooltip', hidden: true });
    this.box.setAttribute('aria-hidden', 'true'); // the thing's own label says it
    picture.frame.append(this.box);
    const keyOf = (event) => event.target.closest('[data-key]')?.dataset.key ?? null;
    picture.svg.addEventListener('pointerover', (event) => {
      const key = keyOf(event);
      if (key) this.#soon(picture, key, say);
      else this.hide();
    });
    picture.svg.addEventListener('pointerleave', () => this.hide());
    picture.svg.addEventListener('focusin', (event) => { if (event.target.matches(':focus-visible')) this.#soon(picture, keyOf(event), say); });
    picture.svg.addEventListener('focusout', () => this.hide());
    picture.svg.addEventListener('pointerdown', () => this.hide());
    picture.onmove = () => this.hide();
  }

  #soon(picture, key, say) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#show(picture, key, say), AFTER);
  }

  #show(picture, key, say) {
    const content = say(key);
    const target = picture.element(key);
    if (!content || !target) { this.hide(); return; }
    this.box.replaceChildren(el('strong', { textContent: content.title }), ...content.lines.map((textContent) => el('div', { textContent })));
    this.box.hidden = false;
    const frame = picture.frame.getBoundingClientRect();
    const at = target.getBoundingClientRect();
    const left = Math.min(Math.max(at.left - frame.left, 4), frame.width - this.box.offsetWidth - 4);
    const below = at.bottom - frame.top + 8;
    const room = Math.min(frame.height, window.innerHeight - frame.top);
    this.box.style.left = `${Math.max(left, 4)}px`;
    this.box.style.top = `${below + this.box.offsetHeight > room ? Math.max(at.top - frame.top - this.box.offsetHeight - 8, 0) : below}px`;
  }

  hide() {
    clearTimeout(this.#timer);
    this.box.hidden = true;
  }
}
