// Sizes of a drawing, in pixels at its natural scale.

export const MARGIN = 12;
export const LABEL = 150; // the column of names, left of the trunk
export const PITCH = 7; // between the lines of the trunk
export const AFTER_TRUNK = 26;
export const LEAST_WIDTH = 720;

export const HEADER_LINE = 22; // between the networks on top
export const HEADER_TITLE = 26;

export const TITLE = 28; // of a row
export const REGION_TITLE = 30;
export const BUS = 16; // between the lines above a row of boxes
export const DROP = 12; // from the lowest line down to the boxes
export const TAB = 13; // height of a port on top of a box
export const BOX = { height: 44, width: 124, gap: 14, widest: 184, single: 156 };
export const ROLE_BOX = { height: 44, width: 296, empty: 176 };
export const CAPTION = 18; // name of a rack below its boxes
export const ROW_GAP = 10;
export const PAD = 9;

// Of a picture of columns; `gap` is a share of its width.
export const COLUMN = { title: 56, height: 52, between: 8, gap: 0.065 };

export const SIZE = { title: 15, name: 12, small: 11, port: 9 };
