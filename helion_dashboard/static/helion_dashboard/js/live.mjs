// Asks a JSON view again and again, and draws what changed.
//
// Quick while something is in transition, slow otherwise, not at all while the tab is hidden or
// nobody has touched the page for a while. An unchanged answer (304) costs no drawing.

import { complain } from './again.mjs';
import { data, fill } from './data.mjs';
import { duration } from './durations.mjs';

const ACTIVITY = ['pointerdown', 'pointermove', 'keydown', 'scroll'];

// `fail(sentence, again)` gets the reason of a failure and what tries again, and '' once it is over; `over()` is called when the
// user is signed out and nothing more will come.
export function keep(url, draw, { poll = data('poll'), texts = data('texts'), first = true, fail = stale(url, texts), over = () => {} } = {}) {
  let tag = null;
  let timer = null;
  let moving = false;
  let stopped = false;
  let asking = false;
  let touched = Date.now();

  const later = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(step, seconds * 1000);
  };
  const asleep = () => document.hidden || Date.now() - touched > poll.idle * 1000;

  async function step() {
    if (stopped || asking || asleep()) return;
    asking = true;
    try {
      await ask();
    } finally {
      asking = false;
      if (!stopped) later(moving ? poll.moving : poll.resting);
    }
  }

  async function ask() {
    const headers = { 'X-Requested-With': 'XMLHttpRequest' };
    if (tag) headers['If-None-Match'] = tag;
    let answer;
    try {
      answer = await fetch(url, { headers, credentials: 'same-origin', cache: 'no-store', redirect: 'error' });
    } catch {
      fail(texts.noAnswer, step);
      return;
    }
    aged(answer.headers.get('Age'), texts);
    if (answer.status === 401) {
      stopped = true;
      signedOut();
      over();
    } else if (answer.status === 304) {
      fail('');
    } else if (answer.ok) {
      const content = await answer.json().catch(() => null);
      if (!content) { fail(texts.noAnswer, step); return; }
      tag = answer.headers.get('ETag');
      moving = Boolean(content.moving);
      fail('');
      draw(content);
    } else {
      const problem = await answer.json().catch(() => ({}));
      fail(fill(texts.notUpdated, { service: problem.service || 'Horizon', reason: problem.error || answer.status }), step);
    }
  }

  const wake = () => {
    const slept = asleep();
    touched = Date.now();
    if (slept) step();
  };
  for (const event of ACTIVITY) document.addEventListener(event, wake, { passive: true });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) step(); });

  if (first) step();
  else later(poll.moving);
  return { now: step, stop: () => { stopped = true; clearTimeout(timer); } };
}

// Put HTML into the elements whose ids are the keys; only where it differs from what was put before.
export function parts(contents) {
  for (const [id, html] of Object.entries(contents || {})) {
    const element = document.getElementById(id);
    if (element && element.drawn !== html) {
      element.innerHTML = html;
      element.drawn = html;
    }
  }
}

// How old the nodes are that an answer shows, in seconds; from there durations.mjs counts on.
function aged(age, texts) {
  const line = document.getElementById('helion-age');
  if (!line || age === null) return;
  const clock = document.createElement('span');
  clock.dataset.running = age;
  clock.textContent = duration(Number(age), texts);
  line.querySelector('[data-running]').replaceWith(clock);
  line.hidden = false;
}

// The session has ended: a line on top leads to where one signs in.
export function signedOut() {
  const element = document.getElementById('helion-signed-out');
  if (element) element.hidden = false;
}

// By default failures stand on top of the page, each once however many views report it.
const failures = new Map();

export function stale(url, texts = data('texts')) {
  return (sentence, again) => {
    if (sentence) failures.set(url, { sentence, again });
    else failures.delete(url);
    const element = document.getElementById('helion-stale');
    if (!element) return;
    const every = [...failures.values()];
    const sentences = [...new Set(every.map((failure) => failure.sentence))];
    complain(element, sentences.join(' '), () => every.forEach((failure) => failure.again?.()), texts.again);
  };
}
