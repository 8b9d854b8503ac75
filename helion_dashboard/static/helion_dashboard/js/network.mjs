// The form of network properties: drawn, checked by the service as one types, as a file and back.

import { data, fill } from './data.mjs';
import { complain as complainForm } from './form_errors.mjs';
import { complain, drawer } from './network_draw.mjs';
import { parse, put, written } from './network_document.mjs';
import { post } from './bulk_actions.mjs';
import { readFile } from './source_file.mjs';

const QUIET = 500; // milliseconds without typing before the rules are checked

const form = document.getElementById('helion-network');
const texts = { ...data('texts'), ...data('network-texts') };
const formData = data('network-data');
let refuse = (errors) => complainForm(form, errors);

if (form && document.getElementById('helion-network-form')) {
  const { csrf } = document.getElementById('helion').dataset;
  const place = document.getElementById('helion-drawn');
  const verdict = document.getElementById('helion-verdict');
  const json = document.getElementById('id_network');
  let content = formData.content || {};
  let timer = null;
  let checks = 0;

  const draw = drawer(place, formData.sections, texts, () => {
    json.value = written(content);
    later();
  });

  // Take another document: draw it, and check it.
  function take(next) {
    content = next;
    draw(content);
    check();
  }

  function say(sentence, look = 'helion-note') {
    verdict.className = `helion-verdict ${look}`;
    verdict.textContent = sentence;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(check, QUIET);
  }

  async function check() {
    if (!formData.check) return;
    clearTimeout(timer);
    checks += 1;
    const mine = checks;
    if (!verdict.textContent) say(texts.checking);
    const body = { network_properties: content, profile: formData.profile, resource: formData.resource };
    const answer = await post(formData.check, body, csrf).catch(() => null);
    if (mine !== checks) return; // something newer is on its way
    if (answer?.ok) complain(place, verdict, answer.data.errors, texts);
    else say(fill(texts.notChecked, { reason: answer?.data.error || texts.noAnswer }), 'helion-broken');
  }

  // A text that is typed or read from a file.
  function read(text) {
    const parsed = parse(text);
    if (parsed.content) { take(parsed.content); return true; }
    say(parsed.problem ? fill(texts.noJson, { reason: parsed.problem }) : texts.noObject, 'helion-broken');
    return false;
  }

  // What the service refused: at its places in the networks, the rest above the form.
  refuse = (errors) => {
    const drawn = formData.sections.map((section) => section.key);
    const [inside, outside] = [[], {}];
    for (const [path, sentences] of Object.entries(errors)) {
      if (drawn.includes(path.split('.')[0])) inside.push(...sentences.map((message) => ({ path, message })));
      else outside[path] = sentences;
    }
    complainForm(form, outside);
    if (!inside.length) return;
    checks += 1; // a check that is on its way knows nothing more
    complain(place, verdict, inside, texts);
    if (!Object.keys(outside).length) verdict.querySelector('a')?.click();
  };

  json.addEventListener('change', () => read(json.value));

  document.getElementById('helion-upload').addEventListener('change', async ({ target }) => {
    const [file] = target.files;
    if (!file) return;
    const { text, problem } = await readFile(file, texts);
    target.value = '';
    if (problem) { say(problem, 'helion-broken'); return; }
    if (read(text)) json.value = written(content);
    else { json.value = text; document.getElementById('helion-json-fold').open = true; }
  });

  document.getElementById('helion-download').addEventListener('click', () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([json.value], { type: 'application/json' }));
    link.download = 'network-properties.json';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

  const trunks = document.getElementById('helion-trunks');
  document.getElementById('helion-another-trunk').addEventListener('click', () => {
    const trunk = document.getElementById('helion-trunk').content.firstElementChild.cloneNode(true);
    number(trunk, trunks.children.length);
    trunks.append(trunk);
    trunk.querySelector('input').focus();
  });
  trunks.addEventListener('click', (event) => {
    if (!event.target.closest('[data-remove]')) return;
    event.target.closest('.helion-trunk').remove();
    [...trunks.children].forEach(number);
  });

  function number(trunk, index) {
    for (const input of trunk.querySelectorAll('input')) {
      const name = input.dataset.answer.split('.').pop();
      input.dataset.answer = `cloud_trunks.${index}.${name}`;
      input.id = input.dataset.answer;
      input.previousElementSibling.htmlFor = input.id;
    }
  }

  document.getElementById('helion-compute').addEventListener('click', async ({ target }) => {
    const answers = document.getElementById('helion-answers');
    const body = { profile: formData.profile, mgmt_trunk: {}, cloud_trunks: [] };
    for (const input of answers.querySelectorAll('[data-answer]')) put(body, input.dataset.answer, input.value.trim());
    say(texts.asking);
    target.disabled = true;
    const answer = await post(formData.template, body, csrf).catch(() => null);
    target.disabled = false;
    for (const input of answers.querySelectorAll('[data-answer]')) input.name = input.dataset.answer;
    if (answer?.ok) {
      complainForm(form, {});
      take(answer.data.network_properties);
      json.value = written(content);
      answers.open = false;
    } else {
      say('');
      const errors = answer?.data.errors;
      complainForm(form, errors && Object.keys(errors).length ? errors : { __all__: [answer?.data.error || texts.noAnswer] });
    }
    for (const input of answers.querySelectorAll('[data-answer]')) input.removeAttribute('name');
  });

  if (formData.content) take(content);
  else read(json.value);
}

form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = form.querySelector('[type=submit]');
  if (!button) return;
  const busy = document.getElementById('helion-busy');
  busy.textContent = texts.asking;
  button.disabled = true;
  const answer = await post(form.getAttribute('action') || window.location.href, new FormData(form)).catch(() => null);
  button.disabled = false;
  busy.textContent = '';
  if (answer?.ok) { window.location.assign(answer.data.url); return; }
  refuse(answer?.data.errors || { __all__: [answer?.data.error || texts.noAnswer] });
});
