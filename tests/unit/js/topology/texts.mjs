// Each sentence says its own name and what is filled into it.

export const texts = new Proxy({}, { get: (_, name) => FILLED[name] ?? String(name) });

const FILLED = {
  changedNow: '%(n)s changed', foundAt: '%(at)s of %(n)s: %(name)s', group: '%(group)s %(name)s', nodes: '%(n)s nodes', free: '%(n)s free', hosts: '%(n)s hosts',
  page: '%(from)s to %(to)s of %(count)s', some: '%(n)s %(what)s', vlan: 'VLAN %(vlan)s', more: '%(n)s more', name: 'Topology %(title)s',
};
