// The forms that bring servers in: how many that adds, a file that is dropped or chosen, its
// preview, and sending without losing what was typed.

import { data, fill } from './data.mjs';
import { onDrop } from './drop.mjs';
import { complain } from './form_errors.mjs';
import { follow as followDriver } from './driver_fields.mjs';
import { post } from './bulk_actions.mjs';
import { adds, readFile } from './source_file.mjs';

const drop = document.getElementById('helion-drop');
const form = drop?.closest('form');
const texts = { ...data('texts'), ...data('scale-texts') };

if (form) {
  const { csrf } = document.getElementById('helion').dataset;
  const field = (name) => form.elements.namedItem(name);
  const preview = document.getElementById('helion-preview');
  const busy = document.getElementById('helion-busy');
  const have = Number(form.querySelector('[data-have]')?.dataset.have);
  const count = field('count');
  let counted = false; // whether a person chose the number

  const say = () => {
    if (count) document.getElementById('helion-adds').textContent = adds(count.value, have, texts);
  };
  // How many servers the source brings, unless a person decided.
  const follow = (n) => {
    if (!count || counted || !n) return;
    count.value = have + n;
    say();
  };
  count?.addEventListener('input', () => { counted = true; say(); });
  form.addEventListener('change', ({ target }) => {
    if (target.type === 'hidden' && target.name === 'nodes') follow(target.value.split(' ').filter(Boolean).length);
  });
  say();

  const box = document.getElementById('helion-driver-fields');
  if (box) {
    const load = followDriver(form, box, texts);
    // They are not in the page before somebody enters a server.
    const fields = () => {
      if (field('source').value === 'one' && !box.childElementCount) load();
    };
    form.addEventListener('change', fields);
    fields();
  }

  async function send(button) {
    const body = new FormData(form);
    body.set('do', button.value);
    // A token stands for what was read: its passwords are not sent again.
    if (button.value === 'enrol') body.delete('text');
    busy.textContent = texts.asking;
    button.disabled = true;
    const answer = await post(form.action, body, csrf).catch(() => null);
    button.disabled = false;
    busy.textContent = '';
    if (answer?.ok && answer.data.url) { window.location.assign(answer.data.url); return; }
    complain(form, answer?.data.errors || { __all__: [answer ? fill(texts.failed, { status: answer.status }) : texts.noAnswer] });
    preview.innerHTML = answer?.data.preview || '';
    if (answer?.ok) follow(answer.data.new);
  }

  async function take(file) {
    const { text, problem } = await readFile(file, texts);
    // From now on it is text that can be corrected in place; the file itself is not sent.
    field('file').value = '';
    if (problem) { complain(form, { file: [problem] }); return; }
    field('text').value = text;
    await send(form.querySelector('[value=check]'));
  }

  // What is typed anew takes the place of what was read before.
  field('text').addEventListener('input', () => { preview.replaceChildren(); });
  field('file').addEventListener('change', () => { if (field('file').files[0]) take(field('file').files[0]); });

  onDrop(drop, take);

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(event.submitter || form.querySelector('[value=plan]') || form.querySelector('[value=check]'));
  });
}
