// Ed25519 (RFC 8032), verifying only: the log's key signs with it, and not every browser knows it.

import { sha512 } from './sha512.js';

const P = (1n << 255n) - 19n;
const L = (1n << 252n) + 27742317777372353535851937790883648493n;

function mod(value) {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}

function power(base, exponent) {
  let result = 1n;
  for (let left = exponent, square = mod(base); left > 0n; left >>= 1n, square = (square * square) % P) {
    if (left & 1n) result = (result * square) % P;
  }
  return result;
}

const D = mod(-121665n * power(121666n, P - 2n));
const ROOT = power(2n, (P - 1n) / 4n); // of -1
const NEUTRAL = [0n, 1n, 1n, 0n];

/** Points are X, Y, Z and T = XY/Z. The same formula adds a point to itself. */
function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * D * t1 * t2);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(point, scalar) {
  let sum = NEUTRAL;
  for (let left = scalar, double = point; left > 0n; left >>= 1n, double = add(double, double)) {
    if (left & 1n) sum = add(sum, double);
  }
  return sum;
}

function number(bytes) {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i -= 1) value = (value << 8n) | BigInt(bytes[i]);
  return value;
}

/** A point out of its 32 bytes; null where they are none, or not the one spelling of it. */
function decompress(bytes) {
  const all = number(bytes);
  const [y, odd] = [all & ((1n << 255n) - 1n), all >> 255n];
  if (y >= P) return null;
  const [u, v] = [mod(y * y - 1n), mod(D * y * y + 1n)];
  let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n));
  if (mod(v * x * x) !== u) x = mod(x * ROOT);
  if (mod(v * x * x) !== u || (x === 0n && odd)) return null;
  if ((x & 1n) !== odd) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

function equal([x1, y1, z1], [x2, y2, z2]) { return mod(x1 * z2 - x2 * z1) === 0n && mod(y1 * z2 - y2 * z1) === 0n; }

const BASE = decompress(Uint8Array.from({ length: 32 }, (_, i) => (i ? 0x66 : 0x58)));

/** Whether 64 bytes are the key's signature of just this message. */
export function verifyEd25519(key, message, signature) {
  if (key.length !== 32 || signature.length !== 64) return false;
  const s = number(signature.subarray(32));
  if (s >= L) return false; // a second spelling of a good signature
  const [a, r] = [decompress(key), decompress(signature.subarray(0, 32))];
  // under a key of small order signatures are good for many messages
  if (!a || !r || equal(times(a, 8n), NEUTRAL)) return false;
  const all = new Uint8Array(64 + message.length);
  all.set(signature.subarray(0, 32));
  all.set(key, 32);
  all.set(message, 64);
  const k = number(sha512(all)) % L;
  return equal(times(BASE, s), add(r, times(a, k)));
}
