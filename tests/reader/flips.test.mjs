// Whatever single byte of a bundle is changed, it is refused, or every file in it is the same as before.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeBundle } from './support/bundle.mjs';
import { pack } from './support/zip.mjs';
import { look, module } from './support/reader.mjs';

const { unzip } = await module('zip.js');
const { Pace } = await module('pace.js');
const SIZES = { judges: 1, entries: 1 };
// of the smallest form each byte; the archive of the others is of the same parts, and of them a share is enough
const STEPS = { commitments: 1, pseudonymous: 3, open: 4 };

function same(one, other) {
  return one.size === other.size && [...one].every(([name, bytes]) => other.has(name) && Buffer.compare(bytes, other.get(name)) === 0);
}

for (const [form, every] of Object.entries(STEPS)) {
  test(`bytes of a file with cards ${form}, one in ${every}`, async () => {
    const bundle = makeBundle(form, { sizes: SIZES });
    let meaningless = 0;
    for (let at = 0; at < bundle.bytes.length; at += every) {
      const bytes = new Uint8Array(bundle.bytes);
      bytes[at] ^= 1 << (at % 7);
      const files = await unzip(bytes, new Pace()).catch(() => null);
      if (!files) continue;
      // bits behind the end of what is packed fill up its last byte, and say nothing
      if (same(files, bundle.files)) { meaningless += 1; continue; }
      assert.notEqual((await look({ ...bundle, bytes })).fault, null, `byte ${at}`);
    }
    assert.ok(meaningless <= bundle.files.size, `${meaningless} bytes`);
  });

  test(`bytes of the files in one with cards ${form}, packed anew`, async () => {
    const bundle = makeBundle(form, { sizes: SIZES });
    assert.equal((await look({ ...bundle, bytes: pack(bundle.files) })).fault, null);
    for (const [name, content] of bundle.files) {
      // of long files a part, at places that do not fall on the same columns of each line
      const step = Math.max(1, Math.floor(content.length / 40));
      for (let at = content.length % step; at < content.length; at += step) {
        const changed = Buffer.from(content);
        changed[at] ^= 1 << (at % 7);
        const bytes = pack(new Map([...bundle.files, [name, changed]]), (entry) => entry.stored());
        assert.notEqual((await look({ ...bundle, bytes })).fault, null, `${name}, byte ${at}`);
      }
    }
  });
}
