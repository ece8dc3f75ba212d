// The whole journal as a file for the organiser: the operations' bytes as they are, with their signatures and receipts,
// and each number up to the last behind which there is none.

import { signed } from './body.js';
import { gap, isWhole, receipts } from './row.js';

/** Numbers that were given and have no operation here, as far as is known of which cards. */
function missing(all, last) {
  const rows = new Map(all.map((row) => [row.seq, row]));
  const numbers = Array.from({ length: last }, (none, index) => rows.get(index + 1) || { seq: index + 1, component: '', entry: '', body: '' });
  return numbers.filter((row) => !isWhole(row)).map(gap);
}

/** `all` are the journal's rows, `floor` the greatest number that it is known to have given. */
export function fileOf({ event, judge }, { all, floor, device }) {
  const rows = all.filter(isWhole);
  const last = Math.max(floor, ...all.map((row) => row.seq));
  const head = { guanmo: 'journal', version: 1, event, judge, device, last, receipts: receipts(rows), lost: missing(all, last) };
  const texts = rows.map((row) => (row.late ? row.body : signed(row)));
  return JSON.stringify(head).slice(0, -1) + ',"ops":[' + texts.join(',') + ']}';
}
