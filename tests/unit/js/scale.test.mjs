import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';

import { load, open } from './page.mjs';

const TEXTS = { selected: '%(n)d selected' };
const row = (id, more = '') => `<tr id="member-${id}"><td class="helion-select"><input type="checkbox" name="server" value="${id}"></td><td>${more}</td></tr>`;
const PAGE = `
  <div id="helion"></div>
  <script type="application/json" id="helion-texts">${JSON.stringify(TEXTS)}</script>
  <script type="application/json" id="helion-scale-texts">{"tooMany": "at most %(n)d"}</script>
  <script type="application/json" id="helion-poll">{"moving": 1, "resting": 30, "idle": 600}</script>
  <div id="helion-scale" data-live="/state.json" data-shape="True compute" data-most="1">
    <p id="helion-summary">old</p>
    <div id="helion-bulk" hidden><strong id="helion-selected"></strong>
      <button id="helion-remove-selected"></button><button id="helion-select-none"></button><span id="helion-too-many"></span></div>
    <details data-members="compute"><table><tbody>${row('c-0')}${row('c-1')}</tbody></table></details>
  </div>`;

let loaded = 0;

// The module looks at its page once, when it is loaded.
async function begin(answers) {
  const page = open(PAGE);
  const requests = [];
  globalThis.window = page.window;
  globalThis.fetch = async (url) => {
    requests.push(url);
    const data = answers[Math.min(requests.length, answers.length) - 1];
    return { ok: true, status: 200, headers: new Headers(), json: async () => data };
  };
  loaded += 1;
  await load(`scale.mjs?${loaded}`);
  return { page, requests, by: (id) => page.document.getElementById(id) };
}

// The page asks again; its answer is there soon after.
const later = async () => {
  mock.timers.tick(1000);
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve(); // eslint-disable-line no-await-in-loop
};

describe('the page Scale', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  test('counts what is selected, and stops at what fits into an address', async () => {
    const { page, by } = await begin([]);
    const [first, second] = page.document.querySelectorAll('input');
    assert.equal(by('helion-bulk').hidden, true);
    first.checked = true;
    page.fire('change', first);
    assert.equal(by('helion-bulk').hidden, false);
    assert.equal(by('helion-selected').textContent, '1 selected');
    assert.equal(by('helion-remove-selected').disabled, false);
    second.checked = true;
    page.fire('change', second);
    assert.equal(by('helion-remove-selected').disabled, true);
    assert.equal(by('helion-too-many').textContent, 'at most 1');
    by('helion-select-none').click();
    assert.equal(by('helion-bulk').hidden, true);
    assert.equal(first.checked, false);
    page.close();
  });

  test('draws what changed, and keeps the selection', async () => {
    const answer = {
      shape: 'True compute', moving: false, parts: { 'helion-summary': 'new' },
      rows: { compute: [{ id: 'c-0', html: row('c-0', 'Failed') }], other: [] },
    };
    const { page, by, requests } = await begin([answer]);
    const first = page.document.querySelector('input');
    first.checked = true;
    page.fire('change', first);
    await later();
    assert.deepEqual(requests, ['/state.json']);
    assert.equal(by('helion-summary').textContent, 'new');
    assert.match(by('member-c-0').textContent, /Failed/);
    assert.equal(by('member-c-0').querySelector('input').checked, true);
    assert.equal(by('member-c-1'), null);
    assert.equal(page.document.querySelector('details').hidden, false);
    page.close();
  });

  test('folds a role away that has no servers any more', async () => {
    const answer = { shape: 'True compute', moving: false, parts: {}, rows: { compute: [] } };
    const { page, by } = await begin([answer]);
    await later();
    assert.equal(page.document.querySelector('details').hidden, true);
    assert.equal(by('helion-bulk').hidden, true);
    page.close();
  });
});
