// Puts a layout into an SVG element: what differs from what is there, and nothing else.
//
// Only lines of boxes that are in sight are there; seen from far, boxes have no words. `all` draws
// everything, for a file or for paper.

import { drawEdges } from './draw_edges.mjs';
import { drawHeader, drawTrunk } from './draw_header.mjs';
import { drawLine, lineSays } from './draw_line.mjs';
import { drawLegend } from './legend.mjs';
import { drawColumnTitle, drawTitle, titleSays } from './draw_title.mjs';
import { select } from 'd3-selection';

export const FAR = 0.42; // of the natural scale; words are too small to read below it

const LAYERS = ['bands', 'trunk', 'edges', 'lines', 'header', 'titles', 'legend', 'over'];

export class Drawing {
  #world;
  #groups;

  constructor(svg, texts) {
    this.svg = svg;
    this.texts = texts;
    const root = select(svg).classed('topo', true);
    definitions(root.append('defs'));
    this.#world = root.append('g').classed('world', true);
    this.#groups = Object.fromEntries(LAYERS.map((name) => [name, this.#world.append('g').classed(name, true)]));
  }

  get over() { return this.#groups.over; }

  move({ k, x, y }) {
    this.#world.attr('transform', `translate(${x},${y}) scale(${k})`);
  }

  // `sight` is `{top, bottom, far, keep}` in the layout's own pixels, null for all of it; `keep` is
  // the key of a line that is drawn all the same.
  render(drawn, { sight = null, changed = new Set() } = {}) {
    const context = { texts: this.texts, columns: drawn.columns, far: Boolean(sight?.far), changed };
    const isVisible = (thing) => !sight || sight.keep === thing.key || (thing.y < sight.bottom && thing.y + thing.height > sight.top);
    const rows = drawn.rows.filter(isVisible);
    this.#bands(drawn, rows);
    keyed(this.#groups.edges, drawn.bundles.filter(isVisible), ({ label }) => `${context.far}${label}`, (group, { edges }) => drawEdges(group, edges, context));
    once(this.#groups.trunk, says(drawn.trunk), (group) => drawTrunk(group, drawn));
    once(this.#groups.header, says(drawn.header.lines), (group) => drawHeader(group, drawn, context));
    once(this.#groups.legend, says(drawn.legend), (group) => drawLegend(group, drawn.legend));
    const title = drawn.form === 'columns' ? drawColumnTitle : drawTitle;
    keyed(this.#groups.titles, rows, (row) => titleSays(row, context), (group, row) => title(group, row, context));
    const lines = drawn.rows.flatMap((row) => row.lines.filter(isVisible));
    keyed(this.#groups.lines, lines, (line) => lineSays(line, context), (group, line) => drawLine(group, line, context));
  }

  #bands(drawn, rows) {
    const { columns: { right } } = drawn;
    const framed = [
      ...rows.map((row) => ({ key: row.key, x: row.x ?? 6, width: row.width ?? right, y: row.y, height: row.height, kind: 'band' })),
      ...drawn.regions.map((region) => ({ key: `region:${region.id}`, x: 3, width: right + 6, y: region.y, height: region.height, kind: 'region', title: region.title })),
    ];
    keyed(this.#groups.bands, framed, says, (group, { x, width, y, height, kind, title }) => {
      group.append('rect').classed(kind, true).attr('rx', 6)
        .attr('x', x).attr('width', width).attr('y', y).attr('height', height);
      if (title) group.append('text').classed('region-title', true).attr('x', 18).attr('y', y + 17).text(title);
    });
  }
}

const says = (thing) => JSON.stringify(thing);

// Draws a group anew only when what it says changed.
function once(group, label, draw) {
  const node = group.node();
  if (node.drawnLabel === label) return;
  node.drawnLabel = label;
  keeping(node, () => draw(group));
}

function keyed(parent, things, saying, draw) {
  parent.selectAll(':scope > g')
    .data(things, (thing) => thing.key)
    .join('g')
    .each(function each(thing) {
      const label = saying(thing);
      if (this.drawnLabel === label) return;
      this.drawnLabel = label;
      keeping(this, () => draw(select(this), thing));
    });
}

// What had the focus has it again after its group was drawn anew.
function keeping(group, draw) {
  const key = group.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  group.replaceChildren();
  draw();
  if (key) [...group.querySelectorAll('[data-key]')].find((element) => element.dataset.key === key)?.focus({ preventScroll: true });
}

// Patterns: what colours say is said by lines too.
function definitions(defs) {
  const pattern = (name, size, draw) => {
    const shape = defs.append('pattern').attr('id', `topo-${name}`).classed(name, true)
      .attr('patternUnits', 'userSpaceOnUse').attr('patternTransform', 'rotate(45)').attr('width', size).attr('height', size);
    draw(shape);
  };
  pattern('hatch', 7, (shape) => shape.append('path').attr('d', 'M0,0V7'));
  pattern('stripes', 6, (shape) => {
    shape.append('rect').attr('width', 6).attr('height', 6);
    shape.append('path').attr('d', 'M0,0V6');
  });
}
