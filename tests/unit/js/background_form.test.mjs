import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { load, open } from './page.mjs';

// It looks for forms when it is loaded.
const empty = open();
const { send } = await load('background_form.mjs');
empty.close();

const TEXTS = { noAnswer: 'no answer', failed: 'status %(status)s' };
const FORM = `
  <form action="/deploy"><div data-errors hidden></div>
    <div class="form-group"><label for="c">Count</label><input id="c" name="parameters.Count" value="many"></div>
    <details><summary>Advanced</summary>
      <div class="form-group"><label for="p">Flavor</label><input id="p" name="parameters.Flavor"></div>
    </details>
    <button type="submit">Plan</button></form>`;
const settle = () => new Promise((resolve) => { setImmediate(resolve); });

describe('send', () => {
  let page;
  let form;
  let next;
  let gone;

  beforeEach(() => {
    page = open(FORM);
    globalThis.FormData = page.window.FormData;
    page.window.Element.prototype.scrollIntoView = () => {};
    form = page.document.querySelector('form');
    gone = [];
    globalThis.fetch = async () => next;
    send(form, { texts: TEXTS, go: (url) => gone.push(url) });
  });
  afterEach(() => {
    page.close();
    delete globalThis.fetch;
    delete globalThis.FormData;
  });

  const submit = async (status, data) => {
    next = { ok: status < 300, status, json: async () => data };
    form.dispatchEvent(new page.window.Event('submit', { bubbles: true, cancelable: true }));
    await settle();
    await settle();
  };

  test('goes where the server says', async () => {
    await submit(200, { url: '/plan/1/' });
    assert.deepEqual(gone, ['/plan/1/']);
  });
  test('a title counts the fields that need attention', async () => {
    const texts = page.document.createElement('script');
    texts.id = 'helion-texts';
    texts.type = 'application/json';
    texts.textContent = JSON.stringify({ needAttention: '%(n)d fields', needsAttention: 'One field' });
    page.document.body.append(texts);
    const title = () => form.querySelector('[data-errors] strong')?.textContent;
    await submit(422, { errors: { 'parameters.Count': ['No.'], 'parameters.Flavor': ['No.'], __all__: ['No.'] } });
    assert.equal(title(), '2 fields');
    await submit(422, { errors: { 'parameters.Count': ['No.'] } });
    assert.equal(title(), 'One field');
    await submit(422, { errors: { __all__: ['No.'] } });
    assert.equal(title(), undefined);
  });
  test('errors stand at their fields, and nothing that was typed is lost', async () => {
    await submit(422, { errors: { 'parameters.Count': ['Enter a number.'] } });
    assert.match(form.querySelector('.has-error').textContent, /Enter a number\./);
    assert.equal(form.elements.namedItem('parameters.Count').value, 'many');
    assert.equal(form.querySelector('[type=submit]').disabled, false);
    assert.equal(form.querySelector('details').open, false);
    assert.deepEqual(gone, []);
  });
  test('an error in what is folded unfolds it', async () => {
    await submit(422, { errors: { 'parameters.Flavor': ['There is none.'] } });
    assert.equal(form.querySelector('details').open, true);
    assert.equal(page.document.activeElement, form.elements.namedItem('parameters.Flavor'));
  });
  test('an error of no field is said on top', async () => {
    await submit(502, { error: 'It cannot be reached.' });
    assert.match(form.querySelector('[data-errors]').textContent, /It cannot be reached\./);
    await submit(500, {});
    assert.match(form.querySelector('[data-errors]').textContent, /status 500/);
  });
  test('corrected fields are no longer wrong', async () => {
    await submit(422, { errors: { 'parameters.Count': ['Enter a number.'] } });
    await submit(422, { errors: { 'parameters.Flavor': ['There is none.'] } });
    assert.equal(form.querySelectorAll('.has-error').length, 1);
  });
});
