import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { load } from './load.mjs';
import { open } from '../page.mjs';
import { sample } from './sample.mjs';
import { texts } from './texts.mjs';

const { Drawing } = await load('draw.mjs');
const { Places } = await load('stable.mjs');
const { factsOf } = await load('facts.mjs');
const { layout } = await load('layout.mjs');
const { read } = await load('model.mjs');
const { toSvg } = await load('save.mjs');

const SPACE = 'http://www.w3.org/2000/svg';
const tick = () => new Promise((resolve) => { setImmediate(resolve); });

let page;
beforeEach(() => {
  page = open();
  globalThis.XMLSerializer = page.window.XMLSerializer;
});
afterEach(() => {
  delete globalThis.XMLSerializer;
  page.close();
});

function drawing() {
  const svg = page.document.createElementNS(SPACE, 'svg');
  page.document.body.append(svg);
  return { svg, drawn: new Drawing(svg, texts) };
}
const lay = (data, places = new Places()) => layout(read(data), places, 1200);

describe('a drawing', () => {
  test('has an element for every network, row and server, each with a label', () => {
    const { svg, drawn } = drawing();
    drawn.render(lay(sample(12)));
    const keys = [...svg.querySelectorAll('[data-key]')].map((element) => element.dataset.key);
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(keys.filter((key) => key.startsWith('net:')).length, 6);
    assert.equal(keys.filter((key) => key.startsWith('row:')).length, 4);
    assert.equal(keys.filter((key) => key.startsWith('node:')).length, 18);
    for (const element of svg.querySelectorAll('[data-key]')) assert.ok(element.getAttribute('aria-label'));
  });
  test('touches nothing when it is drawn again', async () => {
    const { svg, drawn } = drawing();
    const places = new Places();
    drawn.render(lay(sample(200), places));
    const calls = [];
    new page.window.MutationObserver((records) => calls.push(...records)).observe(svg, { subtree: true, childList: true, attributes: true, characterData: true });
    drawn.render(lay(sample(200), places));
    await tick();
    assert.deepEqual(calls, []);
  });
  test('touches only the line of a server that changed', () => {
    const { svg, drawn } = drawing();
    const places = new Places();
    drawn.render(lay(sample(40), places));
    const before = new Map([...svg.querySelectorAll('.box')].map((element) => [element.dataset.of, element]));
    const data = sample(40);
    data.rows[2].nodes[0].state = 'Deploying · on';
    drawn.render(lay(data, places));
    const redrawn = [...svg.querySelectorAll('.box')].filter((element) => before.get(element.dataset.of) !== element);
    assert.ok(redrawn.length > 0 && redrawn.length < 10, `${redrawn.map((element) => element.dataset.of)}`);
    assert.match(redrawn[0].textContent, /Deploying/);
  });
  test('draws only what is in sight', () => {
    const { svg, drawn } = drawing();
    const all = lay(sample(150, { open: true }));
    drawn.render(all, { sight: { top: 0, bottom: 900, far: false } });
    const few = svg.querySelectorAll('.box').length;
    assert.ok(few > 3 && few < 60, few);
    drawn.render(all);
    assert.equal(svg.querySelectorAll('.box').length, 156);
  });
  test('seen from far has no element for a server', () => {
    const { svg, drawn } = drawing();
    drawn.render(lay(sample(150, { open: true })), { sight: { top: 0, bottom: 1e6, far: true } });
    assert.equal(svg.querySelectorAll('.box').length, 0);
    assert.ok(svg.querySelectorAll('.block.failed').length > 0);
  });
  test('says by a sign what a colour says', () => {
    const { svg, drawn } = drawing();
    drawn.render(lay(sample(12)));
    const marks = svg.querySelectorAll('.lines .mark');
    assert.equal(marks.length, 2); // a wrong VLAN and a missing wire
    assert.notEqual(marks[0].querySelector('path').getAttribute('d'), marks[1].querySelector('path').getAttribute('d'));
  });
  test('has a bell and words where there are alarms, and the card leads to them', () => {
    const data = sample(2);
    const compute = data.rows.find(({ id }) => id === 'compute');
    Object.assign(compute, { alarms: '2 critical' });
    Object.assign(compute.nodes[0], { alarms: '2 critical', health: 'ok', problem: '' });
    data.links.alarms = '/admin/uc_nodes/ID/?tab=monitoring';
    const { svg, drawn } = drawing();
    drawn.render(lay(data));
    const label = svg.querySelector(`[data-key="node:compute:${compute.nodes[0].id}"]`).getAttribute('aria-label');
    assert.match(label, /alarms: 2 critical/);
    assert.match(svg.querySelector('[data-key="row:compute"]').getAttribute('aria-label'), /alarms: 2 critical/);
    assert.match(svg.textContent, /2 critical/);
    const model = read(data);
    const row = model.rows.find(({ id }) => id === 'compute');
    const { facts, alarms } = factsOf({ box: { node: row.nodes[0] }, row }, model, texts);
    assert.equal(Object.fromEntries(facts).alarms, '2 critical');
    assert.equal(alarms, `/admin/uc_nodes/${row.nodes[0].id}/?tab=monitoring`);
  });
  test('a wire that is missing does not reach its network', () => {
    const { svg, drawn } = drawing();
    drawn.render(lay(sample(12)));
    assert.match(svg.querySelector('.drop.missing').getAttribute('d'), /^M\d+,\d+v-8$/);
  });
  test('marks what changed', () => {
    const { svg, drawn } = drawing();
    drawn.render(lay(sample(12)), { changed: new Set(['node:compute:compute-1']) });
    assert.equal(svg.querySelectorAll('.lines .flag').length, 1);
  });
});

