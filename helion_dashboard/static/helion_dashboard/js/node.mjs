// A node's own page: live head, the next steps as buttons, everything else in the menu, ports.

import { data } from './data.mjs';
import { keep, parts } from './live.mjs';
import { toggle } from './menu.mjs';
import { obstacle } from './obstacle.mjs';
import { performer, post, reporter } from './acting.mjs';
import { complain } from './form_errors.mjs';
import { ask } from './dialog.mjs';
import { el } from './el.mjs';

const root = document.getElementById('helion');
const head = document.getElementById('helion-node-head');
const texts = data('texts');
const actions = data('actions');
const byName = new Map(actions.groups.flatMap((group) => group.actions).map((action) => [action.name, action]));
const node = () => JSON.parse(head.querySelector('[data-node]').dataset.node);

if (head) {
  const place = document.getElementById('helion-node-actions');
  let drawn = '';

  const live = keep(head.dataset.live, (found) => { parts(found.parts); buttons(); }, { first: false });
  const perform = performer({
    url: place.dataset.act,
    token: root.dataset.csrf,
    texts,
    report: reporter(document.getElementById('helion-results'), texts),
    done: (results) => {
      const gone = !place.dataset.list ? false : results.some((result) => result.ok) && performed === 'delete';
      if (gone) window.location.assign(place.dataset.list);
      else live.now();
    },
  });
  let performed = '';
  const choose = (action, nodes, blocked) => { performed = action.name; return perform(action, nodes, blocked); };

  function buttons() {
    const now = node();
    const key = JSON.stringify(now);
    if (key === drawn) return;
    drawn = key;
    const had = place.contains(document.activeElement) ? document.activeElement.dataset.action : null;
    const wanted = [...(actions.next[now.state] || []).slice(0, 1), 'power_on', 'soft_power_off', 'maintenance', 'unmaintenance'];
    const next = wanted.map((name) => byName.get(name)).filter((action) => action && !obstacle(action, now, actions, texts)).slice(0, 3);
    const made = next.map((action, index) => {
      const button = el('button', { type: 'button', className: `btn ${index ? 'btn-default' : 'btn-primary'}`, textContent: action.label });
      button.dataset.action = action.name;
      button.addEventListener('click', () => choose(action, [node()]));
      return button;
    });
    const more = el('button', { type: 'button', className: 'btn btn-default', ariaExpanded: 'false', ariaHasPopup: 'menu' },
      texts.allActions, ' ', el('span', { className: 'fa fa-caret-down', ariaHidden: 'true' }));
    more.dataset.action = 'menu';
    more.addEventListener('click', () => toggle(more, [node()], actions, texts, choose));
    place.replaceChildren(...made, more);
    if (had) (place.querySelector(`[data-action="${had}"]`) || more).focus();
  }
  buttons();
}

const form = document.getElementById('helion-add-port');
form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = await post(form.action, new FormData(form), root.dataset.csrf).catch(() => null);
  if (answer?.ok) window.location.reload();
  else complain(form, answer ? answer.data.errors || { __all__: [answer.data.error] } : { __all__: [texts.noAnswer] });
});

for (const button of document.querySelectorAll('[data-delete-port]')) {
  button.addEventListener('click', () => {
    const { deletePort: port, url, address } = button.dataset;
    const action = { label: texts.deletePort, says: texts.deletePortSays, inputs: [], destroys: true };
    const send = async () => {
      const body = new FormData();
      body.append('port', port);
      const answer = await post(url, body, root.dataset.csrf).catch(() => null);
      if (!answer?.ok) return { __all__: [answer?.data.error || texts.noAnswer] };
      window.location.reload();
      return null;
    };
    ask({ action, nodes: [{ label: address }], texts, send });
  });
}
