import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load } from './load.mjs';

const { clean, fit, fitName, width } = await load('text.mjs');

describe('a name in a picture', () => {
  const SAID = [
    ['plain', 'plain'], [' two\n lines\t', 'two lines'], ['a\u0000b', 'a\ufffdb'], ['\u202egnp', '\ufffdgnp'], ['\ud800x', '\ufffdx'],
    ['مضيف', 'مضيف'], ['🧨', '🧨'], ['<b>&amp;', '<b>&amp;'], [null, ''], [undefined, ''], [0, '0'], ['a\u0301\u0301\u0301\u0301', 'a\u0301\u0301'],
  ];
  for (const [text, expected] of SAID) test(JSON.stringify(text) ?? 'nothing', () => assert.equal(clean(text), expected));
});

describe('what fits', () => {
  test('stays as it is', () => assert.equal(fit('rack1-u01', 200, 12), 'rack1-u01'));
  test('ends with an ellipsis otherwise, within its room', () => {
    for (const name of ['rack1-u01-compute-with-a-long-name', 'x'.repeat(255), 'W'.repeat(300), '漢'.repeat(40), 'i'.repeat(500)]) {
      const fitted = fit(name, 100, 12);
      assert.ok(fitted.endsWith('…') && fitted.length < name.length);
      assert.ok(width(fitted, 12) <= 112, fitted);
    }
  });
  test('never tears a sign apart', () => {
    const family = '👩‍👩‍👧‍👦';
    const fitted = fit(family.repeat(9), 100, 12).slice(0, -1);
    assert.equal(fitted.length % family.length, 0);
  });
  test('of a name its end is there too', () => {
    assert.equal(fitName('rack1-u01', 200, 12), 'rack1-u01');
    const fitted = fitName('rack10-u29-compute145', 110, 12);
    assert.match(fitted, /^rack1.*….*145$/);
    assert.ok(width(fitted, 12) <= 110);
    assert.equal(fitName('abc', 0, 12), '…');
    const family = '👩‍👩‍👧‍👦';
    assert.equal(fitName(family.repeat(9), 100, 12).replace('…', '').length % family.length, 0);
  });
  test('of no room at all is an ellipsis', () => assert.equal(fit('abc', 0, 12), '…'));
  test('bold letters are wider', () => assert.ok(width('abc', 12, true) > width('abc', 12)));
});
