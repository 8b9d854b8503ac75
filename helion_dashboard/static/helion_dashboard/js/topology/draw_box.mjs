// A server, or a role that stands for all its servers.

import { SIZE, TAB } from './measures.mjs';
import { HEALTH } from './states.mjs';
import { countOf, healthOf, nodeSays, roleSays } from './words.mjs';
import { fit, width as textWidth } from './text.mjs';
import { sign } from './marks.mjs';
import { turn } from './legend.mjs';

const BADGES = { added: 'M-3,0H3M0,-3V3', removed: 'M-3,0H3' };

export function drawNode(parent, box, { texts, changed }) {
  const { node, width, height } = box;
  const { glyph, tone } = HEALTH[node.health];
  const group = frame(parent, box, tone, nodeSays(node, texts));
  if (node.change) group.classed(node.change, true);
  if (node.moving) turn(group, 15, 14);
  else sign(group, glyph, tone, 15, 14, 1.05);
  group.append('text').classed('name', true).attr('x', 27).attr('y', 15).text(fit(node.name, width - 33, SIZE.name, true));
  group.append('text').classed(node.problem ? `${tone} said small` : 'soft small', true).attr('x', 10).attr('y', 32)
    .text(fit(node.problem || node.state, width - 18, SIZE.small));
  if (node.change) badge(group, width, BADGES[node.change]);
  else if (changed.has(box.key)) group.append('circle').classed('badge', true).attr('cx', width).attr('cy', height).attr('r', 5);
}

export function drawRole(parent, box, { texts, far, changed }) {
  const { row, width, height } = box;
  const tone = row.count ? 'role' : 'none';
  const group = frame(parent, box, row.known ? tone : 'unknown', roleSays(row, texts));
  if (!row.known) group.insert('rect', '.ring').attr('width', width).attr('height', height).attr('rx', 4).attr('fill', 'url(#topo-hatch)');
  if (far) return;
  const count = row.known ? countOf(row, texts) : texts.notKnown;
  group.append('text').classed('name', true).attr('x', 10).attr('y', 15).text(count);
  const says = (row.known && (row.count ? healthOf(row, texts) : texts.noneSays)) || texts.notKnownSays;
  group.append('text').classed('small soft', true).attr('x', 10).attr('y', 32).text(fit(says, width - 18, SIZE.small));
  if (row.known && row.count) bar(group, row, 10 + textWidth(count, SIZE.name, true) + 10, width - 10);
  if (changed.has(box.key)) group.append('circle').classed('badge', true).attr('cx', width).attr('cy', height).attr('r', 5);
}

function frame(parent, box, tone, said) {
  const group = parent.append('g').classed(`box ${tone}`, true).attr('data-key', box.key).attr('role', 'button').attr('tabindex', -1)
    .attr('aria-label', said).attr('transform', `translate(${box.x},${box.y})`);
  const d = box.tabs.map((tab) => `M${tab.x},0V${3 - TAB}q0,-3 3,-3h${tab.width - 6}q3,0 3,3V0`).join('');
  if (d) group.append('path').classed('tab', true).attr('d', d);
  const rect = (name) => group.append('rect').classed(name, true).attr('rx', 4).attr('width', box.width).attr('height', box.height);
  rect('frame');
  if (box.kind === 'node') group.append('path').classed('fill', true).attr('d', `M4,0H5V${box.height}H4Q0,${box.height} 0,${box.height - 4}V4Q0,0 4,0`);
  for (const { x, width, label } of box.tabs) {
    if (label) group.append('text').classed('port', true).attr('x', x + width / 2).attr('y', 1 - TAB / 2).text(label);
  }
  rect('ring').attr('x', -3).attr('y', -3).attr('width', box.width + 6).attr('height', box.height + 6);
  return group;
}

// Shares of the health of a role; the least one can be seen too.
function bar(group, { health, count }, left, right) {
  const some = Object.keys(HEALTH).filter((name) => health[name]).map((name) => [name, health[name]]);
  const least = 4;
  const free = right - left - least * some.length;
  let x = left;
  for (const [name, n] of some) {
    const width = least + (free * n) / count;
    const made = group.append('rect').classed(`share ${name}`, true).attr('x', x).attr('y', 11).attr('width', Math.max(width - 1, 2)).attr('height', 8);
    if (name === 'warning') made.attr('fill', 'url(#topo-stripes)');
    else if (name === 'unknown') made.attr('fill', 'url(#topo-hatch)');
    else made.classed('fill', true);
    x += width;
  }
}

function badge(group, width, path) {
  group.append('circle').classed('badge', true).attr('cx', width).attr('cy', 0).attr('r', 8);
  group.append('path').classed('badge-sign', true).attr('d', path).attr('transform', `translate(${width},0)`);
}
