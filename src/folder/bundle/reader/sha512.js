// SHA-512, which Ed25519 needs. It hashes one checkpoint a file, so it is written to be read, not to be fast.

const MASK = (1n << 64n) - 1n;

/** The whole part of a root, by halving. */
function root(value, power) {
  let [low, high] = [0n, 1n << 72n];
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** power <= value) low = middle; else high = middle;
  }
  return low;
}

const [START, K] = [[], []];
for (let candidate = 2; K.length < 80; candidate += 1) {
  let prime = true;
  for (let by = 2; by * by <= candidate; by += 1) if (candidate % by === 0) prime = false;
  if (!prime) continue;
  // 64 bits behind the point
  if (START.length < 8) START.push(root(BigInt(candidate) << 128n, 2n) & MASK);
  K.push(root(BigInt(candidate) << 192n, 3n) & MASK);
}

function turn(x, by) { return ((x >> by) | (x << (64n - by))) & MASK; }

export function sha512(bytes) {
  const padded = new Uint8Array(Math.ceil((bytes.length + 17) / 128) * 128);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  const state = START.slice();
  for (let from = 0; from < padded.length; from += 128) {
    const w = [];
    for (let i = 0; i < 80; i += 1) {
      if (i < 16) { w.push(view.getBigUint64(from + i * 8)); continue; }
      const [x, y] = [w[i - 15], w[i - 2]];
      const s0 = turn(x, 1n) ^ turn(x, 8n) ^ (x >> 7n);
      const s1 = turn(y, 19n) ^ turn(y, 61n) ^ (y >> 6n);
      w.push((w[i - 16] + s0 + w[i - 7] + s1) & MASK);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 80; i += 1) {
      const s1 = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n);
      const t1 = h + s1 + ((e & f) ^ (~e & MASK & g)) + K[i] + w[i];
      const s0 = turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n);
      const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & MASK, c, b, a, (t1 + t2) & MASK];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => { state[i] = (state[i] + value) & MASK; });
  }
  const hash = new DataView(new ArrayBuffer(64));
  state.forEach((value, i) => hash.setBigUint64(i * 8, value));
  return new Uint8Array(hash.buffer);
}
