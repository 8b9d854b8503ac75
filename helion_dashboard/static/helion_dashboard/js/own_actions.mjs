// The actions on a thing's own page: the next steps as buttons, everything else in a menu.

import { toggle } from './menu.mjs';
import { obstacle } from './obstacle.mjs';
import { el } from './el.mjs';

const BUTTONS = 3;

// Draws the buttons into `place`. `item()` says what the page is about, as it is now; the buttons are
// those that `actions.next` names for its state, as far as they are possible. The first one is
// primary if the thing waits for it. Returns a function that draws them again after a change.
export function ownActions(place, { actions, texts, item, choose }) {
  const byName = new Map(actions.groups.flatMap((group) => group.actions).map((action) => [action.name, action]));
  const waits = (state) => !actions.waiting || actions.waiting.includes(state);
  let drawn = '';

  return function buttons() {
    const now = item();
    const key = JSON.stringify(now);
    if (key === drawn) return;
    drawn = key;
    const focused = place.contains(document.activeElement) ? document.activeElement.dataset.action : null;
    const next = (actions.next[now.state] || actions.next['*'] || []).map((name) => byName.get(name))
      .filter((action) => action && !obstacle(action, now, actions, texts)).slice(0, BUTTONS);
    const elements = next.map((action, index) => {
      const look = !index && waits(now.state) ? 'btn-primary' : 'btn-default';
      const button = el('button', { type: 'button', className: `btn ${look}`, textContent: action.label });
      button.dataset.action = action.name;
      button.addEventListener('click', () => choose(action, [item()]));
      return button;
    });
    const more = el('button', { type: 'button', className: 'btn btn-default', ariaExpanded: 'false', ariaHasPopup: 'menu' },
      texts.allActions, ' ', el('span', { className: 'fa fa-caret-down', ariaHidden: 'true' }));
    more.dataset.action = 'menu';
    more.addEventListener('click', () => toggle(more, [item()], actions, texts, choose));
    place.replaceChildren(...elements, more);
    if (focused) (place.querySelector(`[data-action="${focused}"]`) || more).focus();
  };
}
