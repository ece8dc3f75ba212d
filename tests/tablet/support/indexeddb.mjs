// An IndexedDB in memory, as far as the tablet uses one, and as strict as a browser's where that matters: requests are
// answered in later tasks, a transaction that has nothing more to do commits by itself, one that was left alone takes
// no more requests, what was written is seen by others after the commit only, and whatever fails leaves nothing.
// `faults` makes reads, writes, openings and commits fail; `hold()` keeps commits from completing, and `refuses(value)` says
// what cannot be copied.

const soon = setImmediate;
const named = (name, message = name) => new DOMException(message, name);

/** Keys in their order: numbers before texts before arrays. */
export function compareKeys(a, b) {
  const kind = (key) => (typeof key === 'number' && !Number.isNaN(key) ? 1 : typeof key === 'string' ? 2 : Array.isArray(key) ? 3 : 0);
  const [left, right] = [kind(a), kind(b)];
  if (!left || !right) throw named('DataError', 'not a key');
  if (left !== right) return left < right ? -1 : 1;
  if (left < 3) return a < b ? -1 : a > b ? 1 : 0;
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const order = compareKeys(a[index], b[index]);
    if (order) return order;
  }
  return Math.sign(a.length - b.length);
}

export class KeyRange {
  constructor(lower, upper) { Object.assign(this, { lower, upper }); }

  static bound(lower, upper) {
    if (compareKeys(lower, upper) > 0) throw named('DataError', 'a range from its end to its beginning');
    return new KeyRange(lower, upper);
  }

  includes(key) { return compareKeys(this.lower, key) <= 0 && compareKeys(key, this.upper) <= 0; }
}

class Request {
  constructor() { Object.assign(this, { result: undefined, error: null, onsuccess: null, onerror: null }); }
}

/** Rows of one store, in the order of their keys. */
class Table {
  constructor(keyPath, rows = []) { Object.assign(this, { keyPath, rows }); }

  copy() { return new Table(this.keyPath, this.rows.slice()); }

  keyOf(value) {
    const key = Array.isArray(this.keyPath) ? this.keyPath.map((part) => value[part]) : value[this.keyPath];
    compareKeys(key, key);
    return key;
  }

  index(key) { return this.rows.findIndex((row) => compareKeys(row.key, key) === 0); }

  within(range) { return this.rows.filter((row) => !range || range.includes(row.key)); }

  put(value) {
    const row = { key: this.keyOf(value), value };
    const at = this.index(row.key);
    if (at >= 0) this.rows[at] = row;
    else { this.rows.push(row); this.rows.sort((a, b) => compareKeys(a.key, b.key)); }
    return row.key;
  }
}

class ObjectStore {
  constructor(transaction, name) { Object.assign(this, { transaction, name }); }

  ask(kind, work) {
    const { transaction, name } = this;
    if (kind !== 'read' && transaction.mode === 'readonly') throw named('ReadOnlyError');
    return transaction.ask({ kind, store: name, work: () => work(transaction.tables.get(name)) });
  }

  get(key) {
    compareKeys(key, key);
    return this.ask('read', (table) => { const row = table.rows[table.index(key)]; return row && structuredClone(row.value); });
  }

  getAll(range) { return this.ask('read', (table) => table.within(range).map((row) => structuredClone(row.value))); }

  openCursor(range, direction = 'next') {
    return this.ask('read', (table) => {
      const rows = table.within(range);
      const row = direction === 'prev' ? rows[rows.length - 1] : rows[0];
      return row ? { key: row.key, value: structuredClone(row.value) } : null;
    });
  }

  // a browser copies a value when it is handed over, and refuses one that has no key there and then
  put(value) {
    if (this.transaction.database.site.refuses(value)) throw named('DataCloneError');
    const copy = structuredClone(value);
    this.transaction.database.schema.get(this.name).keyOf(copy);
    return this.ask('write', (table) => table.put(copy));
  }

  add(value) {
    const copy = structuredClone(value);
    const key = this.transaction.database.schema.get(this.name).keyOf(copy);
    return this.ask('write', (table) => {
      if (table.index(key) >= 0) throw named('ConstraintError');
      return table.put(copy);
    });
  }

