// Sends forms in the background, `<form data-background>`, so that nothing that was typed is lost
// on an error, passwords included: they are never sent back.

import { data, fill } from './data.mjs';
import { post } from './bulk_actions.mjs';
import { complain } from './form_errors.mjs';

export function send(form, { texts = data('texts'), go = (url) => window.location.assign(url) } = {}) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('[type=submit]');
    button.disabled = true;
    const answer = await post(form.action, new FormData(form)).catch(() => null);
    button.disabled = false;
    if (answer?.ok) go(answer.data.url);
    else complain(form, said(answer, texts));
  });
}

function said(answer, texts) {
  if (!answer) return { __all__: [texts.noAnswer] };
  return answer.data.errors || { __all__: [answer.data.error || fill(texts.failed, { status: answer.status })] };
}

for (const form of document.querySelectorAll('form[data-background]')) send(form);
