// Verifies bundles as the page does, without a browser:
//
//   node verify.mjs [--key ed25519:…] [--origin guanmo/HOUSE/EVENT] [--slip TEXT]… FILE…
//
// A line for each file, `FILE: ok` or `FILE: FAULT: …`, and for each that is good one for each slip. Ends with 1 where there is a
// fault. With `--write-slips FILE` it writes the slips that a tablet has for the views and confirmations of a JSON file.

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { look, module } from './support/reader.mjs';

const { findSlip, readSlip } = await module('slip.js');
const { Fault } = await module('fault.js');
const { Pace } = await module('pace.js');

const text = { type: 'string' };
const { values, positionals } = parseArgs({ allowPositionals: true, options: { key: text, origin: text, slip: { ...text, multiple: true }, 'write-slips': text } });
const known = { origin: values.origin || '', keys: values.key ? [values.key] : [] };

/** What is said of a slip in a bundle that is good. */
async function saidOf(typed, { about, found }) {
  try {
    const slip = readSlip(typed);
    const { found: isThere, seat, cards, missing, strange } = await findSlip(slip, { origin: about.origin, seats: found.seats }, new Pace());
    if (isThere) return `ok: ${seat.letter} ${cards.length}`;
    return seat ? `differs: ${seat.letter} ${missing.length} ${strange.length}` : 'nowhere';
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return `FAULT: ${error.message}`;
  }
}

if (values['write-slips']) {
  const { slipOf } = await import(new URL('../../src/web/assets/slip.js', import.meta.url));
  for (const { view, confirmation } of JSON.parse(readFileSync(values['write-slips'], 'utf8'))) console.log(slipOf(view, confirmation));
}
for (const file of positionals) {
  const report = await look({ bytes: readFileSync(file), known });
  if (report.fault) process.exitCode = 1;
  console.log(`${file}: ${report.fault ? `FAULT: ${report.fault}` : 'ok'}`);
  for (const slip of report.fault ? [] : values.slip || []) console.log(`${file}: slip: ${await saidOf(slip, report)}`);
}
