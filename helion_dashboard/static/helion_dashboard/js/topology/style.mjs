// How a drawing looks, in a page and in a picture that is saved.
//
// In a page the colours are CSS variables, light or dark; in a file they stand where they are used,
// for readers of SVG that know no variables.

const LIGHT = {
  ground: '#ffffff', band: '#f5f7f9', line: '#d5dbe1', box: '#ffffff', edge: '#aab4bf',
  text: '#1c2630', soft: '#55616d', focus: '#0b57d0',
  ok: '#1a7f4b', warning: '#935600', failed: '#b3261e', unknown: '#66717d', changed: '#0b57d0',
  n1: '#5a6b80', n2: '#1667b0', n3: '#24833f', n4: '#8548ad', n5: '#bb5a05', n6: '#08808a', n7: '#bd3375', n8: '#73700d',
  n9: '#4b50c8', n10: '#a04e2b', n11: '#3a7888', n12: '#8f2c4f',
};
const DARK = {
  ground: '#12171c', band: '#1a2027', line: '#343e49', box: '#232b34', edge: '#566270',
  text: '#e8eef4', soft: '#a5b0bc', focus: '#8ab4f8',
  ok: '#5ccb8d', warning: '#f0b548', failed: '#ff8a80', unknown: '#a0abb7', changed: '#8ab4f8',
  n1: '#a3b4ca', n2: '#6db3f5', n3: '#6ccb88', n4: '#c79bea', n5: '#f2a254', n6: '#52cad3', n7: '#f284b5', n8: '#cbc85f',
  n9: '#a2a8ff', n10: '#e2a283', n11: '#8fc7d8', n12: '#ea92b0',
};
export const SCHEMES = { light: LIGHT, dark: DARK };

// $name is a colour of the scheme.
const RULES = `
.topo { background: $ground; color: $text; font-family: inherit; font-size: 12px; }
.topo text { fill: $text; direction: ltr; dominant-baseline: central; white-space: pre; }
.topo .soft { fill: $soft; }
.topo .ground { fill: $ground; }
.topo .band { fill: $band; }
.topo .region { fill: none; stroke: $line; stroke-width: 1.5; }
.topo .region-title { font-size: 13px; font-weight: 600; letter-spacing: .02em; }
.topo .title { font-size: 15px; font-weight: 600; }
.topo .small { font-size: 11px; }
.topo .port { fill: $soft; font-size: 9px; text-anchor: middle; }
.topo .name { font-weight: 600; }
.topo .net-name { text-anchor: end; }
.topo .bus, .topo .trunk { fill: none; stroke: currentColor; stroke-width: 2; }
.topo .absent { stroke-opacity: .4; }
.topo .drop { fill: none; stroke: currentColor; stroke-width: 1.75; }
.topo .drop.idle { stroke-opacity: .55; stroke-width: 1.25; }
.topo .drop.thick { stroke-width: 3.5; }
.topo .drop.unknown { stroke-dasharray: 1 4; stroke-linecap: round; }
.topo .drop.down { stroke-opacity: .45; }
.topo .drop.wrong_vlan { color: $failed; }
.topo .joint { fill: currentColor; stroke: currentColor; stroke-width: 1.5; }
.topo .joint.idle { fill: $ground; }
.topo .joint.plain { color: $soft; }
.topo .frame { fill: $box; stroke: $edge; }
.topo .tab { fill: $box; stroke: $edge; }
.topo .sign { fill: none; stroke: currentColor; stroke-linecap: round; stroke-linejoin: round; stroke-width: 1.8; }
.topo .mark circle { fill: $ground; stroke: currentColor; stroke-width: 1.5; }
.topo .mark path { fill: none; stroke: currentColor; stroke-linecap: round; stroke-width: 1.6; }
.topo .fill { fill: currentColor; }
.topo .toned { fill: currentColor; }
.topo .ok { color: $ok; } .topo .warning { color: $warning; }
.topo .failed { color: $failed; } .topo .unknown { color: $unknown; }
.topo .box.failed .frame { stroke: $failed; stroke-width: 1.75; }
.topo .box.warning .frame { stroke: $warning; stroke-width: 1.5; }
.topo .box.unknown .frame, .topo .box.none .frame { stroke-dasharray: 4 3; }
.topo .box.added .frame, .topo .box.removed .frame { stroke: $changed; stroke-dasharray: 5 3; stroke-width: 2; }
.topo .box.removed .name { text-decoration: line-through; }
.topo .flag { fill: $changed; } .topo .flag-sign { fill: none; stroke: $ground; stroke-width: 1.8; }
.topo .turn { fill: none; stroke: $soft; stroke-width: 1.8; stroke-dasharray: 3 2; }
.topo .hatch path { stroke: $unknown; stroke-width: 1; stroke-opacity: .5; }
.topo .stripes rect { fill: $warning; fill-opacity: .35; } .topo .stripes path { stroke: $warning; stroke-width: 3; }
.topo .chevron { fill: none; stroke: $text; stroke-linecap: round; stroke-linejoin: round; stroke-width: 2; }
.topo .halo { stroke: $band; stroke-width: 3; paint-order: stroke; }
.topo .bracket { fill: none; stroke: $line; stroke-width: 1.25; }
.topo .block { fill: $box; stroke: $edge; stroke-width: 2; }
.topo .block.failed { fill: $failed; stroke: $failed; } .topo .block.warning { fill: url(#topo-stripes); stroke: $warning; }
.topo .block.unknown { fill: url(#topo-hatch); stroke-dasharray: 6 4; }
.topo .edge { fill: none; stroke: $soft; stroke-width: 1.5; stroke-opacity: .7; }
.topo .edge.broken { stroke: $failed; stroke-dasharray: 6 4; stroke-opacity: 1; stroke-width: 2; }
.topo g.edge { stroke: none; stroke-opacity: 1; }
.topo .rail { fill: $line; } .topo .usage { color: $n2; } .topo .usage.warning { color: $warning; }
.topo .kin { fill: none; stroke: $soft; stroke-dasharray: 2 3; stroke-width: 1.5; }
${Array.from({ length: 12 }, (_, at) => `.topo .n${at + 1} { color: $n${at + 1}; }`).join('\n')}
`;

