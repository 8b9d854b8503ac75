import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { load, open } from './page.mjs';

const TEXTS = { noAnswer: 'no answer', notShown: 'status %(status)s', again: 'Try again' };
const FRAME = `<div class="helion-page-header"><h1>Overcloud</h1></div>
  <div id="helion" data-incomplete><p id="helion-stale"></p><div id="helion-frame" data-content="/page?complete=module">Loading…</div></div>
  <script type="application/json" id="helion-texts">{"own": 1}</script>`;
const PAGE = `<!DOCTYPE html><head><title>Deploy</title><link rel="stylesheet" href="/own.css"></head><body>
  <div class="helion-page-header"><h1>Deploy</h1></div>
  <div id="helion"><p id="helion-stale"></p><table id="rows"></table></div>
  <script type="application/json" id="helion-texts">{"own": 2}</script>
  <script type="application/json" id="helion-scale-texts">{"a": 1}</script>
  <script type="module" src="/js/page.mjs"></script><script type="module" src="/js/scale.mjs"></script></body>`;

globalThis.document = open().document; // for the import itself
const { complete } = await load('frame.mjs');

describe('a page that was painted immediately', () => {
  let page;
  let events;
  const begin = async (answer) => {
    globalThis.fetch = async (url, options) => {
      events.push([url, options.redirect]);
      if (!answer) throw new TypeError('down');
      return { text: async () => PAGE, status: 200, type: 'basic', headers: new Headers(), ...answer };
    };
    const modules = async (url) => { events.push([url, Boolean(page.document.getElementById('rows'))]); };
    await complete(page.document.getElementById('helion-frame'), { texts: TEXTS, load: modules, go: (url) => events.push(['went', url]), reload: () => events.push('reload') });
  };
  const root = () => page.document.getElementById('helion');

  beforeEach(() => {
    page = open(FRAME);
    events = [];
    globalThis.DOMParser = page.window.DOMParser;
  });
  afterEach(() => {
    page.close();
    delete globalThis.fetch;
    delete globalThis.DOMParser;
  });

  test('gets its content, and then its modules', async () => {
    await begin({});
    assert.deepEqual(events, [['/page?complete=module', 'manual'], ['/js/page.mjs', true], ['/js/scale.mjs', true]]);
    assert.equal(root().hasAttribute('data-incomplete'), false);
    assert.equal(page.document.querySelectorAll('#helion-stale').length, 1);
    assert.equal(page.document.getElementById('helion-frame'), null);
  });

  test('gets the title, the data and the style sheets that it has not yet', async () => {
    await begin({});
    assert.equal(page.document.title, 'Deploy');
    assert.equal(page.document.querySelector('h1').textContent, 'Deploy');
    assert.equal(page.document.getElementById('helion-scale-texts').textContent, '{"a": 1}');
    assert.equal(page.document.getElementById('helion-texts').textContent, '{"own": 1}');
    assert.equal(page.document.querySelectorAll('link[href="/own.css"]').length, 1);
  });

  test('shows a refusal that is a page', async () => {
    await begin({ status: 403 });
    assert.ok(page.document.getElementById('rows'));
  });

  test('goes to the page that the server names instead', async () => {
    await begin({ headers: new Headers({ 'Content-Type': 'application/json' }), json: async () => ({ url: '/storage/' }) });
    assert.deepEqual(events.at(-1), ['went', '/storage/']);
  });

  test('goes where one signs in', async () => {
    await begin({ type: 'opaqueredirect', status: 0, text: async () => '' });
    assert.deepEqual(events.at(-1), 'reload');
  });

  for (const [what, answer, words] of [
    ['no answer', null, /no answer/],
    ['an answer that is no page of ours', { status: 500, text: async () => '<h1>Error</h1>' }, /status 500/],
  ]) {
    test(`tells of ${what}, and can be tried again`, async () => {
      await begin(answer);
      assert.match(root().querySelector('[role=alert]').textContent, words);
      root().querySelector('button').click();
      assert.equal(events.at(-1), 'reload');
      assert.equal(root().hasAttribute('data-incomplete'), false);
    });
  }
});
