// The clock of a report. It counts by itself from the server's times: a line that is gone does not stop it, and a clock
// that is set wrong on this machine changes nothing.

const EVERY = 200;
// No answer is under way for so many milliseconds: what is said to be so long ago is so since the server's clock was set.
const FAR = 60000;
// How long a mark that was passed is shown.
const SHOWN = 6000;
// Seconds that a mark may be passed by and still rings: a page that slept does not ring for what is long over.
const LATE = 3;

let ahead = null;
let known = null;
let seconds = null;
let ringing = 0;
let rings = () => {};
let drawn = () => {};

// This machine's own time: nobody sets it. While a tablet sleeps it may stand; the next answer puts that right.
export const here = () => performance.now();

// The server said a time, which was made not after `at` here: of several the one that came quickest is the truest.
export function hear(server, at) {
  const said = server - at;
  if (!Number.isFinite(said)) return;
  ahead = ahead === null || said < ahead - FAR ? said : Math.max(ahead, said);
}

// What rings at a mark: `bell` or `end`.
export function onRing(ring) {
  rings = ring;
}

// What is done when a clock stands on the page that was not there before.
export function onDrawn(done) {
  drawn = done;
  done();
}

export function minutes(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

// Whole seconds that a report took by now.
function used(root) {
  const { done, since } = root.dataset;
  const running = since === '' ? 0 : Math.max(0, here() + ahead - Number(since));
  return Math.floor((Number(done) + running) / 1000);
}

function arrived() {
  const [page] = performance.getEntriesByType('navigation');
  return page && page.responseStart > 0 ? page.responseStart : here();
}

export function tick() {
  const root = document.querySelector('[data-clock]');
  if (!root) {
    known = null;
    return;
  }
  if (root !== known) {
    hear(Number(root.dataset.now), ahead === null ? arrived() : here());
    // of the same report, drawn anew: it has been seen to come as far as it was
    if (!known || known.dataset.turn !== root.dataset.turn) seconds = null;
    known = root;
    drawn();
  }
  root.classList.toggle('rings', here() < ringing);
  if (root.dataset.since === '') return;
  const now = used(root);
  if (now === seconds) return;
  draw(root, now);
  ring(root, seconds, now);
  seconds = now;
}

function draw(root, now) {
  const limit = Number(root.dataset.limit);
  const over = now > limit;
  root.classList.toggle('over', over);
  put(root, 'caption', over ? '超时' : '剩余');
  put(root, 'face', over ? `+${minutes(now - limit)}` : minutes(limit - now));
  put(root, 'used', minutes(now));
  const under = root.querySelector('[data-under]');
  if (over) under.textContent = under.dataset.late;
  const fill = root.querySelector('[data-fill]');
  const whole = Number(fill.dataset.fill);
  fill.setAttribute('width', String(Math.floor((whole * Math.min(now, limit)) / limit)));
}

function put(root, name, text) {
  const place = root.querySelector(`[data-${name}]`);
  if (place.textContent !== text) place.textContent = text;
}

// Rings where the clock has just gone over a mark, and shows it.
function ring(root, before, now) {
  if (before === null) return;
  const limit = Number(root.dataset.limit);
  const bell = Number(root.dataset.bell);
  const passed = (mark) => before < mark && now >= mark && now - mark < LATE;
  const end = passed(limit);
  if (!end && !(bell > 0 && passed(limit - bell))) return;
  rings(end ? 'end' : 'bell');
  ringing = here() + SHOWN;
}

setInterval(tick, EVERY);
tick();
