import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load } from './page.mjs';

const { adds, readFile } = await load('source_file.mjs');

const TEXTS = { addsOne: 'one', addsMany: '%(n)d more', tooLarge: 'too large', noText: 'no text' };

describe('adds', () => {
  for (const [total, have, text] of [['3', 2, 'one'], ['5', 2, '3 more'], ['2', 2, ''], ['1', 2, ''], ['', 2, ''], ['2.5', 1, ''], ['x', 1, '']]) {
    test(`${total || 'nothing'} where there are ${have}`, () => assert.equal(adds(total, have, TEXTS), text));
  }
});

describe('readFile', () => {
  test('its text', async () => {
    assert.deepEqual(await readFile(new Blob(['mac,user\näö']), TEXTS), { text: 'mac,user\näö' });
  });
  test('without the mark that some editors write first', async () => {
    assert.deepEqual(await readFile(new Blob(['\ufeffmac']), TEXTS), { text: 'mac' });
  });
  test('what is no UTF-8 would spoil passwords', async () => {
    assert.deepEqual(await readFile(new Blob([new Uint8Array([0x70, 0xe4])]), TEXTS), { problem: 'no text' });
  });
  test('one that is too large is not read', async () => {
    assert.deepEqual(await readFile({ size: 1024 ** 2 + 1 }, TEXTS), { problem: 'too large' });
  });
});
