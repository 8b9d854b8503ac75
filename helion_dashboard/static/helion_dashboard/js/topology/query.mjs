// What the address of the page says of the picture, and back.

// `{layout, region, plan, node, network, problems, open: [row or !row], after: Map(row -> marker)}`
export function parse(search) {
  const given = new URLSearchParams(search);
  const after = new Map();
  for (const each of given.getAll('after')) {
    const colon = each.indexOf(':');
    if (colon > 0) after.set(each.slice(0, colon), each.slice(colon + 1));
  }
  return {
    layout: given.get('layout') ?? '',
    region: given.get('region') ?? '',
    plan: given.get('plan') ?? '',
    node: given.get('node') ?? '',
    network: given.get('network') ?? '',
    problems: given.get('problems') === '1',
    open: given.getAll('open'),
    after,
  };
}

// Without `network`, which the server need not know.
export function asked(query) {
  const made = new URLSearchParams();
  for (const name of ['layout', 'region', 'plan', 'node']) if (query[name]) made.set(name, query[name]);
  if (query.problems) made.set('problems', '1');
  for (const each of query.open) made.append('open', each);
  for (const [row, marker] of query.after) made.append('after', `${row}:${marker}`);
  return made;
}

export function address(query) {
  const made = asked(query);
  if (query.network) made.set('network', query.network);
  return made.size ? `?${made}` : '';
}

// The query after a row was opened or closed.
export function toggled(query, row) {
  const others = query.open.filter((each) => each !== row.id && each !== `!${row.id}`);
  const after = new Map([...query.after].filter(([id]) => id !== row.id));
  // A node in the address would open its row again.
  const next = { ...query, after, node: '', open: others };
  if (row.open && row.fixed) next.open = [...others, `!${row.id}`];
  // One that was closed on purpose opens by itself again.
  if (!row.open && !query.open.includes(`!${row.id}`)) next.open = [...others, row.id];
  return next;
}

export function turned(query, row, marker) {
  const after = new Map(query.after);
  if (marker) after.set(row.id, marker);
  else after.delete(row.id);
  return { ...query, after, node: '', open: query.open.includes(row.id) || row.fixed ? query.open : [...query.open, row.id] };
}
