// The journal of one judge on this device: operations that are only ever added, drafts beside them, and the event as
// that judge last saw it. An operation's bytes are made once and never change; what the server said of it is kept
// next to them.

import { canonical } from './body.js';
import { fileOf } from './file.js';
import { drop, keep } from './kept.js';
import { Key } from './key.js';
import { note, undelivered } from './mark.js';
import { compare, mend } from './mend.js';
import { ofOwner } from './row.js';
import { signedIn } from './seat.js';
import { Signing } from './signing.js';
import { localTime, randomId } from './stamp.js';
import { read, result, whenOpened, write } from './store.js';

whenOpened(mend);

export class Journal {
  /** `seat` is `{event, judge}`; `lease` says whether this page may write. */
  constructor({ event, judge }, lease) {
    this.event = event;
    this.judge = judge;
    this.lease = lease;
    // another judge on the same tablet has another journal, which this one never sees
    this.owner = event + '/' + judge;
    this.key = new Key(this.owner);
    this.signing = new Signing(this);
  }

  /** Whether the browser still belongs to this journal's judge. */
  isOwn() {
    const now = signedIn();
    return !now || (now.event === this.event && now.judge === this.judge);
  }

  /** Holds the journal against its second copies, once a page; gives whether something came back. */
  whole() {
    if (!this.compared) this.compared = compare().catch(() => false);
    return this.compared;
  }

  /** The id of this device, made at its first use. */
  device() {
    return write(['facts'], async (facts) => {
      const known = await result(facts.get('device'));
      if (known) return known.value;
      const value = randomId();
      await result(facts.put({ key: 'device', value }));
      return value;
    });
  }

  /** What the server showed last: `{view, home, tip}`, or null. */
  async seen() {
    const row = await read(['views'], (views) => result(views.get(this.owner)));
    return row || null;
  }

  /** Keeps the event as the server showed it last; answers come one at a time, so the last one is the truth. */
  async keepView(view, home, tip) {
    const row = { owner: this.owner, view, home, tip, at: localTime(new Date()) };
    await write(['views'], (views) => result(views.put(row)));
    const text = JSON.stringify([view, home]);
    if (text === this.copied) return;
    this.copied = text;
    keep('views', row);
  }

  /** What was put back or named as lost when the browser had thrown the database away: `{at, restored, lost}`, or null. */
  async mended() {
    const row = await read(['facts'], (facts) => result(facts.get('mended')));
    return row ? row.value : null;
  }

  ops() { return read(['ops'], (ops) => result(ops.getAll(ofOwner(this.owner)))); }

  drafts() { return read(['drafts'], (drafts) => result(drafts.getAll(ofOwner(this.owner)))); }

  /** Keeps what was typed, every digit as it stands; resolves when it is durable. */
  saveDraft(component, entry, draft) {
    const row = Object.assign({}, draft, { owner: this.owner, component, entry, at: localTime(new Date()) });
    return write(['drafts', 'facts'], async (drafts, facts) => {
      await this.lease.hold(facts);
      await result(drafts.put(row));
    }).then(() => { keep('drafts', row); });
  }

  dropDraft(component, entry) {
    return write(['drafts', 'facts'], async (drafts, facts) => {
      await this.lease.hold(facts);
      await result(drafts.delete([this.owner, component, entry]));
    }).then(() => drop('drafts', { owner: this.owner, component, entry }));
  }

