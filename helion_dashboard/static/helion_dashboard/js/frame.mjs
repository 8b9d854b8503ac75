// The content of a page that was painted immediately (kit/frame.py): gets the complete page and puts what
// is its own into this one: the content, the data and style sheets, and then its modules.

import { data, fill } from './data.mjs';
import { el } from './el.mjs';
import { begin } from './badges.mjs';

export async function complete(place, { texts = data('texts'), load = (url) => import(url), go = (url) => window.location.replace(url), reload = () => window.location.reload() } = {}) {
  const answer = await get(place.dataset.content);
  // To where one signs in: the whole page goes there.
  if (answer?.type === 'opaqueredirect') { reload(); return; }
  if (answer?.headers.get('Content-Type')?.startsWith('application/json')) { go((await answer.json()).url); return; }
  const page = answer && new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (page?.getElementById('helion')) {
    const modules = [...page.querySelectorAll('script[type=module][src]')].map((script) => script.getAttribute('src'));
    take(page);
    begin();
    for (const url of modules) await load(url); // eslint-disable-line no-await-in-loop
  } else fail(place, answer, texts, reload);
  document.getElementById('helion').removeAttribute('data-incomplete');
}

function get(url) {
  return fetch(url, { credentials: 'same-origin', cache: 'no-store', redirect: 'manual' }).catch(() => null);
}

function take(page) {
  const head = (each) => each.querySelector('.helion-page-header h1');
  if (page.title !== document.title) document.title = page.title;
  if (head(page) && head(document)) head(document).replaceChildren(...head(page).childNodes);
  const present = new Set([...document.querySelectorAll('link[rel=stylesheet]')].map((link) => link.href));
  for (const link of page.querySelectorAll('link[rel=stylesheet]')) if (!present.has(link.href)) document.head.append(link);
  document.getElementById('helion').replaceChildren(...page.getElementById('helion').childNodes);
  for (const script of page.querySelectorAll('script[type="application/json"][id]')) {
    if (!document.getElementById(script.id)) document.body.append(script);
  }
}

function fail(place, answer, texts, reload) {
  const again = el('button', { type: 'button', className: 'btn btn-default', textContent: texts.again });
  again.addEventListener('click', reload);
  place.replaceChildren(
    el('div', { className: 'alert alert-danger', role: 'alert', textContent: answer ? fill(texts.notShown, { status: answer.status }) : texts.noAnswer }),
    again);
}

const place = document.getElementById('helion-frame');
if (place) complete(place);
