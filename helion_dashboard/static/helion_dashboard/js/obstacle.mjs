// Why an action is not possible on a node, from the table that the server sent; '' when it is.

import { fill } from './data.mjs';

export function obstacle(action, node, table, texts) {
  const { needs } = action;
  const label = table.states[node.state] || node.state;
  const rules = [
    [!action.allowed, () => fill(texts.notAllowed, { rule: `helion:${action.rule}` })],
    [needs.unlocked && node.lock, () => fill(texts.locked, { host: node.lock })],
    [needs.states && !needs.states.includes(node.state) && !(needs.states_or_maintenance && node.maintenance),
      () => fill(texts.wrongState, { state: label })],
    // What only the server can know of it.
    [node.cannot?.[action.name], () => node.cannot[action.name]],
    [needs.maintenance === true && !node.maintenance, () => texts.notInMaintenance],
    [needs.maintenance === false && node.maintenance, () => texts.inMaintenance],
    [needs.not_power && needs.not_power.includes(node.power), () => fill(texts.wrongPower, { power: node.power })],
    [needs.unprotected && node.protected, () => texts.isProtected],
    [needs.no_instance && node.instance && !node.maintenance, () => texts.hasInstance],
    [needs.instance && !node.instance, () => texts.noInstance],
  ];
  const found = rules.find(([blocked]) => blocked);
  return found ? found[1]() : '';
}

// Sort nodes into those it is possible on and, with the reason, those it is not.
export function sift(action, nodes, table, texts) {
  const possible = [];
  const blocked = [];
  for (const node of nodes) {
    const reason = obstacle(action, node, table, texts);
    if (reason) blocked.push({ node, reason });
    else possible.push(node);
  }
  // Some can be done to so many only.
  if (action.most && possible.length > action.most) {
    const reason = fill(texts.atMost, { n: action.most });
    return { possible: [], blocked: [...possible.map((node) => ({ node, reason })), ...blocked] };
  }
  return { possible, blocked };
}
