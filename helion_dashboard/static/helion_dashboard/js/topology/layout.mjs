// Where everything stands: from a model and a width to numbers. Knows no document.
//
// On top the networks, one line each, that run down a trunk at the left and branch off into every
// row whose servers sit on them. A row has a title, then lines of boxes, each under its own strip
// of the networks, so that a server always shows its own wires. Of the servers that are drawn singly
// in a closed row all but those of its first line show only wires that are not as planned: there may
// be many of them, and the others are the row's.

import { boxWidth, roleWidth } from './box.mjs';
import {
  AFTER_TRUNK, BOX, BUS, CAPTION, DROP, HEADER_LINE, HEADER_TITLE, LABEL, LEAST_WIDTH, MARGIN, PAD,
  PITCH, REGION_TITLE, ROLE_BOX, ROW_GAP, TAB, TITLE,
} from './measures.mjs';
import { Placed } from './placed.mjs';
import { layout as inColumns } from './columns.mjs';
import { troubles } from './problems.mjs';
import { placed as placedSigns } from './legend.mjs';

// Gives `{width, height, columns, header, trunk, regions, rows, legend}`; `places` is a `Places`,
// `signs` a `legend`.
export function layout(model, places, requested, signs = []) {
  return (model.form === 'columns' ? inColumns : inBands)(model, places, requested, signs);
}

function inBands(model, places, requested, signs) {
  const width = Math.max(Math.round(requested), LEAST_WIDTH);
  const columns = {
    label: MARGIN + LABEL,
    trunk: MARGIN + LABEL + 16,
    content: MARGIN + LABEL + 16 + model.networks.length * PITCH + AFTER_TRUNK,
    right: width - MARGIN,
  };
  const space = {
    columns, model, place: placeOf(model.networks), trunkAt: (index) => columns.trunk + index * PITCH, cache: new Map(),
  };
  const header = headerOf(model, space);
  let y = header.height;
  const regions = [];
  const rows = [];
  for (const { region, members } of byRegion(model)) {
    const top = y;
    if (region) y += REGION_TITLE;
    for (const row of members) {
      const result = rowOf(row, places.of(row, () => boxWidth(row, space.place)), y, space);
      rows.push(result);
      y = result.y + result.height + ROW_GAP;
    }
    if (region) {
      regions.push({ id: region.id, title: region.title, y: top, height: y - top - ROW_GAP / 2 });
      y += ROW_GAP;
    }
  }
  const legend = placedSigns(signs, y, columns.right);
  return { form: model.form, width, height: y + legend.height + MARGIN, columns, header, trunk: trunkOf(header, rows), regions, rows, legend, bundles: [] };
}

function placeOf(networks) {
  const places = new Map(networks.map((network) => [network.id, network.index]));
  return (id) => places.get(id);
}

function headerOf(model, { trunkAt }) {
  const lines = model.networks.map((network, index) => ({
    key: `net:${network.id}`, network, x: trunkAt(index), y: MARGIN + HEADER_TITLE + (index + 0.5) * HEADER_LINE,
  }));
  return { lines, y: MARGIN, height: MARGIN + HEADER_TITLE + lines.length * HEADER_LINE + PAD };
}

// Rows in the order of the regions, first those that belong to none.
function byRegion(model) {
  const grouped = Map.groupBy(model.rows, (row) => row.region);
  const named = new Map(model.regions.map((region) => [region.id, region]));
  const groups = [{ region: null, members: model.rows.filter((row) => !named.has(row.region)) }];
  for (const region of model.regions) groups.push({ region, members: grouped.get(region.id) ?? [] });
  return groups.filter(({ members }) => members.length);
}

