import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load, open } from './page.mjs';

const TEXTS = { noAnswer: 'no answer', failed: 'status %(status)s', asking: 'asking' };
const PAGE = `
  <div id="helion"></div>
  <script type="application/json" id="helion-texts">${JSON.stringify(TEXTS)}</script>
  <form id="helion-vcenter" action="/register" data-certificate="/certificate" data-place="ip_address port">
    <div data-errors hidden></div>
    <div class="form-group"><label for="a">Address</label><input id="a" name="ip_address" value="vc"></div>
    <div class="form-group"><label for="p">Port</label><input id="p" name="port" value="443"></div>
    <button name="do" value="certificate"></button><strong id="helion-busy"></strong>
    <fieldset><legend>Certificate</legend><div class="form-group"><div id="helion-certificate"></div>
      <label><input type="radio" name="trust" id="t" value="system"> System</label>
      <label><input type="radio" name="trust" value="pasted"> These</label><textarea name="ca_pem"></textarea></div></fieldset>
    <button name="do" value="save"></button>
  </form>`;

let loaded = 0;

async function begin(answer) {
  const page = open(PAGE);
  page.window.Element.prototype.scrollIntoView = () => {}; // jsdom has no layout
  const sent = [];
  globalThis.window = { location: { href: '/here', assign: (url) => sent.push(['go', url]) } };
  globalThis.FormData = page.window.FormData;
  globalThis.fetch = async (url, { body }) => {
    sent.push([url, body.get('do')]);
    return { ok: answer.status === 200, status: answer.status, json: async () => answer.data };
  };
  loaded += 1;
  await load(`trust_form.mjs?${loaded}`);
  const form = page.document.getElementById('helion-vcenter');
  const press = async (value) => {
    const submitter = form.querySelector(`[value=${value}]`);
    form.dispatchEvent(new page.window.SubmitEvent('submit', { bubbles: true, cancelable: true, submitter }));
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve(); // eslint-disable-line no-await-in-loop
  };
  return { page, form, sent, press, box: page.document.getElementById('helion-certificate') };
}

describe('the form that registers a device', () => {
  const shown = '<label><input type="radio" name="trust" value="AB:CD"> This one</label>';

  test('shows the certificate, and chooses nothing', async () => {
    const { page, sent, press, box } = await begin({ status: 200, data: { certificate: shown } });
    await press('certificate');
    assert.deepEqual(sent, [['/certificate', 'certificate']]);
    assert.match(box.textContent, /This one/);
    assert.equal(page.document.querySelector('[name=trust]:checked'), null);
    page.close();
  });

  test('who enters certificates means these', async () => {
    const { page, form } = await begin({ status: 200, data: {} });
    page.fire('input', form.elements.ca_pem);
    assert.equal(form.querySelector('[name=trust]:checked').value, 'pasted');
    page.close();
  });

  test('that of another address is no longer shown', async () => {
    const { page, form, press, box } = await begin({ status: 200, data: { certificate: shown } });
    await press('certificate');
    page.fire('change', form.elements.ip_address);
    assert.notEqual(box.textContent, '');
    form.elements.ip_address.value = 'other';
    page.fire('change', form.elements.ip_address);
    assert.equal(box.textContent, '');
    page.close();
  });

  test('goes where the server says', async () => {
    const { page, sent, press } = await begin({ status: 200, data: { url: '/there' } });
    await press('save');
    assert.deepEqual(sent, [['/register', 'save'], ['go', '/there']]);
    page.close();
  });

  test('a refused certificate is shown with the error, which is called like its part', async () => {
    const data = { errors: { trust: ['Not trusted.'] }, certificate: shown };
    const { page, form, press, box } = await begin({ status: 422, data });
    await press('save');
    assert.match(box.textContent, /This one/);
    assert.match(form.querySelector('[data-errors]').textContent, /Certificate: Not trusted\./);
    page.close();
  });

  test('no answer is said', async () => {
    const { page, form, press } = await begin({ status: 500, data: {} });
    await press('save');
    assert.match(form.querySelector('[data-errors]').textContent, /status 500/);
    assert.equal(form.querySelector('[value=save]').disabled, false);
    page.close();
  });
});
