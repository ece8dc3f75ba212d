// Signatures of a journal's operations: each made once the operation is kept, and then kept with it in all its places.

import { keep } from './kept.js';
import { optional } from './patience.js';
import { isUnsigned, ofOwner } from './row.js';
import { result, write } from './store.js';

const PATIENCE = 2500; // milliseconds

export class Signing {
  constructor(journal) {
    this.journal = journal;
    this.last = Promise.resolve();
  }

  /** Signs what has no signature yet, and waits for that, but not for long: what has none then goes without. */
  all() {
    this.last = this.last.then(() => this.round()).catch(() => {});
    return optional(PATIENCE, () => this.last, null);
  }

  async round() {
    const { key, owner, lease } = this.journal;
    const held = await key.get();
    // a signature that nobody can tell by whom is none: what has one goes out with it, also once the key is lost
    if (!held || !key.isRegistered()) return;
    const found = new Map();
    for (const { seq, body } of (await this.journal.ops()).filter(isUnsigned)) {
      const sig = await key.sign(body);
      if (sig) found.set(seq, { body, sig });
    }
    if (!found.size) return;
    const device = await this.journal.device();
    const rows = await write(['ops', 'facts'], async (ops, facts) => {
      await lease.hold(facts);
      for (const [seq, { body, sig }] of found) {
        const row = await result(ops.get([owner, seq]));
        // in a file a signature that is younger than its card proves nothing: one has to be there who says so
        const late = Date.parse(row ? row.at : '') < held.since;
        if (isUnsigned(row) && row.body === body) await result(ops.put(Object.assign(row, { key: held.id, sig }, late ? { late } : {})));
      }
      return result(ops.getAll(ofOwner(owner)));
    });
    this.journal.noted(rows, device);
    for (const row of rows) if (found.has(row.seq)) keep('ops', row);
  }
}
