// How long something takes: `<span data-running="SECONDS">` counts on between two refreshes. The
// server words it the same way (kit/durations.py).

import { data, fill } from './data.mjs';

export function duration(seconds, texts) {
  const whole = Math.floor(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60)];
  let sentence = texts.seconds;
  if (hours) sentence = texts.hours;
  else if (minutes) sentence = texts.minutes;
  return fill(sentence, { hours, minutes: minutes % 60, seconds: whole % 60 });
}

// Counts on wherever something runs below `root`, now or later; returns a function that ends it.
export function count({ root = document, texts = data('texts') } = {}) {
  const drawn = new WeakMap(); // element -> when it was first seen, in milliseconds
  const step = () => {
    for (const element of root.querySelectorAll('[data-running]')) {
      if (!drawn.has(element)) drawn.set(element, Date.now());
      const seconds = Number(element.dataset.running) + (Date.now() - drawn.get(element)) / 1000;
      element.textContent = duration(seconds, texts);
    }
  };
  step();
  const timer = setInterval(step, 1000);
  return () => clearInterval(timer);
}
