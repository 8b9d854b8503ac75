import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load } from './load.mjs';

const { address, toParams, parse, toggled, turned } = await load('query.mjs');

const SOME = '?layout=esx&region=wr&plan=p1&problems=1&open=compute&open=%21object&after=compute%3Aabc%3Ad&network=ipmi';

describe('the address', () => {
  test('says the same when it is read and written', () => {
    assert.deepEqual(parse(address(parse(SOME))), parse(SOME));
    assert.equal(address(parse('')), '');
  });
  test('keeps from the server what only the picture needs', () => {
    assert.equal(toParams(parse(SOME)).has('network'), false);
    assert.deepEqual(toParams(parse(SOME)).getAll('open'), ['compute', '!object']);
  });
  test('a marker may hold a colon, a row that is no marker is left out', () => {
    assert.deepEqual([...parse('?after=compute:a:b&after=nothing&after=:x').after], [['compute', 'a:b']]);
  });
});

describe('a row', () => {
  const open = (query) => query.open;
  test('that is open by itself is closed on purpose, and opens by itself again', () => {
    const closed = toggled(parse(''), { id: 'compute', open: true, fixed: true });
    assert.deepEqual(open(closed), ['!compute']);
    assert.deepEqual(open(toggled(closed, { id: 'compute', open: false, fixed: false })), []);
  });
  test('that is large is opened by its name, and closed without it', () => {
    const opened = toggled(parse(''), { id: 'compute', open: false, fixed: false });
    assert.deepEqual(open(opened), ['compute']);
    assert.deepEqual(open(toggled(opened, { id: 'compute', open: true, fixed: false })), []);
  });
  test('leaves the others, and begins at its first page', () => {
    const closed = toggled(parse('?open=a&open=compute&after=compute:m&after=a:n&node=x'), { id: 'compute', open: true, fixed: false });
    assert.deepEqual(open(closed), ['a']);
    assert.deepEqual([...closed.after], [['a', 'n']]);
    assert.equal(closed.node, '');
  });
  test('turns its pages', () => {
    const row = { id: 'compute', open: true, fixed: false };
    const second = turned(parse('?open=compute'), row, 'm');
    assert.equal(address(second), '?open=compute&after=compute%3Am');
    assert.equal(address(turned(second, row, '')), '?open=compute');
  });
  test('that was opened by a search stays open when its page is turned', () => {
    assert.deepEqual(open(turned(parse('?node=x'), { id: 'compute', open: true, fixed: false }, 'm')), ['compute']);
  });
});
