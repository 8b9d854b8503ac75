// A node's own page: live head, the next steps as buttons, everything else in the menu, ports.

import { data } from './data.mjs';
import { keep, parts } from './live.mjs';
import { ownActions } from './own_actions.mjs';
import { performer, post, reporter } from './bulk_actions.mjs';
import { complain } from './form_errors.mjs';
import { ask } from './dialog.mjs';

const root = document.getElementById('helion');
const head = document.getElementById('helion-node-head');
const texts = data('texts');
const actions = data('actions');
const node = () => JSON.parse(head.querySelector('[data-node]').dataset.node);

if (head) {
  const place = document.getElementById('helion-node-actions');

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

  const buttons = ownActions(place, {
    actions,
    texts,
    item: node,
    wanted: (now) => [...(actions.next[now.state] || []).slice(0, 1), 'power_on', 'soft_power_off', 'maintenance', 'unmaintenance'],
    choose,
  });
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
