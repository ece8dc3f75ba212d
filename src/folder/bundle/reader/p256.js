// ECDSA on P-256, verifying only, for pages that come over a plain connection: there the browser's own is not offered.
// A tablet's key signs many cards, so multiples of each key are worked out once, and a signature takes additions only.

const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const BASE = [
  0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
];

/** Of a value and a prime, by Euclid's algorithm. */
function inverse(value, prime) {
  let [a, b, x, y] = [((value % prime) + prime) % prime, prime, 1n, 0n];
  while (b > 0n) {
    const times = a / b;
    [a, b, x, y] = [b, a - times * b, y, x - times * y];
  }
  return ((x % prime) + prime) % prime;
}

function number(bytes) {
  let text = '0x';
  for (const byte of bytes) text += (byte < 16 ? '0' : '') + byte.toString(16);
  return BigInt(text);
}

/** A point as X, Y, Z with x = X/Z², y = Y/Z³; at infinity Z is 0. Coordinates may be negative, never beyond ±P. */
class Point {
  constructor(x, y, z) {
    this.x = x;
    this.y = y;
    this.z = z;
  }

  double() {
    const { x, y, z } = this;
    const zz = (z * z) % P;
    const yy = (y * y) % P;
    const s = (4n * x * yy) % P;
    const m = (3n * (x - zz) * (x + zz)) % P; // a is -3
    const doubled = (m * m - 2n * s) % P;
    return new Point(doubled, (m * (s - doubled) - 8n * yy * yy) % P, (2n * y * z) % P);
  }

  /** Adds a point that is given as x and y. */
  add([x2, y2]) {
    const { x, y, z } = this;
    if (z === 0n) return new Point(x2, y2, 1n);
    const zz = (z * z) % P;
    const h = ((x2 * zz) % P) - x;
    const r = ((((y2 * zz) % P) * z) % P) - y;
    if (h % P === 0n) return r % P === 0n ? this.double() : new Point(1n, 1n, 0n);
    const hh = (h * h) % P;
    const hhh = (h * hh) % P;
    const v = (x * hh) % P;
    const sum = (r * r - hhh - 2n * v) % P;
    return new Point(sum, (r * (v - sum) - y * hhh) % P, (z * h) % P);
  }
}

/** Points as x and y each, with one inverse for all of them. */
function affine(points) {
  const before = [];
  let product = 1n;
  for (const { z } of points) {
    before.push(product);
    product = (product * z) % P;
  }
  let left = inverse(product, P);
  const flat = new Array(points.length);
  for (let i = points.length - 1; i >= 0; i -= 1) {
    const { x, y, z } = points[i];
    const own = (left * before[i]) % P;
    left = (left * z) % P;
    const square = (own * own) % P;
    flat[i] = [(x * square) % P, (((y * square) % P) * own) % P];
  }
  return flat;
}

/** The multiples of a point that scalars are put together from, `width` bits at a time. */
class Multiples {
  constructor(point, width) {
    this.width = BigInt(width);
    this.mask = (1n << this.width) - 1n;
    const windows = Math.ceil(256 / width);
    const starts = [];
    for (let i = 0, next = new Point(point[0], point[1], 1n); i < windows; i += 1) {
      starts.push(next);
      for (let bit = 0; bit < width; bit += 1) next = next.double();
    }
    const all = [];
    for (const start of affine(starts)) {
      for (let i = 0, next = new Point(1n, 1n, 0n); i < Number(this.mask); i += 1) all.push(next = next.add(start));
    }
    this.points = affine(all);
  }

  /** Adds the multiple of a scalar to a sum. */
  addTo(sum, scalar) {
    let [total, from] = [sum, -1];
    for (let left = scalar; left > 0n; left >>= this.width, from += Number(this.mask)) {
      const digit = Number(left & this.mask);
      if (digit) total = total.add(this.points[from + digit]);
    }
    return total;
  }
}

let base = null; // made when a signature is looked at first: most pages look at none

export class P256Key {
  constructor(point) {
    this.multiples = new Multiples(point, 5);
    base = base || new Multiples(BASE, 8);
  }

  /** A key out of its uncompressed point; null where that is none of the curve. */
  static read(bytes) {
    if (bytes.length !== 65 || bytes[0] !== 4) return null;
    const [x, y] = [number(bytes.subarray(1, 33)), number(bytes.subarray(33))];
    if (x >= P || y >= P || (y * y - (x * x * x - 3n * x + B)) % P !== 0n) return null;
    return new P256Key([x, y]);
  }

  /** Whether r ‖ s are this key's over a SHA-256. */
  verify(hash, signature) {
    if (signature.length !== 64 || hash.length !== 32) return false;
    const [r, s] = [number(signature.subarray(0, 32)), number(signature.subarray(32))];
    if (r === 0n || s === 0n || r >= N || s >= N) return false;
    const by = inverse(s, N);
    const sum = base.addTo(new Point(1n, 1n, 0n), (number(hash) * by) % N);
    const { x, z } = this.multiples.addTo(sum, (r * by) % N);
    if (z === 0n) return false;
    // r is x modulo N, and x is X/Z²: held against each other without a division
    const zz = (z * z) % P;
    return (r * zz - x) % P === 0n || (r + N < P && ((r + N) * zz - x) % P === 0n);
  }
}
