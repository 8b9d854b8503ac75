import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load, open } from './page.mjs';

const inState = (values) => ({ field: 'state', test: 'in', values, reason: 'not %(state)s' });
const action = (name, states) => ({ name, label: `Do ${name}`, allowed: true, needs: states ? [inState(states)] : [], inputs: [] });
const ACTIONS = {
  groups: [{ title: 'All', actions: [action('a', ['new']), action('b', ['new', 'old']), action('c', null)] }],
  states: {},
  next: { '*': ['a', 'b', 'c'] },
  waiting: null,
};
const TEXTS = { allActions: 'All actions' };

// menu.mjs looks at its page once, when it is loaded.
async function begin(item, more = {}) {
  const page = open('<div id="helion"></div><div id="place"></div>');
  const { ownActions } = await load('own_actions.mjs');
  const place = page.document.getElementById('place');
  const choices = [];
  const draw = ownActions(place, {
    actions: { ...ACTIONS, ...more }, texts: TEXTS, item: () => item,
    choose: (action_, items) => choices.push([action_.name, items[0].id]),
  });
  draw();
  const labels = () => [...place.querySelectorAll('button')].map((button) => button.textContent.trim());
  return { page, place, draw, choices, labels };
}

globalThis.document = open().document; // for the import itself

describe('the actions of a page of one thing', () => {
  test('what is possible is a button, the first one urges', async () => {
    const { page, place, labels } = await begin({ id: 'u', state: 'new' });
    assert.deepEqual(labels(), ['Do a', 'Do b', 'Do c', 'All actions']);
    assert.match(place.firstChild.className, /btn-primary/);
    page.close();
  });

  test('where nothing is waited for none does', async () => {
    const { page, place } = await begin({ id: 'u', state: 'new' }, { waiting: ['old'] });
    assert.equal(place.querySelector('.btn-primary'), null);
    page.close();
  });

  test('what is chosen is heard with the thing', async () => {
    const { page, place, choices } = await begin({ id: 'u', state: 'new' });
    place.children[1].click();
    assert.deepEqual(choices, [['b', 'u']]);
    page.close();
  });

  test('each state has its own', async () => {
    const { page, labels } = await begin({ id: 'u', state: 'new' }, { next: { new: ['b'], '*': ['a'] } });
    assert.deepEqual(labels(), ['Do b', 'All actions']);
    page.close();
  });

  test('another state, other buttons; the focus stays on the same one', async () => {
    const item = { id: 'u', state: 'new' };
    const { page, place, draw, labels } = await begin(item);
    place.querySelector('[data-action=b]').focus();
    const same = place.firstChild;
    draw();
    assert.equal(place.firstChild, same);
    item.state = 'old';
    draw();
    assert.deepEqual(labels(), ['Do b', 'Do c', 'All actions']);
    assert.equal(page.document.activeElement.dataset.action, 'b');
    page.close();
  });
});
