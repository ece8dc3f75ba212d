// What a request to the server says besides the operations, and what an answer has to be to be believed.

import { isNews } from './news.js';
import { optional } from './patience.js';
import { gap, isCard, receipts } from './row.js';
import { localTime } from './stamp.js';

const BRIEF = 2000; // milliseconds for what the browser is asked about itself

/** Nobody is signed in here any more; `sentence` says why, where somebody ended it. */
export class SignedOut extends Error {
  constructor({ error, message }) {
    super(error);
    this.sentence = error === 'session-ended' && typeof message === 'string' ? message : '';
  }
}

/** Whether an answer of our server is for another judge: the session is theirs, whatever this page believes. */
export function isOthers(answer, journal) {
  const event = answer && answer.event;
  return Boolean(event) && typeof event.judge === 'string' && (Array.isArray(event.my_cards) || Number.isSafeInteger(event.since))
    && (event.id !== journal.event || event.judge !== journal.judge);
}

/** Whether an answer is one to just these operations, of just this judge, and to whoever knows just this of the event. */
export function isAnswer(answer, rows, journal, had) {
  return Boolean(answer) && Array.isArray(answer.results) && answer.results.length === rows.length
    && Number.isSafeInteger(answer.acked_seq) && Boolean(answer.event)
    && answer.event.id === journal.event && answer.event.judge === journal.judge
    && isNews(answer.event, had ? had.view : null)
    && rows.every((row, index) => answer.results[index] && answer.results[index].op === row.op && typeof answer.results[index].outcome === 'string');
}

/** What an answer says of the operations `rows`, and of those that were `asked` about as they may have come before. */
export function saidOf(answer, rows, asked) {
  const results = rows.map((row, index) => ({ seq: row.seq, said: answer.results[index] }));
  for (const said of Array.isArray(answer.asked) ? answer.asked : []) {
    const row = asked.find((one) => one.op === said.op);
    if (row && typeof said.outcome === 'string') results.push({ seq: row.seq, said });
  }
  return results;
}

/** Numbers of lost operations that the server no longer misses from this device. */
export function madeUp(view, gaps, device) {
  // a server that knows nothing of gaps says nothing of them
  if (!view.my_cards.some((card) => card.missing)) return [];
  const missing = [].concat(...view.my_cards.map((card) => card.missing || []));
  const open = new Set(missing.filter((one) => one.device === device).map((one) => one.seq));
  return gaps.filter((row) => row.outcome === 'lost' && !open.has(row.seq)).map((row) => row.seq);
}

export class Report {
  constructor() { this.about = { battery: null, persisted: null }; }

  /** What the browser says of the tablet, as it last said it: nothing that is optional is waited for. */
  look() {
    optional(BRIEF, () => navigator.getBattery(), null).then((found) => { this.about.battery = found ? Math.round(found.level * 100) : null; });
    optional(BRIEF, () => navigator.storage.persisted(), null).then((found) => { this.about.persisted = found; });
  }

  /**
   * What goes before the operations `rows`; `had` is what the tablet knows of the event, if
   * anything, `key` the one that the server is to know of, if any.
   */
  of(rows, { ops, drafts, device, gaps, asked, had, key }) {
    this.look();
    const about = (row, state) => ({ component: row.component, entry: row.entry, state });
    // what comes with this request is here with it
    const waits = ops.filter((row) => row.outcome === null && isCard(row) && !rows.some((one) => one.op === row.op));
    const unsent = waits.map((row) => about(row, 'queued')).concat(drafts.map((row) => about(row, 'draft')));
    return {
      device,
      key,
      seq_from: rows.length ? rows[0].seq : (ops.length ? ops[ops.length - 1].seq + 1 : 1),
      now: localTime(new Date()),
      battery: this.about.battery,
      persisted: this.about.persisted,
      unsent,
      lost: gaps.map(gap),
      asked: asked.map((row) => row.op),
      receipts: receipts(rows),
      have: had ? had.view.version : undefined,
      tip: had ? had.tip : undefined,
    };
  }
}
