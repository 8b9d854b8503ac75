import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { load, open } from './page.mjs';

const { confirmed } = await load('confirmation.mjs');

const TEXTS = {
  cancel: 'Cancel', typeName: 'Type %(name)s', notTyped: 'differs', noAnswer: 'no answer', failed: 'status %(status)s',
};
const FORM = `
  <div id="helion"><form action="/cancel" data-confirm="Cancel the operation" data-name="Enrol x"
    data-text="It stops." data-dismiss="Let it go on"><input name="key" value="k1"><button>Cancel…</button></form></div>`;
const settle = () => new Promise((resolve) => { setImmediate(resolve); });

describe('confirmed', () => {
  let page;
  let sent;
  let next;
  let gone;

  beforeEach(() => {
    page = open(FORM);
    // jsdom knows dialogs, but cannot show them.
    page.window.HTMLDialogElement.prototype.showModal = function show() { this.open = true; };
    page.window.HTMLDialogElement.prototype.close = function close() { this.dispatchEvent(new page.window.Event('close')); };
    globalThis.FormData = page.window.FormData;
    sent = [];
    gone = [];
    next = async () => ({ ok: true, status: 200, json: async () => ({ url: '/there' }) });
    globalThis.fetch = async (url, options) => { sent.push({ url, ...options }); return next(); };
    confirmed(page.document.querySelector('form[action]'), { texts: TEXTS, done: (url) => gone.push(url) });
  });
  afterEach(() => {
    page.close();
    delete globalThis.fetch;
    delete globalThis.FormData;
  });

  const submit = (form) => form.dispatchEvent(new page.window.Event('submit', { bubbles: true, cancelable: true }));
  const ask = () => submit(page.document.querySelector('form[action]'));
  const dialog = () => page.document.querySelector('dialog');
  const agree = async () => { submit(dialog().querySelector('form')); await settle(); await settle(); };

  test('nothing is sent before it was agreed to, and the dialog names it', () => {
    ask();
    assert.deepEqual(sent, []);
    assert.match(dialog().textContent, /Cancel the operation: Enrol x/);
    assert.match(dialog().textContent, /It stops\./);
    assert.deepEqual([...dialog().querySelectorAll('button')].map((button) => button.textContent), ['Let it go on', 'Cancel the operation']);
  });
  test('letting it go on sends nothing', async () => {
    ask();
    dialog().querySelector('button[type=button]').click();
    await settle();
    assert.equal(dialog(), null);
    assert.deepEqual(sent, []);
  });
  test('it is sent with all that the form holds', async () => {
    ask();
    await agree();
    assert.equal(sent.length, 1);
    assert.match(sent[0].url, /\/cancel$/);
    assert.equal(sent[0].method, 'POST');
    assert.equal(sent[0].body.get('key'), 'k1');
    assert.deepEqual(sent[0].headers, { 'X-Requested-With': 'XMLHttpRequest' });
    assert.deepEqual(gone, ['/there']);
    assert.equal(dialog(), null);
  });
  test('what the server refuses is said in the dialog, which stays', async () => {
    next = async () => ({ ok: false, status: 409, json: async () => ({ error: 'It has ended.' }) });
    ask();
    await agree();
    assert.equal(dialog().querySelector('[role=alert]').textContent, 'It has ended.');
    assert.deepEqual(gone, []);
  });
  test('where something is destroyed its name must be typed', async () => {
    page.document.querySelector('form[action]').dataset.destroys = '';
    ask();
    await agree();
    assert.deepEqual(sent, []);
    dialog().querySelector('input').value = 'Enrol x';
    await agree();
    assert.equal(sent.length, 1);
  });
  test('no answer is said too', async () => {
    next = async () => { throw new TypeError('network'); };
    ask();
    await agree();
    assert.equal(dialog().querySelector('[role=alert]').textContent, 'no answer');
  });
});
