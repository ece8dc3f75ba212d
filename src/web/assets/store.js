// The tablet's database. Owns its name, its version and how a transaction is run; knows nothing of cards.
// An upgrade only ever adds: a store with a judge's marks is never dropped.

const NAME = 'guanmo';
const VERSION = 1;

let opening = null;

function upgrade(database, from) {
  if (from < 1) {
    // operations, append-only: [owner, seq]
    database.createObjectStore('ops', { keyPath: ['owner', 'seq'] });
    // what is typed and not submitted: one for each card
    database.createObjectStore('drafts', { keyPath: ['owner', 'component', 'entry'] });
    // single facts: the id of this device, which tab is sending
    database.createObjectStore('facts', { keyPath: 'key' });
  }
}

function open() {
  if (opening) return opening;
  opening = new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = (event) => upgrade(request.result, event.oldVersion);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('another page holds an older version open'));
    request.onsuccess = () => {
      const database = request.result;
      // a browser may close the connection in the background: the next use opens it again
      database.onclose = () => { opening = null; };
      database.onversionchange = () => { database.close(); opening = null; };
      resolve(database);
    };
  });
  opening.catch(() => { opening = null; });
  return opening;
}

function run(database, stores, mode, work) {
  return new Promise((resolve, reject) => {
    let value;
    const options = mode === 'readwrite' ? { durability: 'strict' } : undefined;
    const transaction = database.transaction(stores, mode, options);
    transaction.oncomplete = () => resolve(value);
    transaction.onabort = () => reject(transaction.error || new Error('aborted'));
    const tables = stores.map((name) => transaction.objectStore(name));
    Promise.resolve(work(...tables)).then(
      (result) => { value = result; },
      (error) => {
        reject(error);
        try { transaction.abort(); } catch (ignored) { /* it has ended already */ }
      },
    );
  });
}

async function transact(stores, mode, work) {
  try {
    return await run(await open(), stores, mode, work);
  } catch (error) {
    if (!error || error.name !== 'InvalidStateError') throw error;
    // the connection was closed behind our back, before anything of this was written
    opening = null;
    return run(await open(), stores, mode, work);
  }
}

/** The result of one request. */
export function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Runs `work` with the object stores; what it gives comes when all of it has been read. */
export function read(stores, work) { return transact(stores, 'readonly', work); }

/** Runs `work` with the object stores; what it gives comes when all of it is durably written. */
export function write(stores, work) { return transact(stores, 'readwrite', work); }
