import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { folded, storage } from './storage.mjs';
import { load } from './load.mjs';
import { open } from '../page.mjs';
import { texts } from './texts.mjs';

const { Drawing } = await load('draw.mjs');
const { Places } = await load('stable.mjs');
const { factsOf } = await load('facts.mjs');
const { highlight } = await load('highlight.mjs');
const { layout } = await load('layout.mjs');
const { next, tracks } = await load('keyboard.mjs');
const { nodeSays } = await load('words.mjs');
const { onlyProblems } = await load('problems.mjs');
const { read } = await load('model.mjs');
const { toSvg } = await load('save.mjs');

const SPACE = 'http://www.w3.org/2000/svg';
const lay = (data, width = 1200) => layout(read(data), new Places(), width);
const boxesOf = (drawn) => drawn.rows.flatMap((row) => row.lines.flatMap((line) => line.boxes));
const boxOf = (drawn, id) => boxesOf(drawn).find((box) => box.node.id === id);

for (const [arrays, perArray] of [[0, 0], [1, 1], [2, 3], [50, 20]]) {
  for (const width of [300, 1200, 2400]) {
    describe(`${arrays} arrays with ${perArray} CPGs at ${width} pixels`, () => {
      const drawn = lay(storage(arrays, perArray), width);
      test('columns stand beside one another within the picture', () => {
        drawn.rows.forEach((row, index) => {
          if (index) assert.ok(row.x > drawn.rows[index - 1].x + drawn.rows[index - 1].width);
          assert.ok(row.x + row.width <= drawn.columns.right);
        });
      });
      test('boxes keep within their column and apart from one another', () => {
        for (const row of drawn.rows) {
          const boxes = row.lines.flatMap((line) => line.boxes);
          boxes.forEach((box, index) => {
            assert.ok(box.x >= row.x && box.x + box.width <= row.x + row.width);
            assert.ok(box.y + box.height <= row.y + row.height);
            if (index) assert.ok(box.y >= boxes[index - 1].y + boxes[index - 1].height);
          });
        }
      });
      test('a link goes from one box to the other', () => {
        assert.equal(drawn.edges.length, 2 * arrays * perArray + arrays);
        for (const edge of drawn.edges) {
          assert.equal(edge.x1, boxOf(drawn, edge.from).x + boxOf(drawn, edge.from).width);
          assert.equal(edge.x2, boxOf(drawn, edge.to).x);
          assert.ok(edge.x1 < edge.x2);
        }
      });
    });
  }
}

describe('things', () => {
  const drawn = lay(storage(2, 3));
  test('stand beside the first of those that they are linked with', () => {
    assert.equal(boxOf(drawn, 'a1').y, boxOf(drawn, 'a1-c0').y);
    assert.equal(boxOf(drawn, 'b:a1').y, boxOf(drawn, 'a1-c0').y);
    assert.equal(boxOf(drawn, 't:a1').y, boxOf(drawn, 'b:a1').y);
  });
  test('say what leads to them and where they lead to', () => {
    const label = nodeSays(boxOf(drawn, 'a0').node, texts);
    assert.match(label, /leadsTo: a0-c0, a0-c1 \(broken\), a0-c2/);
    assert.match(nodeSays(boxOf(drawn, 'b:a0').node, texts), /comesFrom: a0-c0, a0-c1, a0-c2, leadsTo: t:a0/);
  });
  test('have a card with their links and their page', () => {
    const model = read(storage(1, 8));
    const box = boxesOf(layout(model, new Places(), 1200)).find(({ node }) => node.id === 'a0');
    const { title, facts, link } = factsOf({ box, row: box.row }, model, texts);
    assert.equal(title, 'a0');
    assert.equal(link, '/admin/uc_storage/a0/');
    assert.match(Object.fromEntries(facts).leadsTo, /^a0-c0, a0-c1 \(broken\).*, andMore$/);
  });
  test('without a problem are left out on request, with their links', () => {
    const model = onlyProblems(read(storage(2, 3)));
    const troubled = layout(model, new Places(), 1200);
    assert.deepEqual(boxesOf(troubled).map((box) => box.node.id), ['a0-c1', 'a1-c1']);
    assert.deepEqual(troubled.edges, []);
  });
});

