// A box in its place. Its ports and wires are arranged when somebody asks: most are never in sight.

import { arrange, forRole } from './box.mjs';

export class Placed {
  #wiring = null;
  #arrange;

  constructor(box, y, busAt, { place, cache }) {
    Object.assign(this, box, { y });
    this.#arrange = () => {
      const wires = box.kind === 'role' ? box.row.attachments : box.wires ?? box.node.wires;
      const { tabs, drops } = (box.kind === 'role' ? forRole : arrange)(wires, place, box.width, cache);
      return { tabs, drops: drops.map(({ x, wire }) => ({ x, wire, y: busAt.get(wire.network) })) };
    };
  }

  get tabs() { return this.#wired().tabs; }
  get drops() { return this.#wired().drops; }

  #wired() {
    this.#wiring ??= this.#arrange();
    return this.#wiring;
  }
}
