// Does an action to things and reports the result of each.

import { ask } from './dialog.mjs';
import { el } from './el.mjs';
import { fill } from './data.mjs';

export async function post(url, body, token) {
  const headers = { 'X-Requested-With': 'XMLHttpRequest' };
  if (token) headers['X-CSRFToken'] = token; // a form brings its own
  if (!(body instanceof FormData)) headers['Content-Type'] = 'application/json';
  const answer = await fetch(url, {
    method: 'POST', headers, credentials: 'same-origin', redirect: 'error',
    body: body instanceof FormData ? body : JSON.stringify(body),
  });
  return { status: answer.status, ok: answer.ok, data: await answer.json().catch(() => ({})) };
}

// Why a request failed, by field: `{field: [sentence]}`. `answer` is null if there was none.
export function errorsOf(answer, texts) {
  if (!answer) return { __all__: [texts.noAnswer] };
  return answer.data.errors || { __all__: [answer.data.error || fill(texts.failed, { status: answer.status })] };
}

// Harmless actions on one thing are done without a dialog; whatever stops, erases or needs words is
// asked. `impact` is the address that knows what an action stops. `done(action, results)` is called
// after something was done.
export function performer({ url, token, texts, impact = '', report, done }) {
  return async (action, items, blocked = []) => {
    if (action.link) { window.location.assign(addressOf(action, items)); return; }
    const send = async (inputs) => {
      const body = { action: action.name, ids: items.map((item) => item.id), inputs };
      const answer = await post(url, body, token).catch(() => null);
      if (!answer?.ok) return errorsOf(answer, texts);
      report(action, items, answer.data.results);
      done(action, answer.data.results);
      return null;
    };
    if (items.length === 1 && action.immediate) {
      const errors = await send({});
      if (errors) report(action, items, [{ id: items[0].id, ok: false, reason: Object.values(errors).flat().join(' ') }]);
      return;
    }
    const running = action.stops && impact ? items.filter((item) => item[action.stops]) : [];
    await ask({ action, items, blocked, texts, send, effects: running.length ? effectsOf(impact, running, texts) : null });
  };
}

// What runs on `items`: `{carried, confirm, warnings}`.
async function effectsOf(address, items, texts) {
  const query = new URLSearchParams(items.map((item) => ['id', item.id]));
  const options = { headers: { 'X-Requested-With': 'XMLHttpRequest' }, credentials: 'same-origin' };
  const answer = await fetch(`${address}?${query}`, options).catch(() => null);
  return answer?.ok ? answer.json() : { carried: {}, confirm: {}, warnings: [texts.unknownImpact] };
}

// The page of an action that has one: the id is in its path, or all ids are in its query.
export function addressOf({ link, parameter = 'id' }, items) {
  if (link.includes('{id}')) return link.replace('{id}', encodeURIComponent(items[0].id));
  return `${link}?${new URLSearchParams(items.map((item) => [parameter, item.id]))}`;
}

// Draws the results into `box`: one line when all went well, each failure with its reason.
export function reporter(box, texts) {
  return (action, items, results) => {
    const label = action.label.replace(/…$/, '');
    const name = new Map(items.map((item) => [item.id, item.label]));
    const failed = results.filter((result) => !result.ok);
    const good = results.length - failed.length;
    const lines = [];
    if (good) {
      const things = good === 1 ? name.get(results.find((result) => result.ok).id) : fill(texts.several, { n: good });
      lines.push(notice('success', fill(texts.accepted, { action: label, things }), texts));
    }
    if (failed.length) {
      const list = el('ul', {}, ...failed.map((result) => el('li', { textContent: `${name.get(result.id)}: ${result.reason}` })));
      lines.push(notice('danger', fill(texts.refused, { action: label }), texts, list));
    }
    box.replaceChildren(...lines);
  };
}

function notice(kind, sentence, texts, more = '') {
  const close = el('button', { type: 'button', className: 'close', textContent: '×', ariaLabel: texts.dismiss });
  const alert = el('div', { className: `alert alert-${kind}`, role: kind === 'danger' ? 'alert' : 'status' }, close, sentence, more);
  close.addEventListener('click', () => alert.remove());
  return alert;
}
