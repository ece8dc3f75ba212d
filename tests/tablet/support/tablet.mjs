// A tablet without a browser: what the modules ask of `window`, `document`, storage, the clock and the database.
// Each test makes a new one; its pages have modules of their own, as pages of a browser do.

import { register } from 'node:module';
import { Clock } from './clock.mjs';
import { KeyRange, Site } from './indexeddb.mjs';
import { Subtle, getRandomValues } from './subtle.mjs';

register('./hooks.mjs', import.meta.url);
const ASSETS = new URL('../../../src/web/assets/', import.meta.url);
let pages = 0;

export const EVENT = 'haian';
export const JUDGE = 'L1';
export const SEAT = { event: EVENT, judge: JUDGE };

function settle(name, value) { Object.defineProperty(globalThis, name, { value, configurable: true, writable: true }); }

class Page {
  constructor(tablet) {
    pages += 1;
    Object.assign(this, { tablet, number: pages, window: new EventTarget(), document: new EventTarget() });
    Object.assign(this.document, { hidden: false });
    const set = (text) => {
      const [pair, ...attributes] = text.split(';');
      const [name, value] = [pair.split('=')[0], pair.slice(pair.indexOf('=') + 1)];
      tablet.jar.set(name, { value, attributes });
    };
    const get = () => [tablet.cookie, ...[...tablet.jar].map(([name, { value }]) => `${name}=${value}`)].filter(Boolean).join('; ');
    Object.defineProperty(this.document, 'cookie', { get, set });
  }

  /** From here on it is this page whose `window` and `document` the modules find. */
  use() { settle('window', this.window); settle('document', this.document); return this; }

  module(name) { this.use(); return import(new URL(`${name}?page=${this.number}`, ASSETS).href); }

  leaves() { this.window.dispatchEvent(new Event('pagehide')); }

  comesBack() { this.window.dispatchEvent(new Event('pageshow')); }

  /** A lease and a journal of this page. */
  async journal(seat = SEAT) {
    const [{ Journal }, { Lease }] = [await this.module('journal.js'), await this.module('lease.js')];
    this.use();
    const lease = new Lease();
    return { lease, journal: new Journal(seat, lease) };
  }
}

export class Tablet {
  constructor() {
    this.site = new Site();
    this.clock = new Clock(this.site);
    this.cookie = `guanmo-seat=${EVENT}/${JUDGE}`;
    this.jar = new Map();
    this.stored = new Map();
    const stored = this.stored;
    const storage = {
      get length() { return stored.size; },
      key: (index) => [...stored.keys()][index],
      getItem: (key) => (this.stored.has(key) ? this.stored.get(key) : null),
      setItem: (key, value) => { this.stored.set(key, String(value)); },
      removeItem: (key) => { this.stored.delete(key); },
    };
    settle('indexedDB', this.site);
    settle('IDBKeyRange', KeyRange);
    settle('localStorage', storage);
    settle('navigator', {});
    settle('location', { protocol: 'http:' });
    settle('crypto', { getRandomValues });
    // what is packed is packed outside of the clock of these tests; browsers are asked about that
    settle('CompressionStream', undefined);
  }

  /** From here on its address is an encrypted one: pages that are opened have cryptography. */
  encrypts() {
    const subtle = new Subtle();
    this.site.subtle = subtle;
    settle('crypto', { getRandomValues, subtle });
    return subtle;
  }

  page() { return new Page(this).use(); }
}

/** What a judge submits. */
export function card(entry, marks = { effect: '27' }) {
  return { component: 'visit', entry, base: null, marks, comment: '', rules: 'r1' };
}

/** Numbers that look random and are the same each time. */
export function seeded(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return { below: (most) => next() % most, one: (list) => list[next() % list.length] };
}
