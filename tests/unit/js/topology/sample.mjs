// What the server would say of a KVM undercloud with so many compute nodes, some of them in trouble.

const NETWORKS = [
  ['ipmi', 'IPMI', 'untagged', null, '10.22.0.0/16', 'iLO', 'Hardware management: power, console, inspection'],
  ['management', 'Management', 'untagged', null, '192.168.16.0/20', 'eth0', 'PXE boot, API, RPC, database, VxLAN, logs'],
  ['external', 'External', 'tagged', 331, '10.23.70.0/24', 'eth0', 'Floating IP addresses'],
  ['service', 'Service', 'tagged', 332, '10.23.71.0/24', 'eth0', 'Servers of trusted projects to the undercloud'],
  ['fc', 'Fibre Channel', null, null, null, 'HBA', 'To 3PAR StoreServ'],
  ['provider', 'Provider', 'tagged', 340, '10.23.80.0/24', 'eth1', 'Networks of projects'],
];
const DASHES = ['', '6 3', '2 3', '10 3 2 3', '12 4', '6 3 2 3'];

export const networks = () => NETWORKS.map(([id, name, tag, vlan, cidr, port, purpose], at) => ({
  id, name, neutron_name: name, neutron: `uuid-${id}`, purpose, vlan_type: tag, vlan, cidr, port,
  colour: String(at + 1), dash: DASHES[at], state: 'ok',
}));

const SITS = {
  undercloud: ['ipmi', 'management'],
  controller: ['ipmi', 'management', 'external', 'service', 'fc'],
  compute: ['ipmi', 'management', 'external', 'service', 'fc', 'provider'],
  object: ['ipmi', 'management'],
};

const nicOf = (id) => NETWORKS.find(([each]) => each === id)[5];
const isTagged = (id) => NETWORKS.find(([each]) => each === id)[2] === 'tagged';

export function node(kind, number, more = {}) {
  const rack = String(1 + Math.floor(number / 16));
  return {
    id: `${kind}-${number}`, name: `rack${rack}-u${String(1 + (number % 16)).padStart(2, '0')}-${kind}`, rack, unit: String(1 + (number % 16)),
    health: 'ok', state: 'Active · on', link: 'node',
    wires: SITS[kind].map((network) => ({ network, nic: nicOf(network), tagged: isTagged(network), bound: true })),
    ...more,
  };
}

// Every 50th has failed, every 33rd sits on a wrong VLAN, every 70th misses a wire.
function troubled(healthy, number) {
  const say = (health, network, state, problem) => {
    const wires = healthy.wires.map((wire) => (wire.network === network ? { ...wire, state, problem } : wire));
    return { ...healthy, health, problem, wires };
  };
  if (number % 50 === 3) return { ...healthy, health: 'failed', state: 'Clean failed · off', problem: 'iLO does not answer' };
  if (number % 33 === 5) return say('warning', 'external', 'wrong_vlan', 'VLAN 341, planned is 331');
  if (number % 70 === 7) return say('warning', 'service', 'missing', 'Not attached to Service');
  return healthy;
}

export function row(kind, title, count, open = count <= 60) {
  const all = Array.from({ length: count }, (_, number) => (kind === 'compute' ? troubled(node(kind, number), number) : node(kind, number)));
  const health = { ok: 0, warning: 0, failed: 0 };
  for (const each of all) health[each.health] += 1;
  const attachments = SITS[kind].map((network) => {
    const counts = {};
    for (const each of all) {
      const { state = 'planned' } = each.wires.find((wire) => wire.network === network);
      counts[state] = (counts[state] ?? 0) + 1;
    }
    return { network, tagged: isTagged(network), nic: nicOf(network), ...counts, bound: counts.planned ?? 0 };
  });
  const single = (each) => ({ ...each, wires: each.wires.filter((wire) => wire.state) });
  const nodes = open ? all : all.filter((each) => each.health !== 'ok').map(single).slice(0, 60);
  return { id: kind, title, kind, group: 'Rack', count, health, attachments, open, fixed: count <= 60, nodes };
}

export function sample(computes, { open = computes <= 60 } = {}) {
  return {
    layout: 'kvm', title: 'KVM', layouts: [{ id: 'kvm', title: 'KVM', detected: true }], regions: [],
    layers: [{ name: 'neutron', title: 'Neutron (networks)', state: 'known' }, { name: 'ironic', title: 'Ironic (bare metal)', state: 'known' }],
    links: { node: '/admin/uc_nodes/ID/', network: '/admin/networks/ID/detail', cluster: null, vcenter: null },
    networks: networks(),
    rows: [
      row('undercloud', 'Undercloud', 1), row('controller', 'Controllers', 3),
      row('compute', 'Compute', computes, open), row('object', 'Object storage', 2),
    ],
    moving: false,
  };
}
