// The fields that the chosen driver wants, in place of those of the one before.

import { complain } from './form_errors.mjs';

// `box` holds the fields and, as `data-url`, where they come from. Returns a function that loads them.
export function follow(form, box, texts) {
  const typed = new Map();
  const driver = form.elements.namedItem('driver');
  let last = 0;
  const load = async () => {
    for (const field of box.querySelectorAll('input')) if (field.value) typed.set(field.name, field.value);
    box.setAttribute('aria-busy', 'true');
    last += 1;
    const turn = last;
    try {
      const url = `${box.dataset.url}?driver=${encodeURIComponent(driver.value)}`;
      const answer = await fetch(url, { headers: { 'X-Requested-With': 'XMLHttpRequest' }, credentials: 'same-origin' });
      if (!answer.ok) throw new Error((await answer.json()).error);
      const fields = await answer.text();
      if (turn !== last) return; // another driver was chosen meanwhile
      box.innerHTML = fields;
      // A property that two drivers share keeps what was typed for it.
      for (const field of box.querySelectorAll('input')) if (typed.has(field.name)) field.value = typed.get(field.name);
      complain(form, {});
    } catch (problem) {
      if (turn === last) complain(form, { driver: [problem.message || texts.noAnswer] });
    } finally {
      if (turn === last) box.removeAttribute('aria-busy');
    }
  };
  driver.addEventListener('change', load);
  return load;
}
