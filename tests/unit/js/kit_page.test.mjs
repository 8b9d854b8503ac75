// What page.mjs makes of a list and of a details page, as the kit's templates draw them.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';

import { load, open } from './page.mjs';

const TEXTS = {
  accepted: '%(action)s: accepted for %(things)s.', refused: '%(action)s: refused for', selected: '%(n)d selected',
  allActions: 'All actions', dismiss: 'Dismiss', notAllowed: 'not allowed', rule: 'Rule: %(rule)s', cancel: 'Cancel', notNow: 'not now',
};
const action = (name, more = {}) => ({
  name, label: `Do ${name}`, text: '', rule: 'r', allowed: true, needs: [], inputs: [], immediate: true, destroys: false, most: null, link: '', parameter: 'id', ...more,
});
const ACTIONS = {
  groups: [{ title: 'All', actions: [action('check'), action('delete')] }],
  states: {}, next: { '*': ['check', 'delete'] }, waiting: null, leaves: ['delete'], texts: { several: '%(n)d arrays', typeCount: '' },
};
const json = (id, value) => `<script type="application/json" id="helion-${id}">${JSON.stringify(value)}</script>`;
const SHARED = json('texts', TEXTS) + json('poll', { moving: 1, resting: 30, idle: 600 });
const row = (id, word) => `<tr id="array-${id}" data-item='{"id": "${id}", "label": "Array ${id}"}'>
  <td class="helion-select"><input type="checkbox" value="${id}"></td><td>${word}</td><td><button data-menu>…</button></td></tr>`;
const LIST = `<div id="helion" data-csrf="t"></div><div id="helion-results"></div><p id="helion-summary">old</p>
  <div id="helion-bulk" hidden><strong id="helion-selected"></strong><button data-menu></button><button id="helion-select-none"></button></div>
  <div><table id="helion-list" data-refresh="/rows.json" data-act="/act" data-prefix="array">
    <thead><tr><td><input type="checkbox" id="helion-select-all"></td></tr></thead><tbody>${row('a', 'new')}${row('b', 'new')}</tbody></table></div>
  ${SHARED}${json('list-actions', ACTIONS)}`;
const DETAILS = `<div id="helion" data-csrf="t"></div><div id="helion-results"></div>
  <div id="helion-head" data-refresh="/state.json"><div data-item='{"id": "a", "label": "Array a", "state": "new"}'>new</div></div>
  <div id="helion-head-buttons" data-act="/act" data-list="/arrays/"></div>
  ${SHARED}${json('head-actions', ACTIONS)}`;

const BOTH = `${LIST.replace('<div id="helion-results">', `<div id="helion-head"><div data-item='{"id": "r", "label": "Rack r", "state": "new"}'>new</div></div>
  <div id="helion-head-buttons" data-act="/racks/act" data-list="/racks/"></div><div id="helion-results">`)}
  <section><div><table id="helion-list-disk" data-prefix="disk"><tbody></tbody></table></div></section>${json('head-actions', ACTIONS)}`;

let loaded = 0;

// The module looks at its page once, when it is loaded.
async function begin(body, answer) {
  const page = open(body);
  const requests = [];
  globalThis.window = page.window;
  globalThis.FormData = page.window.FormData;
  globalThis.fetch = async (url, { body: content } = {}) => {
    requests.push({ url, body: content && JSON.parse(content) });
    return { ok: true, status: 200, headers: new Headers(), json: async () => answer(url) };
  };
  loaded += 1;
  await load(`page.mjs?${loaded}`);
  return { page, requests, by: (id) => page.document.getElementById(id) };
}

const settle = async () => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve(); // eslint-disable-line no-await-in-loop
};
const later = async () => { mock.timers.tick(1000); await settle(); };

globalThis.document = open().document; // for the import itself

