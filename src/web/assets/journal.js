// The journal of one judge on this device: operations that are only ever added, drafts beside them, and the event as
// that judge last saw it. An operation's bytes are made once and never change; what the server said of it is kept
// next to them.

import { decoded } from './event.js';
import { read, result, write } from './store.js';

function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function all(owner) { return IDBKeyRange.bound([owner], [owner, []]); }

/** Local time with its offset, as the server reads it. */
export function localTime(date) {
  const minutes = -date.getTimezoneOffset();
  const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, '0');
  const local = new Date(date.getTime() + minutes * 60000).toISOString().slice(0, 19);
  return local + (minutes < 0 ? '-' : '+') + two(minutes / 60) + ':' + two(minutes % 60);
}

/** Who the server last signed in on this browser: `{event, judge}`, or null. Not a secret, and no proof. */
function signedIn() {
  const found = document.cookie.split('; ').find((part) => part.startsWith('guanmo-seat='));
  if (!found) return null;
  const [event, judge] = found.slice('guanmo-seat='.length).split('/').map(decoded);
  return event && judge ? { event, judge } : null;
}

/**
 * Whose page this is: who was signed in last. A browser that dies may lose its youngest cookies, and with them the
 * session; the journal's owner is then the one whom the tablet's database names.
 */
export async function seat() {
  const now = signedIn();
  const known = await read(['facts'], (facts) => result(facts.get('seat')));
  if (!now) return known ? known.value : null;
  if (!known || known.value.event !== now.event || known.value.judge !== now.judge) {
    await write(['facts'], (facts) => result(facts.put({ key: 'seat', value: now })));
  }
  return now;
}

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

  /** What the server showed last: `{view, home}`, or null. */
  async seen() {
    const row = await read(['views'], (views) => result(views.get(this.owner)));
    return row || null;
  }

  /** Keeps the event as the server showed it last; answers come one at a time, so the last one is the truth. */
  keepView(view, home) {
    return write(['views'], (views) => result(views.put({ owner: this.owner, view, home, at: localTime(new Date()) })));
  }

  ops() { return read(['ops'], (ops) => result(ops.getAll(all(this.owner)))); }

  drafts() { return read(['drafts'], (drafts) => result(drafts.getAll(all(this.owner)))); }

  /** Keeps what was typed, every digit as it stands; resolves when it is durable. */
  saveDraft(component, entry, draft) {
    const row = Object.assign({}, draft, { owner: this.owner, component, entry, at: localTime(new Date()) });
    return write(['drafts', 'facts'], async (drafts, facts) => {
      await this.lease.hold(facts);
      await result(drafts.put(row));
    });
  }

  dropDraft(component, entry) {
    return write(['drafts', 'facts'], async (drafts, facts) => {
      await this.lease.hold(facts);
      await result(drafts.delete([this.owner, component, entry]));
    });
  }

  /** Submits a card: adds an operation and takes its draft away, both or neither; resolves when it is durable. */
  async append(card) {
    const device = await this.device();
    return write(['ops', 'drafts', 'facts'], async (ops, drafts, facts) => {
      await this.lease.hold(facts);
      const last = await result(ops.openCursor(all(this.owner), 'prev'));
      const seq = last ? last.value.seq + 1 : 1;
      const op = {
        op: randomId(), device, seq, judge: this.judge, component: card.component, entry: card.entry,
        base: card.base || null, marks: card.marks, comment: card.comment, rules: card.rules, at: localTime(new Date()),
      };
      const row = {
        owner: this.owner, seq, op: op.op, component: op.component, entry: op.entry, at: op.at,
        body: JSON.stringify(op), outcome: null, receipt: null, revision: null, faults: [],
      };
      await result(ops.add(row));
      await result(drafts.delete([this.owner, op.component, op.entry]));
      return row;
    });
  }

  /** Writes the answers beside the operations that they are about, all or none. */
  settle(results) {
    return write(['ops', 'facts'], async (ops, facts) => {
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
    });
  }

  /** The whole journal as a file for the organiser: the operations' bytes as they are, with their receipts. */
  async file() {
    const [rows, device] = [await this.ops(), await this.device()];
    const receipts = {};
    for (const row of rows) if (row.receipt) receipts[row.op] = { receipt: row.receipt, revision: row.revision };
    const head = JSON.stringify({ guanmo: 'journal', version: 1, event: this.event, judge: this.judge, device, receipts });
    return head.slice(0, -1) + ',"ops":[' + rows.map((row) => row.body).join(',') + ']}';
  }
}
