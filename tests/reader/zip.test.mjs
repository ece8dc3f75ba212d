// Archives that are not just as the program packs them: each refused with its own sentence.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { module } from './support/reader.mjs';
import { pack } from './support/zip.mjs';

const { unzip, crc32 } = await module('zip.js');
const { Pace } = await module('pace.js');

const FILES = new Map([['a.txt', Buffer.from('first '.repeat(500))], ['b.json', Buffer.from('{}')], ['empty.csv', Buffer.alloc(0)]]);

function read(bytes) { return unzip(new Uint8Array(bytes), new Pace()); }

/** One entry made otherwise. */
function odd(name, change) { return pack(FILES, (entry) => { if (entry.name === name) change(entry); }); }

test('what is packed comes out, deflated and stored', async () => {
  const stored = pack(FILES, (entry) => entry.stored());
  const windows = pack(FILES, (entry) => { entry.host = 0; });
  for (const bytes of [pack(FILES), stored, windows]) {
    const found = await read(bytes);
    assert.deepEqual([...found].map(([name, content]) => [name, Buffer.from(content).toString()]), [...FILES].map(([name, content]) => [name, content.toString()]));
  }
  assert.equal(crc32(Buffer.from('123456789'), 0), 0xcbf43926);
  assert.equal(crc32(Buffer.from('6789'), crc32(Buffer.from('12345'), 0)), 0xcbf43926);
});

const many = new Map(Array.from({ length: 65 }, (_, i) => [`f${i}`, Buffer.alloc(1)]));
const whole = pack(FILES);

for (const [what, bytes, said] of [
  ['nothing', Buffer.alloc(0), /不是 ZIP/],
  ['a text', Buffer.from('<!DOCTYPE html>'.repeat(20)), /不是 ZIP/],
  ['a cut file', whole.subarray(0, whole.length - 1), /不完整/],
  ['half a file', whole.subarray(0, whole.length / 2), /不完整/],
  ['bytes behind', Buffer.concat([whole, Buffer.from('xyz')]), /末尾多出 3 个字节/],
  ['bytes before', Buffer.concat([Buffer.from('PK'), whole]), /目录位置不对/],
  ['an archive behind another', Buffer.concat([whole, whole]), /目录位置不对/],
  ['a comment', Buffer.concat([whole.subarray(0, whole.length - 2), Buffer.from([1, 0]), Buffer.from('x')]), /末尾多出/],
  ['65 files', pack(many), /65 个文件，最多 64 个/],
  ['a name twice', pack(new Map([...FILES, ['c', Buffer.from('1')]]), (entry) => { if (entry.name === 'c') entry.name = 'b.json'; }), /“b.json”在 ZIP 里出现两次/],
  ['a folder', odd('a.txt', (entry) => { entry.name = 'x/a.txt'; }), /不是成果包里的文件名/],
  ['a way up', odd('a.txt', (entry) => { entry.name = '..'; }), /不是成果包里的文件名/],
  ['a hidden file', odd('a.txt', (entry) => { entry.name = '.a'; }), /不是成果包里的文件名/],
  ['a Chinese name', odd('a.txt', (entry) => { entry.name = '甲'; }), /不是成果包里的文件名/],
  ['an encrypted entry', odd('a.txt', (entry) => { entry.flags = 1; }), /“a.txt”是加密的/],
  ['sizes behind the data', odd('a.txt', (entry) => { entry.flags = 8; }), /文件头被改动过/],
  ['another method', odd('a.txt', (entry) => { entry.method = 12; }), /压缩方法不认识/],
  ['another time', odd('a.txt', (entry) => { entry.time = 1; }), /文件头被改动过/],
  ['another day', odd('a.txt', (entry) => { entry.date = 0x22; }), /文件头被改动过/],
  ['an extra field', odd('a.txt', (entry) => { entry.extra = Buffer.from([1, 0, 0, 0]); }), /文件头被改动过/],
  ['another system', odd('a.txt', (entry) => { entry.host = 7; }), /说明被改动过/],
  ['a program', odd('a.txt', (entry) => { entry.attributes = 0o100755 * 65536; }), /说明被改动过/],
  ['a link', odd('a.txt', (entry) => { entry.attributes = 0o120644 * 65536; }), /说明被改动过/],
  ['a gap', odd('b.json', (entry) => { entry.before = Buffer.from('x'); }), /之前多出或缺少字节/],
  ['another local name', odd('a.txt', (entry) => { entry.local.name = 'b.txt'; }), /文件头与 ZIP 目录不一致/],
  ['another local sum', odd('a.txt', (entry) => { entry.local.crc = 1; }), /文件头与 ZIP 目录不一致/],
  ['another sum', odd('a.txt', (entry) => { entry.crc = 1; }), /CRC-32/],
  ['another sum of what is stored', odd('a.txt', (entry) => { entry.stored(); entry.crc = 1; }), /CRC-32/],
  ['a size that is too small', odd('a.txt', (entry) => { entry.size = 7; }), /比 ZIP 目录所载的大/],
  ['a size that is too large', odd('a.txt', (entry) => { entry.size = 4000; }), /比 ZIP 目录所载的小/],
  ['a size of what is stored', odd('a.txt', (entry) => { entry.stored(); entry.size = 4000; }), /大小与 ZIP 目录不符/],
  ['more than 256 MB', odd('a.txt', (entry) => { entry.size = 256 * 1024 * 1024; }), /超过 256 MB/],
  ['bytes behind the packed ones', odd('a.txt', (entry) => { entry.packed = Buffer.concat([entry.packed, Buffer.from('x')]); }), /解压不了/],
  ['packed bytes that are cut', odd('a.txt', (entry) => { entry.packed = entry.packed.subarray(0, -3); }), /解压不了/],
  ['packed bytes that are none', odd('a.txt', (entry) => { entry.packed = Buffer.alloc(20, 7); }), /解压不了/],
]) {
  test(`${what} is refused`, () => assert.rejects(read(bytes), said));
}

test('a browser that cannot unpack is told which one can', async () => {
  const held = globalThis.DecompressionStream;
  globalThis.DecompressionStream = class { constructor() { throw new TypeError('deflate-raw'); } };
  try { await assert.rejects(read(whole), /较新的浏览器/); } finally { globalThis.DecompressionStream = held; }
});