describe('a page of the kit', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'setInterval'] }));
  afterEach(() => {
    mock.timers.reset();
    delete globalThis.fetch;
    delete globalThis.FormData;
  });

  test('a list brings its rows and parts up to date and keeps the selection', async () => {
    const rows = [{ id: 'a', html: row('a', 'online') }, { id: 'b', html: row('b', 'new') }];
    const { page, requests, by } = await begin(LIST, () => ({ rows, parts: { 'helion-summary': '2 arrays' }, moving: false }));
    by('array-b').querySelector('input').click();
    assert.equal(by('helion-selected').textContent, '1 selected');
    await later();
    assert.deepEqual(requests.map(({ url }) => url), ['/rows.json']);
    assert.match(by('array-a').textContent, /online/);
    assert.equal(by('helion-summary').textContent, '2 arrays');
    assert.equal(by('array-b').querySelector('input').checked, true);
    assert.equal(by('helion-bulk').hidden, false);
    page.close();
  });

  test('an empty list is hidden', async () => {
    const { page, by } = await begin(LIST, () => ({ rows: [], parts: {}, moving: false }));
    await later();
    assert.equal(by('helion-list').parentElement.hidden, true);
    assert.equal(by('helion-bulk').hidden, true);
    page.close();
  });

  test('an action on a row is sent by its id, and its result is told', async () => {
    const { page, requests, by } = await begin(LIST, (url) => (url === '/act'
      ? { results: [{ id: 'b', ok: true, reason: '' }] } : { rows: [], parts: {} }));
    by('array-b').querySelector('[data-menu]').click();
    page.document.querySelector('[role=menuitem][data-action=check]').click();
    await settle();
    assert.deepEqual(requests[0], { url: '/act', body: { action: 'check', ids: ['b'], inputs: {} } });
    assert.match(by('helion-results').textContent, /Do check: accepted for Array b\./);
    assert.equal(requests[1].url, '/rows.json');
    page.close();
  });

  test('a head has actions of its own beside a list, and further lists are refreshed with it', async () => {
    const head = '<div data-item=\'{"id": "r", "label": "Rack r", "state": "online"}\'>online</div>';
    const answer = { rows: [{ id: 'a', html: row('a', 'online') }], parts: { 'helion-head': head }, moving: true, more: { disk: [{ id: 'd', html: '<tr id="disk-d"><td>spare</td></tr>' }] } };
    const { page, requests, by } = await begin(BOTH, (url) => (url.endsWith('act') ? { results: [{ id: 'r', ok: true, reason: '' }] } : answer));
    by('helion-head-buttons').querySelector('[data-action=check]').click();
    await settle();
    assert.deepEqual(requests.map(({ url }) => url), ['/racks/act', '/rows.json']);
    assert.match(by('helion-head').textContent, /online/);
    assert.equal(by('array-b'), null);
    assert.equal(by('disk-d').textContent, 'spare');
    answer.more = { disk: [] };
    await later();
    assert.equal(by('helion-list-disk').closest('section').hidden, true);
    page.close();
  });

  test('a details page has the next steps as buttons, drawn again with its state', async () => {
    const head = '<div data-item=\'{"id": "a", "label": "Array a", "state": "online"}\'>online</div>';
    const { page, requests, by } = await begin(DETAILS, (url) => (url === '/act'
      ? { results: [{ id: 'a', ok: false, reason: 'busy' }] } : { parts: { 'helion-head': head }, moving: false }));
    const labels = () => [...by('helion-head-buttons').querySelectorAll('button')].map((button) => button.textContent.trim());
    assert.deepEqual(labels(), ['Do check', 'Do delete', 'All actions']);
    by('helion-head-buttons').querySelector('[data-action=check]').click();
    await settle();
    assert.match(by('helion-results').textContent, /Array a: busy/);
    assert.deepEqual(requests.map(({ url }) => url), ['/act', '/state.json']);
    assert.match(by('helion-head').textContent, /online/);
    page.close();
  });
});
