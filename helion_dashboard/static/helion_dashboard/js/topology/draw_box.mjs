// A server, or a role that stands for all its servers.

import { SIZE, TAB } from './measures.mjs';
import { CHEVRON } from './shapes.mjs';
import { BELL, HEALTH } from './states.mjs';
import { countOf, healthOf, nodeSays, roleSays } from './words.mjs';
import { fit, fitName, width as textWidth } from './text.mjs';
import { sign, target, words } from './marks.mjs';
import { turn } from './legend.mjs';

const BELL_ROOM = 14;
const NEARLY_FULL = 0.85;
const FLAGS = { added: 'M-3,0H3M0,-3V3', removed: 'M-3,0H3' };

export function drawNode(parent, box, { texts, changed }) {
  const { node, width, height } = box;
  const { glyph, tone } = HEALTH[node.health];
  const group = frame(parent, box, tone, nodeSays(node, texts));
  if (node.change) group.classed(node.change, true);
  if (node.moving) turn(group, 15, 14);
  else sign(group, glyph, tone, 15, 14, 1.05);
  const room = node.alarms ? BELL_ROOM : 0;
  words(group, 'name', 27, 15, fitName(node.name, width - 33, SIZE.name, true));
  words(group, node.problem ? `${tone} toned small` : 'soft small', 10, 32, fit(node.problem || node.alarms || node.state, width - 18 - room, SIZE.small));
  if (room) sign(group, BELL, 'failed', width - 12, 32);
  if (node.usage !== null) usageBar(group, node.usage, width, height);
  if (node.fold) foldSign(group, node.fold, width);
  if (node.change) flag(group, width, FLAGS[node.change]);
  else if (changed.has(box.key)) group.append('circle').classed('flag', true).attr('cx', width).attr('cy', height).attr('r', 5);
}

const LEAST_BAR = 30;

export function drawRole(parent, box, { texts, far, changed }) {
  const { row, width, height } = box;
  const tone = row.count ? 'role' : 'none';
  const group = frame(parent, box, row.known ? tone : 'unknown', roleSays(row, texts));
  if (!row.known) group.append('rect').attr('width', width).attr('height', height).attr('rx', 4).attr('fill', 'url(#topo-hatch)');
  if (far) return;
  const count = row.known ? countOf(row, texts) : texts.notKnown;
  words(group, 'name', 10, 15, count);
  const says = (row.known && (row.count ? healthOf(row, texts) : texts.noneSays)) || texts.notKnownSays;
  words(group, 'small soft', 10, 32, fit(says, width - 18, SIZE.small));
  const left = 10 + textWidth(count, SIZE.name, true) + 10;
  if (row.known && row.count && width - 10 - left >= LEAST_BAR) bar(group, row, left, width - 10);
  if (changed.has(box.key)) group.append('circle').classed('flag', true).attr('cx', width).attr('cy', height).attr('r', 5);
}

function frame(parent, box, tone, description) {
  const group = parent.append('g').classed(`box ${tone}`, true).attr('data-of', box.key).attr('transform', `translate(${box.x},${box.y})`);
  const d = box.tabs.map((tab) => `M${tab.x},0V${3 - TAB}q0,-3 3,-3h${tab.width - 6}q3,0 3,3V0`).join('');
  if (d) group.append('path').classed('tab', true).attr('d', d);
  group.append('rect').classed('frame', true).attr('rx', 4).attr('width', box.width).attr('height', box.height);
  if (box.kind === 'node') group.append('path').classed('fill', true).attr('d', `M4,0H5V${box.height}H4Q0,${box.height} 0,${box.height - 4}V4Q0,0 4,0`);
  for (const { x, width, label } of box.tabs) {
    if (label) words(group, 'port', x + width / 2, 1 - TAB / 2, label);
  }
  target(group, box.key, description, { x: -3, y: -3, width: box.width + 6, height: box.height + 6 });
  return group;
}

// It stands for several, and opens.
function foldSign(group, { open }, width) {
  group.select('[data-key]').attr('aria-expanded', open);
  group.append('path').classed('chevron', true).attr('d', CHEVRON[open]).attr('transform', `translate(${width - 14},15)`);
}

// How much of a capacity is used.
function usageBar(group, share, width, height) {
  const room = width - 20;
  const bar_ = (name, wide) => group.append('rect').classed(name, true).attr('rx', 2).attr('x', 10).attr('y', height - 9).attr('width', wide).attr('height', 4);
  bar_('rail', room);
  if (share) bar_(`fill usage ${share > NEARLY_FULL ? 'warning' : ''}`, Math.max(room * share, 2));
}

// Shares of the health of a role; the least one can be seen too.
function bar(group, { health, count }, left, right) {
  const parts = Object.keys(HEALTH).filter((name) => health[name]).map((name) => [name, health[name]]);
  const least = 4;
  const free = right - left - least * parts.length;
  let x = left;
  for (const [name, n] of parts) {
    const width = least + (free * n) / count;
    const share = group.append('rect').classed(`share ${name}`, true).attr('x', x).attr('y', 11).attr('width', Math.max(width - 1, 2)).attr('height', 8);
    if (name === 'warning') share.attr('fill', 'url(#topo-stripes)');
    else if (name === 'unknown') share.attr('fill', 'url(#topo-hatch)');
    else share.classed('fill', true);
    x += width;
  }
}

function flag(group, width, path) {
  group.append('circle').classed('flag', true).attr('cx', width).attr('cy', 0).attr('r', 8);
  group.append('path').classed('flag-sign', true).attr('d', path).attr('transform', `translate(${width},0)`);
}
