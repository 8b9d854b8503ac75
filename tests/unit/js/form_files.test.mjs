import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { load, open } from './page.mjs';

// It looks for fields when it is loaded.
const empty = open();
const { droppable, readable } = await load('form_files.mjs');
empty.close();

const TEXTS = { fromFile: '%(name)s from a file', noText: 'no text', tooLarge: 'too large' };
const FORM = `
  <form><div data-errors hidden></div>
    <div data-drop><input type="file" name="file"></div>
    <div class="form-group"><label for="r">Root <span>*</span></label>
      <textarea id="r" name="root" data-file=".json">before</textarea></div></form>`;
const settle = () => new Promise((resolve) => { setImmediate(resolve); });

describe('files of a form', () => {
  let page;
  let area;
  let field;

  beforeEach(() => {
    page = open(FORM);
    globalThis.Event = page.window.Event;
    area = page.document.querySelector('[data-drop]');
    field = page.document.getElementById('r');
  });
  afterEach(() => page.close());

  const drop = async (target, ...files) => {
    const event = new page.window.Event('drop', { bubbles: true, cancelable: true });
    event.dataTransfer = { files };
    target.dispatchEvent(event);
    await settle();
    return event;
  };

  test('what is dropped is chosen', async () => {
    const selection = [];
    globalThis.DataTransfer = class {
      items = { add: (file) => selection.push(file) };

      get files() { return selection; }
    };
    const input = area.querySelector('input');
    Object.defineProperty(input, 'files', { writable: true, value: [] });
    droppable(area);
    const event = await drop(area, 'first', 'second');
    delete globalThis.DataTransfer;
    assert.deepEqual(input.files, ['first']);
    assert.equal(event.defaultPrevented, true);
  });

  test('an area shows that something is over it', () => {
    droppable(area);
    page.fire('dragover', area);
    assert.equal('over' in area.dataset, true);
    page.fire('dragleave', area);
    assert.equal('over' in area.dataset, false);
  });

  test('a text is read from a file', async () => {
    const heard = [];
    field.addEventListener('input', () => heard.push(field.value));
    readable(field, TEXTS);
    const input = field.nextElementSibling;
    assert.equal(input.ariaLabel, 'Root from a file');
    assert.deepEqual([input.accept, input.name], ['.json', '']);
    Object.defineProperty(input, 'files', { value: [new Blob(['{"signed": 1}'])] });
    page.fire('change', input);
    await settle();
    assert.deepEqual(heard, ['{"signed": 1}']);
    await drop(field, new Blob(['dropped']));
    assert.equal(field.value, 'dropped');
  });

  test('a file that is no text says so at its field, and what was there stays', async () => {
    readable(field, TEXTS);
    await drop(field, new Blob([new Uint8Array([0xff])]));
    assert.equal(field.value, 'before');
    assert.match(field.closest('.form-group').textContent, /no text/);
  });
});
