import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { load, open } from './page.mjs';

const { upload } = await load('upload.mjs');

class Request extends EventTarget {
  constructor() {
    super();
    this.upload = new EventTarget();
    this.headers = {};
    Request.last = this;
  }

  open(...place) { this.place = place; }

  setRequestHeader(name, value) { this.headers[name] = value; }

  send(body) { this.body = body; }

  sent(loaded, total) {
    this.upload.dispatchEvent(Object.assign(new Event('progress'), { lengthComputable: true, loaded, total }));
  }

  end(kind, status = 0, text = '') {
    this.status = status;
    this.responseText = text;
    this.dispatchEvent(new Event(kind));
    this.dispatchEvent(new Event('loadend'));
  }
}

describe('upload', () => {
  let page;
  let bar;

  beforeEach(() => {
    globalThis.XMLHttpRequest = Request;
    page = open('<progress max="1" hidden></progress>');
    bar = page.document.querySelector('progress');
  });
  afterEach(() => {
    page.close();
    delete globalThis.XMLHttpRequest;
  });

  test('shows how much is sent, and answers with the JSON', async () => {
    const answer = upload('/import', 'body', bar);
    assert.equal(bar.hidden, false);
    Request.last.sent(1, 4);
    assert.equal(bar.value, 0.25);
    assert.equal(Request.last.headers['X-Requested-With'], 'XMLHttpRequest');
    Request.last.end('load', 200, '{"url": "/o/1"}');
    assert.deepEqual(await answer, { status: 200, ok: true, data: { url: '/o/1' } });
    assert.equal(bar.hidden, true);
  });
  test('an answer that is no JSON', async () => {
    const answer = upload('/import', 'body', bar);
    Request.last.end('load', 502, '<html>');
    assert.deepEqual(await answer, { status: 502, ok: false, data: {} });
  });
  test('rejects without an answer', async () => {
    const answer = upload('/import', 'body', bar);
    Request.last.end('error');
    await assert.rejects(answer);
  });
});
