// Blocks of a page that load and refresh separately: `<section data-live="URL">`. A failure is shown
// in the block, above its last content; with `data-quiet` it is not shown. A block that is refreshed
// less often than its page names other intervals: `data-poll="running-poll"`.

import { complain } from './again.mjs';
import { data } from './data.mjs';
import { el } from './el.mjs';
import { keep, parts } from './live.mjs';

for (const block of document.querySelectorAll('section[data-live]')) {
  const trouble = el('div', { className: 'alert alert-danger', role: 'alert', hidden: true });
  block.querySelector('.helion-block').before(trouble);
  const fail = (sentence, again) => {
    complain(trouble, 'quiet' in block.dataset ? '' : sentence, again, data('texts').again);
    block.removeAttribute('aria-busy');
    if (sentence) block.querySelector('[data-waiting]')?.remove();
  };
  const poll = data(block.dataset.poll || 'poll');
  keep(block.dataset.live, (answer) => parts(answer.parts), { poll, fail });
}
