// What the server says, made whole: every key is there, every word is known, every text is clean.
//
// A wire need not say what its row says of that network, and a single node of a closed row names only
// wires that are not as planned: here it gets the others, so that nobody else has to know.

import { EDGES, HEALTH, NETWORKS, WIRES, nameIn } from './states.mjs';
import { clean } from './text.mjs';

const COLOURS = 12;
const DASH = /^[\d .,]{1,40}$/;

export function read(source) {
  const networks = list(source.networks).map(network);
  const networkIds = new Set(networks.map((each) => each.id));
  const rows = list(source.rows).map((each) => row(each, networkIds));
  const edges = list(source.edges).map(edge);
  relate(rows, edges);
  return {
    layout: clean(source.layout),
    form: source.form === 'columns' ? 'columns' : 'bands',
    title: clean(source.title),
    regions: list(source.regions).map(({ id, title }) => ({ id, title: clean(title) })),
    layers: list(source.layers).map((layer) => ({ name: layer.name, title: clean(layer.title), known: layer.state !== 'unknown', reason: clean(layer.reason) })),
    links: source.links ?? {},
    networks,
    rows,
    edges,
    focus: source.focus ?? null,
    plan: source.plan ?? null,
  };
}

function edge(source) {
  return { from: String(source.from), to: String(source.to), state: source.state === undefined ? 'ok' : nameIn(EDGES, source.state, 'ok') };
}

// Things of columns know by name what leads to them and where they lead to.
function relate(rows, edges) {
  if (!edges.length) return;
  const nodes = new Map(rows.flatMap((each) => each.nodes).map((each) => [each.id, each]));
  for (const { from, to, state } of edges) {
    const [source, target] = [nodes.get(from), nodes.get(to)];
    if (!source || !target) continue;
    source.after.push({ name: target.name, state });
    target.before.push({ name: source.name, state });
  }
}

function network(source, index) {
  const state = source.state === undefined ? 'ok' : nameIn(NETWORKS, source.state);
  return {
    id: String(source.id),
    index,
    name: clean(source.name),
    neutronName: clean(source.neutron_name),
    neutron: source.neutron ?? null,
    purpose: clean(source.purpose),
    tagged: source.vlan_type ? source.vlan_type === 'tagged' : null,
    vlan: Number.isInteger(source.vlan) ? source.vlan : null,
    cidr: clean(source.cidr),
    port: clean(source.port),
    colour: 1 + ((Math.max(Number.parseInt(source.colour, 10) || 1, 1) - 1) % COLOURS),
    dash: DASH.test(source.dash ?? '') ? source.dash : '',
    region: source.region ?? null,
    state,
    problem: clean(source.problem),
  };
}

function row(source, networkIds) {
  // Nodes that are wired alike name their wires by a number.
  const wirings = list(source.wirings);
  const unshared = (each) => ({ link: source.link, ...each, wires: Number.isInteger(each.wires) ? wirings[each.wires] : each.wires });
  const attachments = list(source.attachments).filter((each) => networkIds.has(each.network)).map(attachment);
  const open = Boolean(source.open);
  const health = Object.fromEntries(Object.keys(HEALTH).map((name) => [name, source.health?.[name] ?? 0]));
  return {
    id: String(source.id),
    title: clean(source.title),
    kind: clean(source.kind) || 'other',
    region: source.region ?? null,
    group: clean(source.group),
    known: source.state !== 'unknown',
    count: source.count ?? 0,
    free: source.free ?? 0,
    health,
    moving: source.moving ?? 0,
    alarms: clean(source.alarms),
    attachments,
    open,
    fixed: Boolean(source.fixed),
    nodes: list(source.nodes).map((each) => node(unshared(each), attachments, open, networkIds)),
    more: source.more ?? 0,
    previous: source.previous ?? null,
    next: source.next ?? null,
    from: source.from ?? 0,
    added: source.added ?? 0,
    removed: source.removed ?? 0,
  };
}

function attachment(source) {
  const counts = Object.fromEntries(Object.keys(WIRES).map((name) => [name, source[name] ?? 0]));
  return {
    network: source.network,
    tagged: Boolean(source.tagged),
    nic: clean(source.nic),
    optional: Boolean(source.optional),
    counts,
    bound: source.bound ?? 0,
    // What only turned up is no part of the plan.
    isPlanned: Object.keys(WIRES).some((name) => name !== 'unexpected' && counts[name]) || !counts.unexpected,
  };
}

function node(source, attachments, open, networkIds) {
  const of = new Map(attachments.map((each) => [each.network, each]));
  const own = list(source.wires).filter((each) => networkIds.has(each.network)).map((each) => wire(each, of.get(each.network)));
  return {
    id: String(source.id),
    name: clean(source.name) || String(source.id),
    kind: source.kind ?? null,
    rack: clean(source.rack),
    unit: clean(source.unit),
    health: source.health === undefined ? 'ok' : nameIn(HEALTH, source.health),
    state: clean(source.state),
    moving: Boolean(source.moving),
    problem: clean(source.problem),
    alarms: clean(source.alarms),
    server: clean(source.server),
    link: source.link ?? null,
    page: source.page ?? String(source.id),
    parent: source.parent ?? null,
    change: source.change === 'added' || source.change === 'removed' ? source.change : null,
    spare: source.spare ?? 0,
    usage: usage(source.usage),
    fold: source.fold ? { id: String(source.fold.id), open: Boolean(source.fold.open), fixed: false } : null,
    before: [],
    after: [],
    wires: open ? own : completed(own, attachments),
  };
}

// The used share of a capacity, from `[used, total]`; null where there is none.
function usage(source) {
  const [used, total] = list(source);
  return total > 0 ? Math.min(Math.max(used / total, 0), 1) : null;
}

function wire(source, plan) {
  return {
    network: source.network,
    state: source.state === undefined ? 'planned' : nameIn(WIRES, source.state),
    bound: Boolean(source.bound),
    tagged: Boolean(source.tagged ?? plan?.tagged),
    nic: clean(source.nic ?? plan?.nic),
    mac: clean(source.mac),
    bond: clean(source.bond),
    switch: clean(source.switch),
    address: clean(source.address),
    problem: clean(source.problem),
  };
}

function completed(own, attachments) {
  const covered = new Set(own.map((each) => each.network));
  const planned = attachments
    .filter((each) => each.isPlanned && !each.optional && !covered.has(each.network))
    .map((each) => wire({ network: each.network, bound: true }, each));
  return [...own, ...planned];
}

function list(source) {
  return Array.isArray(source) ? source : [];
}
