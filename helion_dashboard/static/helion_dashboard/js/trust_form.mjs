// A form that registers a device or changes one: the certificate that is presented, and sending
// without losing what was typed.

import { data } from './data.mjs';
import { complain } from './form_errors.mjs';
import { errorsOf, post } from './bulk_actions.mjs';

const form = document.querySelector('form[data-certificate]');
const texts = { ...data('texts'), ...data('trust-texts') };

if (form) {
  const box = document.getElementById('helion-certificate');
  const busy = document.getElementById('helion-busy');
  const names = form.dataset.place.split(' ');
  const place = () => names.map((name) => form.elements[name].value.trim()).join(' ');
  let shownFor = place();

  // What was chosen of an earlier certificate is no choice of this one.
  const show = (html) => {
    box.innerHTML = html;
    shownFor = place();
    if (!form.querySelector('[name=trust]:checked')) box.querySelector('[name=trust]')?.focus();
  };

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = event.submitter || form.querySelector('[value=save]');
    const looking = button.value === 'certificate';
    const body = new FormData(form);
    body.set('do', button.value);
    busy.textContent = texts.asking;
    button.disabled = true;
    const url = looking ? form.dataset.certificate : form.getAttribute('action') || window.location.href;
    const answer = await post(url, body).catch(() => null);
    button.disabled = false;
    busy.textContent = '';
    if (answer?.ok && answer.data.url) { window.location.assign(answer.data.url); return; }
    complain(form, answer?.ok ? {} : errorsOf(answer, texts));
    if (answer?.data.certificate) show(answer.data.certificate);
  });

  // The certificate of another address says nothing of this one.
  form.addEventListener('change', (event) => {
    if (names.includes(event.target.name) && place() !== shownFor) box.replaceChildren();
  });

  // Who enters certificates means these.
  form.elements.namedItem('ca_pem')?.addEventListener('input', () => {
    form.querySelector('[name=trust][value=pasted]').checked = true;
  });
}
