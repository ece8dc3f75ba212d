// Delivery: in the order of the journal, one request at a time, until the server has answered for each operation.
// Whatever is not an answer of our own server's protocol changes nothing here.

import { localTime } from './journal.js';
import { result, write } from './store.js';

const BATCH = 20;
const QUIET = 60000; // a report to the device board, where nothing is to be sent
const WAITS = [2000, 4000, 8000, 15000, 30000, 60000];
const PATIENCE = 20000;
const LEASE = 25000; // longer than a request may take

class SignedOut extends Error {}

/** This tab's name, the same on all of its pages. */
function tabName() {
  const fresh = String(Math.random()).slice(2);
  try {
    const name = sessionStorage.getItem('guanmo-tab') || fresh;
    sessionStorage.setItem('guanmo-tab', name);
    return name;
  } catch (error) {
    return fresh;
  }
}

function timed(url, options) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE);
  const done = () => clearTimeout(timer);
  const settings = Object.assign({ cache: 'no-store', credentials: 'same-origin', redirect: 'error', signal: control.signal }, options);
  return fetch(url, settings).then(async (response) => ({ response, body: response.ok ? await response.json() : null }))
    .then((answer) => { done(); return answer; }, (error) => { done(); throw error; });
}

/** Whether an answer is one to just these operations, of just this judge. */
export function isAnswer(answer, rows, journal) {
  return Boolean(answer) && Array.isArray(answer.results) && answer.results.length === rows.length
    && Number.isSafeInteger(answer.acked_seq) && Boolean(answer.event)
    && answer.event.id === journal.event && answer.event.judge === journal.judge
    && Array.isArray(answer.event.my_cards)
    && rows.every((row, index) => answer.results[index].op === row.op && typeof answer.results[index].outcome === 'string');
}

export class Delivery {
  /** `listen(status)` is told of every change: `{phase, queued, at}`. */
  constructor(journal, listen) {
    this.journal = journal;
    this.listen = listen;
    this.tab = tabName();
    this.failures = 0;
    this.running = false;
    this.again = false;
    this.timer = null;
    this.status = { phase: 'start', queued: 0, at: null };
  }

  start() {
    const now = () => this.now();
    window.addEventListener('online', now);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) now(); });
    this.now();
  }

  /** Tries at once; where it is at work, it looks again afterwards. */
  now() {
    if (this.running) { this.again = true; return; }
    this.running = true;
    clearTimeout(this.timer);
    this.round().then((next) => {
      this.running = false;
      if (this.again) { this.again = false; this.now(); return; }
      if (next !== null) this.timer = setTimeout(() => this.now(), next);
    });
  }

  say(phase, extra) {
    this.status = Object.assign({}, this.status, { phase }, extra);
    this.listen(this.status);
  }

  /** One round; gives how long to wait until the next, or null for never. */
  async round() {
    let queued = this.status.queued;
    try {
      if (!await this.mayAct()) { this.say('elsewhere'); return LEASE; }
      if (this.failures && !await this.serverIsThere()) throw new Error('no answer');
      for (;;) {
        const rows = await this.journal.pending();
        queued = rows.length;
        this.say(queued ? 'sending' : 'asking', { queued });
        await this.send(rows.slice(0, BATCH), rows);
        this.failures = 0;
        if (rows.length <= BATCH) break;
      }
      queued = (await this.journal.pending()).length;
      this.say('well', { queued, at: new Date() });
      return queued ? 0 : QUIET;
    } catch (error) {
      if (error instanceof SignedOut) { this.say('signed-out', { queued }); return QUIET; }
      this.failures += 1;
      this.say('offline', { queued });
      const wait = WAITS[Math.min(this.failures, WAITS.length) - 1];
      return wait / 2 + Math.random() * wait / 2;
    }
  }

  async serverIsThere() {
    const { body } = await timed('/healthz', {});
    return Boolean(body) && body.service === 'guanmo';
  }

  async send(rows, waiting) {
    const head = await this.head(rows, waiting);
    // the operations' own bytes, as they stand in the journal
    const body = JSON.stringify(head).slice(0, -1) + ',"ops":[' + rows.map((row) => row.body).join(',') + ']}';
    const { response, body: answer } = await timed('/api/sync', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body,
    });
    if (response.status === 401 || response.status === 403) throw new SignedOut();
    if (!response.ok || !isAnswer(answer, rows, this.journal)) throw new Error('not an answer');
    const results = rows.map((row, index) => ({ seq: row.seq, said: answer.results[index] }));
    await this.journal.settle(results);
    this.say(this.status.phase, { view: answer.event });
  }

  async head(rows, waiting) {
    const ops = await this.journal.ops();
    const drafts = await this.journal.drafts();
    const unsent = waiting.map((row) => ({ component: row.component, entry: row.entry, state: 'queued' }))
      .concat(drafts.map((row) => ({ component: row.component, entry: row.entry, state: 'draft' })));
    const battery = navigator.getBattery ? await navigator.getBattery().catch(() => null) : null;
    const persisted = navigator.storage && navigator.storage.persisted ? await navigator.storage.persisted() : null;
    return {
      device: await this.journal.device(),
      seq_from: rows.length ? rows[0].seq : (ops.length ? ops[ops.length - 1].seq + 1 : 1),
      now: localTime(new Date()),
      battery: battery ? Math.round(battery.level * 100) : null,
      persisted,
      unsent,
    };
  }

  /** One tab sends at a time: whoever holds the lease, until it runs out. */
  mayAct() {
    const key = 'sender:' + this.journal.owner;
    return write(['facts'], async (facts) => {
      const held = await result(facts.get(key));
      const now = Date.now();
      if (held && held.value.tab !== this.tab && held.value.until > now && held.value.until <= now + LEASE) return false;
      await result(facts.put({ key, value: { tab: this.tab, until: now + LEASE } }));
      return true;
    });
  }
}
