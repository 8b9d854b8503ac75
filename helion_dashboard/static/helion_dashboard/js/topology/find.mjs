// Searches what is drawn, then asks the server for what is not; each Enter goes to the next.

import { fill } from '../data.mjs';

// `query()` gives the parameters of the picture that is searched.
export function find(root, { texts, picture, model, query, open, choose }) {
  const field = root.querySelector('[data-topology-search]');
  if (!field) return null;
  const status = root.querySelector('[data-topology-found]');
  let found = [];
  let at = -1;
  let sought = '';

  const say = (sentence) => { status.textContent = sentence; };
  const go = () => {
    at = (at + 1) % found.length;
    const { key, id, name } = found[at];
    say(fill(texts.foundAt, { at: at + 1, n: found.length, name }));
    if (key && picture.things.has(key)) {
      picture.goTo(key, { focus: false });
      choose(key);
    } else open(id);
  };

  async function start(text) {
    sought = text;
    found = here(model(), text);
    at = -1;
    const known = new Set(found.map(({ id }) => id));
    for (const each of await elsewhere(root.dataset.find, query(), text)) if (!known.has(each.id)) found.push(each);
    if (sought !== text) return;
    if (found.length) go();
    else say(texts.nothingFound);
  }

  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') { field.value = ''; say(''); picture.svg.querySelector('[tabindex="0"]')?.focus(); }
    if (event.key !== 'Enter') return;
    event.preventDefault(); // of the form
    const text = field.value.trim().toLowerCase();
    if (!text) return;
    if (text === sought && found.length) go();
    else start(text);
  });
  return { focus: () => field.focus() };
}

// `[{key, id, name}]` of what is drawn: networks, rows, servers.
export function here(model, text) {
  const matches = (...some) => some.some((each) => each && String(each).toLowerCase().includes(text));
  const found = [];
  for (const { id, name, cidr, found: called, vlan } of model.networks) if (matches(name, called, cidr, vlan)) found.push({ key: `net:${id}`, id, name });
  for (const row of model.rows) {
    if (matches(row.title)) found.push({ key: `row:${row.id}`, id: row.id, name: row.title });
    for (const node of row.nodes) {
      if (matches(node.name, node.id, node.server, ...node.wires.flatMap((wire) => [wire.mac, wire.address]))) {
        found.push({ key: `node:${row.id}:${node.id}`, id: node.id, name: node.name });
      }
    }
  }
  return found;
}

async function elsewhere(url, query, text) {
  if (!url) return [];
  query.set('q', text);
  try {
    const answer = await fetch(`${url}?${query}`, { headers: { 'X-Requested-With': 'XMLHttpRequest' }, credentials: 'same-origin', redirect: 'error' });
    return answer.ok ? (await answer.json()).found ?? [] : [];
  } catch {
    return [];
  }
}
