// Delivery: in the order of the journal, one request at a time, until the server has answered for each operation.
// Whatever is not an answer of our own server's protocol changes nothing here.

import { signed } from './body.js';
import { Elsewhere } from './lease.js';
import { Line, Refused, Unreached } from './line.js';
import { pause } from './patience.js';
import { isCard, isGap, isWhole } from './row.js';
import { Known } from './news.js';
import { Report, SignedOut, isAnswer, isOthers, madeUp, saidOf } from './wire.js';

const MOST = 20; // operations of one request, and bytes of them: less after a failure, more again after a success
const BYTES = 32768;
const ASKED = 100; // operations that are asked about at once; the server takes 200
const QUIET = 20000; // where nothing is to be sent: a report to the device board, and news of the route
const TRIES = 3; // after so many an operation that does not come through, where others do, no longer holds them up
const AGAIN = 300000; // what was set aside is tried again

class OtherJudge extends Error {}

/** How many cards there are among rows, and whether the judge's own word is. */
function counted(rows) { return { queued: rows.filter(isCard).length, word: !rows.every(isCard) }; }

export class Delivery {
  /** `listen(status)` is told of every change: `{phase, queued, word, refused, at, skew, reached}`, with `view` where one came. */
  constructor(journal, listen) {
    this.journal = journal;
    this.listen = listen;
    this.line = new Line();
    this.failures = 0;
    this.running = false;
    this.again = false;
    this.stopped = false;
    this.timer = null;
    this.acked = null; // up to here the server knows the journal, as it last said
    this.resent = new Set(); // what it was asked to take once more: a gap in a journal is not sent for ever
    this.most = MOST;
    this.tries = new Map(); // how often an operation failed alone, by its id
    this.refused = new Map(); // what the line does not take, though it takes others: why, by the operation's id
    this.doubtful = new Set(); // ids of what was sent without an answer: it may have come
    this.known = new Known(journal);
    this.report = new Report();
    this.status = { phase: 'start', queued: 0, word: false, refused: 0, at: null, skew: 0, reached: false };
  }

