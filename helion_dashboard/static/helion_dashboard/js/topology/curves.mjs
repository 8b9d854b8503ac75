// Curves between two points, `[x, y]` each, as the attribute `d` of a path.

// Leaves and arrives level.
export function curveAcross([x1, y1], [x2, y2]) {
  const middle = (x1 + x2) / 2;
  return `M${x1},${y1}C${middle},${y1},${middle},${y2},${x2},${y2}`;
}

// Leaves and arrives upright.
export function curveDown([x1, y1], [x2, y2]) {
  const middle = (y1 + y2) / 2;
  return `M${x1},${y1}C${x1},${middle},${x2},${middle},${x2},${y2}`;
}
