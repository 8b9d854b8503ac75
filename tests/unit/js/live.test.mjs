import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';

import { load, open } from './page.mjs';

const { keep, parts } = await load('live.mjs');

const POLL = { moving: 10, resting: 30, idle: 600 };
const TEXTS = { noAnswer: 'no answer', notUpdated: '%(service)s: %(reason)s' };
const BODY = '<div id="helion-stale" hidden></div><div id="helion-signed-out" hidden></div>';

// Lets every promise that is ready run: the mocked clock does not.
const settle = () => new Promise((resolve) => { setImmediate(resolve); });
const answer = (data, { status = 200, etag = null } = {}) => ({
  status,
  ok: status >= 200 && status < 300,
  headers: { get: (name) => (name === 'ETag' ? etag : null) },
  json: async () => { if (data === undefined) throw new SyntaxError('no JSON'); return data; },
});

describe('keep', () => {
  let page;
  let requests;
  let next;
  let drawn;
  let running;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
    page = open(BODY);
    requests = [];
    drawn = [];
    next = () => answer({ moving: false });
    globalThis.fetch = async (url, options) => { requests.push({ url, ...options }); return next(requests.length); };
  });
  afterEach(() => {
    running?.stop();
    running = null;
    page.close();
    mock.timers.reset();
    delete globalThis.fetch;
  });

  const start = async (options = {}) => {
    running = keep('/rows.json', (content) => drawn.push(content), { poll: POLL, texts: TEXTS, ...options });
    await settle();
    return running;
  };
  const pass = async (seconds) => { mock.timers.tick(seconds * 1000); await settle(); };
  const hide = (hidden) => {
    Object.defineProperty(page.document, 'hidden', { value: hidden, configurable: true });
    page.fire('visibilitychange');
  };
  const stale = () => page.document.getElementById('helion-stale');

  test('asks at once, as a script of the same site, and draws', async () => {
    next = () => answer({ moving: false, rows: [1] });
    await start();
    assert.equal(requests.length, 1);
    assert.equal(requests[0].url, '/rows.json');
    assert.equal(requests[0].credentials, 'same-origin');
    assert.equal(requests[0].redirect, 'error');
    assert.deepEqual(requests[0].headers, { 'X-Requested-With': 'XMLHttpRequest' });
    assert.deepEqual(drawn, [{ moving: false, rows: [1] }]);
  });
  test('waits first where the page was drawn by the server', async () => {
    await start({ first: false });
    assert.equal(requests.length, 0);
    await pass(POLL.moving);
    assert.equal(requests.length, 1);
  });
  test('sends the ETag back, and draws nothing for 304', async () => {
    next = (n) => (n === 2 ? answer(undefined, { status: 304, etag: '"one"' }) : answer({ n }, { etag: '"one"' }));
    await start();
    assert.equal(requests[0].headers['If-None-Match'], undefined);
    await pass(POLL.resting);
    assert.equal(requests[1].headers['If-None-Match'], '"one"');
    assert.deepEqual(drawn, [{ n: 1 }]);
    await pass(POLL.resting);
    assert.deepEqual(drawn, [{ n: 1 }, { n: 3 }]);
  });
  test('asks every 30 s at rest', async () => {
    await start();
    await pass(POLL.resting - 1);
    assert.equal(requests.length, 1);
    await pass(1);
    assert.equal(requests.length, 2);
  });
  test('asks every 10 s while something moves, and rests after', async () => {
    next = (n) => answer({ moving: n < 3 });
    await start();
    await pass(POLL.moving);
    await pass(POLL.moving);
    assert.equal(requests.length, 3);
    await pass(POLL.moving);
    assert.equal(requests.length, 3);
    await pass(POLL.resting - POLL.moving);
    assert.equal(requests.length, 4);
  });
  test('304 keeps the pace', async () => {
    next = (n) => (n === 1 ? answer({ moving: true }, { etag: '"x"' }) : answer(undefined, { status: 304 }));
    await start();
    await pass(POLL.moving);
    await pass(POLL.moving);
    assert.equal(requests.length, 3);
  });
  test('never asks twice at a time', async () => {
    let give;
    next = () => new Promise((resolve) => { give = resolve; });
    await start();
    running.now();
    running.now();
    await pass(POLL.resting * 2);
    assert.equal(requests.length, 1);
    give(answer({}));
    await settle();
    await pass(POLL.resting);
    assert.equal(requests.length, 2);
  });
  test('asks on demand, and counts from there', async () => {
    await start();
    await pass(20);
    running.now();
    await settle();
    assert.equal(requests.length, 2);
    await pass(20);
    assert.equal(requests.length, 2);
    await pass(10);
    assert.equal(requests.length, 3);
  });

  test('401 stops it and says that one is signed out', async () => {
    next = (n) => (n === 1 ? answer({}) : answer({}, { status: 401 }));
    await start();
    assert.equal(page.document.getElementById('helion-signed-out').hidden, true);
    await pass(POLL.resting);
    assert.equal(page.document.getElementById('helion-signed-out').hidden, false);
    assert.equal(drawn.length, 1);
    await pass(POLL.resting * 10);
    running.now();
    page.fire('keydown');
    await settle();
    assert.equal(requests.length, 2);
  });
  test('stop() stops it', async () => {
    await start();
    running.stop();
    await pass(POLL.resting * 10);
    assert.equal(requests.length, 1);
  });
  test('asks nothing while the tab is hidden, and at once when it is shown', async () => {
    await start();
    hide(true);
    await pass(POLL.resting * 5);
    assert.equal(requests.length, 1);
    hide(false);
    await settle();
    assert.equal(requests.length, 2);
    await pass(POLL.resting);
    assert.equal(requests.length, 3);
  });
  test('asks nothing when nobody touched the page for ten minutes, and at once on a key', async () => {
    await start();
    for (let time = 0; time < POLL.idle; time += POLL.resting) await pass(POLL.resting); // eslint-disable-line no-await-in-loop
    const before = requests.length;
    await pass(POLL.idle);
    assert.ok(requests.length <= before + 1, `${requests.length - before} more`);
    const asleep = requests.length;
    await pass(POLL.idle);
    assert.equal(requests.length, asleep);
    page.fire('keydown');
    await settle();
    assert.equal(requests.length, asleep + 1);
    await pass(POLL.resting);
    assert.equal(requests.length, asleep + 2);
  });
  test('a moved mouse keeps it awake, and asks no more often for it', async () => {
    await start();
    for (let time = 0; time < POLL.idle * 2; time += POLL.resting) {
      await pass(POLL.moving); // eslint-disable-line no-await-in-loop
      page.fire('pointermove');
      await settle(); // eslint-disable-line no-await-in-loop
      await pass(POLL.resting - POLL.moving); // eslint-disable-line no-await-in-loop
    }
    assert.equal(requests.length, 1 + (POLL.idle * 2) / POLL.resting);
  });

  test('a failed service is sentences by name and reason, what was drawn stays, and it goes on', async () => {
    next = (n) => (n === 2 ? answer({ service: 'baremetal', error: 'It cannot be reached.' }, { status: 502 }) : answer({ n }));
    await start();
    await pass(POLL.resting);
    assert.equal(stale().textContent, 'baremetal: It cannot be reached.');
    assert.equal(stale().hidden, false);
    assert.deepEqual(drawn, [{ n: 1 }]);
    await pass(POLL.resting);
    assert.equal(stale().textContent, '');
    assert.equal(stale().hidden, true);
    assert.deepEqual(drawn, [{ n: 1 }, { n: 3 }]);
  });
  test('a failure on top is tried again, and only what failed', async () => {
    next = () => answer({ service: 'nova', error: 'down' }, { status: 502 });
    await start({ texts: { ...TEXTS, again: 'Try again' } });
    next = () => answer({ moving: false });
    stale().querySelector('button').click();
    await settle();
    assert.equal(requests.length, 2);
    assert.ok(stale().hidden);
    assert.equal(drawn.length, 1);
  });
  test('an answer that is no JSON is Horizon’s own failure', async () => {
    next = () => answer(undefined, { status: 500 });
    await start();
    assert.equal(stale().textContent, 'Horizon: 500');
  });
  test('no answer at all is sentences too, until there is one', async () => {
    next = (n) => { if (n === 1) throw new TypeError('network'); return answer(undefined, { status: 304 }); };
    await start();
    assert.equal(stale().textContent, 'no answer');
    await pass(POLL.resting);
    assert.equal(stale().hidden, true);
  });
  test('failures of several views stand side by side, the same one once', async () => {
    next = () => answer({ service: 'baremetal', error: 'down' }, { status: 502 });
    await start();
    const second = keep('/summary.json', () => {}, { poll: POLL, texts: TEXTS });
    await settle();
    assert.equal(stale().textContent, 'baremetal: down');
    next = () => answer({ service: 'identity', error: 'down' }, { status: 502 });
    second.now();
    await settle();
    assert.equal(stale().textContent, 'baremetal: down identity: down');
    next = () => answer({});
    running.now();
    await settle();
    assert.equal(stale().textContent, 'identity: down');
    second.now();
    await settle();
    second.stop();
    assert.equal(stale().hidden, true);
  });
  test('a block of its own says its failures itself', async () => {
    const sentences = [];
    next = (n) => (n === 1 ? answer({ service: 'network', error: 'down' }, { status: 502 }) : answer({}));
    await start({ fail: (sentence) => sentences.push(sentence) });
    await pass(POLL.resting);
    assert.deepEqual(sentences, ['network: down', '']);
    assert.equal(stale().hidden, true);
  });
});

describe('parts', () => {
  let page;
  afterEach(() => page.close());

  test('draws what changed, and nothing that is not there', () => {
    page = open('<p id="one"></p><p id="two"></p>');
    parts({ one: '<b>1</b>', two: 'x', three: 'y' });
    const bold = page.document.querySelector('b');
    parts({ one: '<b>1</b>', two: 'z' });
    assert.equal(page.document.querySelector('b'), bold);
    assert.equal(page.document.getElementById('two').textContent, 'z');
  });
  test('no parts are no error', () => {
    page = open('<p id="one">kept</p>');
    parts(undefined);
    assert.equal(page.document.getElementById('one').textContent, 'kept');
  });
});
