// One topology of a page: asks for what is drawn, and acts on what is pressed.

import { address, toParams, parse, toggled, turned } from './query.mjs';
import { countsOf, factsOf } from './facts.mjs';
import { data, fill } from '../data.mjs';
import { keep, parts, stale } from '../live.mjs';
import { Card } from './card.mjs';
import { Picture } from './picture.mjs';
import { Tip } from './tip.mjs';
import { changes } from './changes.mjs';
import { find } from './find.mjs';
import { listen } from './keys.mjs';
import { onlyProblems } from './problems.mjs';
import { read } from './model.mjs';
import { tools } from './tools.mjs';

export function mount(root) {
  const texts = data('topology-texts');
  const { dataset } = root;
  const embedded = 'embedded' in dataset;
  const picture = new Picture(root.querySelector('[data-topology-picture]'), texts, { label: dataset.label ?? texts.topology, map: !embedded });
  const aside = root.querySelector('[data-topology-card]');
  picture.frame.append(aside);
  const state = { query: embedded ? parse('') : parse(window.location.search), whole: null, digest: '', live: null, turn: 0, arrived: '' };
  const card = new Card(aside, texts, (focus) => back(focus));

  // What the server said; drawn only if it says something else than before.
  function take(answer) {
    const digest = JSON.stringify(answer);
    if (digest === state.digest) return;
    const before = state.whole;
    state.digest = digest;
    state.whole = read(answer);
    draw(before ? changes(before, state.whole) : new Set());
    if (before) askTable();
    // Once: whoever has looked elsewhere since is not called back by a refresh.
    const { focus } = state.whole;
    if (focus && focus !== state.arrived) arrive(focus);
    state.arrived = focus;
  }

  function draw(changed) {
    const model = state.query.problems ? onlyProblems(state.whole) : state.whole;
    picture.show(model, changed);
    toolbar?.say(model, changed);
    if (picture.selection) {
      const thing = picture.things.get(picture.selection);
      if (thing) card.show(thing, model, dataset.node);
      else back(false);
    }
  }

  function ask(first) {
    state.live?.stop();
    const query = toParams(state.query).toString();
    const base = dataset.topology;
    const glue = base.includes('?') ? '&' : '?';
    state.turn += 1;
    const turn = state.turn;
    // An answer to what was asked before may still be under way.
    const draws = (answer) => { if (turn === state.turn) take(answer); };
    state.live = keep(query ? base + glue + query : base, draws, { first, fail: stale(base) });
  }

  async function askTable() {
    if (!dataset.table) return;
    const answer = await fetch(`${dataset.table}?${toParams(state.query)}`, {
      headers: { 'X-Requested-With': 'XMLHttpRequest' }, credentials: 'same-origin', redirect: 'error',
    }).catch(() => null);
    if (answer?.ok) parts((await answer.json().catch(() => ({}))).parts);
  }

  function go(query) {
    state.query = query;
    if (!embedded) window.history.replaceState(null, '', address(query) || window.location.pathname);
  }

  function arrive(id) {
    const key = [...picture.things.keys()].find((each) => each.startsWith('node:') && picture.things.get(each).box.node.id === id);
    if (key && picture.goTo(key, { focus: picture.focused() !== null })) choose(key);
  }

  function choose(key) {
    const thing = picture.things.get(key);
    if (!thing) return;
    picture.choose(key);
    card.show(thing, picture.model, dataset.node);
    picture.uncover(thing, aside);
    const { network } = thing;
    if (network || state.query.network) go({ ...state.query, network: network?.id ?? '' });
  }

  function back(focus) {
    const key = picture.selection;
    card.hide();
    picture.choose(null);
    picture.forgetChanges();
    if (state.query.network) go({ ...state.query, network: '' });
    if (focus && key) picture.goTo(key);
  }

  function press(key) {
    const thing = picture.things.get(key);
    if (!thing) return;
    if (thing.box?.node?.fold) fold(thing.box.node.fold);
    else if (thing.network || thing.box?.kind === 'node') {
      if (picture.selection === key) back(true);
      else choose(key);
    } else if ('page' in thing) {
      if (thing.page === null) return;
      go(turned(state.query, thing.row, thing.page));
      ask(true);
    } else if (folds(thing.row)) fold(thing.row);
  }

  const folds = (row) => row.known && row.count && state.whole.form === 'bands' && !(embedded && row.fixed);

  // Opens or closes what stands for several.
  function fold(row) {
    go(toggled(state.query, row));
    ask(true);
  }

  function setProblems(on) {
    go({ ...state.query, problems: on });
    draw(new Set());
    ask(true);
  }

  const search = find(root, { texts, picture, model: () => picture.model, query: () => toParams(state.query), open: (id) => { state.arrived = ''; go({ ...state.query, node: id }); ask(true); }, choose });
  const toolbar = tools(root, { texts, picture, query: () => state.query, setProblems, model: () => picture.model });
  listen(picture, { press, back, search: search?.focus, problems: toolbar?.toggleProblems });
  new Tip(picture, (key) => {
    const thing = picture.things.get(key);
    if (!thing || 'page' in thing) return null;
    const { title, facts, wires } = factsOf(thing, picture.model, texts);
    return { title, lines: [...facts.slice(0, 4).map(([name, text]) => `${name}: ${text}`), ...troubles(wires, texts)] };
  });
  new ResizeObserver(() => picture.resize()).observe(picture.frame);

  const embeddedData = data(`${dataset.name}-data`, null);
  if (embeddedData) {
    take(embeddedData);
    if (state.query.network) choose(`net:${state.query.network}`);
  }
  ask(!embeddedData);
  return { picture, take };
}

function troubles(wires, texts) {
  const counts = {};
  for (const { state } of wires ?? []) counts[state] = (counts[state] ?? 0) + 1;
  const text = countsOf(counts, texts);
  return text ? [fill(texts.wiresAre, { networks: text })] : [];
}
