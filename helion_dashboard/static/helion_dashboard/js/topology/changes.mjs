// What is different from the picture before: keys of nodes and rows.

export function changes(before, now) {
  const keys = new Set();
  const old = new Map(before.rows.map((row) => [row.id, row]));
  for (const row of now.rows) {
    const was = old.get(row.id);
    if (!was) continue;
    if (summary(was) !== summary(row)) keys.add(`box:${row.id}`);
    // A page that was turned, a row that was opened: these nodes were not there to be compared.
    if (was.open !== row.open || was.from !== row.from) continue;
    const nodes = new Map(was.nodes.map((node) => [node.id, node]));
    for (const node of row.nodes) {
      const same = nodes.get(node.id);
      if (!same || nodeSummary(same) !== nodeSummary(node)) keys.add(`node:${row.id}:${node.id}`);
    }
  }
  return keys;
}

const summary = (row) => JSON.stringify([row.count, row.free, row.health, row.known, row.alarms, row.attachments]);
const nodeSummary = (node) => JSON.stringify([node.name, node.health, node.state, node.problem, node.alarms, node.change, node.wires]);
