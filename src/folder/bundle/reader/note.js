// The checkpoint, which is a signed note, and the keys of the house.

import { base64, encode, hex, same, unbase64, utf8 } from './bytes.js';
import { verifyEd25519 } from './ed25519.js';
import { must } from './fault.js';
import { sha256 } from './sha256.js';

const KEY = /^ed25519:([A-Za-z0-9+/]{43}=)$/;
const SIGNATURE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/;
const TEXT = /^([^\n]+)\n(0|[1-9]\d{0,14})\n([A-Za-z0-9+/]{43}=)\nat (0|[1-9]\d{0,15})\ncause ([^\s]+)\n$/;

/** What people compare: the first 16 digits of a key's hash, in groups of four. */
export function fingerprint(key) { return hex(sha256(key).subarray(0, 8)).replace(/(.{4})(?=.)/g, '$1 '); }

/** The bytes of a key that is written `ed25519:BASE64`, or null. */
export function readKey(line) {
  const found = KEY.exec(line);
  return found && unbase64(found[1]);
}

/** The keys of `key.txt`, the latest last. */
export function readKeys(bytes) {
  const lines = utf8(bytes, 'key.txt').split('\n');
  must(lines.pop() === '' && lines.length > 0, 'key.txt 不完整');
  must(new Set(lines).size === lines.length, 'key.txt 里有一把密钥出现两次');
  return lines.map((line, i) => {
    const key = readKey(line);
    must(key, `key.txt 第 ${i + 1} 行不是密钥（ed25519: 和 44 个字符）`);
    return key;
  });
}

function keyId(name, key) {
  const named = encode(`${name}\n`);
  const all = new Uint8Array(named.length + 1 + key.length);
  all.set(named);
  all[named.length] = 1; // Ed25519
  all.set(key, named.length + 1);
  return sha256(all).subarray(0, 4);
}

/** What a checkpoint says that one of these keys has signed: `{key, origin, size, root, at, cause, witnesses}`. */
export function readCheckpoint(bytes, keys) {
  const note = utf8(bytes, 'checkpoint.txt');
  const gap = note.indexOf('\n\n');
  const said = TEXT.exec(note.slice(0, gap + 1));
  const lines = note.slice(gap + 2).split('\n');
  must(gap > 0 && said && lines.pop() === '' && lines.length > 0, '存证点 checkpoint.txt 不完整，被截断、拼接或改动过');
  const [, origin, size, root, at, cause] = said;
  const signatures = lines.map((line) => {
    const [, name, text] = SIGNATURE.exec(line) || [];
    const signature = text && unbase64(text);
    must(signature && signature.length > 4, '存证点 checkpoint.txt 的签名行被截断或改动过');
    return { name, id: signature.subarray(0, 4), signature: signature.subarray(4) };
  });
  const [own, ...others] = signatures;
  // a house that has changed its key since has later ones
  const key = keys.find((one) => same(own.id, keyId(origin, one)));
  must(own.name === origin && key, '存证点由不认识的密钥签署：不是 key.txt 里的任何一把');
  must(others.every(({ name }) => name !== origin), '存证点有多余的签名');
  must(verifyEd25519(key, encode(said[0]), own.signature), '存证点的签名不对：内容在签署之后被改动过');
  must(base64(unbase64(root) || []) === root, '存证点里的日志根被改动过');
  return { key, origin, size: Number(size), root: unbase64(root), at: Number(at), cause, witnesses: others.length };
}

/** Holds the signing key against those that are known from elsewhere; with none, people have to compare it. */
export function checkKnown(key, known) {
  const keys = (known.keys || []).map(readKey).filter((one) => one);
  must(keys.length === 0 || keys.some((one) => same(one, key)), `存证点由不认识的密钥签署（指纹 ${fingerprint(key)}），不是本系统签发的`);
  return keys.length > 0;
}
