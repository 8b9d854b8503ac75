// A box: its ports on top, and the wires that go up from them.
//
// A wire has a drop of its own; those of one server port (a bond is one port) stand together under
// its label. A box is as wide as the plan of its row asks for: a wire too many makes it no wider,
// the drops stand closer, so that no other box moves.

import { BOX, SIZE } from './measures.mjs';
import { width } from './text.mjs';

const PITCH = 14; // between drops
const ROLE_PITCH = 44; // with a number beside each
const PAD = 6; // at both ends of a port
const GAP = 4; // between ports
const EDGE = 8; // of the box, left and right of the ports
const BESIDE_NAME = 34; // the sign before it, and some air

export const portOf = (wire) => wire.bond || wire.nic;

// `[{label, wires}]`, by the order of the networks; `place(id)` is that of a network.
export function ports(wires, place) {
  const sorted = [...wires].sort((a, b) => place(a.network) - place(b.network));
  return [...Map.groupBy(sorted, portOf)].map(([label, portWires]) => ({ label, wires: portWires }));
}

function needs(port, pitch) {
  return Math.max(port.wires.length * pitch + 2 * PAD - (pitch - 4), width(port.label, SIZE.port) + 2 * PAD);
}

// Width of the boxes of a row, a multiple of 8: room for its ports and, within reason, its names.
export function boxWidth(row, place) {
  const planned = row.attachments.filter((each) => each.isPlanned);
  const names = row.nodes.map((node) => width(node.name.slice(0, 40), SIZE.name, true) + BESIDE_NAME);
  return rounded(Math.max(BOX.width, across(ports(planned, place), PITCH), Math.min(Math.max(...names, 0), BOX.widest)));
}

export function roleWidth(row, place, least) {
  return rounded(Math.max(least, across(ports(row.attachments, place), ROLE_PITCH)));
}

function across(portWires, pitch) {
  return portWires.reduce((sum, port) => sum + needs(port, pitch) + GAP, 2 * EDGE - GAP);
}

const rounded = (pixels) => 8 * Math.ceil(pixels / 8);

// Where ports and drops stand within `room` pixels: `{tabs: [{x, width, label}], drops: [{x, wire}]}`.
// Most boxes of a row look the same: `known`, a Map, keeps what was found for one.
export function arrange(wires, place, room, cache = new Map(), pitch = PITCH) {
  const key = wires.reduce((id, wire) => `${id}${wire.network}\n${portOf(wire)}\n`, `${room} ${pitch}\n`);
  if (!cache.has(key)) cache.set(key, arranged(wires, place, room, pitch));
  const { tabs, drops } = cache.get(key);
  return { tabs, drops: drops.map(({ x, at }) => ({ x, wire: wires[at] })) };
}

function arranged(wires, place, room, pitch) {
  const portWires = ports(wires, place);
  const widths = portWires.map((port) => needs(port, pitch));
  const free = room - 2 * EDGE - GAP * (portWires.length - 1);
  const sum = widths.reduce((a, b) => a + b, 0);
  const squeeze = sum > free ? Math.max(free, 1) / sum : 1;
  const tabs = [];
  const drops = [];
  let x = EDGE;
  portWires.forEach((port, index) => {
    const wide = widths[index] * squeeze;
    // A label that does not fit is no label.
    tabs.push({ x, width: wide, label: squeeze < 0.95 && width(port.label, SIZE.port) > wide ? '' : port.label });
    const step = Math.min(pitch, wide / port.wires.length);
    const first = x + (wide - step * (port.wires.length - 1)) / 2;
    port.wires.forEach((wire, nth) => drops.push({ x: Math.round(first + nth * step), at: wires.indexOf(wire) }));
    x += wide + GAP;
  });
  return { tabs, drops };
}

export const forRole = (wires, place, room, cache) => arrange(wires, place, room, cache, ROLE_PITCH);
