// The page "Enrol a node": the driver's own fields, rows for ports, and sending without losing
// what was typed.

import { data } from './data.mjs';
import { post } from './bulk_actions.mjs';
import { complain } from './form_errors.mjs';
import { follow } from './driver_fields.mjs';

const form = document.getElementById('helion-enrol');
const token = document.getElementById('helion').dataset.csrf;
const texts = data('texts');

if (form) {
  follow(form, document.getElementById('helion-driver-fields'), texts);

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