const HOSTILE = [
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', ']]><x/>', '&lt;b&gt; &amp; &#0;', `${'x'.repeat(255)}`,
  '\u202egnp.exe', 'مضيف-١٢', '🧨👩‍👩‍👧‍👦', 'a\u0000b\u0007c\ufffed', '\ud800', 'z\u0300\u0301\u0302\u0303\u0304\u0305', 'line\nbreak\ttab', '',
];

describe('a picture in a file', () => {
  const spoilt = () => {
    const data = sample(HOSTILE.length);
    data.title = HOSTILE[0];
    HOSTILE.forEach((name, at) => {
      Object.assign(data.rows[2].nodes[at], { name, state: name, rack: name, problem: name, health: 'failed' });
      if (data.networks[at]) Object.assign(data.networks[at], { name, purpose: name, cidr: name, state: at % 2 ? 'ok' : 'wrong', problem: name });
    });
    Object.assign(data.networks[0], { id: HOSTILE[1], colour: 'url(#x)', dash: '1;} * {x:y' });
    Object.assign(data.rows[2], { title: HOSTILE[0], group: HOSTILE[1] });
    return data;
  };

  test('is XML, whatever the names', () => {
    const { text } = toSvg(read(spoilt()), texts, { title: HOSTILE[0] });
    const parsed = new page.window.DOMParser().parseFromString(text, 'application/xml');
    assert.equal(parsed.querySelector('parsererror'), null);
    assert.equal(parsed.documentElement.namespaceURI, SPACE);
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(text, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
    assert.ok(text.isWellFormed());
    assert.doesNotMatch(text, /[\u202a-\u202e]/);
  });
  test('holds nothing that acts or asks for anything', () => {
    const { text } = toSvg(read(spoilt()), texts, { title: HOSTILE[0] });
    const parsed = new page.window.DOMParser().parseFromString(text, 'application/xml');
    const names = new Set([...parsed.querySelectorAll('*')].map((element) => element.localName));
    assert.deepEqual([...names].sort(), ['circle', 'defs', 'g', 'path', 'pattern', 'rect', 'style', 'svg', 'text', 'title']);
    for (const element of parsed.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        assert.doesNotMatch(name, /^on|href|^data-|tabindex/);
        if (name !== 'xmlns') assert.doesNotMatch(value, /url\((?!#topo-)|https?:/);
      }
    }
    assert.doesNotMatch(parsed.querySelector('style').textContent, /var\(|@import|url\((?!#topo-)/);
  });
  test('has every server in it, wherever one looked', () => {
    const { text } = toSvg(read(sample(120, { open: true })), texts);
    assert.equal(text.match(/class="box /g).length, 126);
  });
  test('is dark when asked to be', () => {
    const [light, dark] = ['light', 'dark'].map((scheme) => toSvg(read(sample(3)), texts, { scheme }).text);
    assert.notEqual(light, dark);
  });
});
