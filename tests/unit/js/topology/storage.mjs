// What the server would say of a storage mapping: arrays with CPGs, of which each second is in trouble.

const thing = (id, more = {}) => ({ id, name: id, health: 'ok', state: '1 of 2 GiB', usage: [1, 2], ...more });

export function storage(arrays = 2, perArray = 3, typesEach = 1) {
  const ids = Array.from({ length: arrays }, (_, number) => `a${number}`);
  const cpgs = ids.flatMap((array) => Array.from({ length: perArray }, (_, number) => ({ array, id: `${array}-c${number}`, bad: number % 2 === 1 })));
  const types = ids.flatMap((array) => Array.from({ length: typesEach }, (_, number) => ({ array, id: number ? `t:${array}-${number}` : `t:${array}` })));
  const row = (id, nodes) => ({ id, title: id, kind: id, open: true, fixed: true, count: nodes.length, health: { ok: nodes.length }, attachments: [], nodes });
  return {
    layout: 'storage', title: 'Storage', form: 'columns', regions: [], networks: [], layers: [],
    links: { array: '/admin/uc_storage/ID/' },
    rows: [
      row('arrays', ids.map((id) => thing(id, { link: 'array' }))),
      row('pools', cpgs.map(({ id, bad }) => thing(id, bad ? { health: 'failed', problem: 'The array no longer has it.' } : {}))),
      row('backends', ids.map((id) => thing(`b:${id}`))),
      row('types', types.map(({ id }) => thing(id, { usage: undefined }))),
    ],
    edges: [
      ...cpgs.map(({ array, id, bad }) => ({ from: array, to: id, ...(bad ? { state: 'broken' } : {}) })),
      ...cpgs.map(({ array, id }) => ({ from: id, to: `b:${array}` })),
      ...types.map(({ array, id }) => ({ from: `b:${array}`, to: id })),
    ],
    moving: false,
  };
}

// The same with the CPGs of an array folded.
export function folded(open = false) {
  const data = storage(1, 1);
  data.rows[1].nodes.unshift(thing('cpgs:a0', { name: '20 CPGs', fold: { id: 'a0', open } }));
  return data;
}
