// The journal is kept twice: besides the database in a store of another kind, the browser's cache of answers (on a page
// without encryption, where there is none, in the small storage of the address). And in a third place stands a
// mark: which device this is, how far its journal goes, which cards of it are not delivered. A browser that finds its
// database damaged throws it away and makes an empty one, without a word; here that is noticed and mended, and what
// cannot be mended is named.

import { optional } from './patience.js';
import { result } from './store.js';

const PLACE = 'kept-guanmo'; // not one of the worker's own, which it clears
const SMALL = 'guanmo-kept:';
const MARK = 'guanmo-mark:';
const COOKIE = 'guanmo-mark=';
const PATIENCE = 3000; // milliseconds
const BITE = 3500; // bytes: a cookie takes no more than 4096

const cached = {
  async put(key, value) { await (await caches.open(PLACE)).put(key, new Response(JSON.stringify(value))); },
  async drop(key) { await (await caches.open(PLACE)).delete(key); },
  // one that cannot be read takes no other with it
  async all() { return Promise.all((await (await caches.open(PLACE)).matchAll()).map((copy) => copy.text().catch(() => ''))); },
};

const small = {
  async put(key, value) { localStorage.setItem(SMALL + key, JSON.stringify(value)); },
  async drop(key) { localStorage.removeItem(SMALL + key); },
  async all() { return stored(SMALL); },
};

function shelf() { return typeof caches === 'undefined' ? small : cached; }

function stored(prefix) {
  try {
    const keys = Array.from({ length: localStorage.length }, (none, index) => localStorage.key(index));
    return keys.filter((key) => key.startsWith(prefix)).map((key) => localStorage.getItem(key));
  } catch (error) {
    return [];
  }
}

// the newest of each thing that is to be kept or dropped, and who does that
const due = new Map();
let working = null;
let well = true;

async function work() {
  while (due.size) {
    const [key, value] = due.entries().next().value;
    due.delete(key);
    const write = async () => { await (value === null ? shelf().drop(key) : shelf().put(key, value)); return true; };
    well = await optional(PATIENCE, write, false);
  }
  working = null;
}

function later(key, value) {
  due.set(key, value);
  if (!working) working = work();
  return working;
}

const KEYS = { ops: ['owner', 'seq'], drafts: ['owner', 'component', 'entry'], views: ['owner'] };

function keyOf(kind, row) { return KEYS[kind].map((part) => row[part]); }

function address(kind, row) {
  return `/kept/${kind}/` + keyOf(kind, row).map(encodeURIComponent).join('/');
}

/** Whether the last thing that was to be kept a second time is. */
export function isKept() { return well; }

/** Keeps a second copy of a row of the store `kind`; waits for it, but not for long, and not at all where the last one failed. */
export async function keep(kind, row) {
  const waits = well;
  const written = later(address(kind, row), { kind, row });
  if (waits) await optional(PATIENCE, () => written, null);
}

/** The copy of a row is needed no more. */
export function drop(kind, row) { later(address(kind, row), null); }

/** A mark without the rows themselves, with as many of the cards as may be said in so many bytes. */
function brief(mark, bytes) {
  const short = Object.assign({}, mark, { unsent: mark.unsent.map((one) => Object.assign({}, one, { row: null })) });
  while (short.unsent.length && encodeURIComponent(JSON.stringify(short)).length > bytes) short.unsent.pop();
  return JSON.stringify(short);
}

/**
 * Writes the mark of a journal: `{event, judge, owner, device, seq, unsent: [{seq, op, base, component, entry, row}]}`. On a
 * full disk a browser throws away all that it counts, the database and the second copies together; it does not count this
 * storage, so the rows stand here as well, as far as there is room.
 */
export function note(mark) {
  const before = marks().find(({ owner, device }) => owner === mark.owner && device === mark.device);
  // numbers that were given are never given again, also where the database has forgotten them
  mark.seq = Math.max(mark.seq, before ? before.seq : 0);
  try {
    localStorage.setItem(MARK + mark.owner, JSON.stringify(mark));
  } catch (error) {
    try { localStorage.setItem(MARK + mark.owner, brief(mark, Infinity)); } catch (full) { /* there is the cookie */ }
  }
  const secure = location.protocol === 'https:' ? ';secure' : '';
  // only pages of judges are sent it, and those come from the worker's copy
  try { document.cookie = `${COOKIE}${encodeURIComponent(brief(mark, BITE))};path=/judge;max-age=31536000;samesite=lax${secure}`; } catch (error) { /* there is the storage */ }
}

