// A row of the journal: an operation, or a number behind which there is none.

/** The keys of all rows of one owner. */
export function ofOwner(owner) { return IDBKeyRange.bound([owner], [owner, []]); }

/** Whether a row is about a card; the judge's own word on all of them is about none. */
export function isCard(row) { return row.component !== ''; }

/** Whether a row is there, and not only the name of what was lost. */
export function isKnown(row) { return Boolean(row) && row.outcome !== 'lost'; }

/** What the server is told of a number behind which there is nothing. */
export function gap({ seq, component, entry }) { return { seq, component, entry }; }

/** The receipts that rows hold, by operation. */
export function receipts(rows) {
  const held = {};
  for (const { op, receipt, revision } of rows) if (receipt) held[op] = { receipt, revision };
  return held;
}

/** Whether a row is an operation that can be sent. */
export function isWhole(row) { return row.body !== '' && row.outcome !== 'withdrawn'; }

/** Whether a row is an operation that is yet to be signed; one of a program that signed nothing, or that was answered, stays as it is. */
export function isUnsigned(row) { return Boolean(row) && row.sig === null && row.outcome === null && isWhole(row); }

/** Whether a number of the journal has nothing behind it that will ever be sent; of a withdrawn one, once what took its place is there. */
export function isGap(row, ops) {
  const replaces = (other) => other.seq > row.seq && other.component === row.component && other.entry === row.entry && other.outcome !== null;
  return !isWhole(row) && (row.outcome !== 'withdrawn' || ops.some(replaces));
}
