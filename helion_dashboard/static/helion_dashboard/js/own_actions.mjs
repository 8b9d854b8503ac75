// The actions on a thing's own page: the next steps as buttons, everything else in a menu.

import { toggle } from './menu.mjs';
import { obstacle } from './obstacle.mjs';
import { el } from './el.mjs';

const BUTTONS = 3;

// Draws the buttons into `place`; the first one is what one would mostly do, if that is `primary`.
// `item()` says what the page is about, as it is now; `wanted(item)` names what may be a button, in
// order. Returns a function that draws them anew where something has changed.
export function ownActions(place, { actions, texts, item, wanted, choose, primary = () => true }) {
  const byName = new Map(actions.groups.flatMap((group) => group.actions).map((action) => [action.name, action]));
  let drawn = '';

  return function buttons() {
    const now = item();
    const key = JSON.stringify(now);
    if (key === drawn) return;
    drawn = key;
    const had = place.contains(document.activeElement) ? document.activeElement.dataset.action : null;
    const next = wanted(now).map((name) => byName.get(name))
      .filter((action) => action && !obstacle(action, now, actions, texts)).slice(0, BUTTONS);
    const made = next.map((action, index) => {
      const button = el('button', { type: 'button', className: `btn ${!index && primary(now) ? 'btn-primary' : 'btn-default'}`, textContent: action.label });
      button.dataset.action = action.name;
      button.addEventListener('click', () => choose(action, [item()]));
      return button;
    });
    const more = el('button', { type: 'button', className: 'btn btn-default', ariaExpanded: 'false', ariaHasPopup: 'menu' },
      texts.allActions, ' ', el('span', { className: 'fa fa-caret-down', ariaHidden: 'true' }));
    more.dataset.action = 'menu';
    more.addEventListener('click', () => toggle(more, [item()], actions, texts, choose));
    place.replaceChildren(...made, more);
    if (had) (place.querySelector(`[data-action="${had}"]`) || more).focus();
  };
}
