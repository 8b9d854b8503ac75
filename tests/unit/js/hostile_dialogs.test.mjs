// What others wrote is text in everything that the scripts build: dialogs, menus, reports, selections,
// errors. The names are those of tests/unit/dashboard/test_hostile_names.py.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { load, open } from './page.mjs';

const NAMES = {
  markup: `<script>alert(1)</script><img src=x onerror=alert(1)>"' onmouseover='alert(1)' x="\`{{7*7}}{$7*7$}\nb\r\n\tc`,
  address: 'javascript:alert(1)//data:text/html,<script>alert(1)</script>', // eslint-disable-line no-script-url
  pattern: '$& $1 $` %(name)s %(n)d %(reason)s {id} &lt;b&gt; &amp;',
  long: `\u202eevil\u2066\u200f${'x'.repeat(300)}`,
};
const TEXTS = {
  accepted: '%(action)s: accepted for %(things)s.', cancel: 'Cancel', checking: 'Checking', dismiss: 'Dismiss', failed: 'status %(status)s',
  matches: '%(n)d match', more: 'and %(n)d more', needAttention: '%(n)d fields', needsAttention: 'A field', noAnswer: 'none', notAllowed: 'not allowed', rule: 'Rule: %(rule)s',
  notNow: 'not now (%(n)d)', notSent: '%(action)s: not for %(things)s', notTyped: 'differs', progress: '%(n)d of %(total)d',
  refused: '%(action)s: refused for', remove: 'Remove %(name)s', selectAll: 'all %(n)d', selectNone: 'none', selected: '%(n)d selected',
  several: '%(n)d nodes', skipped: '%(n)d skipped', stop: 'Stop', typeCount: 'Type %(count)s', typeName: 'Type %(name)s',
};
const OURS = new Set(['A', 'B', 'BUTTON', 'DETAILS', 'DIALOG', 'DIV', 'FORM', 'H2', 'INPUT', 'LABEL', 'LI', 'P', 'PROGRESS', 'SMALL', 'SPAN', 'STRONG', 'SUMMARY', 'TABLE', 'TBODY', 'TD', 'TEXTAREA', 'TR', 'UL']);
const settle = () => new Promise((resolve) => { setTimeout(resolve); });

globalThis.document = open().document; // for the imports
const { ask } = await load('dialog.mjs');
const { confirmed } = await load('confirmation.mjs');
const { reporter } = await load('results.mjs');
const { toggle, close } = await load('menu.mjs');
const { complain } = await load('form_errors.mjs');
const { Picker } = await load('picker.mjs');

