// What opens and closes.
export const CHEVRON = { true: 'M-4,-2L0,2L4,-2', false: 'M-2,-4L2,0L-2,4' };

// Where a wire meets its network: round for untagged, square for tagged.

export const dot = (x, y) => `M${x - 3},${y}a3,3 0 1,0 6,0a3,3 0 1,0 -6,0`;
export const square = (x, y) => `M${x - 2.75},${y - 2.75}h5.5v5.5h-5.5z`;