  /**
   * Submits a card: adds an operation and takes its draft away, both or neither; resolves when it is durable. `card.op` is
   * its id: of one that was written although it seemed not to be, the second try makes no second operation. `aside` are
   * ids of operations that the line does not take: one that this card replaces is withdrawn.
   */
  async append(card, aside = new Map()) {
    await this.whole();
    const device = await this.device();
    const [row, rows] = await write(['ops', 'drafts', 'facts'], async (ops, drafts, facts) => {
      await this.lease.hold(facts);
      const before = await result(ops.getAll(ofOwner(this.owner)));
      const there = before.find((one) => one.op === card.op);
      if (there) return [there, before];
      const { base, settles } = await this.standing(ops, before, card, aside);
      const last = before.length ? before[before.length - 1].seq : 0;
      const seq = Math.max(last, await this.floor(facts)) + 1;
      const op = {
        op: card.op || randomId(), device, seq, judge: this.judge, component: card.component, entry: card.entry,
        base, marks: card.marks, comment: card.comment, lines: card.lines, rules: card.rules, at: localTime(new Date()),
        settles, confirms: card.confirms, secret: card.secret, // of a pick, and of the judge's word on all cards; else left out
      };
      const made = {
        owner: this.owner, seq, op: op.op, component: op.component, entry: op.entry, at: op.at,
        body: canonical(op), key: null, sig: null, outcome: null, receipt: null, revision: null, faults: [],
      };
      await result(ops.add(made));
      await result(drafts.delete([this.owner, op.component, op.entry]));
      return [made, before.concat([made])];
    });
    this.noted(rows, device);
    drop('drafts', row);
    const kept = keep('ops', row);
    this.signing.all(); // and nobody waits for it
    await kept;
    return row;
  }

  /** The greatest number that was given before the database was lost. */
  async floor(facts) {
    const floor = await result(facts.get('floor:' + this.owner));
    return floor ? floor.value : 0;
  }

  /**
   * What an operation stands on, and what it settles: what its card says, or, where that stands on one that will never be
   * sent, what that one did.
   */
  async standing(ops, rows, { base, settles }, aside) {
    const row = rows.find((one) => one.op === base);
    const waits = row && row.outcome === null && aside.has(row.op);
    if (!row || !(waits || row.outcome === 'withdrawn' || row.outcome === 'lost')) return { base: base || null, settles };
    if (waits) {
      row.outcome = 'withdrawn';
      await result(ops.put(row));
      keep('ops', row);
    }
    const before = row.body ? JSON.parse(row.body) : row;
    return this.standing(ops, rows, { base: before.base, settles: settles || before.settles }, aside);
  }

  /** Notes in the third place how far this journal goes, and what of it is not delivered. */
  noted(rows, device) {
    const seq = rows.length ? rows[rows.length - 1].seq : 0;
    note({ event: this.event, judge: this.judge, owner: this.owner, device, seq, unsent: undelivered(rows) });
  }

  /** Writes the mark anew, from what the database holds. */
  async mark() { this.noted(await this.ops(), await this.device()); }

  /**
   * Writes the answers beside the operations that they are about, all or none; and that the lost ones of the numbers
   * `made up` are no longer missed.
   */
  async settle(results, madeUp = []) {
    if (!results.length && !madeUp.length) return;
    const device = await this.device();
    const rows = await write(['ops', 'facts'], async (ops, facts) => {
      await this.lease.hold(facts);
      for (const { seq, said } of results) {
        const row = await result(ops.get([this.owner, seq]));
        if (!row || row.op !== said.op) throw new Error('an answer to another operation');
        row.outcome = said.outcome;
        row.receipt = said.receipt;
        row.revision = said.revision;
        row.faults = said.faults;
        await result(ops.put(row));
      }
      for (const seq of madeUp) {
        const row = await result(ops.get([this.owner, seq]));
        if (row && row.outcome === 'lost') await result(ops.put(Object.assign(row, { outcome: 'made-up' })));
      }
      return result(ops.getAll(ofOwner(this.owner)));
    });
    this.noted(rows, device);
    // answered ones, too: a server that was restored from a backup may have forgotten them
    for (const { seq } of results) keep('ops', rows.find((row) => row.seq === seq));
  }

  /** The whole journal as a file for the organiser. */
  async file() {
    await this.signing.all();
    const [all, device, floor] = [await this.ops(), await this.device(), await read(['facts'], (facts) => this.floor(facts))];
    return fileOf(this, { all, floor, device });
  }
}
