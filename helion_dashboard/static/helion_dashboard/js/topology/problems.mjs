// The same model with only what is not as it should be.

import { isProblem, isTrouble } from './states.mjs';

export function onlyProblems(model) {
  const rows = model.rows
    .map((row) => ({ ...row, nodes: row.nodes.filter(isProblem) }))
    .filter((row) => row.nodes.length || row.more || !row.known || row.health.failed || row.health.warning);
  return { ...model, rows };
}

export function counts(model) {
  let nodes = 0;
  let unknown = 0;
  for (const { health, known: isKnown } of model.rows) {
    nodes += health.failed + health.warning;
    if (!isKnown) unknown += 1;
  }
  const networks = model.networks.filter((network) => network.state === 'missing' || network.state === 'wrong').length;
  return { nodes, networks, unknown };
}

export const troubles = (node) => node.wires.filter(isTrouble);
