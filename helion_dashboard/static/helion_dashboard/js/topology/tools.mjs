// The buttons over a picture, and the line that says what changed in it.

import { download, toPng, toSvg } from './save.mjs';
import { counts } from './problems.mjs';
import { el } from '../el.mjs';
import { fill } from '../data.mjs';
import { select } from 'd3-selection';

const KEPT = 'helion-topology-scheme';

export function tools(root, { texts, picture, setProblems, model }) {
  const place = root.querySelector('[data-topology-tools]');
  scheme(picture);
  if (!place) return null;
  const status = el('span', { className: 'helion-topology-status', role: 'status' });
  const box = root.querySelector('[data-topology-problems]');
  box?.addEventListener('change', () => setProblems(box.checked));

  const name = () => `topology-${model().layout || 'picture'}`;
  const drawn = () => toSvg(model(), texts, { scheme: picture.svg.dataset.scheme, title: fill(texts.name, { title: model().title }) });
  const save = (make, ending) => async () => {
    try {
      download(await make(), `${name()}.${ending}`);
    } catch (problem) {
      status.textContent = fill(texts.notDrawn, { reason: problem.message });
    }
  };
  place.append(
    group(texts.zoom, button('−', texts.zoomOut, () => picture.zoomBy(1 / 1.4)), button('+', texts.zoomIn, () => picture.zoomBy(1.4)), button(texts.fit, texts.fit, () => picture.fit())),
    group(texts.save, button('SVG', texts.svg, save(() => new Blob([drawn().text], { type: 'image/svg+xml' }), 'svg')), button('PNG', texts.png, save(() => toPng(drawn()), 'png'))),
    group(texts.scheme, button('◐', texts.darkOrLight, () => turn(picture))),
    status,
  );
  return {
    toggleProblems: () => { if (box) { box.checked = !box.checked; setProblems(box.checked); } },
    say: (shown, changed) => {
      const n = counts(shown);
      const nothing = box?.checked && !shown.rows.length && !n.networks ? texts.noProblem : '';
      status.textContent = changed.size ? fill(texts.changedNow, { n: changed.size }) : nothing;
    },
  };
}

function group(label, ...buttons) {
  const element = el('div', { className: 'btn-group', role: 'group' }, ...buttons);
  element.setAttribute('aria-label', label);
  return element;
}

function button(text, label, act) {
  const element = el('button', { type: 'button', className: 'btn btn-default btn-sm', textContent: text, title: label, ariaLabel: label });
  element.addEventListener('click', act);
  return element;
}

// Dark where the page is dark, or as one chose before.
function scheme(picture) {
  let kept = null;
  try {
    kept = window.localStorage.getItem(KEPT);
  } catch { /* no storage: the page decides */ }
  select(picture.svg).attr('data-scheme', kept === 'dark' || kept === 'light' ? kept : ofPage());
}

function turn(picture) {
  const next = picture.svg.dataset.scheme === 'dark' ? 'light' : 'dark';
  select(picture.svg).attr('data-scheme', next);
  try {
    window.localStorage.setItem(KEPT, next);
  } catch { /* it is so for this page only */ }
}

function ofPage() {
  const [r, g, b, a = 1] = (getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g) ?? []).map(Number);
  return a && 0.299 * r + 0.587 * g + 0.114 * b < 110 ? 'dark' : 'light';
}
