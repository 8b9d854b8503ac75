// A form that is sent only after a dialog: `<form data-confirm="Cancel the operation"
// data-name="Enrol x" data-text="what will happen" data-dismiss="Keep running">`, with
// `data-destroys` if the name must be typed. Without scripts it is sent as it is.

import { ask } from './dialog.mjs';
import { errorsOf, post } from './bulk_actions.mjs';

// `done(url)` hears where the server would have one go.
export function confirmed(form, { texts, done }) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { confirm: label, name, text, dismiss } = form.dataset;
    const send = async () => {
      const answer = await post(form.action, new FormData(form)).catch(() => null);
      if (!answer?.ok) return errorsOf(answer, texts);
      done(answer.data.url);
      return null;
    };
    const action = { label, text, destroys: 'destroys' in form.dataset };
    const words = dismiss ? { ...texts, cancel: dismiss } : texts;
    ask({ action, items: [{ label: name }], texts: words, send });
  });
}
