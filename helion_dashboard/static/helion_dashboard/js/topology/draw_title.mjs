// The title of a row: what it is, how many there are and how they are; it opens and closes the row.

import { MARGIN, SIZE, TITLE } from './measures.mjs';
import { CHEVRON } from './shapes.mjs';
import { BELL, HEALTH } from './states.mjs';
import { fill } from '../data.mjs';
import { fit, width } from './text.mjs';
import { alarmsOf, countOf } from './words.mjs';
import { sign, target, words } from './marks.mjs';

const ROOM = 420; // for the name

export function titleSays({ key, row, titleY }, { changed }) {
  return JSON.stringify([titleY, row.title, row.count, row.free, row.health, row.alarms, row.known, row.open, row.more, row.moving, row.from, row.previous, row.next, row.added, row.removed, changed.has(key)]);
}

export function drawTitle(parent, { key, row, titleY: y }, { texts, columns }) {
  const group = parent.append('g');
  const name = fit(row.title, ROOM, SIZE.title, true);
  group.append('path').classed('chevron', true).attr('d', CHEVRON[row.open]).attr('transform', `translate(${MARGIN + 10},${y})`);
  words(group, 'title halo', MARGIN + 22, y, name);
  let x = Math.max(columns.content, MARGIN + 22 + width(name, SIZE.title, true) + 16);
  for (const { text, tone, glyph } of summary(row, texts)) {
    if (glyph) { sign(group, glyph, tone, x + 5, y, 0.95); x += 14; }
    words(group, glyph ? `${tone} toned` : 'soft', x, y, text);
    x += width(text, SIZE.name) + 16;
  }
  target(group, key, spoken(row, texts), { x: MARGIN - 2, y: y - TITLE / 2 + 1, width: columns.right - MARGIN, height: TITLE - 4 }).attr('aria-expanded', row.open);
  pager(parent, row, y, columns, texts);
}

// The title of a column: what it is, and how many; below it how they are.
export function drawColumnTitle(parent, { key, row, x, width: room, titleY: y }, { texts }) {
  const group = parent.append('g');
  const [count, ...healths] = summary(row, texts);
  const number = count.glyph ? '' : ` (${count.text})`;
  words(group, 'title halo', x + 10, y, fit(row.title, room - 20 - width(number, SIZE.title), SIZE.title, true) + number);
  let at = x + 10;
  for (const { text, tone, glyph } of count.glyph ? [count] : healths) {
    if (at > x + 10 && at + width(text, SIZE.small) + 14 > x + room) break;
    if (glyph) { sign(group, glyph, tone, at + 5, y + 20, 0.85); at += 14; }
    words(group, glyph ? `${tone} toned small` : 'soft small', at, y + 20, text);
    at += width(text, SIZE.small) + 12;
  }
  target(group, key, spoken(row, texts), { x: x + 3, y: y - 13, width: room - 6, height: 46 });
}

function summary(row, texts) {
  if (!row.known) return [{ ...HEALTH.unknown, text: texts.notKnown }];
  const parts = [{ text: countOf(row, texts) }];
  for (const [name, { glyph, tone, text }] of Object.entries(HEALTH)) {
    const n = row.health[name];
    if (n) parts.push({ text: fill(texts.some, { n, what: texts[text] }), glyph, tone });
  }
  if (row.alarms) parts.push({ text: alarmsOf(row, texts), glyph: BELL, tone: 'failed' });
  if (row.moving) parts.push({ text: fill(texts.moving, { n: row.moving }) });
  if (row.added) parts.push({ text: fill(texts.added, { n: row.added }) });
  if (row.removed) parts.push({ text: fill(texts.removed, { n: row.removed }) });
  if (row.more) parts.push({ text: fill(texts.more, { n: row.more }) });
  return parts;
}

function spoken(row, texts) {
  return [row.title, ...summary(row, texts).map(({ text }) => text)].join(', ');
}

// Pages of an opened row, at its right end.
function pager(parent, row, y, { right }, texts) {
  if (row.previous === null && row.next === null) return;
  const range = fill(texts.page, { from: row.from + 1, to: row.from + row.nodes.length, count: row.count });
  const room = width(range, SIZE.small) + 12;
  const button = (kind, x, marker, label) => {
    const group = parent.append('g').attr('transform', `translate(${x},${y})`).classed('off', marker === null);
    group.append('rect').classed('frame', true).attr('rx', 4).attr('x', -11).attr('y', -10).attr('width', 22).attr('height', 20);
    group.append('path').classed('chevron', true).attr('d', kind === 'next' ? CHEVRON.false : 'M2,-4L-2,0L2,4');
    const pressed = target(group, `${kind}:${row.id}`, label, { x: -11, y: -10, width: 22, height: 20 });
    if (marker === null) pressed.attr('aria-disabled', true);
  };
  button('previous', right - room - 36, row.previous, texts.previousPage);
  parent.append('text').classed('small soft', true).attr('x', right - room - 18).attr('y', y).text(range);
  button('next', right - 12, row.next, texts.nextPage);
}
