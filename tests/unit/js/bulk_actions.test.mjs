import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { load, open } from './page.mjs';

const { addressOf, performer, reporter } = await load('bulk_actions.mjs');

const ITEMS = [{ id: 'a' }, { id: 'b&c' }];

describe('addressOf', () => {
  test('puts the id into the path', () => {
    assert.equal(addressOf({ link: '/scale/{id}/replace' }, ITEMS.slice(1)), '/scale/b%26c/replace');
  });
  test('by the name that the action gives', () => {
    assert.equal(addressOf({ link: '/activate', parameter: 'cluster' }, ITEMS.slice(0, 1)), '/activate?cluster=a');
  });
  test('puts all ids into the query', () => {
    assert.equal(addressOf({ link: '/scale/remove', parameter: 'server' }, ITEMS), '/scale/remove?server=a&server=b%26c');
    assert.equal(addressOf({ link: '/scale/remove' }, ITEMS.slice(0, 1)), '/scale/remove?id=a');
  });
});

const TEXTS = {
  accepted: '%(action)s: accepted for %(things)s.', refused: '%(action)s: refused for', notSent: '%(action)s: not done for %(things)s.',
  progress: '%(action)s: %(n)d of %(total)d', several: '%(n)d nodes', stop: 'Stop', dismiss: 'Dismiss', cancel: 'Cancel', more: '%(n)d more', noAnswer: 'none', unknownResult: 'perhaps',
};
const MANY = Array.from({ length: 120 }, (_, index) => ({ id: `n${index}`, label: `Node ${index}` }));

describe('an action on many things', () => {
  let page;
  let answers;
  let finished;
  const settle = async () => {
    for (let turn = 0; turn < 60; turn += 1) await Promise.resolve(); // eslint-disable-line no-await-in-loop
  };
  const by = (selector) => page.document.querySelector(selector);
  // The server's answer to the request that waits longest.
  const reply = async (failed = []) => {
    const { ids, resolve } = answers.shift();
    resolve({ ok: true, status: 200, json: async () => ({ results: ids.map((id) => ({ id, ok: !failed.includes(id), reason: failed.includes(id) ? 'locked' : '' })), later: [] }) });
    await settle();
  };

  beforeEach(async () => {
    page = open('<div id="helion"></div><div id="box"></div>');
    page.window.HTMLDialogElement.prototype.showModal ??= function showModal() { this.open = true; };
    page.window.HTMLDialogElement.prototype.close ??= function close() { page.fire('close', this); };
    globalThis.window = page.window;
    globalThis.FormData = page.window.FormData;
    answers = [];
    finished = [];
    globalThis.fetch = (url, { body }) => new Promise((resolve) => { answers.push({ ids: JSON.parse(body).ids, resolve }); });
    const report = reporter(by('#box'), TEXTS);
    const choose = performer({ url: '/act', token: 't', texts: TEXTS, report, done: (action, results) => finished.push(results) });
    choose({ name: 'on', label: 'Power on', text: '', inputs: [], immediate: true }, MANY);
    await settle();
    page.fire('submit', by('dialog form'));
    await settle();
  });
  afterEach(() => {
    page.close();
    delete globalThis.fetch;
    delete globalThis.FormData;
  });

  test('shows how far it is, and failures as they come', async () => {
    await reply(['n3']);
    assert.equal(by('dialog'), null);
    assert.match(by('#box [role=status]').textContent, /Power on: 50 of 120/);
    assert.equal(by('#box progress').value, 50);
    assert.match(by('#box .alert-danger').textContent, /Node 3: locked/);
    await reply();
    await reply(['n110']);
    assert.match(by('#box .alert-success').textContent, /accepted for 118 nodes/);
    assert.match(by('#box .alert-danger').textContent, /Node 3: locked.*Node 110: locked/s);
    assert.equal(by('#box .helion-sending').hidden, true);
    assert.equal(finished.length, 1);
    assert.equal(finished[0].length, 120);
  });

  test('what was accepted leaves, what failed stays', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    reporter(by('#box'), TEXTS)({ label: 'Off' }, MANY.slice(0, 2))([{ id: 'n0', ok: true }, { id: 'n1', ok: false, reason: 'locked' }]);
    assert.ok(by('#box .alert-success'));
    context.mock.timers.tick(12_000);
    assert.equal(by('#box .alert-success'), null);
    assert.match(by('#box .alert-danger').textContent, /Node 1: locked/);
  });

  test('can be stopped: what was not sent is told', async () => {
    await reply();
    by('#box .helion-sending button').click();
    await reply();
    assert.equal(answers.length, 0);
    assert.match(by('#box .alert-success').textContent, /100 nodes/);
    assert.match(by('#box .alert-warning').textContent, /not done for 20 nodes/);
    assert.equal(finished[0].length, 100);
  });

  test('another action does not take the report of what still runs away', async () => {
    await reply();
    reporter(by('#box'), TEXTS)({ label: 'Off' }, MANY.slice(0, 1))([{ id: 'n0', ok: true }]);
    assert.equal(by('#box .helion-sending').hidden, false);
    assert.match(by('#box').textContent, /Off: accepted for Node 0/);
  });
});
