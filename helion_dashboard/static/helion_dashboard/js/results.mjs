// What came of an action: how far it is, one line for what went well, each failure with its reason.

import { el } from './el.mjs';
import { fill } from './data.mjs';

const READING = 12_000; // milliseconds

// Of each action that ran, until the next one is begun: `report(action, items)` returns a function
// `show(results, left, {stop})`. `left` are the ids to come; `stop()` ends it before they are sent.
export function reporter(box, texts) {
  return (action, items) => {
    for (const old of [...box.children]) if (!('running' in old.dataset)) old.remove();
    const label = action.label.replace(/…$/, '');
    const name = new Map(items.map((item) => [item.id, item.label]));
    const things = (ids) => (ids.length === 1 ? name.get(ids[0]) : fill(texts.several, { n: ids.length }));
    const bar = progress(label, items.length, texts);
    const outcome = el('div');
    const place = el('div', {}, bar.box, outcome);
    box.append(place);
    let shown = 0; // failures that are shown: without a new one they are not drawn again
    return (results, left = [], { stop = null } = {}) => {
      const runs = Boolean(stop && left.length);
      place.toggleAttribute('data-running', runs);
      bar.show(runs, items.length - left.length, stop);
      const good = results.filter((result) => result.ok).map((result) => result.id);
      const failed = results.filter((result) => !result.ok);
      if (runs && failed.length === shown) return;
      shown = failed.length;
      outcome.replaceChildren(
        ...(good.length && !runs ? [notice('success', fill(texts.accepted, { action: label, things: things(good) }), texts)] : []),
        ...(left.length && !runs ? [notice('warning', fill(texts.notSent, { action: label, things: things(left) }), texts)] : []),
        ...(failed.length ? [notice('danger', fill(texts.refused, { action: label }), texts, list(failed, name))] : []));
    };
  };
}

function progress(label, total, texts) {
  const sentence = el('span', { role: 'status' });
  const meter = el('progress', { max: total });
  const button = el('button', { type: 'button', className: 'btn btn-default btn-sm', textContent: texts.stop });
  const box = el('div', { className: 'helion-sending alert alert-info', hidden: true }, sentence, meter, button);
  meter.ariaLabel = label;
  return {
    box,
    show(runs, n, stop) {
      box.hidden = !runs;
      meter.value = n;
      sentence.textContent = runs ? fill(texts.progress, { action: label, n, total }) : '';
      button.onclick = () => { button.disabled = true; stop(); };
    },
  };
}

function list(failed, name) {
  return el('ul', {}, ...failed.map((result) => el('li', { textContent: `${name.get(result.id)}: ${result.reason}` })));
}

// Soon the row itself says more than "accepted". Whoever points at the sentence still reads it.
function expire(alert) {
  const end = setTimeout(() => { if (alert.matches(':hover')) expire(alert); else alert.remove(); }, READING);
  end.unref?.(); // of Node, in tests
}

function notice(kind, sentence, texts, more = '') {
  const close = el('button', { type: 'button', className: 'close', textContent: '×', ariaLabel: texts.dismiss });
  const alert = el('div', { className: `alert alert-${kind}`, role: kind === 'danger' ? 'alert' : 'status' }, close, sentence, more);
  close.addEventListener('click', () => alert.remove());
  if (kind === 'success') expire(alert);
  return alert;
}
