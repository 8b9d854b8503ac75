// Why an action is not possible on a thing, from the table that the server sent; '' when it is.

import { fill } from './data.mjs';

const TESTS = {
  set: (value) => Boolean(value),
  unset: (value) => !value,
  in: (value, values) => values.includes(value),
  'not in': (value, values) => !values.includes(value),
};

export function obstacle(action, item, table, texts) {
  if (!action.allowed) return texts.notAllowed;
  const words = { ...item, state: table.states?.[item.state] || item.state };
  for (const { field, test, values, reason, unless } of action.needs) {
    if (!(unless && item[unless]) && !TESTS[test](item[field], values)) return fill(reason, words);
  }
  return item.cannot?.[action.name] || ''; // what only the server can know
}

// Sort things into those it is possible on and, with the reason, those it is not.
export function sift(action, items, table, texts) {
  const possible = [];
  const blocked = [];
  for (const item of items) {
    const reason = obstacle(action, item, table, texts);
    if (reason) blocked.push({ item, reason });
    else possible.push(item);
  }
  // Some can be done to so many only.
  if (action.most && possible.length > action.most) {
    const reason = fill(texts.atMost, { n: action.most });
    return { possible: [], blocked: [...possible.map((item) => ({ item, reason })), ...blocked] };
  }
  return { possible, blocked };
}
