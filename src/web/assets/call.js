// The organiser's page of the reports: what is pressed is sent without leaving the page, so that its sound stays on, and
// what another tablet presses comes in by itself.

import './once.js';
import { sounding } from './sound.js';
import { hear, here, tick } from './timer.js';

const EVERY = 2000;
const PATIENCE = 8000;
const place = () => document.getElementById('calls');
let sending = false;

// Before the other listener: a press is sent here and nowhere else.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('[data-press]')) return;
  event.preventDefault();
  event.stopPropagation();
  if (sending) return;
  send(form, event.submitter || form.querySelector('button'));
}, true);

async function send(form, button) {
  const body = new URLSearchParams(new FormData(form));
  if (button && button.name) body.set(button.name, button.value);
  sending = true;
  form.setAttribute('aria-busy', 'true');
  try {
    const answer = await asked(form.action, { method: 'POST', body });
    show(await answer.text(), true);
  } catch {
    say('没有送到服务器，请看线路后再按；计时照走，不受影响', true);
  }
  form.removeAttribute('aria-busy');
  sending = false;
}

function asked(url, how) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  return fetch(url, { ...how, signal: stop.signal }).finally(() => clearTimeout(timer));
}

// Puts what a page shows in the place of what this one shows; what it says of a press comes with it.
function show(text, pressed) {
  const page = new DOMParser().parseFromString(text, 'text/html');
  const fresh = page.getElementById('calls');
  if (!fresh) {
    location.reload();
    return;
  }
  const refused = pressed && page.getElementById('refused');
  if (refused && !fresh.contains(refused)) fresh.prepend(refused);
  const old = place();
  const at = old.contains(document.activeElement);
  old.replaceWith(fresh);
  arrange(page);
  for (const own of document.querySelectorAll('#refused')) if (!fresh.contains(own)) own.remove();
  if (at) {
    const first = fresh.querySelector('[autofocus], .ctl button');
    if (first) first.focus();
  }
  sounding();
  tick();
}

// What is wrong is read out; what time it is is not.
function say(text, wrong) {
  const line = place().querySelector('[data-line]');
  if (!line || line.textContent === text) return;
  if (wrong) line.setAttribute('role', 'status');
  else line.removeAttribute('role');
  line.textContent = text;
}

// Whether somebody is typing into what would be drawn anew.
function typing(part) {
  return [...part.querySelectorAll('input[type=text]')].some((field) => field.value !== field.defaultValue);
}

// The forms by which the order is made: another order asks for another reason.
function arrange(page) {
  const [old, fresh] = [document, page].map((one) => one.getElementById('arrange'));
  if (old && fresh && old.dataset.of !== fresh.dataset.of && !typing(old)) old.replaceWith(fresh);
}

async function look() {
  const { ask, pulse } = place().dataset;
  try {
    const answer = await asked(ask, { headers: { accept: 'application/json' } });
    if (answer.status === 401) {
      say('登录已失效，请刷新此页重新登录；计时照走', true);
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const at = here();
    const told = await answer.json();
    hear(told.now, at);
    const other = told.pulse !== pulse && pulse === place().dataset.pulse;
    if (other && !sending && !typing(place())) show(await (await asked(ask.replace('/pulse', ''))).text(), false);
    say(other && typing(place()) ? '别处已有变动，提交或清空填写的内容后更新' : `${clock(told.now)} 的情况，自动更新`);
  } catch {
    say('与服务器的线路断了，计时照走；恢复后自动更新', true);
  }
  setTimeout(look, EVERY);
}

function clock(now) {
  const beijing = new Date(now + 8 * 3600 * 1000).toISOString();
  return beijing.slice(11, 19);
}

look();
