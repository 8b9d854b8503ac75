import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { load, open } from './page.mjs';

const { update } = await load('rows.mjs');

const html = (id, word = 'available') => `
  <tr id="node-${id}"><td><input type="checkbox" value="${id}"></td><td><a href="#${id}">${id}</a></td>
  <td>${word}</td><td><button type="button">…</button></td></tr>`;
const row = (id, word) => ({ id, html: html(id, word) });
const tick = () => new Promise((resolve) => { setImmediate(resolve); });

describe('update', () => {
  let page;
  let body;
  beforeEach(() => {
    page = open(`<table><tbody>${html('a')}${html('b')}${html('c')}</tbody></table>`);
    body = page.document.querySelector('tbody');
  });
  afterEach(() => page.close());

  const ids = () => [...body.rows].map((element) => element.id.replace('node-', '')).join('');
  const at = (id) => page.document.getElementById(`node-${id}`);
  const box = (id) => at(id).querySelector('input');
  const draw = (...rows) => update(body, rows, 'node');

  test('keeps the widths of columns until the window has another', () => {
    const table = body.parentElement;
    table.createTHead().innerHTML = '<tr><th></th><th>Name</th><th>State</th><th></th></tr>';
    const cells = [...table.tHead.rows[0].cells];
    let shown = [20, 100, 419.7, 40];
    let width = 580;
    Object.defineProperty(table, 'offsetWidth', { get: () => width });
    cells.forEach((cell, index) => { cell.getBoundingClientRect = () => ({ width: shown[index] }); });
    const kept = () => cells.map((cell) => cell.style.minWidth);
    draw(row('a'), row('b'), row('c'));
    assert.deepEqual(kept(), ['20px', '100px', '419px', '40px']);
    shown = [20, 110, 410, 40];
    draw(row('a', 'on'), row('b'), row('c'));
    assert.deepEqual(kept(), ['20px', '100px', '419px', '40px']);
    width = 400;
    draw(row('a'), row('b'), row('c'));
    assert.deepEqual(kept(), ['20px', '110px', '410px', '40px']);
  });
  test('draws what it is given', () => {
    draw(row('a', 'active'), row('b'), row('c'));
    assert.equal(ids(), 'abc');
    assert.match(at('a').textContent, /active/);
  });
  test('replaces a row only when it changed since it was last drawn', () => {
    draw(row('a'), row('b'), row('c'));
    const [a, b, c] = body.rows;
    draw(row('a'), row('b', 'deploying'), row('c'));
    assert.equal(at('a'), a);
    assert.notEqual(at('b'), b);
    assert.equal(at('c'), c);
  });
  test('does not touch the table when nothing changed', async () => {
    draw(row('a'), row('b'), row('c'));
    const changes = [];
    new page.window.MutationObserver((records) => changes.push(...records)).observe(body, { childList: true, subtree: true });
    draw(row('a'), row('b'), row('c'));
    await tick();
    assert.deepEqual(changes, []);
  });
  test('moves no row but the one that changed its place', async () => {
    draw(row('a'), row('b'), row('c'));
    const changes = [];
    new page.window.MutationObserver((records) => changes.push(...records)).observe(body, { childList: true });
    draw(row('a'), row('b'));
    await tick();
    assert.equal(changes.length, 1);
    assert.equal(changes[0].removedNodes[0].id, 'node-c');
  });
  test('removes rows that are gone', () => {
    draw(row('b'));
    assert.equal(ids(), 'b');
    draw();
    assert.equal(ids(), '');
  });
  test('adds rows before, between and behind', () => {
    draw(row('x'), row('a'), row('y'), row('b'), row('c'), row('z'));
    assert.equal(ids(), 'xaybcz');
  });
  test('fills an empty table', () => {
    body.replaceChildren();
    draw(row('a'), row('b'));
    assert.equal(ids(), 'ab');
  });
  for (const order of ['cba', 'bca', 'cab', 'bac', 'acb', 'xcb', 'cxa', 'yxz', 'bxca']) {
    test(`ends in the order that it is given: ${order}`, () => {
      draw(row('a'), row('b'), row('c'));
      draw(...[...order].map((id) => row(id)));
      assert.equal(ids(), order);
      draw(...[...order].map((id) => row(id, 'changed')));
      assert.equal(ids(), order);
    });
  }
  test('what is selected stays selected, changed or moved', () => {
    box('b').checked = true;
    draw(row('c'), row('b', 'active'), row('a'));
    assert.equal(box('b').checked, true);
    assert.equal(box('a').checked, false);
    draw(row('b', 'active'), row('a'));
    assert.equal(box('b').checked, true);
  });
  test('a row that comes back is not selected', () => {
    box('b').checked = true;
    draw(row('a'), row('c'));
    draw(row('a'), row('b'), row('c'));
    assert.equal(box('b').checked, false);
  });
  test('what has the focus keeps it when its row is drawn anew', async () => {
    at('b').querySelector('button').focus();
    draw(row('a'), row('b', 'active'), row('c'));
    await tick();
    assert.equal(page.document.activeElement, at('b').querySelector('button'));
  });
  test('what was opened stays open when its row is drawn anew', () => {
    const long = (word) => `${word}<details><summary>Why</summary>It hangs.</details>`;
    const fold = (id) => at(id).querySelector('details');
    draw(row('a', long('down')), row('b', long('down')), row('c'));
    fold('b').open = true;
    draw(row('a', long('up')), row('b', long('up')), row('c'));
    assert.equal(fold('b').open, true);
    assert.equal(fold('a').open, false);
    draw(row('a'), row('b'), row('c'));
    assert.equal(fold('b'), null);
  });
  test('what has the focus keeps it when its row only moves', async () => {
    draw(row('a'), row('b'), row('c'));
    const button = at('c').querySelector('button');
    button.focus();
    draw(row('c'), row('a'), row('b'));
    await tick();
    assert.equal(page.document.activeElement, button);
  });
  test('rows may be called otherwise', () => {
    const other = html('a', 'running').replace('node-a', 'operation-a');
    update(body, [{ id: 'a', html: other }], 'operation');
    assert.deepEqual([...body.rows].map((element) => element.id), ['operation-a']);
    const [drawn] = body.rows;
    update(body, [{ id: 'a', html: other }], 'operation');
    assert.equal(body.rows[0], drawn);
  });
  test('the focus is taken from nobody else', async () => {
    at('b').querySelector('a').focus();
    draw(row('a', 'active'), row('b'), row('c', 'active'));
    draw(row('a', 'error'), row('b'), row('c', 'error'));
    await tick();
    assert.equal(page.document.activeElement, at('b').querySelector('a'));
  });
});
