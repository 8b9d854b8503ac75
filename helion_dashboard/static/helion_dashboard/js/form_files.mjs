// Files in forms: where one is chosen it can be dropped, `[data-drop]`, and a text can be read from
// one, `<textarea data-file=".pem">`, which says what such files are called.

import { data, fill } from './data.mjs';
import { onDrop } from './drop.mjs';
import { el } from './el.mjs';
import { complain } from './form_errors.mjs';
import { readFile } from './source_file.mjs';

// The file input in `area` gets what is dropped there.
export function droppable(area) {
  const input = area.querySelector('[type=file]');
  onDrop(area, (file) => {
    const files = new DataTransfer();
    files.items.add(file);
    input.files = files.files;
  });
}

// A text that is pasted, chosen as a file, or dropped.
export function readable(field, texts = data('texts')) {
  const label = fill(texts.fromFile, { name: field.labels[0].firstChild.textContent.trim() });
  const input = el('input', { type: 'file', accept: field.dataset.file, ariaLabel: label });
  const take = async (file) => {
    const { text, problem } = await readFile(file, texts);
    input.value = '';
    if (problem) { complain(field.form, { [field.name]: [problem] }); return; }
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  input.addEventListener('change', () => { if (input.files[0]) take(input.files[0]); });
  onDrop(field, take);
  field.after(input);
}

for (const area of document.querySelectorAll('[data-drop]')) droppable(area);
for (const field of document.querySelectorAll('textarea[data-file]')) readable(field);
