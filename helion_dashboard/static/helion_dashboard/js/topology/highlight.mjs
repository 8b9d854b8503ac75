// What is looked at stands out, the rest fades: one network, or one server with all its wires.

import { TAB } from './measures.mjs';
import { curveDown } from './curves.mjs';
import { pathOf } from './draw_edges.mjs';
import { select } from 'd3-selection';

// `selection` is `{kind: 'network', network}`, `{kind: 'node', box, line}` or null.
export function highlight(svg, over, drawn, selection, boxes) {
  const root = select(svg);
  over.selectAll('*').remove();
  if (!selection) {
    root.selectAll('.faded').classed('faded', false);
    return;
  }
  if (drawn.form === 'columns') {
    shineChain(root, over, drawn, selection.box);
    return;
  }
  const { nets, keys } = selection.kind === 'network' ? ofNetwork(selection.network, boxes) : ofNode(selection.box, boxes);
  const isNode = selection.kind === 'node';
  root.selectAll('[data-net]').classed('faded', function fades() {
    return !nets.has(Number(this.dataset.net)) || (isNode && !this.closest('.header'));
  });
  root.selectAll('.box').classed('faded', function fades() { return !keys.has(this.dataset.of); });
  if (isNode) drawRoutes(over, drawn, selection, boxes);
}

// Of columns: the chain that a thing is part of, to both ends.
function shineChain(root, over, { edges }, { node, key }) {
  const keys = new Set([node.id]);
  const chain = [...follow(edges, node.id, 'from', 'to', keys), ...follow(edges, node.id, 'to', 'from', keys)];
  root.selectAll('.edges > *').classed('faded', true);
  root.selectAll('.box').classed('faded', function fades() { return this.dataset.of !== key && !keys.has(this.dataset.of.split(':').slice(2).join(':')); });
  for (const edge of chain) over.append('path').classed(`edge chain ${edge.state}`, true).attr('d', pathOf(edge));
}

function follow(edges, id, near, other, ids) {
  const byEnd = Map.groupBy(edges, (edge) => edge[near]);
  const chain = [];
  const open = [id];
  while (open.length) {
    for (const edge of byEnd.get(open.pop()) ?? []) {
      chain.push(edge);
      if (!ids.has(edge[other])) open.push(edge[other]);
      ids.add(edge[other]);
    }
  }
  return chain;
}

function ofNetwork({ id, index }, boxes) {
  const keys = new Set();
  for (const { box } of boxes.values()) {
    const wires = box?.node?.wires ?? (box?.kind === 'role' ? box.row.attachments : []);
    if (wires.some((wire) => wire.network === id && wire.state !== 'missing')) keys.add(box.key);
  }
  return { nets: new Set([index]), keys };
}

function ofNode({ node, key }, boxes) {
  const keys = new Set([key, ...related(node, boxes).map(({ box }) => box.key)]);
  const at = new Map([...boxes.values()].filter(({ network }) => network).map(({ network }) => [network.id, network.index]));
  return { nets: new Set(node.wires.map((wire) => at.get(wire.network))), keys };
}

// Whom it belongs to, and who belongs to it.
function related(node, boxes) {
  return [...boxes.values()].filter(({ box }) => box?.node && (box.node.id === node.parent || box.node.parent === node.id));
}

// From the server up to the strip, along it to the trunk, and up to the network's own line.
function drawRoutes(over, drawn, { box, line }, boxes) {
  const buses = new Map(line.buses.map((bus) => [bus.network.id, bus]));
  const trunk = new Map(drawn.trunk.map((each) => [each.network.id, each]));
  for (const { x, y, wire } of box.drops) {
    if (wire.state === 'missing') continue;
    const bus = buses.get(wire.network);
    const path = `M${box.x + x},${box.y - TAB}V${y}H${bus.x}V${trunk.get(wire.network).y}H${drawn.columns.content}`;
    over.append('path').classed(`route n${bus.network.colour}`, true).attr('stroke-dasharray', bus.network.dash || null).attr('d', path);
  }
  const middle = (each, end) => [each.x + each.width / 2, end === 'top' ? each.y : each.y + each.height];
  for (const { box: other } of related(box.node, boxes)) {
    const [upper, lower] = other.y < box.y ? [other, box] : [box, other];
    over.append('path').classed('kin', true).attr('d', curveDown(middle(upper, 'bottom'), middle(lower, 'top')));
  }
}
