import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load } from './page.mjs';

const { obstacle, sift } = await load('obstacle.mjs');

const TABLE = { states: { active: 'Active', manageable: 'Manageable' } };
const TEXTS = {
  hasInstance: 'instance',
  inMaintenance: 'in maintenance',
  isProtected: 'protected',
  locked: 'locked by %(host)s',
  atMost: 'at most %(n)d',
  noInstance: 'no instance',
  notAllowed: 'rule %(rule)s',
  notInMaintenance: 'not in maintenance',
  wrongPower: 'power %(power)s',
  wrongState: 'state %(state)s',
};
const NODE = {
  uuid: 'u1', label: 'node-01', state: 'active', power: 'power on',
  maintenance: false, lock: null, protected: false, instance: null,
};
// What the server sends for an action that needs nothing.
const NEEDS = {
  states: null, maintenance: null, not_power: null, states_or_maintenance: false,
  unlocked: false, unprotected: false, no_instance: false, instance: false,
};
const action = (needs = {}, more = {}) => ({ name: 'x', rule: 'node:x', allowed: true, needs: { ...NEEDS, ...needs }, ...more });
const why = (needs, node = {}, more = {}) => obstacle(action(needs, more), { ...NODE, ...node }, TABLE, TEXTS);

// Each rule: what it needs, a node that it blocks, the reason, and a node that it lets through.
const RULES = [
  ['lock', { unlocked: true }, { lock: 'conductor-1' }, 'locked by conductor-1', { lock: null }],
  ['state', { states: ['manageable'] }, { state: 'active' }, 'state Active', { state: 'manageable' }],
  ['in maintenance only', { maintenance: true }, { maintenance: false }, 'not in maintenance', { maintenance: true }],
  ['out of maintenance only', { maintenance: false }, { maintenance: true }, 'in maintenance', { maintenance: false }],
  ['power', { not_power: ['power on'] }, { power: 'power on' }, 'power power on', { power: 'power off' }],
  ['protection', { unprotected: true }, { protected: true }, 'protected', { protected: false }],
  ['instance', { no_instance: true }, { instance: 'i1' }, 'instance', { instance: null }],
  ['no instance', { instance: true }, { instance: null }, 'no instance', { instance: 'i1' }],
];

describe('obstacle', () => {
  test('nothing stands in the way of an action that needs nothing', () => {
    const worst = { lock: 'c', maintenance: true, protected: true, instance: 'i', power: null, state: 'error' };
    assert.equal(why({}, worst), '');
  });
  test('policy comes first, and its rule is named', () => {
    assert.equal(why({ unlocked: true }, { lock: 'c' }, { allowed: false }), 'rule helion:node:x');
  });
  for (const [name, needs, blocked, reason, free] of RULES) {
    test(`${name}: blocks`, () => assert.equal(why(needs, blocked), reason));
    test(`${name}: lets through`, () => assert.equal(why(needs, free), ''));
  }
  test('a state that the table does not know is named as Ironic wrote it', () => {
    assert.equal(why({ states: ['manageable'] }, { state: 'brand new' }), 'state brand new');
  });
  test('maintenance stands in for the state where the action says so', () => {
    const needs = { states: ['manageable'], states_or_maintenance: true };
    assert.equal(why(needs, { maintenance: true }), '');
    assert.equal(why(needs, { maintenance: false }), 'state Active');
  });
  test('an instance is no obstacle in maintenance', () => {
    assert.equal(why({ no_instance: true }, { instance: 'i1', maintenance: true }), '');
  });
  test('what only the server can know is told after the state', () => {
    const cannot = { x: 'DRS is off.', other: 'no' };
    assert.equal(why({}, { cannot }), 'DRS is off.');
    assert.equal(why({ states: ['manageable'] }, { cannot }), 'state Active');
    assert.equal(why({}, { cannot: { other: 'no' } }), '');
  });
  test('the lock is told before the state', () => {
    assert.equal(why({ unlocked: true, states: ['manageable'] }, { lock: 'c' }), 'locked by c');
  });
});

describe('sift', () => {
  test('sorts nodes, keeps their order, gives each reason', () => {
    const nodes = [
      { ...NODE, uuid: 'a', state: 'manageable' },
      { ...NODE, uuid: 'b' },
      { ...NODE, uuid: 'c', state: 'manageable' },
      { ...NODE, uuid: 'd', state: 'manageable', lock: 'c1' },
    ];
    const { possible, blocked } = sift(action({ states: ['manageable'], unlocked: true }), nodes, TABLE, TEXTS);
    assert.deepEqual(possible.map((node) => node.uuid), ['a', 'c']);
    assert.deepEqual(blocked.map(({ node, reason }) => [node.uuid, reason]), [['b', 'state Active'], ['d', 'locked by c1']]);
  });
  test('too many at once are none', () => {
    const nodes = [{ ...NODE, uuid: 'a' }, { ...NODE, uuid: 'b' }, { ...NODE, uuid: 'c', lock: 'c1' }];
    const few = action({ unlocked: true }, { most: 1 });
    const { possible, blocked } = sift(few, nodes, TABLE, TEXTS);
    assert.deepEqual(possible, []);
    assert.deepEqual(blocked.map(({ reason }) => reason), ['at most 1', 'at most 1', 'locked by c1']);
    assert.equal(sift(few, nodes.slice(1), TABLE, TEXTS).possible.length, 1);
  });
  test('of no node there is nothing', () => {
    assert.deepEqual(sift(action(), [], TABLE, TEXTS), { possible: [], blocked: [] });
  });
});