for (const [kind, name] of Object.entries(NAMES)) {
  describe(`names of others: ${kind}`, () => {
    let page;
    const root = () => page.document.getElementById('helion');
    const by = (selector) => page.document.querySelector(selector);

    beforeEach(() => {
      page = open(`<div id="helion"></div><script type="application/json" id="helion-texts">${JSON.stringify(TEXTS)}</script>`);
      page.window.HTMLDialogElement.prototype.showModal = function showModal() { this.open = true; };
      page.window.HTMLDialogElement.prototype.close = function finish() { this.dispatchEvent(new page.window.Event('close')); };
      globalThis.FormData = page.window.FormData;
    });
    afterEach(() => {
      close();
      page.close();
      delete globalThis.FormData;
    });

    // All elements are of kinds that the scripts make, nothing in them runs, and the name is there as it is.
    const innocent = (times = 1) => {
      for (const element of root().querySelectorAll('*')) {
        assert.ok(OURS.has(element.tagName), element.outerHTML);
        for (const { name: attribute, value } of element.attributes) {
          assert.ok(!attribute.startsWith('on'), element.outerHTML);
          if (['href', 'src', 'action', 'formaction'].includes(attribute)) assert.match(value, /^(#|\/|$)/);
        }
      }
      assert.ok(root().textContent.split(name).length > times, `${name} stands ${times} times in ${root().textContent}`);
    };
    const submit = async () => {
      page.fire('submit', by('dialog form'));
      await settle();
    };

    test('a dialog about one thing, which is typed', async () => {
      let sent = 0;
      const action = { label: 'Delete…', text: name, destroys: true, inputs: [{ name: 'target', kind: 'text', label: name, default: name }] };
      ask({ action, items: [{ id: 'u', label: name }], blocked: [{ item: { label: name }, reason: name }], texts: TEXTS, send: async () => { sent += 1; return { __all__: [name], target: [name] }; } });
      innocent(6);
      by('[name=confirm]').value = `${name}x`;
      await submit();
      assert.equal(sent, 0);
      by('[name=confirm]').value = name.replace(/[\u200f\u202e\u2066]/g, '').replace(/\s+/g, ' '); // as one reads it
      await submit();
      assert.equal(sent, 1);
      innocent(8);
    });

    test('a dialog about many, and what they stop', async () => {
      const items = Array.from({ length: 20 }, (_, index) => ({ id: `n${index}`, label: name }));
      const carried = Object.fromEntries(items.map((item) => [item.id, name]));
      ask({ action: { label: 'Off', text: '' }, items, texts: TEXTS, effects: Promise.resolve({ carried, confirm: {}, warnings: [name] }), send: async () => null });
      await settle();
      innocent(41);
    });

    test('a dialog about one that stops something, whose name is typed', async () => {
      ask({ action: { label: 'Off', text: '' }, items: [{ id: 'u', label: 'node' }], texts: TEXTS, effects: Promise.resolve({ carried: { u: name }, confirm: { u: name }, warnings: [] }), send: async () => null });
      await settle();
      innocent(2);
    });

    test('a form that asks before it is sent, and an answer with reasons', async () => {
      root().innerHTML = '<form id="plain" action="/cancel" data-confirm="Cancel"></form>';
      Object.assign(by('#plain').dataset, { name, text: name, dismiss: name });
      globalThis.fetch = async () => ({ ok: false, status: 409, json: async () => ({ error: name }) });
      confirmed(by('#plain'), { texts: TEXTS, done: () => assert.fail() });
      page.fire('submit', by('#plain'));
      by('#plain').remove(); // the server's own
      await submit();
      delete globalThis.fetch;
      innocent(4);
    });

    test('a report of what was done and what failed', () => {
      const box = page.document.createElement('div');
      root().append(box);
      const items = ['a', 'b'].map((id) => ({ id, label: name }));
      reporter(box, TEXTS)({ label: 'Off' }, items)([{ id: 'a', ok: true }, { id: 'b', ok: false, reason: name }]);
      innocent(3);
    });

    test('a menu with what is not possible', () => {
      const button = page.document.createElement('button');
      root().append(button);
      const action = { name: 'off', label: 'Off', allowed: true, needs: [{ field: 'state', test: 'in', values: ['on'], reason: '“%(label)s” is %(state)s.' }] };
      toggle(button, [{ id: 'u', label: name, state: name }], { groups: [{ title: 'All', actions: [action] }], states: {} }, TEXTS, () => {});
      by('[data-action=more]').click();
      innocent(2);
    });

    test('errors of a form', () => {
      root().innerHTML = '<form><div data-errors hidden></div><div class="form-group"><label for="x">X</label><input id="x" name="x"></div></form>';
      complain(by('form'), { __all__: [name], x: [name], absent: [name] });
      innocent(4);
    });

    test('a selection of things', () => {
      const box = `<div data-picker data-name="nodes" data-several><div data-picker-selection></div><div data-picker-filter><input type="search"></div>
        <p data-picker-status></p><p data-picker-empty></p><div class="helion-pick"><table><tbody><tr data-text=""><td><label><input type="checkbox" value="u"><span></span></label></td></tr></tbody></table></div><div data-picker-pager></div></div>`;
      root().innerHTML = box;
      by('label span').textContent = name;
      new Picker(by('[data-picker]'), { texts: TEXTS }).begin();
      by('input[type=checkbox]').checked = true;
      by('input[type=checkbox]').dispatchEvent(new page.window.Event('change', { bubbles: true }));
      innocent(2);
      assert.equal(by('[data-chip]').getAttribute('aria-label') ?? by('[data-chip]').ariaLabel, `Remove ${by('[data-chip]').textContent.replace(/ ×$/, '')}`);
    });
  });
}
