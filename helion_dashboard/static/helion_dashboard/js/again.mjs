// *Try again* beside what failed: only that part of the page is loaded.

import { el } from './el.mjs';

// Shows a failure in `box` with its button; '' hides it. `again` is called by the button.
export function complain(box, sentence, again, label) {
  const focused = box.contains(document.activeElement);
  box.hidden = !sentence;
  box.replaceChildren(...(sentence ? [el('span', { textContent: sentence })] : []));
  if (!sentence) {
    // The button is gone; whoever pressed it goes on where the content is.
    if (focused) focusOn(box.parentElement);
    return;
  }
  if (!again || !label) return;
  const button = el('button', { type: 'button', className: 'btn btn-default btn-sm helion-again', textContent: label });
  button.addEventListener('click', again);
  box.append(' ', button);
  if (focused) button.focus({ preventScroll: true });
}

// The links of failures that the server drew. Without scripts, and outside of a tab, they load the page.
export function follow(root = document, get = page) {
  root.addEventListener('click', async (event) => {
    const link = event.target.closest?.('a[data-again]');
    const part = link?.closest('.helion-tab[id]');
    if (!part || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    part.setAttribute('aria-busy', 'true');
    const fresh = await get(window.location.href).catch(() => null);
    const content = fresh?.getElementById(part.id);
    if (!content) { window.location.reload(); return; }
    part.removeAttribute('aria-busy');
    part.replaceChildren(...content.childNodes);
    focusOn(part);
  });
}

async function page(url) {
  const answer = await fetch(url, { credentials: 'same-origin', cache: 'no-store', redirect: 'error' });
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
}

function focusOn(element) {
  element.setAttribute('tabindex', '-1');
  element.focus({ preventScroll: true });
}
