// Whatever single byte of a bundle is changed, it is refused, or every file in it is the same as before. Of the smallest bundle
// each byte that is not packed is tried, of everything else some that hang on a seed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeBundle } from './support/bundle.mjs';
import { pack } from './support/zip.mjs';
import { look, module } from './support/reader.mjs';

const { unzip } = await module('zip.js');
const { Pace } = await module('pace.js');
const SIZES = { judges: 1, entries: 1 };
const PACKED = 200; // places among what is packed
const OF_A_FILE = 8;
const SEED = Number(process.env.GUANMO_FLIPS_SEED || 20261130);

/** Whole numbers below a bound, as they follow from a seed. */
function numbers(seed) {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

function same(one, other) {
  return one.size === other.size && [...one].every(([name, bytes]) => other.has(name) && Buffer.compare(bytes, other.get(name)) === 0);
}

/** Where the packed bytes of each file are. */
function packedParts(bytes) {
  const parts = [];
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50;) {
    const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    at = start + bytes.readUInt32LE(at + 18);
    parts.push([start, at]);
  }
  return parts;
}

async function changes(bundle, places) {
  let meaningless = 0;
  for (const at of places) {
    const bytes = new Uint8Array(bundle.bytes);
    bytes[at] ^= 1 << (at % 7);
    const files = await unzip(bytes, new Pace()).catch(() => null);
    if (!files) continue;
    // bits behind the end of what is packed fill up its last byte, and say nothing
    if (same(files, bundle.files)) { meaningless += 1; continue; }
    assert.notEqual((await look({ ...bundle, bytes })).fault, null, `byte ${at}, seed ${SEED}`);
  }
  assert.ok(meaningless <= bundle.files.size, `${meaningless} bytes`);
}

test('each byte of the headers and of the list of files', async () => {
  const bundle = makeBundle('commitments', { sizes: SIZES });
  const parts = packedParts(bundle.bytes);
  const isPacked = (at) => parts.some(([from, to]) => from <= at && at < to);
  await changes(bundle, [...bundle.bytes.keys()].filter((at) => !isPacked(at)));
});

for (const form of ['open', 'pseudonymous', 'commitments']) {
  const below = numbers(SEED);

  test(`bytes of what is packed with cards ${form}`, async () => {
    const bundle = makeBundle(form, { sizes: SIZES });
    await changes(bundle, Array.from({ length: PACKED }, () => below(bundle.bytes.length)));
  });

  test(`bytes of the files in one with cards ${form}, packed anew`, async () => {
    const bundle = makeBundle(form, { sizes: SIZES });
    assert.equal((await look({ ...bundle, bytes: pack(bundle.files) })).fault, null);
    for (const [name, content] of bundle.files) {
      for (let i = 0; i < OF_A_FILE; i += 1) {
        const changed = Buffer.from(content);
        const at = below(content.length);
        changed[at] ^= 1 << below(8);
        const bytes = pack(new Map([...bundle.files, [name, changed]]), (entry) => entry.stored());
        assert.notEqual((await look({ ...bundle, bytes })).fault, null, `${name}, byte ${at}, seed ${SEED}`);
      }
    }
  });
}
