// Second copies of the journal, in a store of another kind than the database: the browser's cache of answers, or on a page
// without encryption, where there is none, the small storage of the address.

import { optional } from './patience.js';
import { names, parsed, stored } from './small.js';

const PLACE = 'kept-guanmo'; // not one of the worker's own, which it clears
const SMALL = 'guanmo-kept:';
const PATIENCE = 3000; // milliseconds

const cached = {
  async put(key, value) { await (await caches.open(PLACE)).put(key, new Response(JSON.stringify(value))); },
  async drop(key) { await (await caches.open(PLACE)).delete(key); },
  async keys() { return (await (await caches.open(PLACE)).keys()).map((asked) => new URL(asked.url).pathname); },
  // one that cannot be read takes no other with it
  async all() { return Promise.all((await (await caches.open(PLACE)).matchAll()).map((copy) => copy.text().catch(() => ''))); },
};

const small = {
  async put(key, value) { localStorage.setItem(SMALL + key, JSON.stringify(value)); },
  async drop(key) { localStorage.removeItem(SMALL + key); },
  async keys() { return names(SMALL).map((name) => name.slice(SMALL.length)); },
  async all() { return stored(SMALL); },
};

function shelf() { return typeof caches === 'undefined' ? small : cached; }

// the newest of each thing that is to be kept or dropped, and who does that
const due = new Map();
let working = null;
let well = true;

async function work() {
  while (due.size) {
    const [key, value] = due.entries().next().value;
    due.delete(key);
    const write = async () => { await (value === null ? shelf().drop(key) : shelf().put(key, value)); return true; };
    well = await optional(PATIENCE, write, false);
  }
  working = null;
}

function later(key, value) {
  due.set(key, value);
  if (!working) working = work();
  return working;
}

const KEYS = { ops: ['owner', 'seq'], drafts: ['owner', 'component', 'entry'], views: ['owner'] };

/** The key of a row in the store `kind`. */
export function keyOf(kind, row) { return KEYS[kind].map((part) => row[part]); }

/** Where the copy of a row stands. */
export function address(kind, row) {
  return `/kept/${kind}/` + keyOf(kind, row).map(encodeURIComponent).join('/');
}

/** Whether the last thing that was to be kept a second time is. */
export function isKept() { return well; }

/** Keeps a second copy of a row of the store `kind`; waits for it, but not for long, and not at all where the last one failed. */
export async function keep(kind, row) {
  const waits = well;
  const written = later(address(kind, row), { kind, row });
  if (waits) await optional(PATIENCE, () => written, null);
}

/** The copy of a row is needed no more. */
export function drop(kind, row) { later(address(kind, row), null); }

function isCopy({ kind, row }) { return Object.keys(KEYS).includes(kind) && Boolean(row) && keyOf(kind, row).every((part) => ['string', 'number'].includes(typeof part)); }

/** All copies: `{kind, row}`. */
export async function copies() { return parsed(await optional(PATIENCE, () => shelf().all(), []), isCopy); }

/** Where all copies stand, without what they hold: an address each, as `address` gives it. */
export function addresses() { return optional(PATIENCE, () => shelf().keys(), []); }
