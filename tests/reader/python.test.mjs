// The reader in Python, which knows nothing of the page's: it takes what the page takes, and refuses what the page refuses.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after as last, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeBundle, makeSlip } from './support/bundle.mjs';
import { FAULTS, FORMS, other } from './support/faults.mjs';
import { pack } from './support/zip.mjs';

const READER = fileURLToPath(new URL('bundle.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
last(() => rmSync(folder, { recursive: true }));

function put(name, bytes) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function python(...given) {
  const { status, stdout, stderr } = spawnSync('python3', ['-B', READER, ...given], { encoding: 'utf8' });
  assert.equal(stderr, '');
  return { status, said: stdout };
}

const SMALL = { judges: 2, entries: 2 };

test('bundles in each form pass, with their key and a judge’s slip', () => {
  for (const form of FORMS) {
    const bundle = makeBundle(form, { sizes: SMALL });
    const path = put(`good-${form}.zip`, bundle.bytes);
    const { status, said } = python(path, '--key', bundle.known.keys[0], '--slip', makeSlip(bundle, 'L2'));
    assert.equal(status, 0, said);
    assert.match(said, /slip: seat .*, 5 cards/);
    assert.match(python(path, '--key', other.line).said, /FAULT: signed by a key that is not known/);
    assert.match(python(path, '--slip', makeSlip(bundle, 'L2', (slip) => ({ ...slip, digest: '0'.repeat(64) }))).said, /FAULT: of the slip's cards|FAULT: no seat/);
    assert.match(python(path, '--slip', makeSlip(bundle, 'L2').slice(0, -4)).said, /FAULT: the slip is cut/);
  }
});

test('every lie is refused in Python, too', () => {
  const files = [];
  for (const [forms, lie, said] of FAULTS) {
    for (const form of forms === 'every' ? FORMS : forms.split(' ')) files.push([put(`${files.length}.zip`, makeBundle(form, { lie, sizes: SMALL }).bytes), `${form} ${said}`]);
  }
  const { said } = python(...files.map(([path]) => path));
  const lines = said.split('\n');
  for (const [path, what] of files) assert.ok(lines.some((line) => line.startsWith(`${path}: FAULT: `)), what);
});

test('archives that are none are refused', () => {
  const bundle = makeBundle('commitments', { sizes: SMALL });
  const odd = {
    cut: bundle.bytes.subarray(0, -5), more: Buffer.concat([bundle.bytes, Buffer.from('x')]), before: Buffer.concat([Buffer.from('PK'), bundle.bytes]),
    folder: pack(bundle.files, (entry) => { if (entry.name === 'key.txt') entry.name = 'x/key.txt'; }), crc: pack(bundle.files, (entry) => { if (entry.name === 'key.txt') entry.crc = 1; }),
  };
  for (const [name, bytes] of Object.entries(odd)) assert.match(python(put(`${name}.zip`, bytes)).said, /FAULT: /, name);
});
