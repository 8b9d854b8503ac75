import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load } from './page.mjs';

const { obstacle, sift } = await load('obstacle.mjs');

const TABLE = { states: { active: 'Active', manageable: 'Manageable' } };
const TEXTS = { atMost: 'at most %(n)d', notAllowed: 'not allowed', rule: 'Rule: %(rule)s' };
const NODE = {
  id: 'u1', label: 'node-01', state: 'active', power: 'power on',
  maintenance: false, lock: null, protected: false, instance: null,
};
const need = (field, how, reason, more = {}) => ({ field, test: how, reason, values: [], unless: '', ...more });
const LOCK = need('lock', 'unset', 'locked by %(lock)s');
const STATE = need('state', 'in', 'state %(state)s', { values: ['manageable'] });
const NO_INSTANCE = need('instance', 'unset', 'instance', { unless: 'maintenance' });
const action = (needs = [], more = {}) => ({ name: 'x', rule: 'helion:node:x', allowed: true, needs, ...more });
const why = (needs, node = {}, more = {}) => obstacle(action(needs, more), { ...NODE, ...node }, TABLE, TEXTS);

// Each rule: what it needs, a node that it blocks, the reason, and a node that it lets through.
const RULES = [
  ['lock', LOCK, { lock: 'conductor-1' }, 'locked by conductor-1', { lock: null }],
  ['state', STATE, { state: 'active' }, 'state Active', { state: 'manageable' }],
  ['in maintenance only', need('maintenance', 'set', 'not in maintenance'), { maintenance: false }, 'not in maintenance', { maintenance: true }],
  ['out of maintenance only', need('maintenance', 'unset', 'in maintenance'), { maintenance: true }, 'in maintenance', { maintenance: false }],
  ['power', need('power', 'not in', 'power %(power)s', { values: ['power on'] }), { power: 'power on' }, 'power power on', { power: 'power off' }],
  ['protection', need('protected', 'unset', 'protected'), { protected: true }, 'protected', { protected: false }],
  ['instance', NO_INSTANCE, { instance: 'i1' }, 'instance', { instance: null }],
  ['no instance', need('instance', 'set', 'no instance'), { instance: null }, 'no instance', { instance: 'i1' }],
];

describe('obstacle', () => {
  test('nothing stands in the way of an action that needs nothing', () => {
    const worst = { lock: 'c', maintenance: true, protected: true, instance: 'i', power: null, state: 'error' };
    assert.equal(why([], worst), '');
  });
  test('policy comes first', () => {
    assert.equal(why([LOCK], { lock: 'c' }, { allowed: false }), 'not allowed');
  });
  for (const [name, needs, blocked, reason, free] of RULES) {
    test(`${name}: blocks`, () => assert.equal(why([needs], blocked), reason));
    test(`${name}: lets through`, () => assert.equal(why([needs], free), ''));
  }
  test('a state that the table does not know is named as Ironic wrote it', () => {
    assert.equal(why([STATE], { state: 'brand new' }), 'state brand new');
  });
  test('maintenance stands in for the state where the action says so', () => {
    const needs = [{ ...STATE, unless: 'maintenance' }];
    assert.equal(why(needs, { maintenance: true }), '');
    assert.equal(why(needs, { maintenance: false }), 'state Active');
  });
  test('an instance is no obstacle in maintenance', () => {
    assert.equal(why([NO_INSTANCE], { instance: 'i1', maintenance: true }), '');
  });
  test('what only the server can know is told after the state', () => {
    const cannot = { x: 'DRS is off.', other: 'no' };
    assert.equal(why([], { cannot }), 'DRS is off.');
    assert.equal(why([STATE], { cannot }), 'state Active');
    assert.equal(why([], { cannot: { other: 'no' } }), '');
  });
  test('the first reason is told first', () => {
    assert.equal(why([LOCK, STATE], { lock: 'c' }), 'locked by c');
  });
});

describe('sift', () => {
  test('sorts nodes, keeps their order, gives each reason', () => {
    const nodes = [
      { ...NODE, id: 'a', state: 'manageable' },
      { ...NODE, id: 'b' },
      { ...NODE, id: 'c', state: 'manageable' },
      { ...NODE, id: 'd', state: 'manageable', lock: 'c1' },
    ];
    const { possible, blocked } = sift(action([LOCK, STATE]), nodes, TABLE, TEXTS);
    assert.deepEqual(possible.map((node) => node.id), ['a', 'c']);
    assert.deepEqual(blocked.map(({ item, reason }) => [item.id, reason]), [['b', 'state Active'], ['d', 'locked by c1']]);
  });
  test('too many at once are none', () => {
    const nodes = [{ ...NODE, id: 'a' }, { ...NODE, id: 'b' }, { ...NODE, id: 'c', lock: 'c1' }];
    const few = action([LOCK], { most: 1 });
    const { possible, blocked } = sift(few, nodes, TABLE, TEXTS);
    assert.deepEqual(possible, []);
    assert.deepEqual(blocked.map(({ reason }) => reason), ['at most 1', 'at most 1', 'locked by c1']);
    assert.equal(sift(few, nodes.slice(1), TABLE, TEXTS).possible.length, 1);
  });
  test('of no node there is nothing', () => {
    assert.deepEqual(sift(action(), [], TABLE, TEXTS), { possible: [], blocked: [] });
  });
});
