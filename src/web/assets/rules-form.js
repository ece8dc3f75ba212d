// The form of the rules: what stands beside it follows each change, settings come and go with what they belong to, and the
// last changes can be taken back. Without this script the same is had by the buttons.

import './once.js';

const PAUSE = 300; // milliseconds after a key
const MOST = 20; // changes that can be taken back

const form = document.getElementById('rules');
const undo = document.getElementById('undo');
const kept = 'rules-undo:' + location.pathname;

let before = form ? form.elements.text.value : '';
let timer = null;
let asked = 0;

/** Texts that can be gone back to, the newest last. */
function stack() {
  try {
    const texts = JSON.parse(sessionStorage.getItem(kept));
    return Array.isArray(texts) ? texts : [];
  } catch (error) {
    return [];
  }
}

function keep(texts) {
  try {
    sessionStorage.setItem(kept, JSON.stringify(texts.slice(-MOST)));
  } catch (error) {
    // full or forbidden: the page itself still knows the last one
  }
}

/** What was before a change, to be gone back to. */
function push(text) {
  const texts = stack();
  if (texts[texts.length - 1] !== text) keep(texts.concat([text]));
}

function names(node) {
  return Array.from(node.querySelectorAll('[name]'), (one) => (one.name === 'do' ? one.value : one.name)).join('\n');
}

function put(old, fresh) {
  old.parentNode.replaceChild(fresh, old);
}

/** The fields as they are drawn anew, with the cursor and what was unfolded where they were. */
function redraw(fresh) {
  const old = document.getElementById('middle');
  const active = document.activeElement;
  const at = active && old.contains(active) ? { id: active.id, name: active.name, value: active.value } : null;
  const open = Array.from(old.querySelectorAll('details[open][id]'), (one) => one.id);
  put(old, fresh);
  for (const id of open) {
    const fold = document.getElementById(id);
    if (fold) fold.open = true;
  }
  if (at) {
    const same = Array.from(fresh.querySelectorAll('[name]')).filter((one) => one.name === at.name);
    const found = same.find((one) => one.value === at.value) || (at.id && document.getElementById(at.id)) || same[0];
    if (found) found.focus({ preventScroll: true });
  }
  steps();
}

function look() {
  clearTimeout(timer);
  timer = null;
  const turn = ++asked;
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string') fields.append(name, value);
  }
  fields.append('before', before);
  fetch(form.dataset.look, { method: 'POST', body: fields, credentials: 'same-origin', cache: 'no-store' })
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
    .then((text) => {
      // what was typed since asks for itself
      if (turn !== asked || timer) return;
      delete form.dataset.busy;
      const drawn = new DOMParser().parseFromString(text, 'text/html');
      const middle = drawn.getElementById('middle');
      const now = middle.querySelector('[name=text]').value;
      if (now !== before) push(before);
      before = now;
      const toml = document.getElementById('toml');
      const wasOpen = toml && toml.open;
      put(document.getElementById('side'), drawn.getElementById('side'));
      if (wasOpen) document.getElementById('toml').open = true;
      if (names(middle) !== names(document.getElementById('middle'))) redraw(middle);
      else form.elements.undo.value = middle.querySelector('[name=undo]').value;
      document.getElementById('state').textContent = drawn.getElementById('state-now').textContent;
    })
    .catch(() => {
      // no answer: what stands there is of before, and the button asks again
      if (turn === asked) form.dataset.busy = 'lost';
    });
}

function soon() {
  form.dataset.busy = 'yes';
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
}

/** The buttons beside whole numbers. */
function steps() {
  for (const button of form.querySelectorAll('[data-step]')) button.hidden = false;
}

function step(button) {
  const input = button.parentNode.querySelector('input');
  const value = Math.max(0, (parseInt(input.value, 10) || 0) + Number(button.dataset.step));
  input.value = String(value);
  soon();
}

function pressed(event) {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.step) {
    step(button);
    return;
  }
  if (button.dataset.field) {
    const field = document.getElementById(button.dataset.field) || document.getElementById('at-' + button.dataset.field);
    if (!field) return;
    event.preventDefault();
    const fold = field.closest('details');
    if (fold) fold.open = true;
    const input = field.matches('input,textarea,select') ? field : field.querySelector('input:not([type=hidden]),textarea,select');
    (input || field).focus();
    field.scrollIntoView({ block: 'center' });
    return;
  }
  if (button === undo) back();
}

/** What is to be gone back to is sent along. */
function back() {
  const texts = stack();
  const now = before;
  let last = texts.pop();
  while (last === now && texts.length) last = texts.pop();
  keep(texts);
  if (last === undefined || last === now) return;
  const to = document.createElement('input');
  to.type = 'hidden';
  to.name = 'undo_to';
  to.value = last;
  form.appendChild(to);
}

if (form && form.dataset.locked === undefined) {
  const drawn = form.elements.undo.value;
  if (drawn) push(drawn);
  steps();
  form.addEventListener('input', soon);
  form.addEventListener('change', (event) => {
    if (event.target.type !== 'file') soon();
  });
  document.addEventListener('click', pressed);
}
