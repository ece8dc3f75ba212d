// The key with which one judge's operations are signed on this device; its private half never leaves the browser. There
// may be none: on a page without encryption, or where the browser does not make or keep one.

import { letters } from './body.js';
import { optional, within } from './patience.js';
import { digits } from './stamp.js';
import { read, result, write } from './store.js';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNS = { name: 'ECDSA', hash: 'SHA-256' };
const PATIENCE = 2000; // milliseconds: nothing is held up for longer by what a judge can do without
const AGAIN = 60000; // what failed is left alone for so long

async function made() {
  const pair = await crypto.subtle.generateKey(CURVE, false, ['sign', 'verify']);
  const bytes = await crypto.subtle.exportKey('raw', pair.publicKey);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).slice(0, 16);
  return { id: digits(digest), public: letters(bytes), pair, registered: false, since: 0 };
}

export class Key {
  constructor(owner) {
    this.name = 'key:' + owner;
    this.held = null; // `{id, public, pair, registered, since}`: since when the server has had it, by this device's clock
    this.why = crypto.subtle ? '' : 'plain'; // why there is none, or none that works: 'plain' or 'refused'
    this.said = null; // what the server said of it on this page
    this.failed = null; // when it last did not work
    this.taking = null;
  }

  /** What `work` gives; null where it fails or takes too long, and then for a while without trying. */
  async tried(work) {
    if (this.failed !== null && Math.abs(Date.now() - this.failed) < AGAIN) return null;
    try {
      const found = await within(PATIENCE, work());
      this.works();
      return found;
    } catch (error) {
      this.failed = Date.now();
      this.why = 'refused';
      return null;
    }
  }

  works() {
    this.failed = null;
    this.why = '';
  }

  /** The key, made at its first use; null where there is none. */
  async get() {
    if (this.held || this.why === 'plain') return this.held;
    if (!this.taking) this.taking = this.tried(() => this.take()).then(() => { this.taking = null; });
    await this.taking;
    return this.held;
  }

  /** Reads or makes it; one that comes after nobody waits for it any more is still taken. */
  async take() {
    const known = await read(['facts'], (facts) => result(facts.get(this.name)));
    const value = known ? known.value : await this.first(await made());
    if (!this.held) this.held = value;
    this.works();
  }

  /** Of two pages that make a key at the same moment, one key remains: what is there afterwards. */
  first(value) {
    return write(['facts'], async (facts) => {
      const known = await result(facts.get(this.name));
      if (!known) await result(facts.put({ key: this.name, value }));
      return known ? known.value : value;
    });
  }

  /** The signature of a text; null where there is none. */
  async sign(text) {
    const held = await this.get();
    return held && this.tried(async () => letters(await crypto.subtle.sign(SIGNS, held.pair.privateKey, new TextEncoder().encode(text))));
  }

  /** What others are told of it; undefined where there is none. */
  shown() { return this.held ? { alg: 'ES256', public: this.held.public } : undefined; }

  /** Whether it is known that there is one, or why there is none. */
  isSettled() { return Boolean(this.held || this.why); }

  isRegistered() { return Boolean(this.held) && this.held.registered; }

  /** Keeps what the server says of the key that it was shown; an older server says nothing. */
  hear(said) {
    const { held } = this;
    this.said = said || {};
    const registered = this.said.id === held.id && this.said.registered === true;
    if (registered === held.registered) return;
    held.registered = registered;
    if (registered) held.since = Date.now();
    // nobody waits for it: each page is told anew
    optional(PATIENCE, () => write(['facts'], async (facts) => {
      const known = await result(facts.get(this.name));
      if (!known || known.value.id === held.id) await result(facts.put({ key: this.name, value: held }));
    }), null);
  }
}
