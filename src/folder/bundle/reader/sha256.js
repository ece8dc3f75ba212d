// SHA-256 of bytes as they come. The browser's own is there over encrypted connections only, and answers too slowly to
// be asked some hundred thousand times.

import { hex } from './bytes.js';

const K = new Int32Array(64);
const START = new Int32Array(8);

/** The first bits of what stands behind the point of a root of a prime. */
function fraction(prime, power) {
  const root = prime ** power;
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}

for (let candidate = 2, count = 0; count < 64; candidate += 1) {
  let prime = true;
  for (let by = 2; by * by <= candidate; by += 1) if (candidate % by === 0) prime = false;
  if (!prime) continue;
  if (count < 8) START[count] = fraction(candidate, 1 / 2);
  K[count] = fraction(candidate, 1 / 3);
  count += 1;
}

const w = new Int32Array(64);

/** Works one block of 64 bytes into the state. */
function block(state, bytes, from) {
  for (let i = 0, at = from; i < 16; i += 1, at += 4) {
    w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let i = 16; i < 64; i += 1) {
    const x = w[i - 15];
    const y = w[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

const tail = new Uint8Array(128); // of one hash at a time

/** Works in what is left of some bytes and their whole length; gives the hash. */
function finish(state, rest, length) {
  const blocks = rest.length + 9 > 64 ? 128 : 64;
  tail.fill(0);
  tail.set(rest);
  tail[rest.length] = 0x80;
  const high = Math.floor(length / 2 ** 29);
  for (let i = 0; i < 4; i += 1) {
    tail[blocks - 1 - i] = (length << 3) >>> (i * 8);
    tail[blocks - 5 - i] = high >>> (i * 8);
  }
  for (let from = 0; from < blocks; from += 64) block(state, tail, from);
  const hash = new Uint8Array(32);
  for (let i = 0; i < 32; i += 1) hash[i] = state[i >> 2] >>> (24 - (i & 3) * 8);
  return hash;
}

export class Sha256 {
  constructor() {
    this.state = Int32Array.from(START);
    this.rest = new Uint8Array(64);
    this.held = 0;
    this.length = 0;
  }

  /** Takes in bytes; whole blocks are worked where they lie. */
  update(bytes) {
    let from = 0;
    this.length += bytes.length;
    if (this.held > 0) {
      from = Math.min(64 - this.held, bytes.length);
      this.rest.set(bytes.subarray(0, from), this.held);
      this.held += from;
      if (this.held < 64) return this;
      block(this.state, this.rest, 0);
    }
    for (; from + 64 <= bytes.length; from += 64) block(this.state, bytes, from);
    this.rest.set(bytes.subarray(from));
    this.held = bytes.length - from;
    return this;
  }

  /** The hash of all that was taken in; to be asked once. */
  digest() { return finish(this.state, this.rest.subarray(0, this.held), this.length); }
}

const once = new Int32Array(8);

/** Of the first so many of some bytes, all at once. */
export function sha256(bytes, length = bytes.length) {
  once.set(START);
  let from = 0;
  for (; from + 64 <= length; from += 64) block(once, bytes, from);
  return finish(once, bytes.subarray(from, length), length);
}

const encoder = new TextEncoder();
let scratch = new Uint8Array(1 << 16);

/** Of some bytes and a text behind them; short ones by the hundred thousand, so nothing is made for them but the hash. */
export function hashText(bytes, text) {
  const most = bytes.length + text.length * 3;
  if (scratch.length < most) scratch = new Uint8Array(most * 2);
  scratch.set(bytes);
  const { written } = encoder.encodeInto(text, scratch.subarray(bytes.length));
  return sha256(scratch, bytes.length + written);
}

const NOTHING = new Uint8Array(0);

export function hexOfText(text) { return hex(hashText(NOTHING, text)); }
