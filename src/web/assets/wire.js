// What a request to the server says besides the operations, and what an answer has to be to be believed.

import { isNews } from './news.js';
import { optional } from './patience.js';
import { gap, receipts } from './row.js';
import { localTime } from './stamp.js';

const BRIEF = 2000; // milliseconds for what the browser is asked about itself

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

export class Report {
  constructor() { this.about = { battery: null, persisted: null }; }

  /** What the browser says of the tablet, as it last said it: nothing that is optional is waited for. */
  look() {
    optional(BRIEF, () => navigator.getBattery(), null).then((found) => { this.about.battery = found ? Math.round(found.level * 100) : null; });
    optional(BRIEF, () => navigator.storage.persisted(), null).then((found) => { this.about.persisted = found; });
  }

  /** What goes before the operations `rows`; `had` is what the tablet knows of the event, if anything. */
  of(rows, { ops, drafts, device, gaps, asked, had }) {
    this.look();
    const about = (row, state) => ({ component: row.component, entry: row.entry, state });
    // what comes with this request is here with it
    const waits = ops.filter((row) => row.outcome === null && !rows.some((one) => one.op === row.op));
    const unsent = waits.map((row) => about(row, 'queued')).concat(drafts.map((row) => about(row, 'draft')));
    return {
      device,
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
