// A ZIP as the program packs it: in the order of the names, one fixed time, no comments; each part can be made otherwise.

import { crc32, deflateRawSync } from 'node:zlib';

/** Without zlib's, which is younger than the node that the tests run in. */
function sum(bytes) {
  if (crc32) return crc32(bytes);
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** `touch(entry)` may change what is written of a file: its name, bytes, method, headers. */
export function pack(files, touch = () => {}) {
  const [parts, list] = [[], []];
  let at = 0;
  for (const [name, bytes] of [...files].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
    const entry = { name, method: 8, flags: 0, time: 0, date: 0x21, host: 3, crc: sum(bytes), size: bytes.length, attributes: 0o100644 * 65536, extra: Buffer.alloc(0), before: Buffer.alloc(0), local: {} };
    entry.stored = () => { entry.method = 0; entry.packed = bytes; };
    entry.packed = deflateRawSync(bytes);
    touch(entry);
    at += entry.before.length;
    const header = (own) => {
      const buffer = Buffer.alloc(26);
      [own.method === 0 ? 10 : 20, own.flags, own.method, own.time, own.date].forEach((value, i) => buffer.writeUInt16LE(value, i * 2));
      [own.crc, own.packed.length, own.size].forEach((value, i) => buffer.writeUInt32LE(value, 10 + i * 4));
      buffer.writeUInt16LE(Buffer.byteLength(own.name), 22);
      buffer.writeUInt16LE(own.extra.length, 24);
      return buffer;
    };
    const local = { ...entry, ...entry.local };
    const made = Buffer.concat([entry.before, Buffer.from('PK\x03\x04', 'latin1'), header(local), Buffer.from(local.name), local.extra, entry.packed]);
    parts.push(made);
    const central = Buffer.alloc(46 - 6 - 26);
    central.writeUInt32LE(entry.attributes, 6);
    central.writeUInt32LE(at, 10);
    const version = Buffer.from([entry.method === 0 ? 10 : 20, entry.host]);
    list.push(Buffer.from('PK\x01\x02', 'latin1'), version, header(entry), central, Buffer.from(entry.name), entry.extra);
    at += made.length - entry.before.length;
  }
  const central = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(files.size, 8);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, central, end]);
}
