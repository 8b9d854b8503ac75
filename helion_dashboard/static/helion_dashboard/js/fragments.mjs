// Blocks of a page that load and refresh by themselves: `<section data-live="URL">`. What fails is
// said in the block itself, above what was known before.

import { el } from './el.mjs';
import { keep, parts } from './live.mjs';

for (const block of document.querySelectorAll('section[data-live]')) {
  const trouble = el('div', { className: 'alert alert-danger', role: 'alert', hidden: true });
  block.querySelector('.helion-block').before(trouble);
  const fail = (sentence) => {
    trouble.textContent = sentence;
    trouble.hidden = !sentence;
    block.removeAttribute('aria-busy');
    if (sentence) block.querySelector('[data-waiting]')?.remove();
  };
  keep(block.dataset.live, (found) => parts(found.parts), { fail });
}
