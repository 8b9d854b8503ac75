import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';

import { load, open } from './page.mjs';

const { fromAddress, passes, toAddress } = await load('catalog_filter.mjs');
const { copy } = await load('catalog_copy.mjs');

const NONE = { q: '', region: '', interface: '', state: '' };

describe('the filter', () => {
  const endpoint = { text: 'compute nova http://c.test:8774', region: 'R', interface: 'public', state: 'down' };

  for (const [filter, expected] of [
    [{}, true],
    [{ q: 'NOVA' }, true],
    [{ q: '  8774   nova ' }, true],
    [{ q: 'nova cinder' }, false],
    [{ q: '.*' }, false],
    [{ region: 'R', interface: 'public', state: 'down' }, true],
    [{ region: 'Q' }, false],
    [{ interface: 'admin' }, false],
    [{ state: 'up' }, false],
  ]) {
    test(JSON.stringify(filter), () => assert.equal(passes(endpoint, { ...NONE, ...filter }), expected));
  }
  test('an endpoint that was not asked yet may have any state', () => {
    assert.equal(passes({ ...endpoint, state: '' }, { ...NONE, state: 'up' }), true);
  });
  test('the address holds it, and gives it back', () => {
    const defaults = { ...NONE, interface: 'public' };
    const choices = { region: ['', 'R&S'], interface: ['', 'public'], state: ['', 'up'] };
    for (const filter of [defaults, NONE, { q: 'a b&c', region: 'R&S', interface: '', state: 'up' }]) {
      assert.deepEqual(fromAddress(toAddress(filter, defaults), defaults, choices), filter);
    }
    assert.equal(toAddress(defaults, defaults), '');
  });
  test('what cannot be chosen is the default', () => {
    const filter = fromAddress('?region=Z&state=&interface=x', { ...NONE, interface: 'public' }, { region: [''], interface: ['public'], state: [''] });
    assert.deepEqual(filter, { ...NONE, interface: 'public' });
  });
});

describe('copying', () => {
  let page;
  beforeEach(() => { page = open('<button>b</button>'); });
  afterEach(() => page.close());

  test('by the clipboard', async () => {
    const written = [];
    assert.equal(await copy('text', { clipboard: { writeText: async (text) => { written.push(text); } } }), true);
    assert.deepEqual(written, ['text']);
  });
  for (const clipboard of [null, { writeText: async () => { throw new Error('not allowed'); } }]) {
    test(`the older way, ${clipboard ? 'when it is refused' : 'without one'}`, async () => {
      page.document.querySelector('button').focus();
      let selected = '';
      page.document.execCommand = () => { selected = page.document.activeElement.value; return true; };
      assert.equal(await copy('text', { clipboard }), true);
      assert.equal(selected, 'text');
      assert.equal(page.document.querySelector('textarea'), null);
      assert.equal(page.document.activeElement.textContent, 'b');
    });
  }
  test('says when neither works', async () => {
    page.document.execCommand = () => { throw new Error('no'); };
    assert.equal(await copy('text', { clipboard: null }), false);
    assert.equal(page.document.querySelector('textarea'), null);
  });
});

