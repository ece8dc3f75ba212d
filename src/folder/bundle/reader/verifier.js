// Verifies what tablets signed: by the browser where it offers that, else by the page's own arithmetic.

import { encode } from './bytes.js';
import { P256Key } from './p256.js';
import { sha256 } from './sha256.js';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const ALGORITHM = { name: 'ECDSA', hash: 'SHA-256' };

export class Verifier {
  /** `subtle` is the browser's cryptography or null; `pace` that of a page which must not stand still, or null. */
  constructor(subtle, pace = null) {
    this.subtle = subtle;
    this.pace = pace;
    this.keys = new Map();
  }

  /** Takes in a key by its name; gives whether it is a point of the curve. */
  async add(name, point) {
    let key = null;
    if (this.subtle) key = await this.subtle.importKey('raw', point, CURVE, false, ['verify']).catch(() => null);
    else key = P256Key.read(point);
    if (key) this.keys.set(name, key);
    return key !== null;
  }

  /** Of `[name, body, signature]` each, whether it is good. */
  async check(all) {
    if (this.subtle) return Promise.all(all.map(([name, body, signature]) => this.subtle.verify(ALGORITHM, this.keys.get(name), signature, encode(body))));
    const answers = [];
    for (const [name, body, signature] of all) {
      answers.push(this.keys.get(name).verify(sha256(encode(body)), signature));
      if (this.pace && this.pace.isOver(0)) await this.pace.rest();
    }
    return answers;
  }
}
