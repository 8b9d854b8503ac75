// The page "Enrol a node": the driver's own fields, rows for ports, and sending without losing
// what was typed.

import { data } from './data.mjs';
import { post } from './acting.mjs';
import { complain } from './form_errors.mjs';

const form = document.getElementById('helion-enrol');
const token = document.getElementById('helion').dataset.csrf;
const texts = data('texts');

if (form) {
  const box = document.getElementById('helion-driver-fields');
  const typed = new Map();

  form.elements.driver.addEventListener('change', async () => {
    for (const field of box.querySelectorAll('input')) if (field.value) typed.set(field.name, field.value);
    box.setAttribute('aria-busy', 'true');
    try {
      const url = `${box.dataset.url}?driver=${encodeURIComponent(form.elements.driver.value)}`;
      const answer = await fetch(url, { headers: { 'X-Requested-With': 'XMLHttpRequest' }, credentials: 'same-origin' });
      if (!answer.ok) throw new Error((await answer.json()).error);
      box.innerHTML = await answer.text();
      // A property that two drivers share keeps what was typed for it.
      for (const field of box.querySelectorAll('input')) if (typed.has(field.name)) field.value = typed.get(field.name);
      complain(form, {});
    } catch (problem) {
      complain(form, { driver: [problem.message || texts.noAnswer] });
    } finally {
      box.removeAttribute('aria-busy');
    }
  });

  const total = form.elements.namedItem('ports-TOTAL_FORMS');
  document.getElementById('helion-another-port').addEventListener('click', () => {
    const empty = document.getElementById('helion-empty-port').innerHTML;
    document.getElementById('helion-ports').insertAdjacentHTML('beforeend', empty.replaceAll('__prefix__', total.value));
    total.value = Number(total.value) + 1;
    form.elements.namedItem(`ports-${total.value - 1}-address`).focus();
  });

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('[type=submit]');
    button.disabled = true;
    const answer = await post(form.action, new FormData(form), token).catch(() => null);
    button.disabled = false;
    if (answer?.ok) { window.location.assign(answer.data.url); return; }
    complain(form, answer?.data.errors || { __all__: [texts.noAnswer] });
  });
}
