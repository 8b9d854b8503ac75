// What a card and a tip say of a thing: `{title, facts: [[name, text]], link, wires}`.

import { HEALTH, NETWORKS, WIRES } from './states.mjs';
import { countOf, healthOf, namesOf, tagOf } from './words.mjs';
import { fill } from '../data.mjs';

export function factsOf(thing, model, texts) {
  if (thing.network) return ofNetwork(thing.network, model, texts);
  if (thing.box?.node && model.form === 'columns') return ofThing(thing.box.node, model, texts);
  if (thing.box?.node) return ofNode(thing.box.node, thing.row, model, texts);
  return ofRow(thing.row, model, texts);
}

function ofNetwork(network, model, texts) {
  const counts = {};
  for (const row of model.rows) {
    for (const each of row.attachments) {
      if (each.network !== network.id) continue;
      for (const [state, n] of Object.entries(each.counts)) counts[state] = (counts[state] ?? 0) + n;
    }
  }
  return {
    title: network.name,
    facts: [
      [texts.networkState, network.problem || texts[NETWORKS[network.state].text]],
      [texts.tag, tagOf(network, texts)], [texts.cidr, network.cidr], [texts.nic, network.port], [texts.purpose, network.purpose],
      [texts.wires, countsOf(counts, texts)],
    ].filter(([, text]) => text),
    link: network.neutron && address(model.links.network, network.neutron),
  };
}

export function countsOf(counts, texts) {
  return Object.entries(WIRES).filter(([state]) => counts[state])
    .map(([state, { text }]) => fill(texts.some, { n: counts[state], what: texts[text] })).join(' · ');
}

function ofNode(node, row, model, texts) {
  const names = new Map(model.networks.map((network) => [network.id, network]));
  const parent = node.parent && model.rows.flatMap((each) => each.nodes).find((each) => each.id === node.parent);
  return {
    title: node.name,
    facts: [
      [texts.health, texts[HEALTH[node.health].text]],
      [texts.state, node.moving ? `${node.state} (${texts.movingOne})` : node.state],
      [texts.problem, node.problem], [texts.alarms, node.alarms], [texts.role, row.title], [row.group, [node.rack, node.unit].filter(Boolean).join(' · ')],
      [texts.server, node.server], [texts.parent, parent?.name], [texts.spare, node.spare || ''],
      [texts.plan, node.change && texts[node.change === 'added' ? 'isAdded' : 'isRemoved']],
    ].filter(([name, text]) => name && text),
    link: node.link && address(model.links[node.link], node.page),
    alarms: node.alarms && address(model.links.alarms, node.id),
    wires: node.wires.map((wire) => ({ ...wire, name: names.get(wire.network)?.name ?? wire.network, summary: wireSays(wire, texts) })),
  };
}

// Of a thing of columns.
function ofThing(node, model, texts) {
  return {
    title: node.name,
    facts: [
      [texts.health, texts[HEALTH[node.health].text]], [texts.state, node.state], [texts.problem, node.problem],
      [texts.comesFrom, namesOf(node.before, texts)], [texts.leadsTo, namesOf(node.after, texts)],
    ].filter(([, text]) => text),
    link: node.link && address(model.links[node.link], node.page),
  };
}

export function wireSays(wire, texts) {
  if (wire.problem) return wire.problem;
  if (wire.state === 'planned' && !wire.bound) return texts.idle;
  return texts[WIRES[wire.state].text];
}

function ofRow(row, model, texts) {
  const names = new Map(model.networks.map((network) => [network.id, network.name]));
  return {
    title: row.title,
    facts: [
      [texts.count, row.known ? countOf(row, texts) : texts.notKnown], [texts.health, healthOf(row, texts)], [texts.alarms, row.alarms],
      ...row.attachments.map((each) => [names.get(each.network), countsOf(each.counts, texts)]),
    ].filter(([, text]) => text),
  };
}

// Only addresses of this dashboard: whatever else a server might be talked into saying is no link.
export function address(pattern, id) {
  if (!pattern || !/^\/(?!\/)/.test(pattern)) return null;
  return pattern.replace(/\/ID(?=[/.]|$)/, () => `/${encodeURIComponent(id)}`);
}
