// The links of a picture of columns: one path for all that are alike, a sign on each that is broken.

import { EDGES } from './states.mjs';
import { curveAcross } from './curves.mjs';
import { mark } from './marks.mjs';

export const pathOf = ({ x1, y1, x2, y2 }) => curveAcross([x1, y1], [x2, y2]);

export function drawEdges(group, edges, { far }) {
  for (const [state, alike] of Map.groupBy(edges, (edge) => edge.state)) {
    group.append('path').classed(`edge ${state}`, true).attr('d', alike.map(pathOf).join(''));
  }
  if (far) return;
  for (const edge of edges) {
    const { glyph, tone } = EDGES[edge.state];
    if (glyph) mark(group.append('g').classed('edge', true), glyph, tone, (edge.x1 + edge.x2) / 2, (edge.y1 + edge.y2) / 2);
  }
}
