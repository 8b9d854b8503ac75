import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load } from './load.mjs';
import { sample } from './sample.mjs';

const { read } = await load('model.mjs');
const { layout } = await load('layout.mjs');
const { Places } = await load('stable.mjs');

const lay = (data, { width = 1200, places = new Places() } = {}) => layout(read(data), places, width);
const boxesOf = (drawn) => drawn.rows.flatMap((row) => row.lines.flatMap((line) => line.boxes));
const at = (drawn) => Object.fromEntries(boxesOf(drawn).map((box) => [box.key, [box.x, box.y]]));

const SIZES = { 'no compute node': 0, 'one': 1, 'twelve': 12, 'sixty': 60 };

for (const [name, count] of Object.entries(SIZES)) {
  for (const width of [300, 720, 1200, 2400]) {
    describe(`${name} at ${width} pixels`, () => {
      const drawn = lay(sample(count), { width });
      test('boxes keep within the picture and apart from one another', () => {
        for (const row of drawn.rows) {
          for (const line of row.lines) {
            line.boxes.forEach((box, index) => {
              assert.ok(box.x >= drawn.columns.content);
              assert.ok(box.x + box.width <= drawn.columns.right, box.key);
              assert.ok(box.y + box.height <= line.y + line.height);
              if (index) assert.ok(line.boxes[index - 1].x + line.boxes[index - 1].width < box.x);
            });
          }
        }
      });
      test('rows follow one another', () => {
        drawn.rows.forEach((row, index) => {
          const before = drawn.rows[index - 1];
          assert.ok(row.y >= (before ? before.y + before.height : drawn.header.height));
        });
        assert.ok(drawn.height > drawn.rows.at(-1).y + drawn.rows.at(-1).height);
      });
      test('a drop goes from the line of its network to its box', () => {
        for (const box of boxesOf(drawn)) {
          for (const drop of box.drops) {
            assert.ok(drop.x > 0 && drop.x < box.width);
            assert.ok(drop.y < box.y);
          }
        }
      });
      test('every node has its box, once', () => {
        const keys = boxesOf(drawn).filter((box) => box.kind === 'node').map((box) => box.key);
        assert.equal(keys.length, 1 + 3 + count + 2);
        assert.equal(new Set(keys).size, keys.length);
      });
    });
  }
}

describe('a row', () => {
  test('shows only the networks that its servers sit on, in the order of the trunk', () => {
    const drawn = lay(sample(12));
    const [first, , compute] = drawn.rows;
    assert.deepEqual(first.lines[0].buses.map((bus) => bus.network.id), ['ipmi', 'management']);
    assert.deepEqual(compute.lines[0].buses.map((bus) => bus.network.index), [0, 1, 2, 3, 4, 5]);
    const xs = compute.lines[0].buses.map((bus) => bus.x);
    assert.deepEqual(xs, [...xs].sort((a, b) => a - b));
  });
  test('that is closed has one box for all and the single ones beside it', () => {
    const drawn = lay(sample(840));
    const boxes = drawn.rows[2].lines.flatMap((line) => line.boxes);
    assert.equal(boxes[0].kind, 'role');
    assert.ok(boxes.length < 62);
    assert.ok(boxes.slice(1).every((box) => box.node.health !== 'ok'));
  });
  test('that is closed shows of its single ones, but for the first line, only wires that are not as planned', () => {
    const drawn = lay(sample(840));
    const [first, ...lines] = drawn.rows[2].lines;
    assert.equal(first.buses.length, 6);
    assert.ok(lines.length > 1);
    for (const line of lines) {
      const expected = new Set(line.boxes.flatMap((box) => box.node.wires.filter((wire) => wire.state !== 'planned').map((wire) => wire.network)));
      assert.deepEqual(new Set(line.buses.map((bus) => bus.network.id)), expected);
      for (const box of line.boxes) assert.ok(box.drops.every((drop) => drop.wire.state !== 'planned' && drop.y < box.y));
    }
    assert.ok(lines.every((line) => line.height < first.height));
  });
  test('without nodes says so in a box of its own', () => {
    const drawn = lay(sample(0));
    assert.deepEqual(drawn.rows[2].lines.flatMap((line) => line.boxes).map((box) => box.kind), ['role']);
  });
  test('that is not known is never drawn as empty', () => {
    const data = sample(12);
    Object.assign(data.rows[2], { state: 'unknown', nodes: [], open: true });
    delete data.rows[2].count;
    const [box] = lay(data).rows[2].lines[0].boxes;
    assert.equal(box.kind, 'role');
    assert.equal(box.row.known, false);
  });
  test('names its racks below', () => {
    const drawn = lay(sample(20));
    const names = drawn.rows[2].lines.flatMap((line) => line.captions.map((caption) => caption.name));
    assert.deepEqual([...new Set(names)], ['1', '2']);
  });
});

