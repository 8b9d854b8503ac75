// Where the arrow keys lead: tracks from top to bottom, each a list of things from left to right.

export function tracks(drawn) {
  if (drawn.form === 'columns') return turned(drawn);
  const list = drawn.header.lines.map((line) => [{ key: line.key, x: line.x, y: line.y }]);
  for (const row of drawn.rows) {
    const at = (key, x) => ({ key, x, y: row.titleY });
    const turning = row.row.previous !== null || row.row.next !== null;
    const pages = turning ? ['previous', 'next'].map((kind) => at(`${kind}:${row.row.id}`, drawn.columns.right)) : [];
    list.push([at(row.key, drawn.columns.content), ...pages]);
    for (const line of row.lines) {
      const boxes = line.boxes.map((box) => ({ key: box.key, x: box.x + box.width / 2, y: box.y + box.height / 2 }));
      if (boxes.length) list.push(boxes);
    }
  }
  return list;
}

// Of columns the tracks are these, from left to right, and the arrow keys are turned with them.
function turned(drawn) {
  const list = drawn.rows.map((row) => [
    { key: row.key, x: row.titleY },
    ...row.lines.flatMap((line) => line.boxes.map((box) => ({ key: box.key, x: box.y + box.height / 2 }))),
  ]);
  return Object.assign(list, { turned: true });
}

const TURNED = { ArrowRight: 'ArrowDown', ArrowLeft: 'ArrowUp', ArrowDown: 'ArrowRight', ArrowUp: 'ArrowLeft' };

const MOVES = {
  ArrowRight: (all, at) => beside(all, at, 1),
  ArrowLeft: (all, at) => beside(all, at, -1),
  ArrowDown: (all, at) => below(all, at, 1),
  ArrowUp: (all, at) => below(all, at, -1),
  Home: (all, { track }) => all[track][0],
  End: (all, { track }) => all[track].at(-1),
  PageDown: (all, at) => title(all, at, 1),
  PageUp: (all, at) => title(all, at, -1),
};

// The key of the thing that `pressed` leads to from `from`; null when there is none.
export function next(all, from, pressed) {
  if (!Object.hasOwn(MOVES, pressed)) return null;
  const at = find(all, from);
  if (!at) return all[0]?.[0].key ?? null;
  return MOVES[(all.turned && TURNED[pressed]) || pressed](all, at)?.key ?? null;
}

function find(all, key) {
  for (const [track, things] of all.entries()) {
    const index = things.findIndex((thing) => thing.key === key);
    if (index >= 0) return { track, index };
  }
  return null;
}

// At the end of a track it goes on in the next.
function beside(all, { track, index }, step) {
  const neighbour = all[track][index + step];
  if (neighbour) return neighbour;
  return step > 0 ? all[track + 1]?.[0] : all[track - 1]?.at(-1);
}

// The nearest of the next track.
function below(all, { track, index }, step) {
  const { x } = all[track][index];
  const things = all[track + step];
  return things?.reduce((best, thing) => (Math.abs(thing.x - x) < Math.abs(best.x - x) ? thing : best));
}

function title(all, { track }, step) {
  for (let at = track + step; at >= 0 && at < all.length; at += step) if (all[at][0].key.startsWith('row:')) return all[at][0];
  return undefined;
}
