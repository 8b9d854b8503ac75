// Sends the ids of many things in slices: no request takes long, and results come as they are there.

const SLICE = 50;
const PAUSE = 1000; // milliseconds before a slice is sent again
const LOST = 2; // slices without an answer one after the other, after which nothing more is sent

// Yields `{answer, results, left}` for each slice: the server's answer, what is known of each of its
// things, and the ids that are still to be sent. `send(ids)` returns an answer, or null without any.
// A slice is sent again only if nothing can have been done. Otherwise its things are reported.
export async function* run(action, items, send, texts) {
  let left = items.map(({ id }) => id);
  let lost = 0;
  let begun = false; // the first slice is sent once: somebody waits for what became of it
  while (left.length && lost < LOST) {
    const ids = action.together ? left : left.slice(0, SLICE);
    const answer = await (begun ? sendTwice(ids, send) : send(ids)); // eslint-disable-line no-await-in-loop
    begun = true;
    const results = resultsOf(answer, ids, texts);
    lost = answer?.ok ? 0 : lost + (refused(answer) ? LOST : 1);
    const answered = new Set(action.together ? ids : results.map(({ id }) => id));
    left = left.filter((id) => !answered.has(id));
    yield { answer, results, left };
  }
}

// The server has one for the first thing at least.
function resultsOf(answer, ids, texts) {
  if (answer?.ok && answer.data.results.length) return answer.data.results;
  return ids.map((id) => ({ id, ok: false, reason: answer?.data.error || texts.unknownResult }));
}

async function sendTwice(ids, send) {
  const answer = await send(ids);
  if (!undone(answer)) return answer;
  await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
  return send(ids);
}

// A service that the server needs first does not answer: it tells, and has done nothing.
function undone(answer) {
  return answer?.status === 502 && Boolean(answer.data.error);
}

// It will not take the others either.
function refused(answer) {
  return Boolean(answer) && answer.status < 500;
}
