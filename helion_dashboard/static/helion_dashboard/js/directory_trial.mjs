// Tries a directory with what the form has now; nothing that was typed is lost or sent back.

import { data } from './data.mjs';
import { complain } from './form_errors.mjs';
import { errorsOf, post } from './bulk_actions.mjs';

const button = document.querySelector('[data-try]');
const box = document.getElementById('helion-trial');

button?.addEventListener('click', async () => {
  const { form } = button;
  button.disabled = true;
  box.setAttribute('aria-busy', 'true');
  const answer = await post(button.dataset.try, new FormData(form)).catch(() => null);
  button.disabled = false;
  box.removeAttribute('aria-busy');
  complain(form, answer?.ok ? {} : errorsOf(answer, data('texts')));
  if (!answer?.ok) return;
  box.innerHTML = answer.data.html;
  box.focus();
});
