// A bundle's ZIP, read as strictly as it is written: nothing may stand in it that has no meaning, so whatever byte of it
// is changed, the file is refused or says the same.

import { utf8 } from './bytes.js';
import { Fault, must } from './fault.js';

const MOST_FILES = 64;
const MOST_BYTES = 256 * 1024 * 1024;
const PIECE = 1 << 15; // packed bytes that are unpacked in one go
const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;
const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];
const [LOCAL_SIZE, CENTRAL_SIZE, END_SIZE] = [30, 46, 22];
const DATE = 0x21; // 1980-01-01, the one day that every bundle has
const REGULAR_FILE = 0o100644 * 65536;

const TABLES = Array.from({ length: 4 }, () => new Int32Array(256));
for (let byte = 0; byte < 256; byte += 1) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  TABLES[0][byte] = crc;
}
for (let byte = 0; byte < 256; byte += 1) {
  for (let i = 1; i < 4; i += 1) TABLES[i][byte] = (TABLES[i - 1][byte] >>> 8) ^ TABLES[0][TABLES[i - 1][byte] & 255];
}

/** CRC-32 of further bytes, four at a time; begins with 0. */
export function crc32(bytes, before) {
  const [t0, t1, t2, t3] = TABLES;
  let [crc, i] = [~before, 0];
  for (; i + 4 <= bytes.length; i += 4) {
    crc ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    crc = t3[crc & 255] ^ t2[(crc >>> 8) & 255] ^ t1[(crc >>> 16) & 255] ^ t0[crc >>> 24];
  }
  for (; i < bytes.length; i += 1) crc = (crc >>> 8) ^ t0[(crc ^ bytes[i]) & 255];
  return ~crc >>> 0;
}

/** Where the list of files is, which the last bytes say. */
function ending(bytes, view) {
  must(bytes.length >= 4 && view.getUint16(0, true) === (LOCAL & 0xffff), '这不是 ZIP 文件');
  const at = bytes.length - END_SIZE;
  if (at < 0 || view.getUint32(at, true) !== END) {
    for (let i = at - 1; i >= 0; i -= 1) {
      must(view.getUint32(i, true) !== END, `文件末尾多出 ${at - i} 个字节，不是原来的文件`);
    }
    throw new Fault('文件不完整，像是没有下载完或被截断；请重新下载');
  }
  const [disk, start, here, count] = [4, 6, 8, 10].map((field) => view.getUint16(at + field, true));
  const [size, from] = [12, 16].map((field) => view.getUint32(at + field, true));
  must(disk === 0 && start === 0 && here === count && view.getUint16(at + 20, true) === 0, 'ZIP 的结尾记录被改动过');
  must(count <= MOST_FILES, `ZIP 里有 ${count} 个文件，最多 ${MOST_FILES} 个`);
  must(from + size === at, 'ZIP 的目录位置不对：文件被截断、拼接或改动过');
  return { count, from, end: at };
}

function nameAt(bytes, from, length) {
  const name = utf8(bytes.subarray(from, from + length), 'ZIP 里的文件名');
  must(NAME.test(name) && length <= 100, `“${name.slice(0, 100)}”不是成果包里的文件名`);
  return name;
}

/** What both headers of a file say: flags, method, time, checksum, sizes, lengths. */
function fields(view, at) {
  const [needed, flags, method, time, date] = [0, 2, 4, 6, 8].map((field) => view.getUint16(at + field, true));
  const [crc, packed, size] = [10, 14, 18].map((field) => view.getUint32(at + field, true));
  return { needed, flags, method, time, date, crc, packed, size, name: view.getUint16(at + 22, true), extra: view.getUint16(at + 24, true) };
}

function checkFields(found, name) {
  must(!(found.flags & 1), `文件“${name}”是加密的，成果包不加密`);
  must(found.method === 0 || found.method === 8, `文件“${name}”的压缩方法不认识`);
  const needed = found.method === 8 ? 20 : 10;
  must(found.flags === 0 && found.time === 0 && found.date === DATE && found.needed === needed && found.extra === 0,
    `文件“${name}”在 ZIP 里的文件头被改动过`);
  must(found.method === 8 || found.packed === found.size, `文件“${name}”的大小与 ZIP 目录不符`);
}

