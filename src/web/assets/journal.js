// The journal of one judge on this device: operations that are only ever added, drafts beside them, and the event as
// that judge last saw it. An operation's bytes are made once and never change; what the server said of it is kept
// next to them.

import { drop, keep } from './kept.js';
import { note } from './mark.js';
import { compare, mend } from './mend.js';
import { gap, isGap, isWhole, ofOwner, receipts } from './row.js';
import { signedIn } from './seat.js';
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
      const floor = await result(facts.get('floor:' + this.owner));
      const last = before.length ? before[before.length - 1].seq : 0;
      const seq = Math.max(last, floor ? floor.value : 0) + 1;
      const op = {
        op: card.op || randomId(), device, seq, judge: this.judge, component: card.component, entry: card.entry,
        base, marks: card.marks, comment: card.comment, rules: card.rules, at: localTime(new Date()),
        settles, // of a pick; JSON leaves it out of every other operation
      };
      const made = {
        owner: this.owner, seq, op: op.op, component: op.component, entry: op.entry, at: op.at,
        body: JSON.stringify(op), outcome: null, receipt: null, revision: null, faults: [],
      };
      await result(ops.add(made));
      await result(drafts.delete([this.owner, op.component, op.entry]));
      return [made, before.concat([made])];
    });
    this.noted(rows, device);
    drop('drafts', row);
    await keep('ops', row);
    return row;
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
    const unsent = rows.filter((row) => row.outcome === null || row.outcome === 'lost').map((row) => {
      const { seq, op, base, body, component, entry } = row;
      return { seq, op, base: body ? JSON.parse(body).base : base, component, entry, row: body ? row : null };
    });
    const seq = rows.length ? rows[rows.length - 1].seq : 0;
    note({ event: this.event, judge: this.judge, owner: this.owner, device, seq, unsent });
  }

  /** Writes the mark anew, from what the database holds. */
  async mark() { this.noted(await this.ops(), await this.device()); }

  /**
   * Writes the answers beside the operations that they are about, all or none; and that the lost ones of the numbers
   * `made up` are no longer missed.
   */
  async settle(results, madeUp = []) {
    if (!results.length && !madeUp.length) return;
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
    this.noted(rows, await this.device());
    // answered ones, too: a server that was restored from a backup may have forgotten them
    for (const { seq } of results) keep('ops', rows.find((row) => row.seq === seq));
  }

  /** The whole journal as a file for the organiser: the operations' bytes as they are, with their receipts. */
  async file() {
    const [all, device] = [await this.ops(), await this.device()];
    const rows = all.filter(isWhole);
    const lost = all.filter((row) => isGap(row, all)).map(gap);
    const head = JSON.stringify({ guanmo: 'journal', version: 1, event: this.event, judge: this.judge, device, receipts: receipts(rows), lost });
    return head.slice(0, -1) + ',"ops":[' + rows.map((row) => row.body).join(',') + ']}';
  }
}
