// A row of the journal: an operation, or a number behind which there is none.

/** Whether a row is an operation that can be sent. */
export function isWhole(row) { return row.body !== '' && row.outcome !== 'withdrawn'; }

/** Whether a number of the journal has nothing behind it that will ever be sent; of a withdrawn one, once what took its place is there. */
export function isGap(row, ops) {
  const replaces = (other) => other.seq > row.seq && other.component === row.component && other.entry === row.entry && other.outcome !== null;
  return !isWhole(row) && (row.outcome !== 'withdrawn' || ops.some(replaces));
}
