// A form that is sent only after a dialog: `<form data-label="Cancel" data-name="Enrol x"
// data-says="what will happen" data-not="Let it go on">`. Without scripts it is sent as it is.

import { ask } from './dialog.mjs';
import { fill } from './data.mjs';
import { post } from './bulk_actions.mjs';

// `done(url)` hears where the server would have one go.
export function confirmed(form, { texts, done }) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { label, name, says, not } = form.dataset;
    const send = async () => {
      const answer = await post(form.action, new FormData(form)).catch(() => null);
      if (!answer) return { __all__: [texts.noAnswer] };
      if (!answer.ok) return { __all__: [answer.data.error || fill(texts.failed, { status: answer.status })] };
      done(answer.data.url);
      return null;
    };
    const action = { label, says, inputs: [], destroys: false };
    ask({ action, nodes: [{ label: name }], texts: { ...texts, cancel: not }, send });
  });
}
