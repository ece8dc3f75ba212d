// SHA-256 of texts. The browser's own is there over encrypted connections only, and answers too slowly to be asked a hundred
// thousand times.

const K = new Int32Array(64);
const START = new Int32Array(8);

/** The first bits of what stands behind the point of a root of a prime. */
function fraction(prime, power) {
  const root = prime ** power;
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}

let count = 0;
for (let candidate = 2; count < 64; candidate += 1) {
  let prime = true;
  for (let by = 2; by * by <= candidate; by += 1) if (candidate % by === 0) prime = false;
  if (!prime) continue;
  if (count < 8) START[count] = fraction(candidate, 1 / 2);
  K[count] = fraction(candidate, 1 / 3);
  count += 1;
}

const w = new Int32Array(64);

/** Works one block of 64 bytes into the state. */
function block(state, view, from) {
  for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(from + i * 4);
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

/** Hashes what follows a text that stays the same: the whole blocks of that one are worked in once. Gives eight words. */
export function after(text) {
  const encoder = new TextEncoder();
  const known = encoder.encode(text);
  const whole = known.length - (known.length % 64);
  const begun = Int32Array.from(START);
  const first = new DataView(known.buffer);
  for (let from = 0; from < whole; from += 64) block(begun, first, from);
  const rest = known.slice(whole);
  const state = new Int32Array(8);
  return (more) => {
    const bytes = encoder.encode(more);
    const length = rest.length + bytes.length;
    const last = new Uint8Array(Math.ceil((length + 9) / 64) * 64);
    last.set(rest);
    last.set(bytes, rest.length);
    last[length] = 0x80;
    const view = new DataView(last.buffer);
    view.setUint32(last.length - 4, (whole + length) * 8);
    state.set(begun);
    for (let from = 0; from < last.length; from += 64) block(state, view, from);
    return state;
  };
}

/** The hash of one text, in hexadecimal. */
export function hashOf(text) {
  return Array.from(after('')(text), (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
