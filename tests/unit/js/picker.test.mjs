import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { load, open } from './page.mjs';

globalThis.document = open().document; // for the import itself
const { Picker } = await load('picker.mjs');

const TEXTS = { selected: '%(n)d selected', selectAll: 'Select all %(n)d', selectNone: 'Select none', remove: 'Remove %(name)s', more: 'and %(n)d more', matches: '%(n)d match', noAnswer: 'no answer' };
const row = (id, kind, name = '', facets = '') => `<tr data-text="disk ${id}" data-facets='${facets}'><td><input type="${kind}" ${name} value="${id}" id="pick-${id}"></td>
  <th><label for="pick-${id}">Disk ${id}</label></th></tr>`;
const picker = ({ kind = 'checkbox', url = '', rows = '', selection = '' }) => `<form id="form"><div id="picker" data-picker data-name="disks" ${kind === 'checkbox' ? 'data-several' : ''} ${url && `data-url="${url}"`}>
  <div data-picker-selection>${selection}</div>
  <div data-picker-filter><input type="search" id="q"><select data-facet="colour" id="colour"><option value=""></option><option value="red">Red</option></select>
    ${url && '<button type="submit" name="picker" value="disks:1">Search</button>'}</div>
  <p data-picker-status></p><div class="helion-pick"><table><tbody>${rows}</tbody></table></div><p data-picker-empty hidden>none</p><div data-picker-pager></div></div></form>`;

let page;
const by = (selector) => page.document.querySelector(selector);
const all = (selector) => [...page.document.querySelectorAll(selector)];
const value = () => by('[type=hidden]').value;
const tick = () => new Promise((resolve) => { setTimeout(resolve, 5); });
const mount = (body) => {
  page = open(body);
  new Picker(by('#picker'), { texts: TEXTS }).begin();
};
const type = async (text) => {
  by('#q').value = text;
  page.fire('input', by('#q'));
  await tick();
};
const pressButton = async (text) => {
  all('button').find((button) => button.textContent === text).click();
  await tick();
};
afterEach(() => page.close());

describe('candidates in the page', () => {
  const rows = ['a', 'b', 'c'].map((id) => row(id, 'checkbox', 'name="disks"', id === 'b' ? '{"colour": "red"}' : '')).join('').replace('value="c"', 'value="c" checked');
  beforeEach(() => mount(picker({ rows })));

  test('what is checked is selected, in one field', () => {
    assert.equal(value(), 'c');
    assert.equal(by('[data-picker-selection] strong').textContent, '1 selected');
    by('#pick-a').click();
    assert.equal(value(), 'c a');
    assert.equal(new page.window.FormData(by('#form')).getAll('disks').join(), 'c a');
  });

  test('the form hears of a change', () => {
    const values = [];
    by('#form').addEventListener('change', ({ target }) => { if (target.type === 'hidden') values.push(target.value); });
    by('#pick-a').click();
    by('#pick-c').click();
    assert.deepEqual(values, ['c a', 'a']);
  });

  test('a search hides the others and keeps the selection', async () => {
    await type('DISK B');
    assert.deepEqual(all('tbody tr').map((each) => each.hidden), [true, false, true]);
    assert.equal(by('[data-picker-status]').textContent, '1 match');
    assert.equal(value(), 'c');
    await type('nothing');
    assert.equal(by('[data-picker-empty]').hidden, false);
    assert.equal(by('.helion-pick').hidden, true);
  });

  test('a facet narrows them down, and all of them are selected', async () => {
    by('#colour').value = 'red';
    page.fire('input', by('#colour'));
    await tick();
    await pressButton('Select all 1');
    assert.equal(value(), 'c b');
    assert.equal(by('#pick-b').checked, true);
  });

  test('names are removed one by one, and the focus stays there', async () => {
    by('#pick-a').click();
    await pressButton('Disk c ×');
    assert.equal(value(), 'a');
    assert.equal(by('#pick-c').checked, false);
    assert.equal(page.document.activeElement.dataset.chip, 'a');
    await pressButton('Disk a ×');
    assert.equal(page.document.activeElement.id, 'q');
  });

  test('enter in the search does not send the form', () => {
    const event = new page.window.KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
    by('#q').dispatchEvent(event);
    assert.equal(event.defaultPrevented, true);
  });
});

describe('candidates of an address', () => {
  let requests;
  let answer;
  beforeEach(() => {
    requests = [];
    answer = (url) => (url.searchParams.get('all') ? { items: Array.from({ length: 40 }, (_, n) => ({ id: `n${n}`, label: `Node ${n}` })), total: 40 }
      : { rows: ['n0', 'n1'].map((id) => row(id, url.searchParams.get('single') ? 'radio' : 'checkbox')).join(''), pager: '<button type="submit" name="picker" value=":2">Next</button>', total: 40 });
    globalThis.fetch = async (url) => {
      requests.push(url);
      const content = answer(new URL(url, 'http://test'));
      return { ok: !content.error, json: async () => content };
    };
  });
  afterEach(() => { delete globalThis.fetch; });
  const begin = async (kind = 'checkbox') => {
    mount(picker({ kind, url: '/disks.json?class=x', selection: `<label><input type="${kind}" name="disks" value="n7" checked> Node 7</label>` }));
    await tick();
  };

  test('are asked for, and the selection was there before', async () => {
    await begin();
    assert.equal(requests[0], '/disks.json?class=x&q=&page=1');
    assert.equal(value(), 'n7');
    assert.deepEqual(all('[name=disks]').length, 1);
    assert.equal(by('[data-picker-status]').textContent, '40 match');
    by('#pick-n1').click();
    assert.equal(value(), 'n7 n1');
  });

  test('no button of it sends the form', async () => {
    await begin();
    assert.deepEqual(all('button').map((button) => button.type).filter((kind) => kind !== 'button'), []);
    await pressButton('Next');
    assert.match(requests.at(-1), /page=2$/);
  });

  test('all that match are selected, also those of other pages', async () => {
    await begin();
    await pressButton('Select all 40');
    assert.equal(value().split(' ').length, 40);
    assert.equal(all('[data-chip]').length, 12);
    assert.match(by('[data-picker-selection]').textContent, /and 28 more/);
    await pressButton('Select none');
    assert.equal(value(), '');
  });

  test('a single one takes the place of the other', async () => {
    await begin('radio');
    assert.match(requests[0], /single=1/);
    by('#pick-n0').click();
    assert.equal(value(), 'n0');
    by('#pick-n1').click();
    assert.equal(value(), 'n1');
    assert.equal(by('#pick-n0').checked, false);
    assert.equal(all('button').some((button) => button.textContent.startsWith('Select all') && !button.hidden), false);
  });

  test('a failure is told', async () => {
    answer = () => ({ error: 'It cannot be reached.' });
    await begin();
    assert.equal(by('[data-picker-status]').textContent, 'It cannot be reached.');
    assert.equal(value(), 'n7');
    assert.equal(by('#picker').hasAttribute('aria-busy'), false);
  });
});
