import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';

import { load, open } from './page.mjs';

const { count, duration } = await load('durations.mjs');

const TEXTS = { seconds: '%(seconds)d s', minutes: '%(minutes)d min %(seconds)d s', hours: '%(hours)d h %(minutes)d min' };

describe('a duration in words, as the server says it', () => {
  for (const [seconds, words] of [
    [0, '0 s'],
    [59.9, '59 s'],
    [60, '1 min 0 s'],
    [185, '3 min 5 s'],
    [3599, '59 min 59 s'],
    [3600, '1 h 0 min'],
    [8059, '2 h 14 min'],
    [90000, '25 h 0 min'],
  ]) {
    test(words, () => assert.equal(duration(seconds, TEXTS), words));
  }
});

describe('what runs', () => {
  let page;
  let end;
  beforeEach(() => {
    mock.timers.enable({ apis: ['setInterval', 'Date'], now: 1_000_000 });
    page = open('<p><span id="a" data-running="58">58 s</span><span id="b">7 s</span></p>');
    end = count({ texts: TEXTS });
  });
  afterEach(() => {
    end();
    page.close();
    mock.timers.reset();
  });
  const text = (id) => page.document.getElementById(id).textContent;

  test('counts on, and only that', () => {
    assert.equal(text('a'), '58 s');
    mock.timers.tick(3000);
    assert.equal(text('a'), '1 min 1 s');
    assert.equal(text('b'), '7 s');
  });
  test('goes on from what a refresh draws', () => {
    mock.timers.tick(5000);
    page.document.querySelector('p').innerHTML = '<span id="a" data-running="62">62 s</span>';
    mock.timers.tick(1000);
    assert.equal(text('a'), '1 min 2 s');
    mock.timers.tick(2000);
    assert.equal(text('a'), '1 min 4 s');
  });
  test('stops when it is told to', () => {
    end();
    mock.timers.tick(5000);
    assert.equal(text('a'), '58 s');
  });
});
