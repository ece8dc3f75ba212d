// The worker of the judge's page: serves the page and its files from a copy of its own version. Data is not its
// business: that lies in the tablet's database. The server puts `VERSION` and `FILES` before these lines.
/* global VERSION, FILES */

const PREFIX = 'guanmo-';
const CACHE = PREFIX + VERSION;
const PAGE = '/judge';
const SLIP = '/judge/slip'; // which the server draws
const PATIENCE = 60000; // milliseconds for a file: an installation that hangs would never be tried again
const BRIEF = 3000; // for the browser's own copy

function within(time, promise) {
  return Promise.race([promise, new Promise((done, fail) => setTimeout(() => fail(new Error('no answer in time')), time))]);
}

// A portal that answers everything with its own page must not become the page: what is ours says of which version it is.
async function fetchOwn(path) {
  const version = path === PAGE ? VERSION : path.split('/')[2];
  const control = new AbortController();
  setTimeout(() => control.abort(), PATIENCE);
  const response = await fetch(path, { credentials: 'same-origin', redirect: 'error', signal: control.signal });
  if (!response.ok || response.headers.get('guanmo-version') !== version) throw new Error('not ours: ' + path);
  return response;
}

async function install() {
  const cache = await caches.open(CACHE);
  await Promise.all([PAGE].concat(FILES).map(async (path) => cache.put(path, await fetchOwn(path))));
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

let healing = null;

// The browser may have thrown the copy away. It is taken again, whole, while the server has this version.
function heal() {
  if (!healing) {
    const done = () => { healing = null; };
    healing = install().then(done, done);
  }
  return healing;
}

async function kept(path) { return (await caches.open(CACHE)).match(path); }

async function serve(event, path) {
  const copy = await within(BRIEF, kept(path)).catch(() => null);
  if (copy) return copy;
  const answer = await fetch(event.request);
  event.waitUntil(heal());
  return answer;
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => { if (event.data === 'take over') self.skipWaiting(); });

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  const isPage = event.request.mode === 'navigate' && url.pathname !== SLIP && (url.pathname === PAGE || url.pathname.startsWith(PAGE + '/'));
  if (isPage) event.respondWith(serve(event, PAGE));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(serve(event, url.pathname));
});
