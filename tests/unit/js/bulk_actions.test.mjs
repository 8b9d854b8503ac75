import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load } from './page.mjs';

const { addressOf } = await load('bulk_actions.mjs');

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
