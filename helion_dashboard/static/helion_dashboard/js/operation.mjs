// An operation's own page: live, with names for its nodes, and questions before it is changed.

import { data } from './data.mjs';
import { keep, parts } from './live.mjs';
import { count } from './durations.mjs';
import { confirmed } from './confirmed.mjs';

const place = document.getElementById('helion-operation');
const texts = data('texts');

const live = keep(place.dataset.state, (found) => parts(found.parts), { first: false });
count({ texts });
for (const form of document.querySelectorAll('#helion-cancel, #helion-retry')) {
  confirmed(form, { texts, done: (url) => (url === window.location.pathname ? live.now() : window.location.assign(url)) });
}

// The operation knows its nodes by UUID; without Ironic they stay so.
async function name() {
  const answer = await fetch(place.dataset.names, { headers: { 'X-Requested-With': 'XMLHttpRequest' }, credentials: 'same-origin', redirect: 'error' });
  const { names } = answer.ok ? await answer.json() : { names: {} };
  for (const link of document.querySelectorAll('[data-node-name]')) {
    link.textContent = names[link.dataset.nodeName] || link.textContent;
  }
}
if (document.querySelector('[data-node-name]')) name().catch(() => {});
