// A browser that finds its database damaged throws it away and makes an empty one, without a word, or opens it as it was
// a while ago. Here that is noticed and mended from the second copies and the mark, and what cannot be mended is named.

import { decoded } from './event.js';
import { address, addresses, copies, keyOf } from './kept.js';
import { marks } from './mark.js';
import { isCard, isKnown, ofOwner } from './row.js';
import { read, result, write } from './store.js';

async function putMissing(table, key, row) {
  const there = await result(table.get(key));
  // what was named as lost may yet be found
  if (isKnown(there)) return false;
  await result(table.put(row));
  return true;
}

/** Whether the database lacks something: it is empty, has not what a mark says, or has forgotten how far its numbers went. */
async function lacks(run, noted) {
  return run(['ops', 'facts'], 'readonly', async (ops, facts) => {
    if (!await result(facts.get('device'))) return 'all';
    for (const { owner, seq, unsent } of noted) {
      const [floor, last] = [await result(facts.get('floor:' + owner)), await result(ops.openCursor(ofOwner(owner), 'prev'))];
      if (Math.max(floor ? floor.value : 0, last ? last.value.seq : 0) < seq) return 'some';
      for (const one of unsent) if (!isKnown(await result(ops.get([owner, one.seq])))) return 'some';
    }
    return '';
  });
}

/** Holds the database that was just opened against the marks, and puts back what is missing or names it. */
export async function mend(run) {
  const noted = marks();
  const missing = await lacks(run, noted);
  if (missing) await putBack(run, noted, missing === 'all');
}

/**
 * Holds the database against the second copies, which may know of more than a mark that was not written out when the
 * battery went; gives whether something came back. Nothing may be added to the journal before.
 */
export async function compare() {
  const keys = (await addresses()).map((key) => key.split('/').slice(2).map(decoded));
  const ops = keys.filter(([kind]) => kind === 'ops').map(([, owner, seq]) => [owner, Number(seq)]);
  const all = await read(['ops'], async (table) => {
    for (const key of ops) if (!isKnown(await result(table.get(key)))) return false;
    return true;
  });
  if (!all) await putBack((stores, mode, work) => write(stores, work), marks(), false);
  return !all;
}

/** Puts back what the copies and the marks have and the database has not, and names what none of them has. */
async function putBack(run, noted, isEmpty) {
  const kept = await copies();
  if (!noted.length && !kept.length) return; // a tablet that was never used
  const typed = new Set(kept.filter(({ kind }) => kind === 'drafts').map(({ row }) => address('drafts', row)));
  await run(['ops', 'drafts', 'views', 'facts'], 'readwrite', async (ops, drafts, views, facts) => {
    const count = { restored: 0, lost: 0 };
    const putOp = async (row) => {
      if (!await putMissing(ops, keyOf('ops', row), row)) return;
      if (row.outcome === null && isCard(row)) count.restored += 1;
      // what was typed before it was handed in has come back with the rest of a moment that is past
      if (!typed.has(address('drafts', row))) await result(drafts.delete(keyOf('drafts', row)));
    };
    for (const { kind, row } of kept) {
      if (kind === 'ops') await putOp(row);
      // a draft that is gone from a sound database was handed in
      if (kind === 'drafts' && isEmpty) await putMissing(drafts, keyOf(kind, row), row);
      if (kind === 'views') await putMissing(views, row.owner, row);
    }
    for (const { owner, event, judge, device, seq, unsent } of noted) {
      for (const { seq: number, op, base, component, entry, row } of unsent) {
        if (row) await putOp(row);
        const gap = { owner, seq: number, op, base, component, entry, at: '', body: '', outcome: 'lost', receipt: null, revision: null, faults: [] };
        if (await result(ops.get([owner, number]))) continue;
        await result(ops.put(gap));
        if (isCard(gap)) count.lost += 1;
      }
      await result(facts.put({ key: 'floor:' + owner, value: seq }));
      await putMissing(facts, 'device', { key: 'device', value: device });
      await putMissing(facts, 'seat', { key: 'seat', value: { event, judge } });
    }
    const made = kept.find(({ kind }) => kind === 'ops');
    if (made) await putMissing(facts, 'device', { key: 'device', value: JSON.parse(made.row.body).device });
    if (count.restored || count.lost) await result(facts.put({ key: 'mended', value: Object.assign({ at: Date.now() }, count) }));
  });
}