// Only where somebody acts on it.
const LIVE = `
.topo { cursor: grab; display: block; touch-action: none; user-select: none; }
.topo:active { cursor: grabbing; }
.topo:focus { outline: none; }
.topo .world * { pointer-events: none; }
.topo [data-key] > .hit { pointer-events: all; }
.topo [data-key] { cursor: pointer; outline: none; }
.topo [data-key]:hover > .ring { stroke: $soft; stroke-width: 1.5; }
.topo [data-key]:focus-visible > .ring { stroke: $focus; stroke-width: 3; }
.topo .hit { fill: transparent; stroke: none; }
.topo .faded { opacity: .18; }
.topo .edge.chain { stroke-opacity: 1; stroke-width: 3; }
.topo .route { fill: none; stroke: currentColor; stroke-linejoin: round; stroke-width: 4; }
.topo .off { opacity: .35; }
`;

// Bootstrap prints everything in black: every colour is said once more, so that it stands.
const coloured = () => [...RULES.matchAll(/([^{}\n;]+)\{[^{}]*?(?<![-\w])color: (\$\w+);/g)]
  .map(([, selector, colour]) => `${selector.trim()} { color: ${colour} !important; }`);
const PAPER = `.topo * { color: inherit !important; }\n${coloured().join('\n')}`;

let sheet = null;

// Gives the page the style of drawings. A content security policy forbids scripts to add <style>.
export function adopt() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(live());
  }
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
}

function live() {
  const variables = (scheme) => Object.entries(scheme).map(([name, value]) => `--topo-${name}: ${value};`).join(' ');
  return `.topo { ${variables(LIGHT)} }
.topo[data-scheme="dark"] { ${variables(DARK)} }
@media print { .topo[data-scheme="dark"] { ${variables(LIGHT)} } }
${`${RULES}${LIVE}@media print {\n${PAPER}\n}`.replace(/\$(\w+)/g, 'var(--topo-$1)')}`;
}

export function still(scheme) {
  const colours = SCHEMES[scheme];
  const rules = RULES.replace(/\$(\w+)/g, (_, name) => colours[name]);
  return `${rules.replace('font-family: inherit', "font-family: 'Open Sans', 'Noto Sans', Helvetica, Arial, sans-serif")}`;
}
