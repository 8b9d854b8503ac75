// What the signs mean: below the picture, so that a file of it explains itself.

import { EDGES, HEALTH, WIRES } from './states.mjs';
import { MARGIN, SIZE } from './measures.mjs';
import { dot, square } from './shapes.mjs';
import { mark, sign } from './marks.mjs';
import { width } from './text.mjs';

const LINE = 20;
const SIGN = 18; // room for it
const GAP = 14;

// `[{kind, name, text}]`, which a layout gives places to.
export function legend(texts, form = 'bands') {
  if (form === 'columns') return ofColumns(texts);
  const joints = [['untagged', texts.untagged], ['tagged', texts.tagged], ['idle', texts.idle]];
  return [
    ...joints.map(([name, text]) => ({ kind: 'joint', name, text })),
    ...states(WIRES, 'wire', texts).filter(({ name }) => name !== 'unknown'), ...states(HEALTH, 'health', texts),
    { kind: 'turn', name: 'moving', text: texts.movingOne }, { kind: 'changed', name: 'changed', text: texts.changed },
  ];
}

const ofColumns = (texts) => [
  ...states(EDGES, 'edge', texts), ...states(HEALTH, 'health', texts), { kind: 'changed', name: 'changed', text: texts.changed },
];

function states(table, kind, texts) {
  return Object.keys(table).filter((name) => table[name].glyph).map((name) => ({ kind, name, text: texts[table[name].text] }));
}

export function placed(items, top, right) {
  let [x, y] = [MARGIN + 6, top + LINE];
  const entries = items.map((item) => {
    const room = SIGN + width(item.text, SIZE.small) + GAP;
    if (x + room > right && x > MARGIN + 6) [x, y] = [MARGIN + 6, y + LINE];
    x += room;
    return { ...item, x: x - room, y };
  });
  return { items: entries, y: top, height: items.length ? y + LINE - top : 0 };
}

const DRAWN = {
  joint: (group, { name }, x, y) => group.append('path').attr('class', `joint plain ${name}`).attr('d', (name === 'tagged' ? square : dot)(x, y)),
  edge: (group, { name }, x, y) => mark(group, EDGES[name].glyph, EDGES[name].tone, x, y),
  wire: (group, { name }, x, y) => mark(group, WIRES[name].glyph, WIRES[name].tone, x, y),
  health: (group, { name }, x, y) => sign(group, HEALTH[name].glyph, HEALTH[name].tone, x, y),
  turn: (group, item, x, y) => turn(group, x, y),
  changed: (group, item, x, y) => group.append('circle').attr('class', 'flag').attr('cx', x).attr('cy', y).attr('r', 5),
};

// Something is at work here.
export function turn(group, x, y) {
  return group.append('path').attr('class', 'turn').attr('d', 'M-3.4,-2A4,4 0 1,1 -3.6,1.6').attr('transform', `translate(${x},${y})`);
}

export function drawLegend(group, { items }) {
  for (const item of items) {
    DRAWN[item.kind](group, item, item.x + 7, item.y);
    group.append('text').attr('class', 'small soft').attr('x', item.x + SIGN).attr('y', item.y).text(item.text);
  }
}
