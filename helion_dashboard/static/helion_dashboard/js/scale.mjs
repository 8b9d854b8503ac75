// The page "Scale": live numbers and rows, and the servers that are selected.

import { data, fill } from './data.mjs';
import { keep, parts } from './live.mjs';
import { update } from './rows.mjs';

const page = document.getElementById('helion-scale');
const texts = { ...data('texts'), ...data('scale-texts') };

if (page) {
  const bulk = document.getElementById('helion-bulk');
  const boxes = () => [...page.querySelectorAll('.helion-select input')];

  const selection = () => {
    if (!bulk) return;
    const n = boxes().filter((box) => box.checked).length;
    const tooMany = n > Number(page.dataset.most);
    bulk.hidden = !n;
    document.getElementById('helion-selected').textContent = fill(texts.selected, { n });
    document.getElementById('helion-remove-selected').disabled = tooMany;
    document.getElementById('helion-too-many').textContent = tooMany ? fill(texts.tooMany, { n: page.dataset.most }) : '';
  };

  const draw = (answer) => {
    if (answer.shape !== page.dataset.shape) { window.location.reload(); return; }
    parts(answer.parts);
    for (const [role, rows] of Object.entries(answer.rows)) {
      const fold = page.querySelector(`[data-members="${role}"]`);
      if (!fold) continue;
      fold.hidden = !rows.length;
      update(fold.querySelector('tbody'), rows, 'member');
    }
    selection();
  };

  page.addEventListener('change', selection);
  document.getElementById('helion-select-none')?.addEventListener('click', () => {
    for (const box of boxes()) box.checked = false;
    selection();
  });
  selection();
  // What failed when the page was made is said on it already; it comes back by itself.
  const quiet = 'trouble' in page.dataset ? { fail() {} } : {};
  keep(page.dataset.live, draw, { first: false, ...quiet });
}
