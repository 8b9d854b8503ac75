// Searches what is drawn, then asks the server for what is not; each Enter goes to the next.

import { fill } from '../data.mjs';

// `query()` gives the parameters of the picture that is searched.
export function find(root, { texts, picture, model, query, open, choose }) {
  const field = root.querySelector('[data-topology-search]');
  if (!field) return null;
  const status = root.querySelector('[data-topology-found]');
  let matches = [];
  let at = -1;
  let sought = '';

  const say = (sentence) => { status.textContent = sentence; };
  const go = () => {
    at = (at + 1) % matches.length;
    const { key, id, name } = matches[at];
    say(fill(texts.foundAt, { at: at + 1, n: matches.length, name }));
    if (key && picture.things.has(key)) {
      picture.goTo(key, { focus: false });
      choose(key);
    } else open(id);
  };

  async function start(text) {
    sought = text;
    matches = search(model(), text);
    at = -1;
    const ids = new Set(matches.map(({ id }) => id));
    for (const each of await searchServer(root.dataset.find, query(), text)) if (!ids.has(each.id)) matches.push(each);
    if (sought !== text) return;
    if (matches.length) go();
    else say(texts.nothingFound);
  }

  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') { field.value = ''; say(''); picture.svg.querySelector('[tabindex="0"]')?.focus(); }
    if (event.key !== 'Enter') return;
    event.preventDefault(); // of the form
    const text = field.value.trim().toLowerCase();
    if (!text) return;
    if (text === sought && matches.length) go();
    else start(text);
  });
  return { focus: () => field.focus() };
}

// `[{key, id, name}]` of what is drawn: networks, rows, servers.
export function search(model, text) {
  const isMatch = (...values) => values.some((each) => each && String(each).toLowerCase().includes(text));
  const digits = macDigits(text);
  const isWire = ({ mac, address }) => isMatch(mac, address) || (digits && mac?.toLowerCase().replaceAll(':', '').includes(digits));
  const matches = [];
  for (const { id, name, cidr, neutronName, vlan } of model.networks) if (isMatch(name, neutronName, cidr, vlan)) matches.push({ key: `net:${id}`, id, name });
  for (const row of model.rows) {
    if (isMatch(row.title)) matches.push({ key: `row:${row.id}`, id: row.id, name: row.title });
    for (const node of row.nodes) {
      if (isMatch(node.name, node.id, node.server) || node.wires.some(isWire)) {
        matches.push({ key: `node:${row.id}:${node.id}`, id: node.id, name: node.name });
      }
    }
  }
  return matches;
}

// The hexadecimal digits of a MAC address, or of its beginning of three bytes or more, in any
// notation: 94:18:82:00:00:0e, 94-18-82-00-00-0e, 9418.8200.000e, 94188200000e; else ''.
export function macDigits(text) {
  const isMac = /^(?:[0-9a-f]{2}(?:[:-]?[0-9a-f]{2}){2,5}|[0-9a-f]{4}(?:\.[0-9a-f]{4}){1,2})$/.test(text);
  return isMac ? text.replace(/[:.-]/g, '') : '';
}

async function searchServer(url, query, text) {
  if (!url) return [];
  query.set('q', text);
  try {
    const answer = await fetch(`${url}?${query}`, { headers: { 'X-Requested-With': 'XMLHttpRequest' }, credentials: 'same-origin', redirect: 'error' });
    return answer.ok ? (await answer.json()).servers ?? [] : [];
  } catch {
    return [];
  }
}
