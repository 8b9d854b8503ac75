// What the server says, made whole: every key is there, every word is known, every text is clean.
//
// A wire need not say what its row says of that network, and a single node of a closed row names only
// wires that are not as planned: here it gets the others, so that nobody else has to know.

import { HEALTH, NETWORKS, WIRES, one } from './states.mjs';
import { clean } from './text.mjs';

const COLOURS = 12;
const DASH = /^[\d .,]{1,40}$/;

export function read(found) {
  const networks = list(found.networks).map(network);
  const known = new Set(networks.map((each) => each.id));
  return {
    layout: clean(found.layout),
    title: clean(found.title),
    regions: list(found.regions).map(({ id, title }) => ({ id, title: clean(title) })),
    layers: list(found.layers).map((layer) => ({ name: layer.name, title: clean(layer.title), known: layer.state !== 'unknown', reason: clean(layer.reason) })),
    links: found.links ?? {},
    networks,
    rows: list(found.rows).map((each) => row(each, known)),
    focus: found.focus ?? null,
    plan: found.plan ?? null,
  };
}

function network(found, index) {
  const state = found.state === undefined ? 'ok' : one(NETWORKS, found.state);
  return {
    id: String(found.id),
    index,
    name: clean(found.name),
    found: clean(found.found),
    neutron: found.neutron ?? null,
    purpose: clean(found.purpose),
    tagged: found.vlan_type ? found.vlan_type === 'tagged' : null,
    vlan: Number.isInteger(found.vlan) ? found.vlan : null,
    cidr: clean(found.cidr),
    port: clean(found.port),
    colour: 1 + ((Math.max(Number.parseInt(found.colour, 10) || 1, 1) - 1) % COLOURS),
    dash: DASH.test(found.dash ?? '') ? found.dash : '',
    region: found.region ?? null,
    state,
    problem: clean(found.problem),
  };
}

function row(found, known) {
  // Nodes that are wired alike name their wires by a number.
  const wirings = list(found.wirings);
  const unshared = (each) => ({ link: found.link, ...each, wires: Number.isInteger(each.wires) ? wirings[each.wires] : each.wires });
  const attachments = list(found.attachments).filter((each) => known.has(each.network)).map(attachment);
  const open = Boolean(found.open);
  const health = Object.fromEntries(Object.keys(HEALTH).map((name) => [name, found.health?.[name] ?? 0]));
  return {
    id: String(found.id),
    title: clean(found.title),
    kind: clean(found.kind) || 'other',
    region: found.region ?? null,
    group: clean(found.group),
    known: found.state !== 'unknown',
    count: found.count ?? 0,
    health,
    moving: found.moving ?? 0,
    attachments,
    open,
    fixed: Boolean(found.fixed),
    nodes: list(found.nodes).map((each) => node(unshared(each), attachments, open, known)),
    more: found.more ?? 0,
    previous: found.previous ?? null,
    next: found.next ?? null,
    from: found.from ?? 0,
    added: found.added ?? 0,
    removed: found.removed ?? 0,
  };
}

function attachment(found) {
  const counts = Object.fromEntries(Object.keys(WIRES).map((name) => [name, found[name] ?? 0]));
  return {
    network: found.network,
    tagged: Boolean(found.tagged),
    nic: clean(found.nic),
    optional: Boolean(found.optional),
    counts,
    bound: found.bound ?? 0,
    // What only turned up is no part of the plan.
    isPlanned: Object.keys(WIRES).some((name) => name !== 'unexpected' && counts[name]) || !counts.unexpected,
  };
}

function node(found, attachments, open, known) {
  const of = new Map(attachments.map((each) => [each.network, each]));
  const own = list(found.wires).filter((each) => known.has(each.network)).map((each) => wire(each, of.get(each.network)));
  return {
    id: String(found.id),
    name: clean(found.name) || String(found.id),
    kind: found.kind ?? null,
    rack: clean(found.rack),
    unit: clean(found.unit),
    health: found.health === undefined ? 'ok' : one(HEALTH, found.health),
    state: clean(found.state),
    moving: Boolean(found.moving),
    problem: clean(found.problem),
    server: clean(found.server),
    link: found.link ?? null,
    page: found.page ?? String(found.id),
    parent: found.parent ?? null,
    change: found.change === 'added' || found.change === 'removed' ? found.change : null,
    spare: found.spare ?? 0,
    wires: open ? own : completed(own, attachments),
  };
}

function wire(found, plan) {
  return {
    network: found.network,
    state: found.state === undefined ? 'planned' : one(WIRES, found.state),
    bound: Boolean(found.bound),
    tagged: Boolean(found.tagged ?? plan?.tagged),
    nic: clean(found.nic ?? plan?.nic),
    mac: clean(found.mac),
    bond: clean(found.bond),
    switch: clean(found.switch),
    address: clean(found.address),
    problem: clean(found.problem),
  };
}

function completed(own, attachments) {
  const said = new Set(own.map((each) => each.network));
  const planned = attachments
    .filter((each) => each.isPlanned && !each.optional && !said.has(each.network))
    .map((each) => wire({ network: each.network, bound: true }, each));
  return [...own, ...planned];
}

function list(found) {
  return Array.isArray(found) ? found : [];
}
