// Draws the same undercloud with our own drawing, with cytoscape.js and with Horizon's own library,
// and measures each: milliseconds to the first frame after the data is there, and frames while it is
// moved about.

import { networks, sample } from '/tests/unit/js/topology/sample.mjs';
import { storage as mapping } from '/tests/unit/js/topology/storage.mjs';

const STEPS = 60;
const FIRST_NOT = 3; // frames that still belong to the drawing before

const frame = () => new Promise((resolve) => { requestAnimationFrame(resolve); });
const drawn = () => new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });

async function timed(act) {
  const began = performance.now();
  const result = await act();
  await drawn();
  return { ms: performance.now() - began, result };
}

// Milliseconds between frames, each of which begins with `step(number)`.
async function moving(step) {
  const times = [];
  let last = await frame();
  for (let at = 0; at < STEPS + FIRST_NOT; at += 1) {
    step(at);
    // eslint-disable-next-line no-await-in-loop
    const now = await frame();
    times.push(now - last);
    last = now;
  }
  return times.slice(FIRST_NOT);
}

export const ours = (count, open) => drawing(sample(count, { open }));

// The storage mapping, drawn by the same.
export const storage = (...numbers) => drawing(mapping(...numbers));

async function drawing(data) {
  const { mount } = await import('/static/helion_dashboard/js/topology.mjs');
  const texts = await (await fetch('/texts.json')).json();
  const section = document.createElement('section');
  section.dataset.topology = '/nothing.json';
  section.dataset.name = 'bench';
  section.innerHTML = '<div data-topology-picture></div><aside data-topology-card hidden></aside>';
  const put = (id, value) => {
    const script = Object.assign(document.createElement('script'), { type: 'application/json', id, textContent: JSON.stringify(value) });
    document.body.append(script);
  };
  put('helion-topology-texts', texts);
  put('helion-poll', { moving: 1e6, resting: 1e6, idle: 1e6 });
  put('helion-bench-data', data);
  document.body.append(section);
  const { ms, result: picture } = await timed(() => mount(section));
  const svg = section.querySelector('svg');
  const elements = svg.querySelectorAll('*').length;
  const changes = await afterTheSame(svg, () => picture.take(structuredClone(data)));
  const wheel = (at) => svg.dispatchEvent(new WheelEvent('wheel', { deltaY: at % 40 < 20 ? 90 : -90, bubbles: true, cancelable: true }));
  return { ms, elements, changes, frames: await moving(wheel) };
}

async function afterTheSame(svg, refresh) {
  let changes = 0;
  const observer = new MutationObserver((records) => { changes += records.length; });
  observer.observe(svg, { subtree: true, childList: true, attributes: true, characterData: true });
  refresh();
  await drawn();
  observer.disconnect();
  return changes;
}

function wiresOf(count) {
  const nodes = sample(count, { open: true }).rows.flatMap((row) => row.nodes);
  return { nodes, wires: nodes.flatMap((node) => node.wires.map((wire) => ({ node, network: wire.network }))) };
}

function place() {
  const host = document.createElement('div');
  host.style.cssText = 'width: 1240px; height: 800px';
  document.body.append(host);
  return host;
}

export async function cytoscape(count) {
  const { default: library } = await import('/node_modules/cytoscape/dist/cytoscape.esm.min.mjs');
  const { nodes, wires } = wiresOf(count);
  const across = 40;
  const elements = [
    ...networks().map(({ id, name }, at) => ({ data: { id, name }, position: { x: 0, y: 40 * at } })),
    ...nodes.map(({ id, name }, at) => ({ data: { id, name }, position: { x: 130 * (1 + (at % across)), y: 60 * Math.floor(at / across) } })),
    ...wires.map(({ node, network }) => ({ data: { source: node.id, target: network } })),
  ];
  const container = place();
  const { ms, result } = await timed(() => new Promise((resolve) => {
    const graph = library({ container, elements, layout: { name: 'preset' }, style: [{ selector: 'node', style: { label: 'data(name)' } }] });
    graph.one('render', () => resolve(graph));
  }));
  return { ms, frames: await moving((at) => result.panBy({ x: 0, y: at % 40 < 20 ? -20 : 20 })) };
}

// What Horizon's page gives its library, without the page: no cookies, no labels, no balloons.
export async function horizon(count) {
  const { nodes, wires } = wiresOf(count);
  const host = place();
  host.id = 'topologyCanvasContainer';
  const library = window.horizon.network_topology;
  Object.assign(library, { data: { networks: {}, routers: {}, servers: {}, ports: {} }, delete_balloon() {}, $loading_template: window.$() });
  window.horizon.networktopologyloader.model = {
    networks: networks().map(({ id, name }) => ({ id, name, subnets: [], status: 'ACTIVE' })),
    routers: [],
    servers: nodes.map(({ id, name }) => ({ id, name, status: 'ACTIVE' })),
    ports: wires.map(({ node, network }, at) => ({ id: `port-${at}`, device_id: node.id, network_id: network, device_owner: 'compute:nova', fixed_ips: [] })),
  };
  const { ms } = await timed(() => {
    library.create_vis();
    library.force_direction(0.05, 70, -700);
    library.retrieve_network_info(true);
  });
  const frames = await moving((at) => library.vis.attr('transform', `translate(0,${at % 40 < 20 ? -20 * at : 20 * at})scale(1)`));
  return { ms, frames };
}
