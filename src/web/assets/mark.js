// The mark of a journal, in a third place: which device this is, how far its journal goes, which cards of it are not
// delivered.

import { decoded } from './event.js';
import { cookie, parsed, stored } from './small.js';

const MARK = 'guanmo-mark:';
const COOKIE = 'guanmo-mark';
const BITE = 3500; // bytes: a cookie takes no more than 4096

/** A mark without the rows themselves, with as many of the cards as may be said in so many bytes. */
function brief(mark, bytes) {
  const short = Object.assign({}, mark, { unsent: mark.unsent.map((one) => Object.assign({}, one, { row: null })) });
  while (short.unsent.length && encodeURIComponent(JSON.stringify(short)).length > bytes) short.unsent.pop();
  return JSON.stringify(short);
}

/** What of a journal's rows has not been answered, as a mark says it. */
export function undelivered(rows) {
  return rows.filter((row) => row.outcome === null || row.outcome === 'lost').map((row) => {
    const { seq, op, base, body, component, entry } = row;
    return { seq, op, base: body ? JSON.parse(body).base : base, component, entry, row: body ? row : null };
  });
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
  try { document.cookie = `${COOKIE}=${encodeURIComponent(brief(mark, BITE))};path=/judge;max-age=31536000;samesite=lax${secure}`; } catch (error) { /* there is the storage */ }
}

function isMark({ owner, seq, unsent }) {
  return typeof owner === 'string' && Number.isSafeInteger(seq) && Array.isArray(unsent) && unsent.every((one) => one && Number.isSafeInteger(one.seq));
}

/** The marks of all journals on this device: of two of one journal, the one that knows of more. */
export function marks() {
  const texts = stored(MARK).concat([decoded(cookie(COOKIE))]);
  const found = new Map();
  for (const mark of parsed(texts, isMark)) {
    const other = found.get(mark.owner);
    if (!other || other.seq < mark.seq) found.set(mark.owner, mark);
  }
  return Array.from(found.values());
}