/** The files of an archive, as its list says, each beginning where the one before ends. */
function listed(bytes, view) {
  const { count, from, end } = ending(bytes, view);
  const files = new Map();
  let [at, next, host, total] = [from, 0, null, 0];
  for (let i = 0; i < count; i += 1) {
    must(at + CENTRAL_SIZE <= end && view.getUint32(at, true) === CENTRAL, 'ZIP 的目录被改动过或不完整');
    const found = fields(view, at + 6);
    const name = nameAt(bytes, at + CENTRAL_SIZE, Math.min(found.name, end - at - CENTRAL_SIZE));
    checkFields(found, name);
    must(!files.has(name), `文件“${name}”在 ZIP 里出现两次`);
    const madeBy = view.getUint16(at + 4, true);
    // the program runs on Unix and on Windows, and an archive is of one of them
    if (host === null) host = madeBy >> 8;
    const rest = [32, 34, 36].every((field) => view.getUint16(at + field, true) === 0);
    must(madeBy >> 8 === host && (host === 3 || host === 0) && (madeBy & 255) === found.needed && rest
      && view.getUint32(at + 38, true) === REGULAR_FILE, `文件“${name}”在 ZIP 目录里的说明被改动过`);
    must(view.getUint32(at + 42, true) === next, `文件“${name}”之前多出或缺少字节`);
    const start = next + LOCAL_SIZE + found.name;
    must(start + found.packed <= from && view.getUint32(next, true) === LOCAL, `文件“${name}”不完整`);
    const local = fields(view, next + 4);
    must(Object.keys(found).every((key) => local[key] === found[key])
      && nameAt(bytes, next + LOCAL_SIZE, local.name) === name, `文件“${name}”的文件头与 ZIP 目录不一致`);
    total += found.size;
    must(total <= MOST_BYTES, `解压后超过 ${MOST_BYTES / 1024 / 1024} MB`);
    files.set(name, Object.assign(found, { start }));
    next = start + found.packed;
    at += CENTRAL_SIZE + found.name;
  }
  must(at === end && next === from && count > 0, 'ZIP 的目录与文件之间多出字节');
  return { files, total };
}

function inflater() {
  try {
    return new DecompressionStream('deflate-raw');
  } catch (error) {
    throw new Fault('这个浏览器不能解压文件。请用较新的浏览器打开本页（Chrome 或 Edge 103、Firefox 113、Safari 16.4 以上），或用 guanmo verify 文件.zip 核对');
  }
}

/** Unpacks bytes and hands on what comes out, piece by piece; throws where they are no whole stream, or `take` does. */
async function inflate(packed, take) {
  const { writable, readable } = inflater();
  const [writer, reader] = [writable.getWriter(), readable.getReader()];
  const feed = async () => {
    for (let from = 0; from < packed.length; from += PIECE) {
      await writer.ready;
      await writer.write(packed.subarray(from, from + PIECE));
    }
    await writer.close();
  };
  // what goes wrong on this side is heard on the other
  feed().catch(() => {});
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    try {
      await take(value);
    } catch (error) {
      reader.cancel().catch(() => {});
      throw error;
    }
  }
}

async function isWhole(packed) { return inflate(packed, () => {}).then(() => true, () => false); }

/** Whether whoever unpacks here refuses bytes behind the end of a stream, as browsers do and node 20 does not. */
async function isStrict() { return !(await isWhole(Uint8Array.of(3, 0, 0))); }

/** Unpacks one file, counting: what a header says of a size is not to be relied on. */
async function unpacked(packed, { size, crc }, name, pace) {
  const bytes = new Uint8Array(size);
  let [at, sum] = [0, 0];
  const take = async (value) => {
    must(at + value.length <= size, `文件“${name}”解压后比 ZIP 目录所载的大`);
    bytes.set(value, at);
    at += value.length;
    sum = crc32(value, sum);
    if (pace.isOver(value.length)) await pace.rest();
  };
  const broken = `文件“${name}”解压不了：内容被截断或改动过`;
  await inflate(packed, take).catch((error) => { throw error instanceof Fault ? error : new Fault(broken); });
  must(at === size, `文件“${name}”解压后比 ZIP 目录所载的小`);
  must(sum === crc, `文件“${name}”的校验码（CRC-32）不符，内容被改动过`);
  // a stream that is whole without its last byte has bytes behind its end
  must((await isStrict()) || !(await isWhole(packed.subarray(0, -1))), broken);
  return bytes;
}

/** The files of an archive by name. */
export async function unzip(bytes, pace) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { files, total } = listed(bytes, view);
  pace.plan(total, 0, 0.1);
  const found = new Map();
  for (const [name, one] of files) {
    const packed = bytes.subarray(one.start, one.start + one.packed);
    if (one.method === 8) {
      found.set(name, await unpacked(packed, one, name, pace));
    } else {
      must(crc32(packed, 0) === one.crc, `文件“${name}”的校验码（CRC-32）不符，内容被改动过`);
      found.set(name, packed);
    }
  }
  return found;
}
