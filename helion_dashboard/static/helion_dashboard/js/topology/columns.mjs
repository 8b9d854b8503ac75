// Where everything stands in a picture of columns: things from left to right, and links between
// them. Knows no document.
//
// A column stands as high as it is long; a thing stands beside the first of those that lead to it,
// as far as there is room, so that most links run level.

import { COLUMN, LEAST_WIDTH, MARGIN, PAD } from './measures.mjs';
import { placed as placedSigns } from './legend.mjs';

const CHUNK = 10; // boxes that are drawn together
const BUNDLE = 600; // pixels: links that begin within them are drawn together

// Gives what `layout` of layout.mjs gives, and `edges` instead of networks, in `bundles` to draw.
export function layout(model, places, requested, signs = []) {
  const width = Math.max(Math.round(requested), LEAST_WIDTH);
  const gap = Math.round(Math.min(Math.max(width * COLUMN.gap, 44), 96));
  const room = Math.floor((width - 2 * MARGIN - (model.rows.length - 1) * gap) / Math.max(model.rows.length, 1));
  const top = MARGIN;
  const rows = model.rows.map((row, index) => columnOf(row, MARGIN + index * (room + gap), room, top));
  const boxes = new Map(rows.flatMap((row) => row.boxes).map((box) => [box.node.id, box]));
  const before = Map.groupBy(model.edges, (edge) => edge.to);
  const after = Map.groupBy(model.edges, (edge) => edge.from);
  // The longest column stands alone, the others beside it.
  const longest = rows.reduce((best, row, index) => (row.boxes.length > rows[best].boxes.length ? index : best), 0);
  stack(rows[longest], top, () => 0);
  for (let at = longest + 1; at < rows.length; at += 1) stack(rows[at], top, beside(before, boxes, 'from'));
  for (let at = longest - 1; at >= 0; at -= 1) stack(rows[at], top, beside(after, boxes, 'to'));
  const bottom = Math.max(...rows.map((row) => row.y + row.height), top);
  for (const row of rows) row.height = bottom - row.y;
  const edges = edgesOf(model.edges, boxes);
  const columns = { label: MARGIN, trunk: MARGIN, content: MARGIN, right: width - MARGIN };
  const legend = placedSigns(signs, bottom, columns.right);
  return {
    form: model.form, width, height: bottom + legend.height + MARGIN, columns, legend, rows,
    header: { lines: [], y: top, height: top }, trunk: [], regions: [], edges, bundles: bundlesOf(edges),
  };
}

function columnOf(row, x, width, y) {
  const column = { key: `row:${row.id}`, row, x, y, width, titleY: y + 16, lines: [], height: 0 };
  column.boxes = row.nodes.map((node) => ({
    kind: 'node', key: `node:${row.id}:${node.id}`, row, node, x: x + PAD, y: 0, width: width - 2 * PAD, height: COLUMN.height, tabs: [], drops: [],
  }));
  return column;
}

// The lowest place that a box may have because of those that it stands beside.
function beside(links, boxes, end) {
  return ({ node }) => Math.min(...(links.get(node.id) ?? []).map((edge) => boxes.get(edge[end])?.y ?? Infinity));
}

function stack(column, top, least) {
  let y = top + COLUMN.title;
  for (const box of column.boxes) {
    const wish = least(box);
    box.y = Number.isFinite(wish) ? Math.max(y, wish) : y;
    y = box.y + box.height + COLUMN.between;
  }
  for (let at = 0; at < column.boxes.length; at += CHUNK) {
    const chunk = column.boxes.slice(at, at + CHUNK);
    const [first, last] = [chunk[0].y, chunk.at(-1).y + COLUMN.height];
    column.lines.push({ key: `${column.row.id}:${at}`, row: column.row, index: at, y: first, height: last - first, buses: [], boxes: chunk, captions: [] });
  }
  column.height = y - column.y;
}

function edgesOf(edges, boxes) {
  return edges.flatMap((edge) => {
    const [source, target] = [boxes.get(edge.from), boxes.get(edge.to)];
    if (!source || !target) return [];
    const level = source.x === target.x; // from a fold to what it holds
    return [{
      ...edge, level,
      x1: level ? source.x : source.x + source.width, y1: source.y + source.height / 2, x2: target.x, y2: target.y + target.height / 2,
    }];
  });
}

// Links by where they begin, so that only those in sight are drawn.
function bundlesOf(edges) {
  const top = ({ y1, y2 }) => Math.min(y1, y2);
  return [...Map.groupBy(edges, (edge) => Math.floor(top(edge) / BUNDLE))].map(([key, alike]) => {
    const y = Math.min(...alike.map(top));
    return { key, y, height: Math.max(...alike.map(({ y1, y2 }) => Math.max(y1, y2))) - y, edges: alike, label: JSON.stringify(alike) };
  });
}