  delete(key) {
    compareKeys(key, key);
    return this.ask('write', (table) => { table.rows = table.rows.filter((row) => compareKeys(row.key, key) !== 0); });
  }
}

class Transaction {
  constructor(database, names, mode, durability) {
    Object.assign(this, { database, names, mode, durability, error: null, oncomplete: null, onabort: null, tables: null });
    Object.assign(this, { waiting: [], active: true, ended: false });
    // it takes requests until the task that made it has ended, and is started when those before it have gone
    soon(() => { this.active = false; database.site.start(this); });
  }

  objectStore(name) {
    if (!this.names.includes(name)) throw named('NotFoundError');
    return new ObjectStore(this, name);
  }

  ask(task) {
    if (this.ended || !this.active) throw named('TransactionInactiveError');
    const request = new Request();
    this.waiting.push(Object.assign(task, { request }));
    return request;
  }

  /** What it may see: for writing, a copy that the commit puts in place. */
  begin() {
    this.tables = new Map(this.names.map((name) => [name, this.database.disk.tables.get(name).copy()]));
    this.step();
  }

  step() {
    this.active = false;
    if (this.ended) return;
    const task = this.waiting.shift();
    if (!task) { this.database.site.commit(this); return; }
    let [handler, error] = ['onsuccess', null];
    try {
      const fault = this.database.site.faultOf(task);
      if (fault) throw fault;
      task.request.result = task.work();
    } catch (caught) {
      [handler, error] = ['onerror', caught];
    }
    task.request.error = error;
    this.active = true;
    if (task.request[handler]) task.request[handler]({ target: task.request });
    // an error that nobody holds back ends the transaction, after its handlers and what they promised have run
    if (error) soon(() => this.end(error));
    else soon(() => this.step());
  }

  abort() {
    if (this.ended) throw named('InvalidStateError');
    this.end(null);
  }

  end(error) {
    if (this.ended) return;
    this.ended = true;
    this.error = error;
    const left = this.waiting.splice(0);
    soon(() => {
      for (const { request } of left) {
        request.error = named('AbortError');
        if (request.onerror) request.onerror({ target: request });
      }
      if (this.onabort) this.onabort({ target: this });
      this.database.site.finished(this);
    });
  }
}

class Database {
  constructor(site, disk) {
    Object.assign(this, { site, disk, schema: disk.tables, version: disk.version, closed: false, onclose: null, onversionchange: null, upgrading: false });
  }

  createObjectStore(name, { keyPath }) {
    if (!this.upgrading) throw named('InvalidStateError');
    if (this.disk.tables.has(name)) throw named('ConstraintError');
    this.disk.tables.set(name, new Table(keyPath));
  }

  transaction(names, mode, options = {}) {
    if (this.closed) throw named('InvalidStateError');
    for (const name of names) if (!this.disk.tables.has(name)) throw named('NotFoundError');
    this.site.transactions += 1;
    return new Transaction(this, names, mode, options.durability);
  }

  close() { this.closed = true; this.site.connections.delete(this); this.site.look(); }
}

export class Site {
  constructor() {
    Object.assign(this, { disks: new Map(), connections: new Set(), faults: [], queue: [], running: new Set(), opens: [], held: null });
    Object.assign(this, { transactions: 0, openings: 0, commits: [], blocked: 0, subtle: { busy: 0 }, refuses: () => false });
  }

  /** The next `times` tasks that fit fail: `kind` is read, write, commit or open; `store` where only one is meant. */
  fail(kind, error, { store = null, times = 1 } = {}) { this.faults.push({ kind, store, times, error: named(error) }); }

  faultOf({ kind, store }) {
    const fault = this.faults.find((one) => one.times > 0 && one.kind === kind && (!one.store || [].concat(store).includes(one.store)));
    if (!fault) return null;
    fault.times -= 1;
    return fault.error;
  }

  /** From now on commits wait; what is given lets them go. */
  hold() {
    this.held = [];
    return () => { const held = this.held; this.held = null; for (const one of held) this.commit(one); };
  }

