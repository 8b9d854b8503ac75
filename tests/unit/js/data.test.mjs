import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';

import { load, open } from './page.mjs';

const { data, fill } = await load('data.mjs');

describe('fill', () => {
  test('puts values where Python would', () => {
    assert.equal(fill('%(n)d of %(of)s', { n: 3, of: 'node-01' }), '3 of node-01');
  });
  test('uses a value as often as it is named', () => {
    assert.equal(fill('%(a)s %(a)s', { a: 'x' }), 'x x');
  });
  test('zero and the empty text are values', () => {
    assert.equal(fill('[%(n)d|%(s)s]', { n: 0, s: '' }), '[0|]');
  });
  test('leaves what it has no value for', () => {
    assert.equal(fill('%(missing)s 100%', {}), '%(missing)s 100%');
    assert.equal(fill('%(missing)s'), '%(missing)s');
  });
  test('a value is never read as a pattern', () => {
    assert.equal(fill('%(a)s', { a: '$& %(b)s', b: 'no' }), '$& %(b)s');
  });
});

describe('data', () => {
  let page;
  afterEach(() => page.close());

  test('reads what the server put into the page', () => {
    page = open('<script type="application/json" id="helion-poll">{"moving": 10}</script>');
    assert.deepEqual(data('poll'), { moving: 10 });
  });
  test('falls back where there is nothing', () => {
    page = open();
    assert.deepEqual(data('poll'), {});
    assert.deepEqual(data('poll', { moving: 1 }), { moving: 1 });
  });
});
