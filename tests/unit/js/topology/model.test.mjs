import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load } from './load.mjs';
import { sample } from './sample.mjs';
import { texts } from './texts.mjs';

const { address, factsOf } = await load('facts.mjs');
const { changes } = await load('changes.mjs');
const { search } = await load('find.mjs');
const { places } = await load('stable.mjs');
const { read } = await load('model.mjs');
const { countOf } = await load('words.mjs');

test('a free node is counted as one, and what is no server by its name', () => {
  const counted = (source) => countOf(read({ rows: [{ id: 'r', ...source }] }).rows[0], texts);
  assert.equal(counted({ kind: 'controller', count: 4, free: 1 }), '3 nodes, oneFree');
  assert.equal(counted({ kind: 'other', count: 2, free: 2 }), '2 free');
  assert.equal(counted({ kind: 'host', count: 16 }), '16 hosts');
  assert.equal(counted({ kind: 'vcenter', count: 1 }), 'oneVcenter');
  assert.equal(counted({ kind: 'compute' }), 'none');
});

describe('what the server says', () => {
  test('may leave out whatever is as usual', () => {
    const model = read({ networks: [{ id: 'a' }], rows: [{ id: 'r', open: true, nodes: [{ id: 'n', wires: [{ network: 'a' }] }] }] });
    const [node] = model.rows[0].nodes;
    assert.equal(node.name, 'n');
    assert.equal(node.health, 'ok');
    assert.equal(node.wires[0].state, 'planned');
    const shared = read({ networks: [{ id: 'a' }, { id: 'b' }], rows: [{ id: 'r', open: true, wirings: [[{ network: 'a' }], [{ network: 'b', state: 'down' }]], nodes: [{ id: 'n', wires: 1 }, { id: 'm', wires: 0 }, { id: 'o', wires: 7 }] }] });
    assert.deepEqual(shared.rows[0].nodes.map((each) => each.wires.map(({ network, state }) => [network, state])), [[['b', 'down']], [['a', 'planned']], []]);
    assert.equal(model.networks[0].state, 'ok');
  });
  test('may say nothing at all', () => assert.deepEqual(read({}).rows, []));
  test('in words that nobody knows is not known', () => {
    const model = read({ networks: [{ id: 'a', state: 'odd' }], rows: [{ id: 'r', open: true, nodes: [{ id: 'n', health: 'constructor', wires: [{ network: 'a', state: 'odd' }] }] }] });
    assert.equal(model.networks[0].state, 'unknown');
    assert.equal(model.rows[0].nodes[0].health, 'unknown');
    assert.equal(model.rows[0].nodes[0].wires[0].state, 'unknown');
  });
  test('of a network that is not in the picture is left out', () => {
    const model = read({ networks: [], rows: [{ id: 'r', open: true, attachments: [{ network: 'b', planned: 1 }], nodes: [{ id: 'n', wires: [{ network: 'b' }] }] }] });
    assert.deepEqual(model.rows[0].attachments, []);
    assert.deepEqual(model.rows[0].nodes[0].wires, []);
  });
  test('of a wire is completed by its row', () => {
    const data = sample(3);
    for (const wire of data.rows[2].nodes[0].wires) { delete wire.nic; delete wire.tagged; }
    const wires = Object.fromEntries(read(data).rows[2].nodes[0].wires.map((wire) => [wire.network, wire]));
    assert.equal(wires.external.nic, 'eth0');
    assert.equal(wires.external.tagged, true);
    assert.equal(wires.ipmi.tagged, false);
  });
  test('of a single server of a closed row is completed by its row', () => {
    const model = read(sample(200));
    const single = model.rows[2].nodes.find((node) => node.wires.some((wire) => wire.state === 'wrong_vlan'));
    assert.equal(single.wires.length, 6);
    assert.equal(single.wires.filter((wire) => wire.state === 'planned').length, 5);
  });
  test('of colours and dashes is only that', () => {
    const [network] = read({ networks: [{ id: 'a', colour: 'red;x', dash: '1" onload="x' }] }).networks;
    assert.equal(network.colour, 1);
    assert.equal(network.dash, '');
    assert.equal(read({ networks: [{ id: 'a', colour: 13 }] }).networks[0].colour, 1);
  });
});

