import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { load, open } from './page.mjs';

const { complain, follow } = await load('again.mjs');

const settle = () => new Promise((resolve) => { setImmediate(resolve); });

describe('try again', () => {
  let page;
  beforeEach(() => { page = open('<section><div id="box" hidden></div></section><div class="helion-tab" id="helion-tab-x">old <a href="" data-again>Try again</a></div>'); });
  afterEach(() => page.close());
  const by = (id) => page.document.getElementById(id);

  test('a failure has a button, which goes with it', () => {
    const box = by('box');
    let tries = 0;
    complain(box, 'Nova is down.', () => { tries += 1; }, 'Try again');
    assert.ok(!box.hidden);
    assert.equal(box.querySelector('span').textContent, 'Nova is down.');
    box.querySelector('button').focus();
    box.querySelector('button').click();
    assert.equal(tries, 1);
    complain(box, 'Nova is still down.', () => {}, 'Try again');
    assert.equal(page.document.activeElement, box.querySelector('button'));
    complain(box, '', () => {}, 'Try again');
    assert.ok(box.hidden);
    assert.equal(box.textContent, '');
    assert.equal(page.document.activeElement, box.parentElement);
  });

  test('a tab is loaded alone', async () => {
    const fresh = new page.window.DOMParser().parseFromString('<p>other</p><div id="helion-tab-x">new</div>', 'text/html');
    const urls = [];
    globalThis.window = page.window;
    follow(page.document, async (url) => { urls.push(url); return fresh; });
    const press = new page.window.MouseEvent('click', { bubbles: true, cancelable: true });
    assert.equal(page.document.querySelector('a').dispatchEvent(press), false);
    await settle();
    assert.deepEqual(urls, [page.window.location.href]);
    assert.equal(by('helion-tab-x').textContent, 'new');
    assert.ok(!by('helion-tab-x').hasAttribute('aria-busy'));
    assert.ok(by('box'));
  });
});
