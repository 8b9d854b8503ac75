import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';

import { load, open } from './page.mjs';

const SECTIONS = [
  { key: 'portGroups', type: 'list', label: 'Port groups', min: 1, fields: [{ key: 'name', type: 'text', label: 'Name' }, { key: 'nics', type: 'text', label: 'Active NICs' }] },
];
const DATA = { sections: SECTIONS, content: { portGroups: [{ name: 'ESX-CONF', nics: 'vmnic1' }, { name: 'MGMT', nics: 'vmnic1' }] }, check: null, template: '/template' };
const TEXTS = { broken: '%(n)d broken', brokenOne: 'one broken', kept: 'kept', asking: '…', noAnswer: 'none', add: 'Add', remove: 'Remove' };

const PAGE = `
  <div id="helion" data-csrf="x"></div>
  <script type="application/json" id="helion-texts">{}</script>
  <script type="application/json" id="helion-network-texts">${JSON.stringify(TEXTS)}</script>
  <script type="application/json" id="helion-network-data">${JSON.stringify(DATA)}</script>
  <form id="helion-network" action="/activate"><div data-errors hidden></div>
    <div id="helion-network-form"><div id="helion-verdict"></div><div id="helion-drawn"></div>
      <input type="file" id="helion-upload"><button type="button" id="helion-download"></button>
      <div id="helion-answers"><div id="helion-trunks"></div></div>
      <button type="button" id="helion-another-trunk"></button><button type="button" id="helion-compute"></button>
      <details id="helion-json-fold"><div class="form-group"><textarea id="id_network" name="network"></textarea></div></details></div>
    <strong id="helion-busy"></strong><button type="submit"></button></form>`;

const tick = () => new Promise((resolve) => { setTimeout(resolve, 0); });

describe('an activation that is refused', () => {
  let page;
  afterEach(() => {
    for (const name of ['fetch', 'FormData', 'CSS', 'window']) delete globalThis[name];
    page.close();
  });

  test('names each place once, by its name, and leads to it', async () => {
    page = open(PAGE);
    page.window.Element.prototype.scrollIntoView = () => {}; // jsdom has no layout
    globalThis.CSS = { escape: (text) => text.replace(/[.]/g, '\\.') };
    globalThis.window = page.window;
    globalThis.FormData = page.window.FormData;
    const message = 'vmnic1 is no physical NIC of the switch “MGMT-DVS”.';
    const errors = { 'portGroups.0.nics': [message], 'portGroups.1.nics': [message] };
    globalThis.fetch = async () => ({ ok: false, status: 422, headers: { get: () => 'application/json' }, json: async () => ({ errors }) });
    await load('network.mjs');
    page.fire('submit', page.document.getElementById('helion-network'));
    await tick();
    await tick();
    const links = [...page.document.querySelectorAll('#helion-verdict a')].map((link) => link.textContent);
    assert.deepEqual(links, [`Port groups “ESX-CONF”, Active NICs: ${message}`, `Port groups “MGMT”, Active NICs: ${message}`]);
    assert.equal(page.document.querySelector('[data-errors]').hidden, true);
    const field = page.document.getElementById('network-portGroups.0.nics');
    assert.equal(field.getAttribute('aria-invalid'), 'true');
    assert.equal(page.document.activeElement, field);
  });
});
