// The states that a picture shows, each with a sign of its own: colour never says it alone.

// Glyphs are paths in a square of 10, its middle at 0 0.
const CROSS = 'M-3,-3L3,3M-3,3L3,-3';
const PLUS = 'M-3.5,0H3.5M0,-3.5V3.5';
const NOT_EQUAL = 'M-3.5,-1.5H3.5M-3.5,1.5H3.5M-2,3.5L2,-3.5';
const DOWN = 'M0,-3.5V3M-3,0.5L0,3.5L3,0.5';
const QUESTION = 'M-2,-2Q-1.8,-3.8,0,-3.8Q2.2,-3.8,2.2,-1.8Q2.2,-0.6,0,0.4V1.2M0,3.2V3.8';
const CHECK = 'M-3.5,0.3L-1,2.8L3.5,-2.6';
export const BELL = 'M-4,2.6H4Q2.8,1.2,2.8,-0.8A2.8,2.8,0,0,0,-2.8,-0.8Q-2.8,1.2,-4,2.6ZM-1,4.2H1';
const EXCLAMATION = 'M0,-3.6V1M0,3.1V3.8';

// From the worst to the best. `tone` is a class: failed, warning, unknown, ok.
export const WIRES = {
  wrong_vlan: { rank: 5, tone: 'failed', glyph: NOT_EQUAL, text: 'wrongVlan' },
  missing: { rank: 4, tone: 'failed', glyph: CROSS, text: 'missing' },
  down: { rank: 3, tone: 'warning', glyph: DOWN, text: 'down' },
  unexpected: { rank: 2, tone: 'warning', glyph: PLUS, text: 'unexpected' },
  unknown: { rank: 1, tone: 'unknown', glyph: QUESTION, text: 'notKnown' },
  planned: { rank: 0, tone: 'ok', glyph: '', text: 'asPlanned' },
};

export const HEALTH = {
  failed: { rank: 3, tone: 'failed', glyph: CROSS, text: 'failed' },
  warning: { rank: 2, tone: 'warning', glyph: EXCLAMATION, text: 'warning' },
  unknown: { rank: 1, tone: 'unknown', glyph: QUESTION, text: 'notKnown' },
  ok: { rank: 0, tone: 'ok', glyph: CHECK, text: 'well' },
};

export const NETWORKS = {
  missing: { rank: 3, tone: 'failed', glyph: CROSS, text: 'networkMissing' },
  wrong: { rank: 2, tone: 'failed', glyph: NOT_EQUAL, text: 'networkWrong' },
  extra: { rank: 2, tone: 'warning', glyph: PLUS, text: 'networkExtra' },
  unknown: { rank: 1, tone: 'unknown', glyph: QUESTION, text: 'notKnown' },
  ok: { rank: 0, tone: 'ok', glyph: '', text: 'networkOk' },
};

// Links of a picture of columns.
export const EDGES = {
  broken: { rank: 1, tone: 'failed', glyph: CROSS, text: 'broken' },
  ok: { rank: 0, tone: 'ok', glyph: '', text: 'leadsTo' },
};

export function nameIn(table, name, otherwise = 'unknown') {
  return Object.hasOwn(table, name) ? name : otherwise;
}

export function worst(table, names) {
  let worst_ = null;
  for (const name of names) if (!worst_ || table[name].rank > table[worst_].rank) worst_ = name;
  return worst_;
}

export const isTrouble = (wire) => wire.state !== 'planned' && wire.state !== 'unknown';
export const isProblem = (node) => node.health === 'failed' || node.health === 'warning' || node.wires.some(isTrouble);
