// The database of these tests keeps to what a browser's does; or what they prove would be worth nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from './support/clock.mjs';
import { KeyRange, Site, compareKeys } from './support/indexeddb.mjs';

async function opened() {
  const site = new Site();
  const clock = new Clock(site);
  const asked = site.open('guanmo', 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore('t', { keyPath: ['a', 'b'] });
  await clock.settle();
  return { site, clock, database: asked.result };
}

test('what is written is seen by others after the commit, and those that touch the same rows take turns', async () => {
  const { site, clock, database } = await opened();
  const order = [];
  const [first, second, third] = ['readwrite', 'readwrite', 'readonly'].map((mode) => database.transaction(['t'], mode));
  first.objectStore('t').put({ a: 'x', b: 1 }).onsuccess = () => {
    order.push(`first sees ${site.rows('t').length}`);
    first.objectStore('t').put({ a: 'x', b: 2 });
  };
  second.objectStore('t').put({ a: 'x', b: 3 }).onsuccess = () => order.push(`second sees ${site.rows('t').length}`);
  third.objectStore('t').getAll().onsuccess = ({ target }) => order.push(`third reads ${target.result.length}`);
  first.oncomplete = () => order.push('first');
  second.oncomplete = () => order.push('second');
  await clock.settle();
  assert.deepEqual(order, ['first sees 0', 'first', 'second sees 2', 'second', 'third reads 3']);
});

test('a transaction that was left alone has committed, and takes nothing more', async () => {
  const { site, clock, database } = await opened();
  const left = database.transaction(['t'], 'readwrite');
  left.objectStore('t').put({ a: 'x', b: 1 });
  await clock.settle();
  assert.equal(site.rows('t').length, 1);
  assert.throws(() => left.objectStore('t').put({ a: 'x', b: 2 }), { name: 'TransactionInactiveError' });
  assert.throws(() => left.abort(), { name: 'InvalidStateError' });
  assert.throws(() => database.transaction(['t'], 'readonly').objectStore('t').put({ a: 'x', b: 2 }), { name: 'ReadOnlyError' });
});

test('an error ends the transaction and takes back what it wrote', async () => {
  const { site, clock, database } = await opened();
  const said = [];
  const one = database.transaction(['t'], 'readwrite');
  one.objectStore('t').add({ a: 'x', b: 1 });
  one.objectStore('t').add({ a: 'x', b: 1 }).onerror = ({ target }) => said.push(target.error.name);
  one.objectStore('t').add({ a: 'x', b: 2 }).onerror = ({ target }) => said.push(target.error.name);
  one.onabort = () => said.push(`aborted: ${one.error.name}`);
  one.oncomplete = () => said.push('completed');
  await clock.settle();
  assert.deepEqual(said, ['ConstraintError', 'AbortError', 'aborted: ConstraintError']);
  assert.deepEqual(site.rows('t'), []);
});

test('keys have one order', () => {
  const sorted = [-1, 0, 2, 10, '', 'a', 'b', [], ['a'], ['a', 1], ['a', 2], ['a', 10], ['a', 'b'], ['a', []], ['b']];
  for (const [i, a] of sorted.entries()) for (const [j, b] of sorted.entries()) assert.equal(compareKeys(a, b), Math.sign(i - j), `${a} and ${b}`);
  const own = KeyRange.bound(['a'], ['a', []]);
  assert.ok(own.includes(['a', 1]) && own.includes(['a', 'b', 'c']) && !own.includes(['b', 1]) && !own.includes(['ab', 1]));
  for (const none of [null, undefined, NaN, {}, [null]]) assert.throws(() => compareKeys(none, none), { name: 'DataError' });
});
