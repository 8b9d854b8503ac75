import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load } from './page.mjs';

const { addressOf } = await load('bulk_actions.mjs');

const NODES = [{ uuid: 'a' }, { uuid: 'b&c' }];

describe('addressOf', () => {
  test('puts a node into the path', () => {
    assert.equal(addressOf('/scale/{node}/replace', NODES.slice(1)), '/scale/b%26c/replace');
  });
  test('by the name that the action gives', () => {
    assert.equal(addressOf('/activate', NODES.slice(0, 1), 'cluster'), '/activate?cluster=a');
  });
  test('puts all nodes into the query', () => {
    assert.equal(addressOf('/scale/remove', NODES), '/scale/remove?server=a&server=b%26c');
  });
});
