// A drawing that one can move about in: what is in sight, what has the focus, what stands out.

import { Drawing, FAR } from './draw.mjs';
import { zoom, zoomIdentity, zoomTransform } from 'd3-zoom';
import { MiniMap } from './minimap.mjs';
import { Places } from './stable.mjs';
import { el } from '../el.mjs';
import { layout } from './layout.mjs';
import { legend } from './legend.mjs';
import { adopt } from './style.mjs';
import { select } from 'd3-selection';
import { highlight } from './highlight.mjs';
import { tracks } from './keyboard.mjs';

const NEAR = 3; // the largest scale
const FARTHEST = 0.15; // one sees nothing from farther away, and the map shows all of it
const SLACK = 240; // pixels above and below what is in sight are drawn too
const WHOLE = 2600; // a picture up to this height stands in the page as it is

let counter = 0; // pictures of this page
const soon = window.requestIdleCallback ?? window.setTimeout;

export class Picture {
  #drawing;
  #zoom;
  #map = null;
  #places = new Places();
  #model = null;
  #selection = null;
  #visible = '';
  #changed = new Set();

  constructor(host, texts, { label, map = true }) {
    this.texts = texts;
    this.frame = el('div', { className: 'helion-topology-frame' });
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    counter += 1;
    const keys = el('div', { className: 'helion-topology-keys', id: `helion-topology-keys-${counter}`, textContent: texts.keys });
    this.frame.append(svg, keys);
    host.replaceChildren(this.frame);
    this.svg = svg;
    select(svg).attr('role', 'application').attr('aria-label', label).attr('aria-roledescription', texts.picture)
      .attr('aria-describedby', keys.id);
    adopt();
    this.#drawing = new Drawing(svg, texts);
    if (map) this.#map = new MiniMap(this.frame, (x, y) => this.#lookAt(x, y));
    this.#zoom = zoom().filter((event) => this.#mayMove(event)).clickDistance(5)
      .extent(() => [[0, 0], [this.width, this.height]])
      .on('zoom', ({ transform }) => this.#moved(transform));
    select(svg).call(this.#zoom).on('dblclick.zoom', null).on('wheel.pan', (event) => this.#wheel(event), { passive: false });
    this.motion = window.matchMedia('(prefers-reduced-motion: reduce)');
    window.addEventListener('beforeprint', () => this.#onPaper());
    window.addEventListener('afterprint', () => this.#onScreen());
  }

  get model() { return this.#model; }
  get selection() { return this.#selection; }

  // Draws a model; what changed since the last one is marked.
  show(model, changed = new Set()) {
    const first = !this.#model;
    this.#model = model;
    this.#changed = changed;
    this.#lay();
    if (first) this.#begin();
    else this.#bound();
    this.#render(true);
  }

  // All of it, as wide as the paper, wherever one looked.
  #onPaper() {
    if (!this.#model) return;
    const { width, height } = this.layout;
    select(this.svg).attr('viewBox', `0 0 ${width} ${height}`).attr('width', '100%').attr('height', null);
    this.#drawing.move(zoomIdentity);
    this.#drawing.render(this.layout, { changed: this.#changed });
  }

  #onScreen() {
    if (!this.#model) return;
    select(this.svg).attr('viewBox', null).attr('width', this.width).attr('height', this.height);
    this.#drawing.move(this.transform());
    this.#render(true);
  }

  // The width of the page changed.
  resize() {
    if (!this.#model || Math.abs(this.frame.clientWidth - this.width) < 2) return;
    this.#lay();
    this.#bound();
    this.#render(true);
  }

  #lay() {
    this.width = this.frame.clientWidth;
    this.layout = layout(this.#model, this.#places, this.width, legend(this.texts, this.#model.form));
    this.things = thingsOf(this.layout);
    this.tracks = tracks(this.layout);
    this.current ??= this.tracks[0]?.[0].key;
    const natural = Math.ceil(this.layout.height * this.#least());
    this.height = natural <= WHOLE ? natural : Math.max(420, Math.min(WHOLE, window.innerHeight - 120));
    select(this.svg).attr('width', this.width).attr('height', this.height);
    this.#drawMap();
  }

  // After the picture itself, which is what one waits for.
  #drawMap() {
    soon(() => {
      this.#map?.draw(this.layout);
      this.#map?.move(this.#sight());
    });
  }

  // The scale at which the picture is as wide as its frame.
  #least() { return Math.min(1, this.width / this.layout.width); }
  #whole() { return Math.min(this.#least(), Math.max(FARTHEST, this.height / this.layout.height)); }

  #begin() {
    this.#bound();
    select(this.svg).call(this.#zoom.transform, zoomIdentity.scale(this.#least()));
  }

  #bound() {
    const { width, height } = this.layout;
    this.#zoom.scaleExtent([this.#whole(), NEAR]).translateExtent([[0, 0], [Math.max(width, this.width), Math.max(height, this.height)]]);
    select(this.svg).call(this.#zoom.translateBy, 0, 0); // within the new bounds
  }

  transform() { return zoomTransform(this.svg); }

  #isBase() { return this.height >= this.layout.height * this.transform().k - 1; }

  #mayMove(event) {
    if (event.type === 'wheel') return event.ctrlKey || event.metaKey;
    // One finger scrolls the page where there is nothing more to see.
    if (event.type === 'touchstart' && event.touches.length < 2 && this.#isBase()) return false;
    return !event.button && !event.ctrlKey;
  }

  // A wheel moves the picture as far as there is more of it, then the page.
  #wheel(event) {
    if (event.ctrlKey || event.metaKey || this.#isBase()) return;
    const { k, x, y } = this.transform();
    const unit = event.deltaMode === 1 ? 16 : 1;
    select(this.svg).call(this.#zoom.translateBy, (-event.deltaX * unit) / k, (-event.deltaY * unit) / k);
    const now = this.transform();
    if (now.x !== x || now.y !== y) event.preventDefault();
  }

  #moved(transform) {
    this.#drawing.move(transform);
    this.#map?.move(this.#sight());
    this.#render(false);
    this.onmove?.();
  }

  #sight() {
    const { k, x, y } = this.transform();
    return { x: -x / k, y: -y / k, width: this.width / k, height: this.height / k };
  }

  #render(anew) {
    const { k } = this.transform();
    const { y, height } = this.#sight();
    const sight = { top: y - SLACK / k, bottom: y + height + SLACK / k, far: k < FAR, keep: this.#held() };
    const inside = (thing) => thing.y < sight.bottom && thing.y + thing.height > sight.top;
    const visible = `${sight.far} ${sight.keep} ${this.layout.rows.map((row) => (inside(row) ? row.lines.map((line) => Number(inside(line))).join('') : '-')).join()}`;
    if (!anew && visible === this.#visible) return;
    this.#visible = visible;
    const had = this.focused();
    this.#drawing.render(this.layout, { sight, changed: this.#changed });
    this.#rove(had);
    this.#shine();
  }

  // The line that has the focus stays, wherever one looks.
  #held() {
    const key = this.focused();
    return this.things.get(key)?.line?.key ?? key;
  }

  focused() {
    return this.svg.contains(document.activeElement) ? document.activeElement.dataset.key ?? null : null;
  }

  element(key) {
    return [...this.svg.querySelectorAll('[data-key]')].find((element) => element.dataset.key === key) ?? null;
  }

  // One thing of the picture is reached by Tab; the arrow keys go on from it.
  #rove(had) {
    if (had && !this.focused()) (this.element(had) ?? this.element(this.things.get(had)?.rowKey ?? this.current))?.focus({ preventScroll: true });
    const key = this.focused() ?? this.current;
    const stop = this.element(key) ?? this.element(this.tracks[0]?.[0].key);
    for (const element of this.svg.querySelectorAll('[data-key][tabindex="0"]')) if (element !== stop) element.setAttribute('tabindex', -1);
    stop?.setAttribute('tabindex', 0);
  }

  // Brings a thing into sight, and gives it the focus.
  goTo(key, { focus = true } = {}) {
    const thing = this.things.get(key);
    if (!thing) return false;
    this.current = key;
    this.#reveal(thing);
    this.#render(false);
    this.#rove(null);
    if (focus) this.element(key)?.focus({ preventScroll: true });
    return true;
  }

  #reveal({ x, y, width, height }) {
    const { k } = this.transform();
    const scale = k < 0.6 ? this.#least() : k;
    const sight = this.#sight();
    const margin = 60 / scale;
    const inside = x >= sight.x && x + Math.min(width, sight.width) <= sight.x + sight.width + 1
      && y - margin >= sight.y - 1 && y + height + margin / 2 <= sight.y + sight.height + 1;
    if ((!inside || scale !== k) && !(this.#isBase() && scale === k)) this.#lookAt(x + width / 2, y + height / 2, scale);
    this.#scrollPage(y, height);
  }

  // A card as wide as the picture must not cover what it tells of.
  uncover({ y, height }, card) {
    const { top, width } = card.getBoundingClientRect();
    if (width > this.width - 9) this.#scrollPage(y, height, top);
  }

  // A picture as high as its page has no sight of its own: the page is scrolled.
  #scrollPage(y, height, bottom = window.innerHeight) {
    const { k, y: ty } = this.transform();
    const top = this.svg.getBoundingClientRect().top + y * k + ty - 80;
    const over = Math.min(top, 0) || Math.min(top, Math.max(top + height * k + 120 - bottom, 0));
    if (over) window.scrollBy({ top: over, behavior: this.motion.matches ? 'auto' : 'smooth' });
  }

  #lookAt(x, y, k = this.transform().k) {
    const transform = zoomIdentity.translate(this.width / 2, this.height / 2).scale(k).translate(-x, -y);
    select(this.svg).call(this.#zoom.transform, this.#bounded(transform)); // zoom keeps to them only when dragged
  }

  zoomBy(factor) { this.#eased((target) => target.call(this.#zoom.scaleBy, factor)); }

  fit() { this.#eased((target) => target.call(this.#zoom.transform, this.#bounded(zoomIdentity.scale(this.#whole())))); }

  #bounded(transform) { return this.#zoom.constrain()(transform, [[0, 0], [this.width, this.height]], this.#zoom.translateExtent()); }

  #eased(act) {
    const target = select(this.svg);
    act(this.motion.matches ? target : target.transition().duration(180));
  }

  // Lets a thing stand out, by its key; null for none.
  choose(key) {
    this.#selection = key;
    this.#shine();
  }

  #shine() {
    const thing = this.things.get(this.#selection);
    const kind = thing?.network ? 'network' : 'node';
    const selection = thing?.network || thing?.box?.node ? { kind, ...thing } : null;
    highlight(this.svg, this.#drawing.over, this.layout, selection, this.things);
  }

  forgetChanges() {
    if (!this.#changed.size) return;
    this.#changed = new Set();
    this.#render(true);
  }
}

// Everything that can have the focus, by its key.
function thingsOf(drawn) {
  const byKey = new Map();
  const { columns } = drawn;
  for (const { key, network, y } of drawn.header.lines) byKey.set(key, { key, network, x: 0, y: y - 11, width: columns.right, height: 22 });
  for (const row of drawn.rows) {
    const title = { row: row.row, x: row.x ?? 0, y: row.y, width: row.width ?? columns.right, height: 30 };
    byKey.set(row.key, { key: row.key, ...title });
    for (const kind of ['previous', 'next']) {
      const key = `${kind}:${row.row.id}`;
      byKey.set(key, { key, page: row.row[kind], rowKey: row.key, ...title });
    }
    for (const line of row.lines) {
      for (const box of line.boxes) {
        byKey.set(box.key, { key: box.key, box, line, row: row.row, rowKey: row.key, x: box.x, y: line.y, width: box.width, height: line.height });
      }
    }
  }
  return byKey;
}
