// Sends forms in the background, `<form data-background>`, so that nothing that was typed is lost
// on an error, passwords included: they are never sent back.

import { data } from './data.mjs';
import { errorsOf, post } from './bulk_actions.mjs';
import { complain } from './form_errors.mjs';
import { upload } from './upload.mjs';

export function send(form, { texts = data('texts'), go = (url) => window.location.assign(url) } = {}) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('[type=submit]');
    const bar = form.querySelector('progress');
    button.disabled = true;
    const answer = await (bar ? upload(form.action, new FormData(form), bar) : post(form.action, new FormData(form))).catch(() => null);
    button.disabled = false;
    if (answer?.ok) go(answer.data.url);
    else {
      // What the server wants back with the next try.
      for (const [name, value] of Object.entries(answer?.data?.values || {})) form.elements.namedItem(name).value = value;
      complain(form, errorsOf(answer, texts));
    }
  });
}

for (const form of document.querySelectorAll('form[data-background]')) send(form);
