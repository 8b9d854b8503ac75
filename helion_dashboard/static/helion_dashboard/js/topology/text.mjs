// Names come from anybody: what may stand in a picture, and how much of it fits.

// Not allowed in XML, however it is escaped. Everything else is escaped by who writes the file.
// eslint-disable-next-line no-control-regex
const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g;
// They would turn round whatever stands beside a name.
const TURNING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const MARKS = /(\p{M}{2})\p{M}+/gu; // piled up, they would cover the lines above
const SPACE = /\s+/g;
const ODD = /[^ -~]|^ | $| {2}/;

// One line of text that is well-formed and keeps to its place.
export function clean(text) {
  if (text === null || text === undefined) return '';
  const string = String(text);
  if (!ODD.test(string)) return string; // as nearly all of many thousands
  return string.toWellFormed()
    .replace(SPACE, ' ').replace(ILLEGAL, '\ufffd').replace(TURNING, '\ufffd').replace(MARKS, '$1')
    .trim();
}

// Widths in units of the font's size: a layout must not ask a document. Rather too wide than too narrow.
const NARROW = /[ijlt.,:;'|!()[\]fr\- ]/;
const WIDE = /[A-Zmw@%&_\u2014]/;
const LATIN = /^[\u0020-\u024f\u0370-\u052f\u2010-\u2027]/;

const BOLD = 1.16;

export function width(text, size, bold = false) {
  let sum = 0;
  for (const sign of text) sum += widthOf(sign);
  return sum * size * (bold ? BOLD : 1);
}

const widths = new Map();

function widthOf(sign) {
  let width_ = widths.get(sign);
  if (width_ === undefined) {
    width_ = LATIN.test(sign) ? latin(sign) : 1.1;
    widths.set(sign, width_);
  }
  return width_;
}

function latin(sign) {
  if (NARROW.test(sign)) return 0.36;
  return WIDE.test(sign) ? 0.78 : 0.6;
}

let segments = null;

// The text, or its beginning and an ellipsis, within so many pixels. Signs of several parts stay whole.
export function fit(text, pixels, size, bold = false) {
  // No name so long needs to be measured to its end.
  const enough = text.slice(0, 400);
  if (enough === text && width(text, size, bold) <= pixels) return text;
  return `${begin(signs(enough), pixels - size, size, bold).trimEnd()}…`;
}

const TAIL = 0.4; // of the room

// The same for a name: its end is there too, for it may be what tells it from the others.
export function fitName(text, pixels, size, bold = false) {
  const beginning = fit(text, pixels, size, bold);
  if (beginning === text) return text;
  const end = begin(signs(text.slice(-200)).reverse(), TAIL * (pixels - size), size, bold, true).trimStart();
  if (!end) return beginning;
  return `${begin(signs(text.slice(0, 400)), (1 - TAIL) * (pixels - size), size, bold).trimEnd()}…${end}`;
}

function signs(text) {
  segments ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return [...segments.segment(text)].map(({ segment }) => segment);
}

// As many signs as there is room for, put together; the other way round if they are `turned`.
function begin(graphemes, pixels, size, bold, turned = false) {
  let left = pixels;
  let text_ = '';
  for (const sign of graphemes) {
    left -= Math.min(width(sign, size, bold), 2.2 * size);
    if (left < 0) break;
    text_ = turned ? sign + text_ : text_ + sign;
  }
  return text_;
}
