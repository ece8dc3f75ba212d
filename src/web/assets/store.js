// The tablet's database. Owns its name, its version and how a transaction is run; knows nothing of cards.
// An upgrade only ever adds: a store with a judge's marks is never dropped.

import { Late, within } from './patience.js';

const NAME = 'guanmo';
const VERSION = 2;
const PATIENCE = 8000; // milliseconds after which a database that has not answered has stopped

let opening = null;
let mend = async () => {};

/**
 * `work(run)` is done each time the database has been opened, before anything else: the browser may have thrown away
 * what it found damaged. `run(stores, mode, work)` is a transaction.
 */
export function whenOpened(work) { mend = work; }

function upgrade(database, from) {
  if (from < 1) {
    // operations, append-only: [owner, seq]
    database.createObjectStore('ops', { keyPath: ['owner', 'seq'] });
    // what is typed and not submitted: one for each card
    database.createObjectStore('drafts', { keyPath: ['owner', 'component', 'entry'] });
    // single facts: the id of this device, which page scores
    database.createObjectStore('facts', { keyPath: 'key' });
  }
  if (from < 2) {
    // the event as each judge may see it, by the event's version
    database.createObjectStore('views', { keyPath: 'owner' });
  }
}

function request(version) {
  return new Promise((resolve, reject) => {
    const asked = version ? indexedDB.open(NAME, version) : indexedDB.open(NAME);
    asked.onupgradeneeded = (event) => upgrade(asked.result, event.oldVersion);
    asked.onerror = () => reject(asked.error);
    // a page of an older program holds it open for a moment longer; it was told to let go
    asked.onsuccess = () => resolve(asked.result);
  });
}

async function connect(isWanted) {
  const database = await request(VERSION).catch((error) => {
    // a newer program has been here: its database holds all that this one knows of
    if (error && error.name === 'VersionError') return request(0);
    throw error;
  });
  if (!isWanted()) {
    database.close();
    throw new Late('nobody waits any more');
  }
  // a browser may close the connection in the background: the next use opens it again
  database.onclose = () => { opening = null; };
  database.onversionchange = () => { database.close(); opening = null; };
  await mend((stores, mode, work) => run(database, stores, mode, work));
  return database;
}

function open() {
  if (!opening) {
    const mine = connect(() => opening === mine);
    opening = mine;
    mine.catch(() => { if (opening === mine) opening = null; });
  }
  const asked = opening;
  return within(PATIENCE, asked).catch((error) => {
    // one that hangs is left, and the next use asks anew
    if (opening === asked) opening = null;
    throw error;
  });
}

function run(database, stores, mode, work) {
  return new Promise((resolve, reject) => {
    let value;
    const options = mode === 'readwrite' ? { durability: 'strict' } : undefined;
    const transaction = database.transaction(stores, mode, options);
    const fail = (error) => {
      clearTimeout(timer);
      reject(error);
      try { transaction.abort(); } catch (ignored) { /* it has ended already */ }
    };
    const timer = setTimeout(() => fail(new Late('the database does not answer')), PATIENCE);
    transaction.oncomplete = () => { clearTimeout(timer); resolve(value); };
    transaction.onabort = () => { clearTimeout(timer); reject(transaction.error || new Error('aborted')); };
    const tables = stores.map((name) => transaction.objectStore(name));
    Promise.resolve(work(...tables)).then((result) => { value = result; }, fail);
  });
}

async function transact(stores, mode, work) {
  try {
    return await run(await open(), stores, mode, work);
  } catch (error) {
    // one that stopped answering is not asked again: the next use opens another connection
    if (error instanceof Late) opening = null;
    if (!error || error.name !== 'InvalidStateError') throw error;
    // the connection was closed behind our back, before anything of this was written
    opening = null;
    return run(await open(), stores, mode, work);
  }
}

/** The result of one request. */
export function result(asked) {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** Runs `work` with the object stores; what it gives comes when all of it has been read. */
export function read(stores, work) { return transact(stores, 'readonly', work); }

/** Runs `work` with the object stores; what it gives comes when all of it is durably written. */
export function write(stores, work) { return transact(stores, 'readwrite', work); }
