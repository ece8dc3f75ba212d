// Bytes as text, hexadecimal and base64, read strictly: of each value there is one spelling, and no other is taken.

import { must } from './fault.js';

const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL_SAFE = STANDARD.slice(0, 62) + '-_';
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

export function utf8(bytes, what) {
  try {
    return strict.decode(bytes);
  } catch (error) {
    must(false, `${what}不是 UTF-8 文本，内容被改动过`);
  }
  return '';
}

export function encode(text) { return encoder.encode(text); }

export function hex(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 1) text += HEX[bytes[i]];
  return text;
}

export function isHex(text, digits) { return typeof text === 'string' && text.length === digits && /^[0-9a-f]*$/.test(text); }

/** Bytes of a text for which `isHex` holds. */
export function unhex(text) { return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.substr(i * 2, 2), 16)); }

export function same(one, other) { return one.length === other.length && one.every((byte, i) => byte === other[i]); }

function written(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const bits = (bytes[i] << 16) | ((bytes[i + 1] || 0) << 8) | (bytes[i + 2] || 0);
    text += STANDARD[bits >> 18] + STANDARD[(bits >> 12) & 63];
    if (left > 1) text += STANDARD[(bits >> 6) & 63];
    if (left > 2) text += STANDARD[bits & 63];
  }
  return text;
}

function valuesOf(alphabet) {
  const values = new Int8Array(128).fill(-1);
  for (let i = 0; i < 64; i += 1) values[alphabet.charCodeAt(i)] = i;
  return values;
}

const [STANDARD_VALUES, URL_VALUES] = [valuesOf(STANDARD), valuesOf(URL_SAFE)];

/** Null where it is none, or another spelling of what it says: bits that are left over are 0. */
function read(text, values) {
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let [bits, held, at] = [0, 0, 0];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const value = code < 128 ? values[code] : -1;
    if (value < 0) return null;
    bits = (bits << 6) | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[at] = bits >> held;
      at += 1;
      bits &= (1 << held) - 1;
    }
  }
  return held < 6 && bits === 0 ? bytes : null;
}

export function base64(bytes) {
  const text = written(bytes);
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/** Of base64 with padding, or null. */
export function unbase64(text) {
  const bytes = read(text.replace(/={1,2}$/, ''), STANDARD_VALUES);
  return bytes && base64(bytes) === text ? bytes : null;
}

/** Of base64url without padding, or null. */
export function unbase64url(text) { return read(text, URL_VALUES); }
