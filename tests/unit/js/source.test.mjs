import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { load, open } from './page.mjs';

const TEXTS = { noAnswer: 'no answer', failed: 'status %(status)s' };
const OWN = { addsOne: 'adds one', addsMany: 'adds %(n)d', tooLarge: 'too large', noText: 'no text', asking: 'asking' };
const PAGE = `
  <div id="helion" data-csrf="token"></div>
  <script type="application/json" id="helion-texts">${JSON.stringify(TEXTS)}</script>
  <script type="application/json" id="helion-scale-texts">${JSON.stringify(OWN)}</script>
  <form id="helion-source" action="/add"><div data-errors hidden></div>
    <div data-have="2" class="form-group"><label for="c">Servers in all</label><input type="number" name="count" id="c" value="3"></div><p id="helion-adds"></p>
    <fieldset class="form-group"><input type="checkbox" name="nodes" value="a" id="n-a"><input type="checkbox" name="nodes" value="b" id="n-b"></fieldset>
    <input type="radio" name="source" value="auto" checked><input type="radio" name="source" value="one" id="one">
    <div class="form-group"><select name="driver" id="d"><option>ipmi</option></select></div><div id="helion-driver-fields" data-url="/fields"></div>
    <div id="helion-drop"><div class="form-group"><input type="file" name="file" id="f"></div>
      <div class="form-group"><textarea name="text" id="t"></textarea></div></div>
    <button name="do" value="check">Check</button><div id="helion-preview"></div>
    <button name="do" value="plan">Plan</button><strong id="helion-busy"></strong>
  </form>`;

let loaded = 0;
let page;
let sent;
let answer;

const by = (id) => page.document.getElementById(id);
const tick = () => new Promise((resolve) => { setTimeout(resolve, 5); });
const press = async (value) => {
  page.document.querySelector(`[value=${value}]`).click();
  await tick();
};

beforeEach(async () => {
  page = open(PAGE);
  globalThis.window = { location: { assign: (url) => { sent.push(['went', url]); } } };
  page.window.Element.prototype.scrollIntoView = () => {};
  globalThis.FormData = page.window.FormData;
  sent = [];
  answer = { status: 200, data: {} };
  globalThis.fetch = async (url, { body, headers }) => {
    if (!body) { sent.push(url); return { ok: true, text: async () => '<input name="driver_info.ipmi_address">' }; }
    sent.push([url, body.get('do'), body.get('text'), headers['X-CSRFToken']]);
    return { status: answer.status, ok: answer.status < 400, json: async () => answer.data };
  };
  loaded += 1;
  await load(`source.mjs?${loaded}`);
});
afterEach(() => { page.close(); delete globalThis.window; });

describe('the form that brings servers in', () => {
  test('says what a number means', () => {
    assert.equal(by('helion-adds').textContent, 'adds one');
    by('c').value = '6';
    page.fire('input', by('c'));
    assert.equal(by('helion-adds').textContent, 'adds 4');
  });

  test('asks for the fields of a driver once somebody enters a server', async () => {
    assert.deepEqual(sent, []);
    by('one').click();
    await tick();
    assert.ok(page.document.querySelector('[name="driver_info.ipmi_address"]'));
    by('one').click();
    await tick();
    assert.deepEqual(sent, ['/fields?driver=ipmi']);
  });

  test('is sent in the background, and goes on to the plan', async () => {
    answer.data = { url: '/plan' };
    await press('plan');
    assert.deepEqual(sent, [['/add', 'plan', '', 'token'], ['went', '/plan']]);
  });

  test('keeps what was typed on errors, which stand at their fields', async () => {
    by('t').value = 'mac,admin,hunter2';
    answer = { status: 422, data: { errors: { text: ['2 rows'], nodes: ['Choose one.'], count: ['More.'] }, preview: '<p>row 2</p>' } };
    await press('plan');
    assert.equal(by('t').value, 'mac,admin,hunter2');
    assert.equal(by('helion-preview').textContent, 'row 2');
    assert.equal(page.document.querySelectorAll('.has-error').length, 3);
    assert.equal(page.document.querySelectorAll('[data-errors] li').length, 3);
    assert.equal(by('helion-busy').textContent, '');
  });

  test('a preview counts the new servers, unless a number was chosen', async () => {
    answer.data = { errors: {}, preview: '<p>fine</p>', new: 3 };
    await press('check');
    assert.equal(sent[0][1], 'check');
    assert.equal(by('c').value, '5');
    page.fire('input', by('c'));
    answer.data = { errors: {}, preview: '', new: 9 };
    await press('check');
    assert.equal(by('c').value, '5');
  });

  test('the total follows the nodes that are picked, unless a number was chosen', () => {
    const nodes = page.document.createElement('input');
    Object.assign(nodes, { type: 'hidden', name: 'nodes' });
    page.document.querySelector('form').append(nodes);
    const pick = (value) => { nodes.value = value; page.fire('change', nodes); };
    pick('a b c');
    assert.equal(by('c').value, '5');
    assert.equal(by('helion-adds').textContent, 'adds 3');
    pick('');
    assert.equal(by('c').value, '5');
    by('c').value = '9';
    page.fire('input', by('c'));
    pick('a b');
    assert.equal(by('c').value, '9');
  });

  test('another text takes the preview away', async () => {
    answer.data = { errors: {}, preview: '<p>fine</p>' };
    await press('check');
    page.fire('input', by('t'));
    assert.equal(by('helion-preview').textContent, '');
  });

  test('a button in the preview sends the token and not the text', async () => {
    by('t').value = 'mac,admin,hunter2';
    answer.data = { errors: {}, preview: '<input type="hidden" name="token" value="t1"><button name="do" value="enrol">Enrol 1 node</button>' };
    await press('check');
    globalThis.fetch = async (url, { body }) => {
      sent.push([body.get('do'), body.get('token'), body.get('text')]);
      return { status: 200, ok: true, json: async () => ({ url: '/operation' }) };
    };
    await press('enrol');
    assert.deepEqual(sent.slice(1), [['enrol', 't1', null], ['went', '/operation']]);
  });

  test('says when there is no answer', async () => {
    globalThis.fetch = async () => { throw new TypeError('down'); };
    await press('plan');
    assert.equal(page.document.querySelector('[data-errors]').textContent, 'no answer');
    assert.equal(page.document.querySelector('[value=plan]').disabled, false);
  });

  test('says the status when the answer is none of ours', async () => {
    globalThis.fetch = async () => ({ status: 500, ok: false, json: async () => { throw new SyntaxError('html'); } });
    await press('plan');
    assert.equal(page.document.querySelector('[data-errors]').textContent, 'status 500');
  });

  test('a dropped file becomes text, and is checked', async () => {
    const dropped = new page.window.Event('drop', { bubbles: true, cancelable: true });
    dropped.dataTransfer = { files: [new Blob(['mac,admin'])] };
    by('helion-drop').dispatchEvent(dropped);
    await tick();
    assert.equal(dropped.defaultPrevented, true);
    assert.deepEqual(sent[0].slice(1, 3), ['check', 'mac,admin']);
  });

  test('a file that is no text says so at its field', async () => {
    const dropped = new page.window.Event('drop', { bubbles: true, cancelable: true });
    dropped.dataTransfer = { files: [new Blob([new Uint8Array([0xff])])] };
    by('helion-drop').dispatchEvent(dropped);
    await tick();
    assert.deepEqual(sent, []);
    assert.match(by('f').closest('.form-group').textContent, /no text/);
  });
});
