// Does an action to things and reports the result of each.

import { ask } from './dialog.mjs';
import { fill } from './data.mjs';
import { signedOut } from './live.mjs';
import { run } from './slices.mjs';

export { reporter } from './results.mjs';

export async function post(url, body, token) {
  const headers = { 'X-Requested-With': 'XMLHttpRequest' };
  if (token) headers['X-CSRFToken'] = token; // a form brings its own
  if (!(body instanceof FormData)) headers['Content-Type'] = 'application/json';
  const answer = await fetch(url, {
    method: 'POST', headers, credentials: 'same-origin', redirect: 'error',
    body: body instanceof FormData ? body : JSON.stringify(body),
  });
  if (answer.status === 401) signedOut();
  return { status: answer.status, ok: answer.ok, data: await answer.json().catch(() => ({})) };
}

// Why a request failed, by field: `{field: [sentence]}`. `answer` is null if there was none.
export function errorsOf(answer, texts) {
  if (!answer) return { __all__: [texts.noAnswer] };
  return answer.data.errors || { __all__: [answer.data.error || fill(texts.failed, { status: answer.status })] };
}

// Harmless actions on one thing are done without a dialog; whatever stops, erases or needs words is
// asked. `impact` is the address that knows what an action stops. `done(action, results)` is called
// after something was done. The dialog hears of the first slice of many things, the page of the rest.
export function performer({ url, token, texts, impact = '', report, done }) {
  return async (action, items, blocked = []) => {
    if (action.link) { window.location.assign(addressOf(action, items)); return; }
    const send = async (inputs) => {
      const slices = run(action, items, (ids) => post(url, { action: action.name, ids, inputs }, token).catch(() => null), texts);
      const { value: { answer, ...first } } = await slices.next();
      if (!answer?.ok) return errorsOf(answer, texts);
      const show = report(action, items);
      finish(slices, first, show).then((results) => done(action, results));
      return null;
    };
    if (items.length === 1 && action.immediate) {
      const errors = await send({});
      if (errors) report(action, items)([{ id: items[0].id, ok: false, reason: Object.values(errors).flat().join(' ') }]);
      return;
    }
    const running = action.stops && impact ? items.filter((item) => item[action.stops]) : [];
    await ask({ action, items, blocked, texts, send, effects: running.length ? effectsOf(impact, running, texts) : null });
  };
}

// Shows the results of one slice after the other, until all are there or somebody stops it.
async function finish(slices, first, show) {
  let { results, left } = first;
  let stopped = false;
  const stop = () => { stopped = true; };
  const stay = (event) => event.preventDefault(); // a page that is left sends nothing more
  show(results, left, { stop });
  if (left.length) window.addEventListener('beforeunload', stay);
  while (left.length && !stopped) {
    const { value, done } = await slices.next(); // eslint-disable-line no-await-in-loop
    if (done) break;
    results = [...results, ...value.results];
    left = value.left;
    if (!stopped) show(results, left, { stop });
  }
  window.removeEventListener('beforeunload', stay);
  if (left.length) show(results, left);
  return results;
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