  /** Of two that touch the same store, one of which writes, the earlier one goes first. */
  start(transaction) {
    if (transaction.ended) return;
    this.queue.push(transaction);
    this.proceed();
  }

  proceed() {
    const inWay = (a, b) => (a.mode !== 'readonly' || b.mode !== 'readonly') && a.names.some((name) => b.names.includes(name));
    for (const [index, one] of this.queue.slice().entries()) {
      const before = [...this.running, ...this.queue.slice(0, index)].some((other) => other !== one && inWay(one, other));
      if (before) continue;
      this.queue = this.queue.filter((other) => other !== one);
      this.running.add(one);
      one.begin();
      this.proceed();
      return;
    }
  }

  commit(transaction) {
    if (this.held && transaction.mode !== 'readonly') { this.held.push(transaction); return; }
    const fault = transaction.mode === 'readonly' ? null : this.faultOf({ kind: 'commit', store: transaction.names });
    if (fault) { transaction.end(fault); return; }
    transaction.ended = true;
    if (transaction.mode !== 'readonly') {
      for (const [name, table] of transaction.tables) transaction.database.disk.tables.set(name, table);
      this.commits.push({ names: transaction.names, durability: transaction.durability });
    }
    soon(() => {
      if (transaction.oncomplete) transaction.oncomplete({ target: transaction });
      this.finished(transaction);
    });
  }

  finished(transaction) { this.running.delete(transaction); this.proceed(); this.look(); }

  /** `indexedDB.open`. */
  open(name, version) {
    const request = Object.assign(new Request(), { onupgradeneeded: null, onblocked: null });
    this.opens.push({ request, name, version, told: false });
    this.openings += 1;
    soon(() => this.look());
    return request;
  }

  look() {
    const asked = this.opens[0];
    if (!asked) return;
    const disk = this.disks.get(asked.name) || { version: 0, tables: new Map() };
    const wanted = asked.version || disk.version || 1;
    const fault = this.faultOf({ kind: 'open' }) || (wanted < disk.version ? named('VersionError') : null);
    if (fault) { asked.request.error = fault; this.answer(asked, 'onerror'); return; }
    if (wanted > disk.version && !asked.told) {
      asked.told = true;
      for (const one of [...this.connections]) if (one.onversionchange) one.onversionchange({ oldVersion: disk.version, newVersion: wanted });
    }
    if (wanted > disk.version && (this.connections.size || this.running.size)) {
      this.blocked += 1;
      asked.blocked = true;
      if (asked.request.onblocked) asked.request.onblocked({});
      return;
    }
    this.disks.set(asked.name, disk);
    const database = new Database(this, disk);
    asked.request.result = database;
    if (wanted > disk.version) {
      const from = disk.version;
      Object.assign(disk, { version: wanted });
      Object.assign(database, { version: wanted, upgrading: true });
      if (asked.request.onupgradeneeded) asked.request.onupgradeneeded({ oldVersion: from, newVersion: wanted });
      database.upgrading = false;
    }
    this.connections.add(database);
    this.answer(asked, 'onsuccess');
  }

  answer(asked, handler) {
    this.opens = this.opens.filter((one) => one !== asked);
    soon(() => { if (asked.request[handler]) asked.request[handler]({ target: asked.request }); });
    if (this.opens.length) soon(() => this.look());
  }

  /** The browser closes all connections in the background; `told` is whether the page hears of it. */
  lose(told) {
    for (const one of [...this.connections]) {
      one.closed = true;
      this.connections.delete(one);
      for (const running of [...this.running]) if (running.database === one) running.end(named('AbortError'));
      if (told && one.onclose) one.onclose({});
    }
  }

  isBusy() { return this.subtle.busy > 0 || this.running.size > 0 || this.queue.length > 0 || (this.opens.length > 0 && !this.opens[0].blocked); }

  /** What lies there after all commits: rows of one store, as they are. */
  rows(store) {
    const disk = this.disks.get('guanmo');
    const table = disk && disk.tables.get(store);
    return table ? table.rows.map((row) => structuredClone(row.value)) : [];
  }
}