describe('what changed', () => {
  const base = () => read(sample(12));
  test('is nothing between equal pictures', () => assert.equal(changes(base(), base()).size, 0));
  test('is the server, and its row when the numbers differ', () => {
    const data = sample(12);
    Object.assign(data.rows[2].nodes[0], { health: 'failed' });
    data.rows[2].health = { ok: 9, failed: 3 };
    assert.deepEqual([...changes(base(), read(data))].sort(), ['box:compute', 'node:compute:compute-0']);
  });
  test('is no server of a row that was only opened', () => {
    assert.equal(changes(read(sample(100)), read(sample(100, { open: true }))).size, 0);
  });
});

describe('places', () => {
  const CASES = [
    ['abc', 'abc', 'abc'], ['abc', 'cba', 'abc'], ['abc', 'ac', 'a-c'], ['abc', 'acd', 'adc'], ['abc', 'abcd', 'abcd'],
    ['abc', 'ab', 'ab'], ['', 'ab', 'ab'], ['abc', '', ''], ['a-c', 'acx', 'axc'],
  ];
  const list = (text) => [...text].map((sign) => (sign === '-' ? null : sign));
  for (const [before, now, expected] of CASES) {
    test(`${before || 'none'}, then ${now || 'none'}`, () => assert.deepEqual(places(list(before), list(now)), list(expected)));
  }
});

describe('links', () => {
  test('lead to pages of this dashboard only', () => {
    assert.equal(address('/admin/uc_nodes/ID/', 'a b/c'), '/admin/uc_nodes/a%20b%2Fc/');
    assert.equal(address('/GRID/nodes/ID.json', '$&'), '/GRID/nodes/%24%26.json');
    // eslint-disable-next-line no-script-url
    for (const wrong of ['javascript:alert(1)//ID', '//evil.example/ID', 'https://evil.example/ID', '', null]) assert.equal(address(wrong, 'x'), null);
  });
});

describe('search', () => {
  const model = read(sample(12));
  test('finds networks, rows and servers', () => {
    assert.deepEqual(search(model, '331').map(({ key }) => key), ['net:external']);
    assert.deepEqual(search(model, 'u01-controller').map(({ name }) => name), ['rack1-u01-controller']);
    assert.ok(search(model, 'compute').length > 12);
    assert.deepEqual(search(model, 'nobody'), []);
  });
  test('finds a MAC address in every notation', () => {
    const node = { id: 'n', wires: [{ network: 'a', mac: '94:18:82:00:00:0E', address: '10.0.0.14' }] };
    const small = read({ networks: [{ id: 'a' }], rows: [{ id: 'r', open: true, nodes: [node] }] });
    for (const text of ['94:18:82:00:00:0e', '94-18-82-00-00-0e', '9418.8200.000e', '94188200000e', '94-18-82', '10.0.0.14']) {
      assert.deepEqual(search(small, text).map(({ id }) => id), ['n'], text);
    }
    assert.deepEqual(search(small, '94.18.82.0'), []);
  });
});

describe('a card', () => {
  test('says what is wrong with a server', () => {
    const model = read(sample(12));
    const row = model.rows[2];
    const facts = factsOf({ box: { node: row.nodes[3] }, row }, model, texts);
    assert.ok(facts.facts.some(([, text]) => text === 'iLO does not answer'));
    assert.equal(facts.wires.length, 6);
    assert.equal(facts.link, '/admin/uc_nodes/compute-3/');
  });
  test('counts the attachments of a network', () => {
    const model = read(sample(12));
    const { facts } = factsOf({ network: model.networks[2] }, model, texts);
    assert.ok(facts.some(([, text]) => text === '1 wrongVlan · 14 asPlanned'));
  });
});