  start() {
    const now = () => this.now();
    window.addEventListener('online', now);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) now(); });
    this.now();
  }

  stop() { this.stopped = true; clearTimeout(this.timer); }

  /** Tries at once, also what was set aside. */
  retry() {
    this.refused.clear();
    this.now();
  }

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
    const refused = Array.from(this.refused.values()).filter((one) => one.card).length;
    this.status = Object.assign({}, this.status, { phase, view: null, refused }, extra);
    if (!this.stopped) this.listen(this.status);
  }

  /** Operations that the server has not answered for, and those that it has forgotten since, in their order. */
  async due() {
    await this.journal.signing.all();
    const rows = (await this.journal.ops()).filter(isWhole);
    return rows.filter((row) => row.outcome === null || (this.acked !== null && row.seq > this.acked && !this.resent.has(row.op)));
  }

  /** What goes next: as much as the line has lately taken. */
  batch(rows) {
    const free = rows.filter((row) => !this.refused.has(row.op)).slice(0, this.most);
    let bytes = 0;
    return free.filter((row, index) => { bytes += row.body.length; return index === 0 || bytes <= BYTES; });
  }

  /** What was set aside and is withdrawn by now is none any more; the rest is tried again after a while. */
  forget(due) {
    for (const [op, { at }] of this.refused) if (!due.some((row) => row.op === op) || Math.abs(Date.now() - at) > AGAIN) this.refused.delete(op);
  }

  /** One round; gives how long to wait until the next. */
  async round() {
    let waits = counted([]);
    try {
      let due = await this.due();
      this.forget(due);
      waits = counted(due);
      if (!this.journal.isOwn()) throw new OtherJudge();
      // an empty request first where the line was down: it finds out whether the server is really there, and what it
      // knows. One that was restored from a backup has to be told in order what it has forgotten
      const first = this.acked === null || this.failures > 0;
      if (!first && !this.batch(due).length) this.say('asking', waits);
      if (first || !this.batch(due).length) {
        await this.send([]);
        due = await this.due();
      }
      for (let rows = this.batch(due); rows.length; rows = this.batch(due)) {
        waits = counted(due);
        this.say('sending', waits);
        await this.deliver(rows);
        due = await this.due();
      }
      this.failures = 0;
      this.say('well', Object.assign({ at: new Date() }, counted(due)));
      return QUIET;
    } catch (error) {
      return this.failed(error, waits);
    }
  }

  /** Sends some operations. What fails where an empty request passes was not the line's fault: it is halved until it is one. */
  async deliver(rows) {
    try {
      await this.send(rows);
      this.most = Math.min(this.most * 2, MOST);
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreached)) throw error;
      if (error instanceof Refused && error.isEnough()) throw error;
      this.most = Math.max(1, Math.floor(rows.length / 2));
      for (const row of rows) this.doubtful.add(row.op);
      await this.send([]);
      if (rows.length === 1) this.failedAlone(rows[0], error);
    }
  }

  failedAlone(row, error) {
    const tries = (this.tries.get(row.op) || 0) + 1;
    this.tries.set(row.op, tries);
    // a verdict on what it holds is one at once; a server in trouble and a line that breaks may do better the next time
    const isVerdict = error instanceof Refused && error.status < 500 && error.status !== 429;
    if (isVerdict || tries >= TRIES) this.refused.set(row.op, { status: error.status || 0, own: Boolean(error.own), at: Date.now(), card: isCard(row) });
  }

  failed(error, waits) {
    const say = (phase, extra) => this.say(phase, Object.assign({}, waits, extra));
    if (error instanceof SignedOut) say('signed-out', { reached: true, sentence: error.sentence });
    else if (error instanceof OtherJudge) say('other-judge');
    else if (error instanceof Elsewhere) say('elsewhere');
    else {
      this.failures += 1;
      const phase = error instanceof Refused ? 'turned-away' : error instanceof Unreached ? 'offline' : 'broken';
      say(phase, { reached: false, by: { status: error.status, own: error.own, page: error.page } });
      return pause(this.failures, error instanceof Refused ? error.later() : 0);
    }
    return QUIET;
  }

  async send(rows) {
    const { key } = this.journal;
    const [ops, drafts, device] = [await this.journal.ops(), await this.journal.drafts(), await this.journal.device()];
    const gaps = ops.filter((row) => isGap(row, ops) && (this.acked === null || row.seq > this.acked || row.outcome === 'lost'));
    const mayHaveCome = (row) => row.outcome === null && this.doubtful.has(row.op) && !rows.some((one) => one.op === row.op);
    const asked = ops.filter(mayHaveCome).slice(0, ASKED);
    const had = await this.known.had();
    const shows = await key.get() && (rows.length > 0 || this.acked === null || this.failures > 0 || !key.isRegistered());
    const head = this.report.of(rows, { ops, drafts, device, gaps, asked, had, key: shows ? key.shown() : undefined });
    // the operations' own bytes, as they stand in the journal
    const text = JSON.stringify(head).slice(0, -1) + ',"ops":[' + rows.map(signed).join(',') + ']}';
    const { body: answer, headers } = await this.line.post('/api/sync', text).catch((error) => {
      if (error instanceof Refused && error.status === 401 && error.own) throw new SignedOut(error.told);
      throw error;
    });
    if (isOthers(answer, this.journal)) throw new OtherJudge();
    if (!isAnswer(answer, rows, this.journal, had)) { this.known.forget(); throw new Refused({ status: 200, own: false, page: true }); }
    if (shows) key.hear(answer.key);
    const view = this.known.renewed(answer.event);
    await this.settle(rows, saidOf(answer, rows, asked), madeUp(view, gaps, device));
    this.acked = answer.acked_seq;
    const [home, server] = [headers.get('guanmo-home') || '', Date.parse(headers.get('date') || '')];
    await this.known.keep(view, home, answer.tip);
    this.say(this.status.phase, { view, home, reached: true, skew: Number.isNaN(server) ? 0 : Date.now() - server });
  }

  /** Keeps what an answer says of operations, and which lost ones are no longer missed. */
  async settle(rows, results, found) {
    await this.journal.settle(results, found);
    for (const { said } of results) for (const known of [this.doubtful, this.tries, this.refused]) known.delete(said.op);
    for (const row of rows) if (row.outcome !== null) this.resent.add(row.op);
  }
}
