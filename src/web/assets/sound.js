// The bell. A browser lets a page sound only once somebody has touched it: until then a button asks for that.

import { onDrawn, onRing } from './timer.js';

// On the wall the hall need not see the button: it is there for whoever has just moved the mouse.
const MOVED = 5000;
// Hertz, and when each stroke begins, in seconds.
const STROKES = { bell: [[880, 0], [880, 0.5]], end: [[660, 0], [660, 0.4], [660, 0.8], [440, 1.2]] };
const LONG = 0.35;

const Context = window.AudioContext;
let context = null;
let hide = null;

function strike(kind) {
  if (!context || context.state !== 'running') return;
  for (const [hertz, after] of STROKES[kind]) {
    const [tone, volume, at] = [context.createOscillator(), context.createGain(), context.currentTime + after];
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0.6, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + LONG);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + LONG);
  }
}

// Shows on each button whether there is sound.
export function sounding() {
  for (const button of document.querySelectorAll('[data-sound]')) {
    const on = Boolean(context && context.state === 'running');
    button.hidden = !Context || (button.dataset.sound === 'once' && (on || hide === null));
    button.textContent = on ? '声音已开，试听' : '开声音';
    button.setAttribute('aria-pressed', String(on));
  }
}

document.addEventListener('click', async (event) => {
  if (!event.target.closest('[data-sound]')) return;
  if (!context) context = new Context();
  await context.resume();
  sounding();
  strike('bell');
});

for (const moved of ['mousemove', 'touchstart', 'keydown']) document.addEventListener(moved, near);

function near() {
  clearTimeout(hide);
  hide = setTimeout(() => { hide = null; sounding(); }, MOVED);
  sounding();
}

onRing(strike);
onDrawn(sounding);