/** What texts say that are of the form; nothing of the others. */
function parsed(texts, isFit) {
  return [].concat(...texts.map((text) => {
    try {
      const value = JSON.parse(text);
      return value && isFit(value) ? [value] : [];
    } catch (error) {
      return [];
    }
  }));
}

function isMark({ owner, seq, unsent }) {
  return typeof owner === 'string' && Number.isSafeInteger(seq) && Array.isArray(unsent) && unsent.every((one) => one && Number.isSafeInteger(one.seq));
}

function isCopy({ kind, row }) { return Object.keys(KEYS).includes(kind) && Boolean(row) && keyOf(kind, row).every((part) => ['string', 'number'].includes(typeof part)); }

/** The marks of all journals on this device: of two of one journal, the one that knows of more. */
function marks() {
  const cookie = document.cookie.split('; ').find((part) => part.startsWith(COOKIE));
  const texts = stored(MARK);
  try { if (cookie) texts.push(decodeURIComponent(cookie.slice(COOKIE.length))); } catch (error) { /* cut on its way */ }
  const found = new Map();
  for (const mark of parsed(texts, isMark)) {
    const other = found.get(mark.owner);
    if (!other || other.seq < mark.seq) found.set(mark.owner, mark);
  }
  return Array.from(found.values());
}

async function putMissing(table, key, row) {
  const there = await result(table.get(key));
  // what was named as lost may yet be found
  if (there && there.outcome !== 'lost') return false;
  await result(table.put(row));
  return true;
}

/** Whether the database lacks something: it is empty, has not what a mark says, or has forgotten how far its numbers went. */
async function lacks(run, noted) {
  return run(['ops', 'facts'], 'readonly', async (ops, facts) => {
    if (!await result(facts.get('device'))) return 'all';
    for (const { owner, seq, unsent } of noted) {
      const [floor, last] = [await result(facts.get('floor:' + owner)), await result(ops.openCursor(IDBKeyRange.bound([owner], [owner, []]), 'prev'))];
      if (Math.max(floor ? floor.value : 0, last ? last.value.seq : 0) < seq) return 'some';
      for (const one of unsent) {
        const row = await result(ops.get([owner, one.seq]));
        if (!row || row.outcome === 'lost') return 'some';
      }
    }
    return '';
  });
}

/** Holds the database that was just opened against the marks, and puts back what is missing or names it. */
export async function mend(run) {
  const noted = marks();
  const missing = await lacks(run, noted);
  if (!missing) return;
  const copies = parsed(await optional(PATIENCE, () => shelf().all(), []), isCopy);
  if (!noted.length && !copies.length) return; // a tablet that was never used
  await run(['ops', 'drafts', 'views', 'facts'], 'readwrite', async (ops, drafts, views, facts) => {
    let [restored, lost] = [0, 0];
    for (const { kind, row } of copies) {
      if (kind === 'ops' && await putMissing(ops, keyOf(kind, row), row) && row.outcome === null) restored += 1;
      // a draft that is gone from a sound database was handed in
      if (kind === 'drafts' && missing === 'all') await putMissing(drafts, keyOf(kind, row), row);
      if (kind === 'views') await putMissing(views, row.owner, row);
    }
    for (const { owner, event, judge, device, seq, unsent } of noted) {
      for (const { seq: number, op, base, component, entry, row } of unsent) {
        if (row && await putMissing(ops, [owner, number], row)) restored += 1;
        const gap = { owner, seq: number, op, base, component, entry, at: '', body: '', outcome: 'lost', receipt: null, revision: null, faults: [] };
        if (await putMissing(ops, [owner, number], gap)) lost += 1;
      }
      await result(facts.put({ key: 'floor:' + owner, value: seq }));
      await putMissing(facts, 'device', { key: 'device', value: device });
      await putMissing(facts, 'seat', { key: 'seat', value: { event, judge } });
    }
    const made = copies.find(({ kind }) => kind === 'ops');
    if (made) await putMissing(facts, 'device', { key: 'device', value: JSON.parse(made.row.body).device });
    if (restored || lost) await result(facts.put({ key: 'mended', value: { at: Date.now(), restored, lost } }));
  });
}
