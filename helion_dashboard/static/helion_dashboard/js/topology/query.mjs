// What the address of the page says of the picture, and back.

// `{layout, region, plan, node, network, problems, open: [row or !row], after: Map(row -> marker)}`
export function parse(search) {
  const params = new URLSearchParams(search);
  const after = new Map();
  for (const each of params.getAll('after')) {
    const colon = each.indexOf(':');
    if (colon > 0) after.set(each.slice(0, colon), each.slice(colon + 1));
  }
  return {
    layout: params.get('layout') ?? '',
    region: params.get('region') ?? '',
    plan: params.get('plan') ?? '',
    node: params.get('node') ?? '',
    network: params.get('network') ?? '',
    problems: params.get('problems') === '1',
    open: params.getAll('open'),
    after,
  };
}

// Without `network`, which the server need not know.
export function toParams(query) {
  const params = new URLSearchParams();
  for (const name of ['layout', 'region', 'plan', 'node']) if (query[name]) params.set(name, query[name]);
  if (query.problems) params.set('problems', '1');
  for (const each of query.open) params.append('open', each);
  for (const [row, marker] of query.after) params.append('after', `${row}:${marker}`);
  return params;
}

export function address(query) {
  const params = toParams(query);
  if (query.network) params.set('network', query.network);
  return params.size ? `?${params}` : '';
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