describe('the page', () => {
  const row = (id, face, url) => `<tr data-endpoint data-region="R" data-interface="${face}"${face === 'public' ? '' : ' hidden'}>
    <td><code data-url>${url}</code><button type="button" data-copy></button></td><td id="s-${id}"><span data-waiting>Checking…</span></td></tr>`;
  const BODY = `<div id="helion"><div id="helion-stale" hidden></div><div id="helion-signed-out" hidden></div><span id="helion-catalog-counts">being checked…</span>
    <form id="helion-catalog-filter"><input name="q">
      <select name="interface"><option value=""></option><option value="public" selected></option><option value="admin"></option></select>
      <select name="state"><option value=""></option><option value="down"></option></select></form>
    <span id="helion-catalog-shown"></span>
    <table id="helion-catalog" data-health="/health.json">
      <tbody id="nova"><tr class="helion-service"><th>Compute</th></tr><tr class="helion-service-says"><td>Servers</td></tr>${row(1, 'public', 'http://c')}${row(2, 'admin', 'http://a')}</tbody>
      <tbody id="dns"><tr class="helion-service"><th>DNS</th></tr>${row(3, 'public', 'http://d')}</tbody>
      <tbody id="empty"><tr class="helion-service"><th>Empty</th></tr></tbody>
    </table>
    <div id="helion-catalog-none" hidden><button type="button" id="helion-catalog-all"></button></div>
    <template id="helion-catalog-unknown"><span data-state="unknown">Unknown</span></template>
    <span id="helion-catalog-copied"></span></div>
    <script type="application/json" id="helion-catalog-texts">{"shown": "%(shown)d of %(total)d", "unknown": "%(unknown)s unknown", "copied": "Copied", "notCopied": "No"}</script>
    <script type="application/json" id="helion-texts">{"noAnswer": "No answer.", "notUpdated": "%(service)s: %(reason)s"}</script>
    <script type="application/json" id="helion-poll">{"moving": 10, "resting": 30, "idle": 600}</script>`;
  const PARTS = {
    's-1': '<span data-state="up">Up</span>',
    's-2': '<span data-state="down">Down</span>',
    's-3': '<span data-state="up">Up</span>',
    'helion-catalog-counts': '<button type="button" data-show-down>1 down</button>',
  };
  const settle = () => new Promise((resolve) => { setImmediate(resolve); });
  let page;
  let loaded = 0;

  const good = { ok: true, status: 200, headers: { get: () => null }, json: async () => ({ parts: PARTS }) };
  let answer;

  const start = async (address = '') => {
    page = open(BODY);
    globalThis.window = {
      location: { pathname: '/catalog/', search: address },
      history: { replaceState: (_state, _title, url) => { page.address = url; } },
    };
    globalThis.fetch = async () => answer();
    loaded += 1;
    await load(`catalog.mjs?${loaded}`);
    await settle();
  };
  const at = (id) => page.document.getElementById(id);
  const visible = () => [...page.document.querySelectorAll('tbody')].filter((body) => !body.hidden)
    .flatMap((body) => [...body.querySelectorAll('[data-endpoint]')]).filter((line) => !line.hidden).length;
  const type = (text) => { page.document.querySelector('[name=q]').value = text; page.fire('input', page.document.querySelector('[name=q]')); };

  beforeEach(() => {
    answer = () => good;
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => {
    page.close();
    mock.timers.reset();
    delete globalThis.fetch;
    delete globalThis.window;
  });

  test('shows the public endpoints and their states', async () => {
    await start();
    assert.equal(at('s-1').textContent, 'Up');
    assert.equal(at('helion-catalog-shown').textContent, '2 of 3');
    assert.equal(visible(), 2);
    assert.equal(at('empty').hidden, true);
    assert.equal(page.address, '/catalog/');
  });
  test('finds by what the service does, and remembers it in the address', async () => {
    await start();
    type('servers');
    assert.equal(visible(), 1);
    assert.equal(at('dns').hidden, true);
    assert.equal(page.address, '/catalog/?q=servers');
  });
  test('says when nothing passes, and shows everything again', async () => {
    await start();
    type('nothing like this');
    assert.equal(at('helion-catalog').hidden, true);
    assert.equal(at('helion-catalog-none').hidden, false);
    at('helion-catalog-all').click();
    assert.equal(visible(), 3);
    assert.equal(at('empty').hidden, false);
    assert.equal(at('helion-catalog-none').hidden, true);
  });
  test('leads to what is down, on whatever interface', async () => {
    await start();
    page.document.querySelector('[data-show-down]').click();
    assert.equal(visible(), 1);
    assert.equal(page.address, '/catalog/?interface=&state=down');
  });
  test('begins with the filter of the address', async () => {
    await start('?interface=admin');
    assert.equal(at('helion-catalog-shown').textContent, '1 of 3');
  });
  const states = () => ['s-1', 's-2', 's-3'].map((id) => at(id).textContent);
  const again = async () => { mock.timers.tick(30_000); await settle(); };
  for (const [what, how, sentence] of [
    ['failed', () => ({ ok: false, status: 502, headers: { get: () => null }, json: async () => ({ service: 'identity', error: 'Gone.' }) }), 'identity: Gone.'],
    ['does not answer', () => { throw new TypeError('network'); }, 'No answer.'],
    ['says something else', () => ({ ...good, json: async () => { throw new SyntaxError('no JSON'); } }), 'No answer.'],
  ]) {
    test(`when the check itself ${what}, nothing stays at being checked, until it answers`, async () => {
      answer = how;
      await start();
      assert.deepEqual(states(), ['Unknown', 'Unknown', 'Unknown']);
      assert.equal(page.document.querySelector('[data-waiting]'), null);
      assert.equal(at('helion-catalog-counts').textContent, '3 unknown');
      assert.equal(at('helion-stale').textContent, sentence);
      answer = () => good;
      await again();
      assert.deepEqual(states(), ['Up', 'Down', 'Up']);
      assert.equal(at('helion-catalog-counts').textContent, '1 down');
      assert.equal(at('helion-stale').hidden, true);
    });
  }
  test('what was known stays when a later check fails', async () => {
    await start();
    answer = () => ({ ok: false, status: 500, headers: { get: () => null }, json: async () => ({}) });
    await again();
    assert.deepEqual(states(), ['Up', 'Down', 'Up']);
    assert.equal(at('helion-stale').textContent, 'Horizon: 500');
  });
  test('who is signed out waits for nothing', async () => {
    answer = () => ({ ok: false, status: 401, headers: { get: () => null } });
    await start();
    assert.deepEqual(states(), ['Unknown', 'Unknown', 'Unknown']);
    assert.equal(at('helion-signed-out').hidden, false);
  });
  test('what is unknown can be filtered', async () => {
    answer = () => { throw new TypeError('network'); };
    await start();
    page.document.querySelector('[name=state]').value = 'down';
    page.fire('input', page.document.querySelector('[name=state]'));
    assert.equal(visible(), 0);
  });
  test('says that it copied, for a while', async () => {
    await start();
    page.document.execCommand = () => true;
    page.document.querySelector('[data-copy]').click();
    await settle();
    assert.equal(at('helion-catalog-copied').textContent, 'Copied');
    assert.equal(page.document.querySelector('.helion-copied').textContent, 'Copied');
    mock.timers.tick(2000);
    assert.equal(page.document.querySelector('.helion-copied'), null);
  });
});
