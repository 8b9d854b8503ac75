// Many things are sent in slices, and none twice unless nothing was done.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';

import { load } from './page.mjs';

const { run } = await load('slices.mjs');

const TEXTS = { unknownResult: 'perhaps' };
const ITEMS = Array.from({ length: 120 }, (_, index) => ({ id: `n${index}` }));
const good = (ids) => ({ ok: true, status: 200, data: { results: ids.map((id) => ({ id, ok: true, reason: '' })), later: [] } });

// Sends `items` with the answers of `server(ids, turn)`: what was sent, and what came of it.
async function all(server, { action = {}, items = ITEMS } = {}) {
  const sent = [];
  const slices = [];
  const send = async (ids) => { sent.push(ids); return server(ids, sent.length); };
  for await (const slice of run(action, items, send, TEXTS)) slices.push(slice);
  return { sent, slices, results: slices.flatMap((slice) => slice.results), left: slices.at(-1).left };
}

describe('run', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  test('sends each thing once, in slices', async () => {
    const { sent, results, left } = await all(good);
    assert.deepEqual(sent.map((ids) => ids.length), [50, 50, 20]);
    assert.equal(new Set(sent.flat()).size, 120);
    assert.deepEqual(results.map(({ id }) => id), ITEMS.map(({ id }) => id));
    assert.deepEqual(left, []);
  });

  test('sends those again for which the server had no time', async () => {
    const { sent, results } = await all((ids) => good(ids.slice(0, 30)));
    assert.deepEqual(sent[1].slice(0, 2), ['n30', 'n31']);
    assert.equal(new Set(results.map(({ id }) => id)).size, results.length);
    assert.equal(results.length, 120);
  });

  test('sends all together what one call does, and nothing of it again', async () => {
    const { sent, left } = await all((ids) => good(ids.slice(1)), { action: { together: true } });
    assert.deepEqual(sent.map((ids) => ids.length), [120]);
    assert.deepEqual(left, []);
  });

  test('reports the things of a slice without an answer, and sends the others', async () => {
    const { sent, results } = await all((ids, turn) => (turn === 2 ? null : good(ids)));
    assert.equal(sent.length, 3);
    assert.deepEqual(results.filter(({ ok }) => !ok).map(({ id }) => id), sent[1]);
    assert.ok(results.filter(({ ok }) => !ok).every(({ reason }) => reason === 'perhaps'));
  });

  test('sends a slice again of which nothing can have been done', async () => {
    const down = { ok: false, status: 502, data: { error: 'down' } };
    const pending = all((ids, turn) => (turn === 2 ? down : good(ids)));
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve(); // eslint-disable-line no-await-in-loop
    mock.timers.tick(1000);
    const { sent, results } = await pending;
    assert.deepEqual(sent[1], sent[2]);
    assert.ok(results.every(({ ok }) => ok));
  });

  test('sends nothing more to a server that does not answer', async () => {
    const { sent, left } = await all(() => null);
    assert.equal(sent.length, 2);
    assert.equal(left.length, 20);
  });

  test('sends nothing more to a server that refuses', async () => {
    const { sent, results, left } = await all((ids, turn) => (turn === 2 ? { ok: false, status: 403, data: { error: 'no' } } : good(ids)));
    assert.equal(sent.length, 2);
    assert.equal(results.at(-1).reason, 'no');
    assert.equal(left.length, 20);
  });
});
