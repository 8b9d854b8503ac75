// Short sentences about the things of a picture, for labels, cards and screen readers.

import { HEALTH, NETWORKS, WIRES, isTrouble } from './states.mjs';
import { fill } from '../data.mjs';

export function tagOf(network, texts) {
  if (network.vlan !== null) return fill(texts.vlan, { vlan: network.vlan });
  if (network.tagged === null) return '';
  return network.tagged ? texts.tagged : texts.untagged;
}

export function networkSays(network, texts) {
  const { text } = NETWORKS[network.state];
  return [network.name, tagOf(network, texts), network.cidr, network.purpose, network.problem || texts[text]].filter(Boolean).join(', ');
}

const NOUNS = {
  vcenter: (texts) => [texts.oneVcenter, texts.vcenters],
  cluster: (texts) => [texts.oneCluster, texts.clusters],
  host: (texts) => [texts.oneHost, texts.hosts],
};
const SERVERS = (texts) => [texts.oneNode, texts.nodes];
// The columns of storage: their titles say what they hold.
const TITLED = new Set(['arrays', 'pools', 'backends', 'types']);

// "3 servers, 1 free node": a node that carries none is no server.
export function countOf(row, texts) {
  if (!row.count) return texts.none;
  if (TITLED.has(row.kind)) return String(row.count);
  const number = (n, [single, several]) => (n === 1 ? single : fill(several, { n }));
  const servers = row.count - row.free;
  return [
    servers ? number(servers, (NOUNS[row.kind] ?? SERVERS)(texts)) : '',
    row.free ? number(row.free, [texts.oneFree, texts.free]) : '',
  ].filter(Boolean).join(', ');
}

// "836 well · 3 failed"
export function healthOf({ health }, texts) {
  return Object.entries(HEALTH).filter(([name]) => health[name])
    .map(([name, { text }]) => fill(texts.some, { n: health[name], what: texts[text] })).join(' · ');
}

export function roleSays(row, texts) {
  if (!row.known) return `${row.title}, ${texts.notKnown}`;
  return [row.title, countOf(row, texts), healthOf(row, texts), alarmsOf(row, texts)].filter(Boolean).join(', ');
}

// "Alarms: 1 down · 2 critical"
export const alarmsOf = ({ alarms }, texts) => alarms && `${texts.alarms}: ${alarms}`;

export function nodeSays(node, texts) {
  const wires = node.wires.filter(isTrouble).map((wire) => wire.problem || `${wire.network}: ${texts[WIRES[wire.state].text]}`);
  const problem = node.problem && !wires.includes(node.problem) ? [node.problem] : [];
  return [node.name, texts[HEALTH[node.health].text], node.state, ...problem, alarmsOf(node, texts), ...wires, ...kinSays(node, texts)].filter(Boolean).join(', ');
}

// Of a thing of columns: what leads to it, and where it leads to.
export function kinSays({ before, after }, texts) {
  return [[texts.comesFrom, namesOf(before, texts)], [texts.leadsTo, namesOf(after, texts)]]
    .filter(([, names]) => names).map(([what, names]) => `${what}: ${names}`);
}

const MANY = 5;

export function namesOf(kin, texts) {
  const names = kin.slice(0, MANY).map(({ name, state }) => (state === 'broken' ? `${name} (${texts.broken})` : name));
  return [...names, ...(kin.length > MANY ? [fill(texts.andMore, { n: kin.length - MANY })] : [])].join(', ');
}
