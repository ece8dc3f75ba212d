// Canonical JSON: of each value there is one text, and a line that is another is refused.

import { utf8 } from './bytes.js';
import { must } from './fault.js';

/** Texts in the order of their code points, which is not the one of a text's halves of characters. */
export function byCodePoint(one, other) {
  const length = Math.min(one.length, other.length);
  for (let i = 0; i < length; i += 1) {
    let [a, b] = [one.charCodeAt(i), other.charCodeAt(i)];
    if (a === b) continue;
    // halves stand for characters beyond all that have one
    if (a >= 0xd800 && a < 0xe000) a += 0x10000;
    if (b >= 0xd800 && b < 0xe000) b += 0x10000;
    return a - b;
  }
  return one.length - other.length;
}

export function canonical(value) {
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return '{' + Object.keys(value).sort(byCodePoint).map((name) => JSON.stringify(name) + ':' + canonical(value[name])).join(',') + '}';
}

/** Whether a JSON text escapes halves of characters, which no UTF-8 holds. */
export function hasHalves(text) { return text.includes('\\ud') && /\\ud[89a-f]/.test(text.replace(/\\\\/g, '')); }

/** Whether the names of each object stand in their order. */
function isSorted(value) {
  if (value === null || typeof value !== 'object') return true;
  if (Array.isArray(value)) return value.every(isSorted);
  let before = null;
  for (const name of Object.keys(value)) {
    if ((before !== null && byCodePoint(before, name) >= 0) || !isSorted(value[name])) return false;
    before = name;
  }
  return true;
}

/** Whether a value that was read from a text has just that text; most have, as the browser would write it. */
export function isCanonical(value, text) {
  const isSo = (JSON.stringify(value) === text && isSorted(value)) || canonical(value) === text;
  return isSo && !hasHalves(text);
}

/** A JSON text that must be canonical. */
export function readCanonical(text, what) {
  let value;
  try { value = JSON.parse(text); } catch (error) { must(false, `${what}不是 JSON，内容被截断或改动过`); }
  must(isCanonical(value, text), `${what}不是规范写法的 JSON，内容被改动过`);
  return value;
}

export function isObject(value) { return value !== null && typeof value === 'object' && !Array.isArray(value); }

/** Whether an object has just these names, given in their order. */
export function hasNames(value, names) { return isObject(value) && Object.keys(value).sort(byCodePoint).join() === names; }

/** The lines of a file, one after the other, without a copy of the whole of it. */
export class Lines {
  constructor(bytes, what) {
    this.bytes = bytes;
    this.what = what;
    this.at = 0;
    this.number = 0;
    must(bytes.length === 0 || bytes[bytes.length - 1] === 10, `${what} 的最后一行不完整，文件被截断`);
  }

  /** The next line as text, or null. */
  next() {
    if (this.at >= this.bytes.length) return null;
    const end = this.bytes.indexOf(10, this.at);
    const line = this.bytes.subarray(this.at, end);
    this.at = end + 1;
    this.number += 1;
    return utf8(line, `${this.what} 第 ${this.number} 行`);
  }
}
