// The keyboard: arrows go from thing to thing, the rest are shortcuts.

import { next } from './keyboard.mjs';

export function listen(picture, acts) {
  const shortcuts = {
    Enter: () => acts.press(picture.focused()),
    ' ': () => acts.press(picture.focused()),
    Escape: () => acts.back(true),
    '+': () => picture.zoomBy(1.4),
    '=': () => picture.zoomBy(1.4),
    '-': () => picture.zoomBy(1 / 1.4),
    0: () => picture.fit(),
    '/': () => acts.search?.(),
    p: () => acts.problems?.(),
  };
  picture.svg.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = next(picture.tracks, picture.focused(), event.key);
    if (to) picture.goTo(to);
    else if (Object.hasOwn(shortcuts, event.key)) shortcuts[event.key]();
    else return;
    event.preventDefault();
  });
  picture.svg.addEventListener('focusin', () => { picture.current = picture.focused() ?? picture.current; });
  picture.svg.addEventListener('click', (event) => {
    const key = event.target.closest('[data-key]')?.dataset.key;
    if (!key) { acts.back(false); return; }
    picture.goTo(key);
    acts.press(key);
  });
}
