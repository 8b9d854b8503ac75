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

// The operation knows its nodes by UUID. Without Ironic they stay so: that is no news on this page.
if (document.querySelector('[data-node-name]')) {
  keep(place.dataset.names, ({ names, ended }) => {
    for (const link of document.querySelectorAll('[data-node-name]')) {
      const name = names[link.dataset.nodeName];
      if (name) link.textContent = name;
      else if (ended) link.replaceWith(`${link.textContent} ${texts.gone}`);
    }
  }, { poll: data('running-poll'), fail: () => {} });
}
