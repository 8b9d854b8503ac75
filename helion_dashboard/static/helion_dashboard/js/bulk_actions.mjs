// Does an action to nodes and says for each of them how it went.

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

// Harmless actions on one node are done at once; whatever stops, erases or needs words is asked.
const AT_ONCE = new Set(['manage', 'provide', 'power_on', 'unmaintenance', 'unhold']);

export function performer({ url, token, texts, report, done }) {
  return async (action, nodes, blocked = []) => {
    if (action.link) { window.location.assign(addressOf(action.link, nodes, action.param)); return; }
    const send = async (inputs) => {
      const body = { action: action.name, nodes: nodes.map((node) => node.uuid), inputs };
      let answer;
      try {
        answer = await post(url, body, token);
      } catch {
        return { __all__: [texts.noAnswer] };
      }
      if (!answer.ok) return answer.data.errors || { __all__: [answer.data.error || fill(texts.failed, { status: answer.status })] };
      report(action, nodes, answer.data.results);
      done(answer.data.results);
      return null;
    };
    if (nodes.length === 1 && (action.at_once || AT_ONCE.has(action.name))) {
      const errors = await send({});
      if (errors) report(action, nodes, [{ node: nodes[0].uuid, ok: false, reason: Object.values(errors).flat().join(' ') }]);
      return;
    }
    await ask({ action, nodes, blocked, texts, send });
  };
}

// An action that has a page of its own: the node is in its path, or all nodes are in its query.
export function addressOf(link, nodes, name = 'server') {
  if (link.includes('{node}')) return link.replace('{node}', encodeURIComponent(nodes[0].uuid));
  return `${link}?${new URLSearchParams(nodes.map((node) => [name, node.uuid]))}`;
}

// Draws the results into `box`: one line when all went well, each failure with its reason.
export function reporter(box, texts) {
  return (action, nodes, results) => {
    const label = action.label.replace(/…$/, '');
    const name = new Map(nodes.map((node) => [node.uuid, node.label]));
    const failed = results.filter((result) => !result.ok);
    const good = results.length - failed.length;
    const lines = [];
    if (good) {
      const of = good === 1 ? name.get(results.find((result) => result.ok).node) : fill(texts.nodes, { n: good });
      lines.push(notice('success', fill(texts.accepted, { action: label, of }), texts));
    }
    if (failed.length) {
      const list = el('ul', {}, ...failed.map((result) => el('li', { textContent: `${name.get(result.node)}: ${result.reason}` })));
      lines.push(notice('danger', fill(texts.refused, { action: label }), texts, list));
    }
    box.replaceChildren(...lines);
  };
}

function notice(kind, sentence, texts, more = '') {
  const close = el('button', { type: 'button', className: 'close', textContent: '×', ariaLabel: texts.dismiss });
  const made = el('div', { className: `alert alert-${kind}`, role: kind === 'danger' ? 'alert' : 'status' }, close, sentence, more);
  close.addEventListener('click', () => made.remove());
  return made;
}
