// Signs and words of a thing.

// A sign in a ring: something here is not as planned.
export function mark(group, glyph, tone, x, y) {
  const mark_ = group.append('g').classed(`mark ${tone}`, true).attr('transform', `translate(${x},${y})`);
  mark_.append('circle').attr('r', 6.5);
  mark_.append('path').attr('d', glyph).attr('transform', 'scale(.9)');
  return mark_;
}

export function sign(group, glyph, tone, x, y, scale = 1) {
  return group.append('path').classed(`sign ${tone}`, true).attr('d', glyph).attr('transform', `translate(${x},${y}) scale(${scale})`);
}

// What is pressed: lies over a thing, has its label and can have the focus.
export function target(group, key, label, { x, y, width, height }) {
  const mark_ = group.append('g').attr('data-key', key).attr('role', 'button').attr('tabindex', -1).attr('aria-label', label);
  mark_.append('rect').classed('hit ring', true).attr('rx', 4).attr('x', x).attr('y', y).attr('width', width).attr('height', height);
  return mark_;
}

// Words of a thing whose label says them too: they are not read a second time.
export function words(group, name, x, y, text) {
  return group.append('text').classed(name, true).attr('aria-hidden', true).attr('x', x).attr('y', y).text(text);
}
