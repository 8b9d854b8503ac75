// A file of servers, read in the browser, and what a number of servers means. Knows no page.

import { fill } from './data.mjs';

const LARGEST = 1024 ** 2; // bytes: the service takes no more

// `{text}`, or `{problem}`: a sentence.
export async function readFile(file, texts) {
  if (file.size > LARGEST) return { problem: texts.tooLarge };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer()) };
  } catch {
    return { problem: texts.noText };
  }
}

// What a new total means, where there are `have` now; '' for what is no larger number.
export function adds(total, have, texts) {
  const n = Number(total) - have;
  if (!Number.isInteger(n) || n < 1) return '';
  return fill(n === 1 ? texts.addsOne : texts.addsMany, { n });
}
