// Draws every topology of the page.

import { mount } from './mount.mjs';

for (const element of document.querySelectorAll('[data-topology]')) mount(element);

export { mount };
