import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { load, open } from './page.mjs';

const { ask } = await load('dialog.mjs');

const TEXTS = {
  cancel: 'Cancel', checking: 'Checking', more: 'and %(n)d more', notTyped: 'differs', several: '%(n)d nodes',
  skipped: '%(n)d skipped', typeCount: 'Type %(count)s', typeName: 'Type %(name)s',
};
const ACTION = { label: 'Power off', text: 'Cuts the power.', stops: 'instance' };
const settle = () => new Promise((resolve) => { setTimeout(resolve); });

describe('what an action stops', () => {
  let page; let sent;
  const dialog = () => page.document.querySelector('dialog');
  const submit = async () => {
    dialog().querySelector('form').dispatchEvent(new page.window.Event('submit', { cancelable: true }));
    await settle();
  };
  const type = (text) => { dialog().querySelector('[name=confirm]').value = text; };
  const show = (items, effects) => {
    ask({ action: ACTION, items, texts: TEXTS, effects, send: async () => { sent += 1; return null; } });
  };

  beforeEach(() => {
    page = open('<div id="helion"></div>');
    page.window.HTMLDialogElement.prototype.showModal = function showModal() { this.open = true; };
    page.window.HTMLDialogElement.prototype.close = function close() { this.dispatchEvent(new page.window.Event('close')); };
    sent = 0;
  });
  afterEach(() => page.close());

  test('nothing can be sent before it is known', async () => {
    let know;
    show([{ id: 'n1', label: 'node-1' }], new Promise((resolve) => { know = resolve; }));
    assert.match(dialog().textContent, /Checking/);
    assert.equal(dialog().querySelector('[type=submit]').disabled, true);
    know({ carried: { n1: 'control-0 (Controller)' }, confirm: { n1: 'control-0' }, warnings: ['Quorum is lost.'] });
    await settle();
    assert.equal(dialog().querySelector('[type=submit]').disabled, false);
    assert.match(dialog().textContent, /control-0 \(Controller\)/);
    assert.match(dialog().querySelector('.alert-danger').textContent + dialog().textContent, /Quorum is lost/);
  });

  test('the name of the server is typed', async () => {
    show([{ id: 'n1', label: 'node-1' }], Promise.resolve({ carried: {}, confirm: { n1: 'control-0' }, warnings: [] }));
    await settle();
    type('node-1');
    await submit();
    assert.equal(sent, 0);
    type('control-0');
    await submit();
    assert.equal(sent, 1);
  });

  test('of several, their number', async () => {
    const items = [{ id: 'n1', label: 'node-1' }, { id: 'n2', label: 'node-2' }];
    show(items, Promise.resolve({ carried: { n1: 'control-0 (Controller)' }, confirm: { n1: 'control-0' }, warnings: [] }));
    await settle();
    assert.match(dialog().textContent, /node-1: control-0 \(Controller\)/);
    type('2');
    await submit();
    assert.equal(sent, 1);
  });

  test('an action that stops nothing there is agreed to by its button', async () => {
    show([{ id: 'n1', label: 'node-1' }], null);
    assert.equal(dialog().querySelector('[name=confirm]'), null);
    await submit();
    assert.equal(sent, 1);
  });
});