describe('the trunk', () => {
  test('ends at the last row that a network branches off to', () => {
    const drawn = lay(sample(12));
    const compute = drawn.rows[2].lines.at(-1);
    const fc = drawn.trunk.find((line) => line.network.id === 'fc');
    assert.equal(fc.end, compute.buses.find((bus) => bus.network.id === 'fc').y);
    const ipmi = drawn.trunk.find((line) => line.network.id === 'ipmi');
    assert.equal(ipmi.end, drawn.rows[3].lines[0].buses[0].y);
  });
  test('of a network that nobody sits on stays on top', () => {
    const data = sample(1);
    data.networks.push({ id: 'lonely', name: 'Lonely', colour: '7' });
    const line = lay(data).trunk.at(-1);
    assert.equal(line.end, line.y);
  });
});

describe('regions', () => {
  const data = sample(3);
  data.regions = [{ id: 'hlm', title: 'Helion region' }, { id: 'wr', title: 'Wind River region' }];
  data.rows[1].region = 'hlm';
  data.rows[2].region = 'wr';
  data.rows[3].region = 'unheard-of';
  const drawn = lay(data);
  test('frame their rows, after those of none', () => {
    assert.deepEqual(drawn.rows.map((row) => row.row.id), ['undercloud', 'object', 'controller', 'compute']);
    const [hlm, wr] = drawn.regions;
    const [controller, compute] = drawn.rows.slice(2);
    for (const [region, row] of [[hlm, controller], [wr, compute]]) {
      assert.ok(region.y < row.y && row.y + row.height <= region.y + region.height);
    }
    assert.ok(hlm.y + hlm.height <= wr.y);
  });
});

describe('a refresh', () => {
  test('moves nothing when nothing changed', () => {
    const places = new Places();
    assert.deepEqual(at(lay(sample(40), { places })), at(lay(sample(40), { places })));
  });
  test('moves no box when a node goes and another comes', () => {
    const places = new Places();
    const before = at(lay(sample(12), { places }));
    const data = sample(12);
    const [gone] = data.rows[2].nodes.splice(4, 1);
    data.rows[2].nodes.unshift({ ...gone, id: 'new' });
    const after = at(lay(data, { places }));
    assert.deepEqual(after['node:compute:new'], before[`node:compute:${gone.id}`]);
    delete after['node:compute:new'];
    delete before[`node:compute:${gone.id}`];
    assert.deepEqual(after, before);
  });
  test('leaves a gap where a node was', () => {
    const places = new Places();
    const before = at(lay(sample(12), { places }));
    const data = sample(12);
    data.rows[2].nodes.splice(4, 1);
    const after = at(lay(data, { places }));
    for (const key of Object.keys(after)) assert.deepEqual(after[key], before[key]);
  });
  test('moves no box sideways when a node gets a wire too many', () => {
    const places = new Places();
    const before = at(lay(sample(12), { places }));
    const data = sample(12);
    for (let extra = 0; extra < 9; extra += 1) data.rows[2].nodes[0].wires.push({ network: 'ipmi', nic: `eth${extra + 4}`, state: 'unexpected' });
    const drawn = lay(data, { places });
    assert.deepEqual(at(drawn), before);
    const box = boxesOf(drawn).find((each) => each.node?.wires.length === 15);
    assert.ok(box.drops.every((drop) => drop.x > 0 && drop.x < box.width));
    assert.ok(box.tabs.every((tab) => tab.x + tab.width <= box.width));
  });
});

test('five thousand nodes that are drawn at once are laid out in a moment', () => {
  const model = read(sample(5000, { open: true }));
  const began = performance.now();
  const drawn = layout(model, new Places(), 1200);
  assert.equal(boxesOf(drawn).length, 5006);
  assert.ok(performance.now() - began < 1000);
});
