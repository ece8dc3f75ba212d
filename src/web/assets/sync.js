// Delivery: in the order of the journal, one request at a time, until the server has answered for each operation.
// Whatever is not an answer of our own server's protocol changes nothing here.

import { localTime } from './journal.js';
import { Elsewhere } from './lease.js';

const BATCH = 20;
const QUIET = 20000; // where nothing is to be sent: a report to the device board, and news of the route
const WAITS = [1000, 2000, 4000, 8000, 15000]; // a probe is small, and a queue must not wait long for a good line
const PATIENCE = 20000;

class SignedOut extends Error {}
class OtherJudge extends Error {}

/** A response and, where it is a good one, the JSON in it. */
async function timed(url, options) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE);
  const settings = Object.assign({ cache: 'no-store', credentials: 'same-origin', redirect: 'error', signal: control.signal }, options);
  try {
    const response = await fetch(url, settings);
    return { response, body: response.ok ? await response.json() : null };
  } finally {
    clearTimeout(timer);
  }
}

/** Whether an answer of our server is for another judge: the session is theirs, whatever this page believes. */
function isOthers(answer, journal) {
  const event = answer && answer.event;
  return Boolean(event) && typeof event.judge === 'string' && Array.isArray(event.my_cards)
    && (event.id !== journal.event || event.judge !== journal.judge);
}

/** Whether an answer is one to just these operations, of just this judge. */
export function isAnswer(answer, rows, journal) {
  return Boolean(answer) && Array.isArray(answer.results) && answer.results.length === rows.length
    && Number.isSafeInteger(answer.acked_seq) && Boolean(answer.event)
    && answer.event.id === journal.event && answer.event.judge === journal.judge
    && Array.isArray(answer.event.my_cards) && Array.isArray(answer.event.components)
    && rows.every((row, index) => answer.results[index].op === row.op && typeof answer.results[index].outcome === 'string');
}

export class Delivery {
  /** `listen(status)` is told of every change: `{phase, queued, at, skew}`, with `view` where one came. */
  constructor(journal, listen) {
    this.journal = journal;
    this.listen = listen;
    this.failures = 0;
    this.running = false;
    this.again = false;
    this.stopped = false;
    this.timer = null;
    this.acked = null; // up to here the server knows the journal, as it last said
    this.resent = new Set(); // what it was asked to take once more: a gap in a journal is not sent for ever
    this.status = { phase: 'start', queued: 0, at: null, skew: 0 };
  }

  start() {
    const now = () => this.now();
    window.addEventListener('online', now);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) now(); });
    this.now();
  }

  stop() { this.stopped = true; clearTimeout(this.timer); }

  /** Tries at once; where it is at work, it looks again afterwards. */
  now() {
    if (this.stopped) return;
    if (this.running) { this.again = true; return; }
    this.running = true;
    clearTimeout(this.timer);
    // whatever happens in a round, there is a next one
    this.round().catch(() => QUIET).then((next) => {
      this.running = false;
      if (this.again) { this.again = false; this.now(); return; }
      if (!this.stopped) this.timer = setTimeout(() => this.now(), next);
    });
  }

  say(phase, extra) {
    this.status = Object.assign({}, this.status, { phase, view: null }, extra);
    if (!this.stopped) this.listen(this.status);
  }

  /** Operations that the server has not answered for, and those that it has forgotten since, in their order. */
  async due() {
    const rows = await this.journal.ops();
    return rows.filter((row) => row.outcome === null || (this.acked !== null && row.seq > this.acked && !this.resent.has(row.op)));
  }

  /** One round; gives how long to wait until the next. */
  async round() {
    let queued = 0;
    try {
      queued = (await this.due()).length;
      if (!this.journal.isOwn()) throw new OtherJudge();
      // an empty request first where the line was down: it finds out whether the server is really there, and what it
      // knows. One that was restored from a backup has to be told in order what it has forgotten
      const first = this.acked === null || this.failures > 0;
      if (first) await this.send([], await this.due());
      for (;;) {
        const rows = await this.due();
        queued = rows.length;
        if (first && !queued) break;
        this.say(queued ? 'sending' : 'asking', { queued });
        await this.send(rows.slice(0, BATCH), rows);
        if (!(await this.due()).length) break;
      }
      this.failures = 0;
      this.say('well', { queued: 0, at: new Date() });
      return QUIET;
    } catch (error) {
      return this.failed(error, queued);
    }
  }

  failed(error, queued) {
    if (error instanceof SignedOut) this.say('signed-out', { queued });
    else if (error instanceof OtherJudge) this.say('other-judge', { queued });
    else if (error instanceof Elsewhere) this.say('elsewhere', { queued });
    else {
      this.failures += 1;
      this.say('offline', { queued });
      const wait = WAITS[Math.min(this.failures, WAITS.length) - 1];
      return wait / 2 + Math.random() * wait / 2;
    }
    return QUIET;
  }

  async send(rows, waiting) {
    const head = await this.head(rows, waiting);
    // the operations' own bytes, as they stand in the journal
    const body = JSON.stringify(head).slice(0, -1) + ',"ops":[' + rows.map((row) => row.body).join(',') + ']}';
    const { response, body: answer } = await timed('/api/sync', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body,
    });
    if (response.status === 401) throw new SignedOut();
    if (response.ok && isOthers(answer, this.journal)) throw new OtherJudge();
    if (!response.ok || !isAnswer(answer, rows, this.journal)) throw new Error('not an answer');
    const results = rows.map((row, index) => ({ seq: row.seq, said: answer.results[index] }));
    if (results.length) await this.journal.settle(results);
    for (const row of rows) if (row.outcome !== null) this.resent.add(row.op);
    this.acked = answer.acked_seq;
    const home = response.headers.get('guanmo-home') || '';
    await this.journal.keepView(answer.event, home);
    const server = Date.parse(response.headers.get('date') || '');
    this.say(this.status.phase, { view: answer.event, home, skew: Number.isNaN(server) ? 0 : Date.now() - server });
  }

  async head(rows, waiting) {
    const [ops, drafts] = [await this.journal.ops(), await this.journal.drafts()];
    const about = (row, state) => ({ component: row.component, entry: row.entry, state });
    const unsent = waiting.filter((row) => row.outcome === null).map((row) => about(row, 'queued'))
      .concat(drafts.map((row) => about(row, 'draft')));
    const receipts = {};
    for (const row of rows) if (row.receipt) receipts[row.op] = { receipt: row.receipt, revision: row.revision };
    const battery = navigator.getBattery ? await navigator.getBattery().catch(() => null) : null;
    const persisted = navigator.storage && navigator.storage.persisted ? await navigator.storage.persisted() : null;
    return {
      device: await this.journal.device(),
      seq_from: rows.length ? rows[0].seq : (ops.length ? ops[ops.length - 1].seq + 1 : 1),
      now: localTime(new Date()),
      battery: battery ? Math.round(battery.level * 100) : null,
      persisted,
      unsent,
      receipts,
    };
  }
}
