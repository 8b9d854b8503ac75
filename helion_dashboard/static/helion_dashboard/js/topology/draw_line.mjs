// A line of boxes under its strip of the networks.

import { drawNode, drawRole } from './draw_box.mjs';
import { LABEL, SIZE, TAB } from './measures.mjs';
import { WIRES, worst } from './states.mjs';
import { dot, square } from './shapes.mjs';
import { joint, stroke } from './draw_header.mjs';
import { fill } from '../data.mjs';
import { fit } from './text.mjs';
import { mark } from './marks.mjs';

export function lineSays(line, { far, changed }) {
  const boxes = line.boxes.map((box) => [
    box.key, box.x, box.y, box.width, box.drops.map((drop) => drop.x), changed.has(box.key),
    box.kind === 'role' ? [box.row.count, box.row.free, box.row.health, box.row.attachments, box.row.known, box.row.alarms] : box.node,
  ]);
  return JSON.stringify([far, line.y, line.buses, boxes, line.captions]);
}

export function drawLine(group, line, context) {
  drawStrip(group, line, context);
  drawWires(group, line);
  if (context.far) drawBlocks(group, line);
  for (const box of line.boxes) {
    if (box.kind === 'role') drawRole(group, box, context);
    else if (!context.far) drawNode(group, box, context);
  }
  drawMarks(group, line);
  if (!context.far) drawCaptions(group, line, context);
}

function drawStrip(group, { buses }, { columns, far }) {
  for (const { network, x, y } of buses) {
    stroke(group, network, `M${columns.label + 6},${y}H${columns.right}`).classed('bus', true);
    joint(group, network, dot(x, y));
    if (!far) {
      group.append('text').classed('net-name small soft', true).attr('data-net', network.index)
        .attr('x', columns.label).attr('y', y).text(fit(network.name, LABEL - 6, SIZE.small));
    }
  }
}

// One path for all wires of a network that look the same.
function drawWires(group, line) {
  const networks = new Map(line.buses.map((bus) => [bus.network.id, bus.network]));
  const paths = new Map();
  const add = (network, kind, look, path) => {
    const key = `${network}\n${kind}\n${look}`;
    if (!paths.has(key)) paths.set(key, { network: networks.get(network), kind, look, d: '' });
    paths.get(key).d += path;
  };
  for (const box of line.boxes) {
    for (const { x, y, wire } of box.drops) {
      const [at, end] = [box.x + x, box.y - TAB];
      const look = lookOf(box, wire);
      // One that is missing does not reach its network.
      add(wire.network, 'drop', look, look === 'missing' ? `M${at},${end}v-8` : `M${at},${y}V${end}`);
      if (look !== 'missing') add(wire.network, 'joint', look === 'idle' ? 'idle' : '', (wire.tagged ? square : dot)(at, y));
    }
  }
  for (const { network, kind, look, d } of paths.values()) {
    if (kind === 'joint') joint(group, network, d, look === 'idle');
    else stroke(group, network, d).classed(`drop ${look}`, true).attr('stroke-dasharray', look === 'unknown' ? null : network.dash || null);
  }
}

function lookOf(box, wire) {
  if (box.kind === 'role') return box.row.count ? 'thick' : 'idle';
  if (wire.state !== 'planned') return wire.state;
  return wire.bound ? 'bound' : 'idle';
}

function drawMarks(group, { boxes, buses }) {
  const indexes = new Map(buses.map(({ network }) => [network.id, network.index]));
  for (const box of boxes) {
    for (const { x, y, wire } of box.drops) {
      const trouble = box.kind === 'role' ? troubled(wire.counts) : { state: wire.state };
      if (!trouble || trouble.state === 'planned') continue;
      const { glyph, tone } = WIRES[trouble.state];
      const mark_ = group.append('g').attr('data-net', indexes.get(wire.network));
      mark(mark_, glyph, tone, box.x + x, y);
      if (trouble.n) mark_.append('text').classed(`${tone} toned small halo`, true).attr('x', box.x + x + 10).attr('y', y - 1).text(trouble.n);
    }
  }
}

// The worst of what is not as planned in a role, and how many are not; null when all is.
function troubled(counts) {
  const states = Object.keys(WIRES).filter((state) => counts[state] && state !== 'planned');
  const state = worst(WIRES, states);
  return state && { state, n: states.reduce((sum, each) => sum + counts[each], 0) };
}

// Seen from far: one path for all boxes of a health.
function drawBlocks(group, { boxes }) {
  const nodes = boxes.filter((box) => box.kind === 'node');
  for (const [health, group_] of Map.groupBy(nodes, (box) => box.node.health)) {
    const d = group_.map((box) => `M${box.x},${box.y}h${box.width}v${box.height}h${-box.width}z`).join('');
    group.append('path').classed(`block ${health}`, true).attr('d', d);
  }
}

function drawCaptions(group, { captions }, { texts }) {
  for (const { name, kind, x, right, y } of captions) {
    group.append('path').classed('bracket', true).attr('d', `M${x},${y + 4}v3H${right}v-3`);
    const label = kind ? fill(texts.group, { group: kind, name }) : name;
    group.append('text').classed('small soft', true).attr('x', x).attr('y', y + 15).text(fit(label, Math.max(right - x, 60), SIZE.small));
  }
}
