import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';

import { load, open } from './page.mjs';

const BODY = `
  <div id="helion-stale" hidden></div><div id="helion-running" class="helion-badge" data-url="/running.json"></div>
  <script type="application/json" id="helion-badges-poll">{"moving": 10, "resting": 30, "idle": 600}</script>
  <script type="application/json" id="helion-texts">{"noAnswer": "no answer", "notUpdated": "%(service)s: %(reason)s"}</script>`;
const settle = () => new Promise((resolve) => { setImmediate(resolve); });
const answer = (status, data) => ({ status, ok: status < 300, headers: { get: () => null }, json: async () => data });

describe('the number of running operations', () => {
  let page;
  let requests;
  let next;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
    page = open(BODY);
    requests = [];
    globalThis.fetch = async (url) => { requests.push(url); return next; };
  });
  afterEach(() => {
    page.close();
    mock.timers.reset();
    delete globalThis.fetch;
  });

  // Each time anew: the module begins when it is loaded.
  let times = 0;
  const start = async () => { times += 1; await load(`badges.mjs?${times}`); await settle(); };
  const place = () => page.document.getElementById('helion-running');

  test('is drawn', async () => {
    next = answer(200, { parts: { 'helion-running': '<a href="#">1 running</a>' }, moving: true });
    await start();
    assert.deepEqual(requests, ['/running.json']);
    assert.equal(place().textContent, '1 running');
  });
  test('goes, without a word, when the service does not answer, and comes back', async () => {
    next = answer(200, { parts: { 'helion-running': '<a href="#">1 running</a>' }, moving: true });
    await start();
    next = answer(502, { service: 'node-lifecycle', error: 'down' });
    mock.timers.tick(10_000);
    await settle();
    assert.equal(place().innerHTML, '');
    assert.equal(page.document.getElementById('helion-stale').hidden, true);
    next = answer(200, { parts: { 'helion-running': '<a href="#">2 running</a>' }, moving: true });
    mock.timers.tick(10_000);
    await settle();
    assert.equal(place().textContent, '2 running');
  });
  test('stands beside another badge, which fails alone', async () => {
    place().insertAdjacentHTML('beforebegin', '<div id="helion-bell" class="helion-badge" data-url="/bell.json"></div>');
    globalThis.fetch = async (url) => (url === '/bell.json'
      ? answer(200, { parts: { 'helion-bell': '<a href="#">3 unhandled problems</a>' }, moving: false })
      : answer(502, { service: 'node-lifecycle', error: 'down' }));
    await start();
    assert.equal(page.document.getElementById('helion-bell').textContent, '3 unhandled problems');
    assert.equal(place().innerHTML, '');
  });
  test('is not requests for where the page has no place for it', async () => {
    place().remove();
    await start();
    assert.deepEqual(requests, []);
  });
});
