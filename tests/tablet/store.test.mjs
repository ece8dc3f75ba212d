// How the tablet's database is opened, upgraded and found again.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tablet } from './support/tablet.mjs';

const FIRST = [['ops', ['owner', 'seq']], ['drafts', ['owner', 'component', 'entry']], ['facts', 'key']];
const fact = { key: 'device', value: 'd' };
const get = (facts) => new Promise((done) => { facts.get('device').onsuccess = ({ target }) => done(target.result); });
const put = (facts) => { facts.put(fact); };

/** A database as the first program made it, with a row in each store; its connection, as its page holds it. */
async function old(tablet, version = 1) {
  const asked = tablet.site.open('guanmo', version);
  asked.onupgradeneeded = () => { for (const [name, keyPath] of FIRST) asked.result.createObjectStore(name, { keyPath }); };
  await tablet.clock.settle();
  const writing = asked.result.transaction(['ops', 'drafts', 'facts'], 'readwrite');
  writing.objectStore('ops').add({ owner: 'o', seq: 1, body: '{}' });
  writing.objectStore('drafts').add({ owner: 'o', component: 'c', entry: 'e' });
  writing.objectStore('facts').add(fact);
  await tablet.clock.settle();
  return asked.result;
}

function contents(tablet) { return ['ops', 'drafts', 'facts', 'views'].map((name) => tablet.site.rows(name).length); }

test('a new database and an upgraded one have the same stores, and an upgrade keeps every row', async () => {
  const [fresh, upgraded] = [new Tablet(), new Tablet()];
  const shapes = [];
  for (const tablet of [fresh, upgraded]) {
    for (const name of ['indexedDB']) globalThis[name] = tablet.site;
    if (tablet === upgraded) (await old(tablet)).close();
    const { write } = await tablet.page().module('store.js');
    await write(['views'], (views) => { views.put({ owner: 'o' }); });
    shapes.push([...tablet.site.disks.get('guanmo').tables].map(([name, table]) => [name, table.keyPath]));
  }
  assert.deepEqual(shapes[0], shapes[1]);
  assert.deepEqual(contents(fresh), [0, 0, 0, 1]);
  assert.deepEqual(contents(upgraded), [1, 1, 1, 1]);
});

test('a page of an older program that holds the database open is waited for', async () => {
  const tablet = new Tablet();
  const holder = await old(tablet);
  const { read } = await tablet.page().module('store.js');
  // whoever asks is told after some seconds, and may ask again
  const outcomes = [];
  for (let turn = 0; turn < 3; turn += 1) {
    read(['facts', 'views'], get).then((row) => outcomes.push(row), (error) => outcomes.push(error.constructor.name));
    await tablet.clock.pass(20000);
  }
  assert.ok(tablet.site.blocked > 0);
  assert.deepEqual(outcomes, ['Late', 'Late', 'Late']);
  holder.close();
  assert.deepEqual(await read(['facts', 'views'], get), fact);
  assert.deepEqual(contents(tablet), [1, 1, 1, 0]);
  assert.equal(tablet.site.connections.size, 1, 'those that nobody waits for any more are let go');
});

test('a page lets go of the database when a newer program asks, and goes on with what that one made', async () => {
  const tablet = new Tablet();
  const { read, write } = await tablet.page().module('store.js');
  await write(['facts'], put);
  const newer = tablet.site.open('guanmo', 9);
  newer.onupgradeneeded = () => newer.result.createObjectStore('later', { keyPath: 'key' });
  await tablet.clock.settle();
  assert.equal(newer.result.version, 9, 'it was not blocked');
  assert.equal(tablet.site.blocked, 0);
  assert.deepEqual(await read(['facts'], get), fact);
  await write(['views'], (views) => { views.put({ owner: 'o' }); });
  assert.equal(tablet.site.disks.get('guanmo').version, 9, 'nothing was taken back');
});

test('all who ask at the same time share one connection', async () => {
  const tablet = new Tablet();
  const { read } = await tablet.page().module('store.js');
  await Promise.all(Array.from({ length: 20 }, () => read(['facts'], get)));
  assert.equal(tablet.site.openings, 1);
});

test('an opening that failed is tried again at the next use', async () => {
  const tablet = new Tablet();
  const { write } = await tablet.page().module('store.js');
  tablet.site.fail('open', 'UnknownError');
  await assert.rejects(write(['facts'], put), { name: 'UnknownError' });
  await write(['facts'], put);
  assert.equal(tablet.site.rows('facts').length, 1);
});

test('a connection that the browser closed is made anew, whether the page was told or not, and work is done once', async () => {
  for (const told of [true, false]) {
    const tablet = new Tablet();
    const { write } = await tablet.page().module('store.js');
    await write(['facts'], put);
    tablet.site.lose(told);
    let ran = 0;
    await write(['facts'], (facts) => { ran += 1; facts.put({ key: 'ran', value: ran }); });
    assert.equal(ran, 1, `told: ${told}`);
    assert.equal(tablet.site.rows('facts').length, 2);
  }
});

test('a connection that is lost in the middle of work is a failure, not a success and not a second try', async () => {
  const tablet = new Tablet();
  const { write } = await tablet.page().module('store.js');
  await write(['facts'], put);
  let ran = 0;
  const writing = write(['facts'], (facts) => {
    ran += 1;
    facts.put({ key: 'half', value: 1 }).onsuccess = () => tablet.site.lose(true);
  });
  await assert.rejects(writing, { name: 'AbortError' });
  assert.equal(ran, 1);
  assert.deepEqual(tablet.site.rows('facts'), [fact]);
  await write(['facts'], (facts) => { facts.put({ key: 'half', value: 2 }); });
  assert.equal(tablet.site.rows('facts').length, 2);
});

test('work that throws takes back what it wrote, and says why', async () => {
  const tablet = new Tablet();
  const { result, write } = await tablet.page().module('store.js');
  const failing = write(['facts'], async (facts) => {
    await result(facts.put(fact));
    throw new RangeError('no');
  });
  await assert.rejects(failing, RangeError);
  await assert.rejects(write(['facts'], () => { throw new RangeError('at once'); }), RangeError);
  await tablet.clock.settle();
  assert.deepEqual(tablet.site.rows('facts'), []);
  await write(['facts'], put);
  assert.deepEqual(tablet.site.rows('facts'), [fact], 'and the next one may go on');
});

test('a full disk at the commit is told, though every request had succeeded', async () => {
  const tablet = new Tablet();
  const { result, write } = await tablet.page().module('store.js');
  tablet.site.fail('commit', 'QuotaExceededError');
  let written = false;
  const writing = write(['facts'], async (facts) => { await result(facts.put(fact)); written = true; });
  await assert.rejects(writing, { name: 'QuotaExceededError' });
  assert.equal(written, true);
  assert.deepEqual(tablet.site.rows('facts'), []);
});
