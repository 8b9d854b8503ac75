// The networks on top, and the trunk that they run down.

import { HEADER_LINE, LABEL, MARGIN, SIZE } from './measures.mjs';
import { NETWORKS } from './states.mjs';
import { dot } from './shapes.mjs';
import { fit } from './text.mjs';
import { mark, target, words } from './marks.mjs';
import { networkSays, tagOf } from './words.mjs';

// Columns of what is said of a network, from where they begin; the last one takes what is left.
const STUB = 34;
const TAG = 78;
const CIDR = 140;
const PORT = 112;

export function drawTrunk(group, drawn) {
  for (const { network, x, y, end } of drawn.trunk) {
    if (end > y) stroke(group, network, `M${x},${y}V${end}`).classed('trunk', true);
  }
}

export function stroke(group, network, path) {
  return group.append('path').classed(`n${network.colour}`, true).classed('absent', network.state === 'missing').attr('data-net', network.index)
    .attr('stroke-dasharray', network.dash || null).attr('d', path);
}

export function drawHeader(group, drawn, { texts, columns }) {
  if (drawn.form === 'columns') return;
  group.append('text').classed('title', true).attr('x', MARGIN + 6).attr('y', drawn.header.y + 10).text(texts.networks);
  for (const line of drawn.header.lines) drawNetwork(group, line, columns, texts);
}

function drawNetwork(parent, { key, network, x, y }, columns, texts) {
  const group = parent.append('g').attr('data-net', network.index);
  words(group, 'net-name name', columns.label, y, fit(network.name, LABEL - 6, SIZE.name, true));
  stroke(group, network, `M${columns.label + 6},${y}H${columns.content + STUB - 10}`).classed('bus', true);
  joint(group, network, dot(x, y));
  let at = columns.content + STUB;
  const say = (text, room, name = 'soft') => {
    if (text && room > 20) words(group, `${name} small`, at, y, fit(text, room - 8, SIZE.small));
    at += room;
  };
  say(tagOf(network, texts), TAG);
  say(network.cidr, CIDR, 'plain');
  say(network.port, PORT);
  const { glyph, tone } = NETWORKS[network.state];
  if (glyph) {
    mark(group, glyph, tone, at + 6, y);
    at += 18;
    const text = network.problem || texts[NETWORKS[network.state].text];
    words(group, `${tone} toned small`, at, y, fit(text, columns.right - at, SIZE.small));
  } else say(network.purpose, columns.right - at);
  target(group, key, networkSays(network, texts), { x: MARGIN - 4, y: y - HEADER_LINE / 2 + 1, width: columns.right - MARGIN + 8, height: HEADER_LINE - 2 });
}

export function joint(group, network, path, idle = false) {
  return group.append('path').classed(`joint n${network.colour}`, true).classed('idle', idle)
    .attr('data-net', network.index).attr('d', path);
}
