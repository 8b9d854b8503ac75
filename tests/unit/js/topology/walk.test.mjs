import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load } from './load.mjs';
import { sample } from './sample.mjs';

const { Places } = await load('stable.mjs');
const { layout } = await load('layout.mjs');
const { next, tracks } = await load('keyboard.mjs');
const { read } = await load('model.mjs');

describe('the arrow keys', () => {
  const all = tracks(layout(read(sample(12)), new Places(), 1200));
  const keys = all.flat().map((thing) => thing.key);

  test('reach everything, from the first to the last and back', () => {
    const walk = (pressed, from) => {
      const visited = [];
      for (let at = from; at; at = next(all, at, pressed)) visited.push(at);
      return visited;
    };
    assert.deepEqual(walk('ArrowRight', keys[0]), keys);
    assert.deepEqual(walk('ArrowLeft', keys.at(-1)), [...keys].reverse());
  });
  test('go down to what is nearest', () => {
    const line = all.find((track) => track.length > 3);
    const below = all[all.indexOf(line) + 1];
    assert.ok(below.some((thing) => thing.key === next(all, line[2].key, 'ArrowDown')));
    assert.equal(next(all, below[0].key, 'ArrowUp')?.split(':')[0], line[0].key.split(':')[0]);
  });
  test('go to the ends of a line, and from row to row', () => {
    const line = all.find((track) => track.length > 3);
    assert.equal(next(all, line[2].key, 'Home'), line[0].key);
    assert.equal(next(all, line[2].key, 'End'), line.at(-1).key);
    assert.equal(next(all, keys[0], 'PageDown'), 'row:undercloud');
    assert.equal(next(all, 'row:undercloud', 'PageDown'), 'row:controller');
    assert.equal(next(all, 'row:controller', 'PageUp'), 'row:undercloud');
    assert.equal(next(all, 'row:undercloud', 'PageUp'), null);
  });
  test('reach the pages of a long row', () => {
    const data = sample(100, { open: true });
    Object.assign(data.rows[2], { next: 'marker', from: 0 });
    const paged = tracks(layout(read(data), new Places(), 1200));
    assert.equal(next(paged, 'row:compute', 'ArrowRight'), 'previous:compute');
    assert.equal(next(paged, 'previous:compute', 'ArrowRight'), 'next:compute');
    assert.equal(next(paged, 'next:compute', 'ArrowRight').split(':')[0], 'node');
  });
  test('begin at the first when what had the focus is gone', () => assert.equal(next(all, 'node:gone', 'ArrowDown'), keys[0]));
  test('are not those of others', () => {
    for (const pressed of ['a', 'Tab', 'constructor', 'Enter']) assert.equal(next(all, keys[0], pressed), null);
  });
});
