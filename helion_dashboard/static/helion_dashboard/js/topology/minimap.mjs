// The whole picture in a corner, with a frame around what is in sight. It is for the pointer only:
// the keyboard has its own ways, and nothing here says more than the picture.

import { pointer, select } from 'd3-selection';
import { isProblem } from './states.mjs';

const WIDTH = 132;
const HEIGHT = 176;

export class MiniMap {
  #root;
  #frame;
  #drawn = null;

  // `look(x, y)` brings a point of the layout into the middle of what is in sight.
  constructor(parent, look) {
    this.#root = select(parent).append('svg').classed('helion-topology-map', true).attr('aria-hidden', true)
      .attr('width', WIDTH).attr('height', HEIGHT).attr('preserveAspectRatio', 'none').style('display', 'none');
    this.#root.append('g');
    this.#frame = this.#root.append('rect').classed('helion-topology-sight', true);
    const go = (event) => {
      if (!this.#drawn || !(event.buttons & 1)) return;
      const [x, y] = pointer(event, this.#root.node());
      const { width, height } = this.#root.node().getBoundingClientRect();
      look((x / width) * this.#drawn.width, (y / height) * this.#drawn.height);
    };
    this.#root.on('pointerdown', function hold(event) { this.setPointerCapture(event.pointerId); go(event); }).on('pointermove', go);
  }

  draw(drawn) {
    this.#drawn = drawn;
    const [kx, ky] = [WIDTH / drawn.width, HEIGHT / drawn.height];
    const rect = ({ x, y, width, height }) => `M${x * kx},${y * ky}h${Math.max(width * kx, 1.5)}v${Math.max(height * ky, 1.5)}h${-Math.max(width * kx, 1.5)}z`;
    const boxes = drawn.rows.flatMap((row) => row.lines.flatMap((line) => line.boxes));
    const bad = (box) => box.kind === 'node' && isProblem(box.node);
    const paths = [
      ['row', drawn.rows.map((row) => rect({ x: 0, width: drawn.width, ...row }))],
      ['well', boxes.filter((box) => !bad(box)).map(rect)],
      ['bad', boxes.filter(bad).map(rect)],
    ];
    this.#root.select('g').selectAll('path').data(paths).join('path')
      .attr('class', ([name]) => `helion-topology-map-${name}`).attr('d', ([, segments]) => segments.join('') || null);
  }

  // `sight` in the layout's own pixels; when that is all of it there is no map.
  move(sight) {
    if (!this.#drawn) return;
    const { width, height } = this.#drawn;
    const whole = sight.x <= 1 && sight.y <= 1 && sight.x + sight.width >= width - 1 && sight.y + sight.height >= height - 1;
    this.#root.style('display', whole ? 'none' : null);
    this.#frame.attr('x', (sight.x / width) * WIDTH).attr('y', (sight.y / height) * HEIGHT)
      .attr('width', (Math.min(sight.width, width) / width) * WIDTH).attr('height', (Math.min(sight.height, height) / height) * HEIGHT);
  }
}
