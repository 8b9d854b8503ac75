// The title of a row: what it is, how many there are and how they are; it opens and closes the row.

import { MARGIN, SIZE, TITLE } from './measures.mjs';
import { HEALTH } from './states.mjs';
import { fill } from '../data.mjs';
import { fit, width } from './text.mjs';
import { countOf } from './words.mjs';
import { sign } from './marks.mjs';

const CHEVRON = { true: 'M-4,-2L0,2L4,-2', false: 'M-2,-4L2,0L-2,4' };
const ROOM = 260; // for the name

export function titleSays({ key, row, titleY }, { changed }) {
  return JSON.stringify([titleY, row.title, row.count, row.health, row.known, row.open, row.more, row.moving, row.from, row.previous, row.next, row.added, row.removed, changed.has(key)]);
}

export function drawTitle(parent, { key, row, titleY: y }, { texts, columns }) {
  const group = parent.append('g').attr('data-key', key).attr('role', 'button').attr('tabindex', -1)
    .attr('aria-expanded', row.open).attr('aria-label', spoken(row, texts));
  const name = fit(row.title, ROOM, SIZE.title, true);
  group.append('rect').classed('hit ring', true).attr('rx', 4).attr('x', MARGIN - 2).attr('y', y - TITLE / 2 + 1)
    .attr('width', columns.right - MARGIN).attr('height', TITLE - 4);
  group.append('path').classed('chevron', true).attr('d', CHEVRON[row.open]).attr('transform', `translate(${MARGIN + 10},${y})`);
  group.append('text').classed('title halo', true).attr('x', MARGIN + 22).attr('y', y).text(name);
  let x = Math.max(columns.content, MARGIN + 22 + width(name, SIZE.title, true) + 16);
  for (const { text, tone, glyph } of summary(row, texts)) {
    if (glyph) { sign(group, glyph, tone, x + 5, y, 0.95); x += 14; }
    group.append('text').classed(glyph ? `${tone} said` : 'soft', true).attr('x', x).attr('y', y).text(text);
    x += width(text, SIZE.name) + 16;
  }
  pager(parent, row, y, columns, texts);
}

function summary(row, texts) {
  if (!row.known) return [{ text: texts.notKnown, ...HEALTH.unknown }];
  const found = [{ text: countOf(row, texts) }];
  for (const [name, { glyph, tone, text }] of Object.entries(HEALTH)) {
    const n = row.health[name];
    if (n) found.push({ text: fill(texts.some, { n, what: texts[text] }), glyph, tone });
  }
  if (row.moving) found.push({ text: fill(texts.moving, { n: row.moving }) });
  if (row.added) found.push({ text: fill(texts.added, { n: row.added }) });
  if (row.removed) found.push({ text: fill(texts.removed, { n: row.removed }) });
  if (row.more) found.push({ text: fill(texts.more, { n: row.more }) });
  return found;
}

function spoken(row, texts) {
  return [row.title, ...summary(row, texts).map(({ text }) => text)].join(', ');
}

// Pages of an opened row, at its right end.
function pager(parent, row, y, { right }, texts) {
  if (row.previous === null && row.next === null) return;
  const said = fill(texts.page, { from: row.from + 1, to: row.from + row.nodes.length, count: row.count });
  const room = width(said, SIZE.small) + 12;
  const button = (kind, x, marker, label) => {
    const group = parent.append('g').attr('data-key', `${kind}:${row.id}`).attr('role', 'button').attr('tabindex', -1)
      .attr('aria-label', label).attr('transform', `translate(${x},${y})`);
    if (marker === null) group.attr('aria-disabled', true).classed('faded', true);
    group.append('rect').classed('frame', true).attr('rx', 4).attr('x', -11).attr('y', -10).attr('width', 22).attr('height', 20);
    group.append('rect').classed('ring', true).attr('rx', 4).attr('x', -11).attr('y', -10).attr('width', 22).attr('height', 20);
    group.append('path').classed('chevron', true).attr('d', kind === 'next' ? CHEVRON.false : 'M2,-4L-2,0L2,4');
  };
  button('previous', right - room - 36, row.previous, texts.previousPage);
  parent.append('text').classed('small soft', true).attr('x', right - room - 18).attr('y', y).text(said);
  button('next', right - 12, row.next, texts.nextPage);
}
