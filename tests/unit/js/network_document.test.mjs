import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load } from './page.mjs';

const { choices, fresh, get, isShown, parse, put } = await load('network_document.mjs');

describe('paths', () => {
  test('lead to a value, or to nothing', () => {
    const content = { portGroups: [{ vlan: '1' }, { vlan: '2' }] };
    assert.equal(get(content, 'portGroups.1.vlan'), '2');
    assert.equal(get(content, 'portGroups.7.vlan'), undefined);
    assert.equal(get(content, 'nothing.at.all'), undefined);
  });
  test('what is missing on the way is made, lists for numbers', () => {
    const content = {};
    put(content, 'portGroups.0.nic_teaming.active_nics', 'vmnic1');
    assert.deepEqual(content, { portGroups: [{ nic_teaming: { active_nics: 'vmnic1' } }] });
  });
  test('a value takes the place of another', () => {
    const content = { switches: [{ name: 'a' }], x: 1 };
    put(content, 'switches.0.name', 'b');
    assert.deepEqual(content, { switches: [{ name: 'b' }], x: 1 });
  });
});

describe('a fresh item', () => {
  test('has the defaults, and as many items in its lists as are needed', () => {
    const fields = [
      { key: 'name', type: 'text' },
      { key: 'mtu', type: 'number', default: '1500' },
      { key: 'on', type: 'bool' },
      { key: 'teaming', type: 'group', fields: [{ key: 'notify', type: 'choice', default: 'yes' }] },
      { key: 'nics', type: 'list', min: 1, fields: [{ key: 'device', type: 'text' }] },
    ];
    assert.deepEqual(fresh(fields), { name: '', mtu: '1500', on: false, teaming: { notify: 'yes' }, nics: [{ device: '' }] });
  });
});

describe('choices', () => {
  const content = { switches: [{ name: 'A' }, { name: '' }, null, { name: 'A' }, { name: 'B' }] };
  test('come from elsewhere in the document, each once', () => {
    assert.deepEqual(choices({ choices_from: 'switches[].name' }, content).map((choice) => choice.value), ['A', 'B']);
    assert.deepEqual(choices({ choices_from: 'nothing[].name' }, content), []);
  });
  test('or are the own ones', () => {
    assert.deepEqual(choices({ choices: [{ value: '1' }] }, content), [{ value: '1' }]);
    assert.deepEqual(choices({}, content), []);
  });
});

describe('isShown', () => {
  const field = { shown_if: { key: 'vlan_type', values: ['vlan'] } };
  test('by the value beside it', () => {
    assert.equal(isShown(field, { vlan_type: 'vlan' }), true);
    assert.equal(isShown(field, { vlan_type: 'none' }), false);
    assert.equal(isShown(field, undefined), false);
    assert.equal(isShown({}, undefined), true);
  });
});

describe('parse', () => {
  test('reads the files of HP, with their comments', () => {
    assert.deepEqual(parse('# a comment\n{"switches": [] }\n  # another'), { content: { switches: [] } });
  });
  test('says what is wrong', () => {
    assert.match(parse('{"a": }').problem, /JSON/);
    assert.equal(parse('[1]').problem, '');
    assert.equal(parse('null').problem, '');
  });
});
