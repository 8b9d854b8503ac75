// An operation's own page: live, with names for what it works on, and questions before it is changed.

import { data } from './data.mjs';
import { keep, parts } from './live.mjs';
import { count } from './durations.mjs';
import { confirmed } from './confirmation.mjs';

const place = document.getElementById('helion-operation');
const texts = data('texts');

const live = keep(place.dataset.state, (found) => parts(found.parts), { first: false });
count({ texts });
for (const form of document.querySelectorAll('#helion-cancel, #helion-retry')) {
  confirmed(form, { texts, done: (url) => (url === window.location.pathname ? live.now() : window.location.assign(url)) });
}

// The operation knows what it works on by id. Without the service that knows the names it stays so:
// that is no news on this page.
if (document.querySelector('[data-name-of]')) {
  keep(place.dataset.names, ({ names, ended }) => {
    for (const link of document.querySelectorAll('[data-name-of]')) {
      const name = names[link.dataset.nameOf];
      if (name) link.textContent = name;
      else if (ended) link.replaceWith(`${link.textContent} ${texts.gone}`);
    }
  }, { poll: data('running-poll'), fail: () => {} });
}
