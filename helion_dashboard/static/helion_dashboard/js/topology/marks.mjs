// A sign in a ring: something here is not as planned.

export function mark(group, glyph, tone, x, y) {
  const made = group.append('g').classed(`mark ${tone}`, true).attr('transform', `translate(${x},${y})`);
  made.append('circle').attr('r', 6.5);
  made.append('path').attr('d', glyph).attr('transform', 'scale(.9)');
  return made;
}

export function sign(group, glyph, tone, x, y, scale = 1) {
  return group.append('path').classed(`sign ${tone}`, true).attr('d', glyph).attr('transform', `translate(${x},${y}) scale(${scale})`);
}
