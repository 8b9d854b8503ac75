import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { load, open } from './page.mjs';

const { follow } = await load('driver_fields.mjs');

describe('fields of the chosen driver', () => {
  let page;
  let box;
  let answers;
  let fetchFields;

  beforeEach(() => {
    page = open(`<form><div data-errors hidden></div>
      <select name="driver"><option>ipmi</option><option>redfish</option></select>
      <div id="box" data-url="/fields"></div></form>`);
    box = page.document.getElementById('box');
    answers = [];
    globalThis.fetch = (url) => new Promise((resolve) => {
      answers.push((html) => resolve({ ok: true, url, text: async () => html }));
    });
    fetchFields = follow(page.document.querySelector('form'), box, { noAnswer: 'no answer' });
  });
  afterEach(() => {
    page.close();
    delete globalThis.fetch;
  });

  test('are those that the server answers with', async () => {
    const done = fetchFields();
    assert.equal(box.getAttribute('aria-busy'), 'true');
    answers[0]('<input name="a">');
    await done;
    assert.equal(box.innerHTML, '<input name="a">');
    assert.equal(box.hasAttribute('aria-busy'), false);
  });
  test('an answer that comes late does not take the place of a later choice', async () => {
    const [early, late] = [fetchFields(), fetchFields()];
    answers[1]('<input name="late">');
    await late;
    answers[0]('<input name="early">');
    await early;
    assert.equal(box.innerHTML, '<input name="late">');
  });
});