function rowOf(row, kept, top, space) {
  const used = networksOf(row, space);
  const result = { key: `row:${row.id}`, row, y: top, titleY: top + PAD + 6, lines: [] };
  let y = top + TITLE + 4;
  for (const boxes of flow(row, kept, space)) {
    const slim = !row.open && result.lines.length > 0;
    const shown = slim ? boxes.map(onlyTrouble) : boxes;
    const strip = slim ? used.filter(({ id }) => shown.some(({ wires }) => wires.some((wire) => wire.network === id))) : used;
    const line = lineOf(row, shown, result.lines.length, y, strip, space);
    result.lines.push(line);
    y = line.y + line.height;
  }
  result.height = y - top;
  return result;
}

const onlyTrouble = (box) => ({ ...box, wires: box.node ? troubles(box.node) : [] });

// The networks of a row, in order.
function networksOf(row, { model }) {
  const used = new Set(row.attachments.map((each) => each.network));
  for (const node of row.nodes) for (const wire of node.wires) used.add(wire.network);
  return model.networks.filter((network) => used.has(network.id));
}

// Boxes in lines: `[[box with x and width, ...], ...]`. A place that is empty takes its room.
function flow(row, { groups, width }, space) {
  const { columns, place } = space;
  const wide = row.open ? width : singleWidth(columns);
  const lines = [[]];
  let x = columns.content;
  const put = (box) => {
    if (x + box.width > columns.right && lines.at(-1).length) {
      lines.push([]);
      x = columns.content;
    }
    lines.at(-1).push({ ...box, x });
    x += box.width + BOX.gap;
  };
  if (!row.open || !row.known || !groups.length) put(roleBox(row, columns, place));
  groups.forEach(({ name, nodes }, index) => {
    if (index && lines.at(-1).length && row.open) x += BOX.gap;
    for (const node of nodes) {
      put({ kind: node ? 'node' : 'gap', key: node ? `node:${row.id}:${node.id}` : '', row, node, group: name, width: wide, height: BOX.height });
    }
  });
  return lines;
}

// Of a closed row: as many as fit beside one another, with room for a name.
function singleWidth({ content, right }) {
  const room = right - content;
  const many = Math.max(1, Math.floor((room + BOX.gap) / (BOX.single + BOX.gap)));
  return Math.min(Math.floor((room + BOX.gap) / many) - BOX.gap, BOX.widest);
}

function roleBox(row, columns, place) {
  const requested = roleWidth(row, place, row.count || !row.known ? ROLE_BOX.width : ROLE_BOX.empty);
  return { kind: 'role', key: `box:${row.id}`, row, width: Math.min(requested, columns.right - columns.content), height: ROLE_BOX.height };
}

function lineOf(row, boxes, index, top, used, space) {
  const buses = used.map((network, at) => ({ network, x: space.trunkAt(network.index), y: top + (at + 0.5) * BUS }));
  const busAt = new Map(buses.map((bus) => [bus.network.id, bus.y]));
  const boxTop = top + used.length * BUS + (used.length ? DROP + TAB : PAD);
  const placed = boxes.filter((box) => box.kind !== 'gap').map((box) => new Placed(box, boxTop, busAt, space));
  const height = Math.max(...placed.map((box) => box.height), BOX.height);
  const captions = captionsOf(boxes, boxTop + height);
  const bottom = boxTop + height + (captions.length ? CAPTION : 0) + PAD;
  return { key: `${row.id}:${index}`, row, index, y: top, height: bottom - top, buses, boxes: placed, captions };
}

// One under each run of boxes of a group that has a name.
function captionsOf(boxes, y) {
  const runs = [];
  for (const box of boxes) {
    if (box.kind !== 'node' || !box.group) continue;
    const last = runs.at(-1);
    if (last?.name === box.group) last.right = box.x + box.width;
    else runs.push({ name: box.group, kind: box.row.group, x: box.x, right: box.x + box.width, y });
  }
  return runs;
}

// Each network runs from its line on top to the last row that it branches off to.
function trunkOf(header, rows) {
  const last = new Map();
  for (const row of rows) for (const line of row.lines) for (const bus of line.buses) last.set(bus.network.id, bus.y);
  return header.lines.map(({ network, x, y }) => ({ network, x, y, end: last.get(network.id) ?? y }));
}