describe('what nobody expects', () => {
  test('are links of nothing, states and capacities that are no such', () => {
    const data = storage(1, 1);
    data.edges.push({ from: 'a0', to: 'nothing' }, { from: 'a0', to: 'b:a0', state: 'constructor' });
    data.rows[0].nodes[0].usage = 'much';
    const drawn = lay(data);
    assert.equal(drawn.edges.length, 4);
    assert.equal(drawn.edges.at(-1).state, 'ok');
    assert.equal(boxOf(drawn, 'a0').node.usage, null);
  });
});

describe('the arrow keys', () => {
  const all = tracks(lay(storage(2, 3)));
  test('go down a column and on to the next', () => {
    assert.equal(next(all, 'row:arrays', 'ArrowDown'), 'node:arrays:a0');
    assert.equal(next(all, 'node:arrays:a1', 'ArrowDown'), 'row:pools');
    assert.equal(next(all, 'row:pools', 'ArrowUp'), 'node:arrays:a1');
  });
  test('go across to what stands beside', () => {
    assert.equal(next(all, 'node:arrays:a1', 'ArrowRight'), 'node:pools:a1-c0');
    assert.equal(next(all, 'node:pools:a1-c0', 'ArrowRight'), 'node:backends:b:a1');
    assert.equal(next(all, 'node:backends:b:a1', 'ArrowLeft'), 'node:pools:a1-c0');
  });
  test('go from column to column', () => {
    assert.equal(next(all, 'node:pools:a1-c2', 'PageDown'), 'row:backends');
    assert.equal(next(all, 'node:pools:a1-c2', 'Home'), 'row:pools');
  });
});

describe('a drawing', () => {
  let page;
  beforeEach(() => {
    page = open();
    globalThis.XMLSerializer = page.window.XMLSerializer;
  });
  afterEach(() => {
    delete globalThis.XMLSerializer;
    page.close();
  });
  function drawing(data, sight = null) {
    const svg = page.document.createElementNS(SPACE, 'svg');
    page.document.body.append(svg);
    const drawn = new Drawing(svg, texts);
    const placed = lay(data);
    drawn.render(placed, { sight });
    return { svg, drawn, placed };
  }

  test('has an element with a label for every column and thing, and a sign on every broken link', () => {
    const { svg } = drawing(storage(2, 3));
    const keys = [...svg.querySelectorAll('[data-key]')];
    assert.equal(keys.length, 4 + 2 + 6 + 2 + 2);
    for (const element of keys) assert.ok(element.getAttribute('aria-label'));
    assert.equal(svg.querySelectorAll('.edges .mark.failed').length, 2);
    assert.equal(svg.querySelectorAll('.edges path.broken').length, 1);
  });
  test('draws only what is in sight', () => {
    const { svg } = drawing(storage(50, 20), { top: 0, bottom: 900, far: false });
    assert.ok(svg.querySelectorAll('.box').length < 120);
    assert.ok(svg.querySelectorAll('.edges .mark').length < 60);
  });
  test('says whether what stands for several is open', () => {
    for (const isOpen of [true, false]) {
      const { svg } = drawing(folded(isOpen));
      assert.equal(svg.querySelector('[data-key="node:pools:cpgs:a0"]').getAttribute('aria-expanded'), String(isOpen));
    }
  });
  test('lets the chain of a thing stand out', () => {
    const { svg, drawn, placed } = drawing(storage(2, 3));
    const box = boxOf(placed, 'b:a0');
    highlight(svg, drawn.over, placed, { kind: 'node', box }, new Map());
    const bright = [...svg.querySelectorAll('.box:not(.faded)')].map((element) => element.dataset.of);
    assert.equal(bright.length, 1 + 3 + 1 + 1);
    assert.ok(bright.every((key) => key.includes('a0')));
    assert.equal(svg.querySelectorAll('.over .chain').length, 3 + 3 + 1);
    highlight(svg, drawn.over, placed, null, new Map());
    assert.equal(svg.querySelectorAll('.faded, .over > *').length, 0);
  });
  test('is a file, too', () => {
    const { text } = toSvg(read(storage(1, 2)), texts);
    assert.match(text, /a0-c1/);
    assert.doesNotMatch(text, /data-key|class="hit/);
  });
});
