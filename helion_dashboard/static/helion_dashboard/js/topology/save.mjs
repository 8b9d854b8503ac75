// The picture as a file: all of it, whatever is in sight, with its style in it and nothing that acts.

import { Drawing } from './draw.mjs';
import { Places } from './stable.mjs';
import { SCHEMES, still } from './style.mjs';
import { layout } from './layout.mjs';
import { legend } from './legend.mjs';

const WIDTH = 1400;
const SIDE = 8192; // pixels; browsers draw no canvas much larger
const AREA = 32e6;
const SPACE = 'http://www.w3.org/2000/svg';
// What only acts in a page.
const LIVE = ['data-key', 'data-of', 'data-net', 'tabindex', 'role', 'aria-expanded', 'aria-disabled', 'aria-hidden'];

export function toSvg(model, texts, { scheme = 'light', title = '' } = {}) {
  const svg = document.createElementNS(SPACE, 'svg');
  const drawn = layout(model, new Places(), WIDTH, legend(texts, model.form));
  new Drawing(svg, texts).render(drawn);
  for (const [name, value] of Object.entries({ width: drawn.width, height: drawn.height, viewBox: `0 0 ${drawn.width} ${drawn.height}` })) svg.setAttribute(name, value);
  const ground = document.createElementNS(SPACE, 'rect');
  for (const [name, value] of Object.entries({ width: '100%', height: '100%', fill: SCHEMES[scheme].ground })) ground.setAttribute(name, value);
  const named = document.createElementNS(SPACE, 'title');
  named.textContent = title;
  const style = document.createElementNS(SPACE, 'style');
  style.textContent = still(scheme);
  svg.prepend(named, style, ground);
  for (const element of svg.querySelectorAll('[aria-label]')) simplify(element);
  for (const element of svg.querySelectorAll(LIVE.map((name) => `[${name}]`).join())) for (const name of LIVE) element.removeAttribute(name);
  for (const element of svg.querySelectorAll('.hit, .ring')) element.remove();
  return { text: `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`, width: drawn.width, height: drawn.height };
}

// A label becomes what SVG readers show as a tip.
function simplify(element) {
  const title = document.createElementNS(SPACE, 'title');
  title.textContent = element.getAttribute('aria-label');
  element.removeAttribute('aria-label');
  element.prepend(title);
}

export async function toPng(svg) {
  const scale = Math.min(2, SIDE / svg.width, SIDE / svg.height, Math.sqrt(AREA / (svg.width * svg.height)));
  const url = URL.createObjectURL(new Blob([svg.text], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: Math.round(svg.width * scale), height: Math.round(svg.height * scale) });
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); });
    if (!blob) throw new Error(`${canvas.width} × ${canvas.height}`);
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}

export function download(blob, name) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
