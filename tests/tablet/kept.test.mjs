// What the browser throws away: the database comes back from the second copy, or what is missing is named. Never silence.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EVENT, JUDGE, Tablet, card, seeded } from './support/tablet.mjs';

const OWNER = `${EVENT}/${JUDGE}`;

/** The browser's store of answers, as far as the second copies need it. */
class Shelves {
  constructor() { this.all = new Map(); this.fails = null; }

  async open(name) {
    if (this.fails) await this.fails();
    if (!this.all.has(name)) this.all.set(name, new Map());
    const shelf = this.all.get(name);
    return {
      put: async (path, response) => { const text = await response.text(); if (this.fails) await this.fails(); shelf.set(path, text); },
      delete: async (path) => shelf.delete(path),
      keys: async () => [...shelf.keys()].map((path) => ({ url: 'http://tablet' + path })),
      matchAll: async () => [...shelf.values()].map((text) => new Response(text)),
    };
  }
}

/** A tablet with an encrypted address, and what its page has written. */
async function begun(cards = 0) {
  const tablet = new Tablet();
  const shelves = new Shelves();
  globalThis.caches = shelves;
  const page = tablet.page();
  const { journal } = await page.journal();
  for (let entry = 1; entry <= cards; entry += 1) await journal.append(card(String(entry)));
  await tablet.clock.settle();
  return { tablet, shelves, page, journal, rows: () => tablet.site.rows('ops'), fact: (key) => (tablet.site.rows('facts').find((one) => one.key === key) || {}).value };
}

/** The browser found its database damaged, and made an empty one. */
function empties(tablet) {
  tablet.site.lose(false);
  tablet.site.disks.clear();
}

const said = (row, outcome = 'recorded') => ({ seq: row.seq, said: { op: row.op, outcome, receipt: 'r', revision: 1, faults: [] } });
const lost = (rows) => rows.filter((row) => row.outcome === 'lost').map((row) => row.entry);
const again = async (tablet) => (await tablet.page().journal()).journal;

test('an emptied database comes back with its bytes, its receipts, its drafts, its device and its numbers', async () => {
  const { tablet, journal, rows, fact } = await begun(4);
  await journal.settle([said(rows()[0])]);
  await journal.saveDraft('visit', '9', { marks: { effect: '5' }, comment: 'a' });
  await tablet.clock.settle();
  const [before, device] = [rows(), fact('device')];
  assert.equal(before[0].receipt, 'r');
  empties(tablet);
  const next = await again(tablet);
  assert.deepEqual(await next.ops(), before);
  assert.equal(fact('device'), device);
  assert.equal((await next.drafts())[0].marks.effect, '5');
  assert.deepEqual([fact('mended').restored, fact('mended').lost], [3, 0]);
  const row = await next.append(card('new'));
  assert.equal(row.seq, 5);
  assert.equal(JSON.parse(row.body).device, device);
});

test('a database that has forgotten only its last rows is noticed, and gives no number twice', async () => {
  const { tablet, journal, rows, fact } = await begun(3);
  await journal.settle(rows().map((row) => said(row)));
  await tablet.clock.settle();
  // as it was a moment ago
  const disk = tablet.site.disks.get('guanmo').tables.get('ops');
  disk.rows = disk.rows.slice(0, 1);
  tablet.site.lose(false);
  const next = await again(tablet);
  assert.deepEqual((await next.ops()).map((row) => row.outcome), ['recorded', 'recorded', 'recorded']);
  assert.equal(fact('floor:' + OWNER), 3);
  await tablet.clock.pass(7000); // the page before has gone
  assert.equal((await next.append(card('4'))).seq, 4);
});

test('a database that a flat battery took back to an earlier moment, mark and all, is found out by the copies', async () => {
  const { tablet, journal, rows } = await begun(1);
  await journal.saveDraft('visit', '2', { marks: { effect: '27' }, comment: '' });
  await tablet.clock.settle();
  const tables = tablet.site.disks.get('guanmo').tables;
  const [past, marked] = [new Map([...tables].map(([name, table]) => [name, table.copy()])), new Map(tablet.stored)];
  await journal.append(card('2'));
  const before = rows();
  await tablet.clock.pass(7000);
  for (const [name, table] of past) tables.set(name, table);
  tablet.stored.clear();
  for (const [key, text] of marked) tablet.stored.set(key, text);
  tablet.jar.clear();
  tablet.site.lose(false);
  const next = await again(tablet);
  assert.equal(await next.whole(), true);
  assert.deepEqual(await next.ops(), before);
  assert.deepEqual(await next.drafts(), [], 'it was handed in');
  assert.equal((await next.append(card('3'))).seq, 3);
  // and before it is known, nothing is added
  const third = await again(tablet);
  for (const [name, table] of past) tables.set(name, table.copy());
  assert.equal((await third.append(card('4'))).seq, 4);
});

test('it comes back in the middle of a page, too', async () => {
  const { tablet, journal, rows } = await begun(2);
  empties(tablet);
  assert.equal((await journal.append(card('3'))).seq, 3);
  assert.deepEqual(rows().map((row) => row.entry), ['1', '2', '3']);
});

/** What stands in the small storage, without the rows themselves: as where it had no room for them. */
function withoutRows(tablet) {
  for (const [key, text] of tablet.stored) if (key.startsWith('guanmo-mark:')) tablet.stored.set(key, text.replace(/"row":\{.*?"faults":\[\]\}/g, '"row":null'));
}

test('on a full disk the database and the copies go together, and the mark has all of what was not delivered', async () => {
  const { tablet, shelves, journal, rows } = await begun(3);
  await journal.settle([said(rows()[1])]);
  const before = rows().filter((row) => row.outcome === null);
  empties(tablet);
  shelves.all.clear();
  assert.deepEqual(await (await again(tablet)).ops(), before);
});

test('what is nowhere is named, and no number is given twice', async () => {
  const { tablet, shelves, journal, rows, fact } = await begun(3);
  await journal.settle([said(rows()[1])]);
  empties(tablet);
  shelves.all.clear();
  withoutRows(tablet);
  const next = await again(tablet);
  assert.deepEqual(lost(await next.ops()), ['1', '3']);
  assert.deepEqual([fact('mended').restored, fact('mended').lost], [0, 2]);
  assert.equal((await next.append(card('4'))).seq, 4);
  // and once more: what was lost stays named
  empties(tablet);
  shelves.all.clear();
  withoutRows(tablet);
  assert.deepEqual(lost(await (await again(tablet)).ops()), ['1', '3', '4']);
});

test('the mark in the cookie is enough, and of two marks the one that knows of more counts', async () => {
  for (const gone of ['cookie', 'storage', 'newer cookie']) {
    const { tablet, shelves } = await begun(2);
    if (gone === 'cookie') tablet.jar.clear();
    if (gone === 'storage') tablet.stored.clear();
    withoutRows(tablet);
    if (gone === 'newer cookie') for (const key of tablet.stored.keys()) tablet.stored.set(key, tablet.stored.get(key).replace('"seq":2', '"seq":1'));
    empties(tablet);
    shelves.all.clear();
    assert.deepEqual(lost(await (await again(tablet)).ops()), ['1', '2'], gone);
  }
});

test('a second copy that is found later takes the place of what was named', async () => {
  const { tablet, shelves, rows } = await begun(2);
  const before = rows();
  empties(tablet);
  withoutRows(tablet);
  shelves.fails = () => { throw new Error('not now'); };
  assert.deepEqual(lost(await (await again(tablet)).ops()), ['1', '2']);
  shelves.fails = null;
  assert.deepEqual(await (await again(tablet)).ops(), before);
});

test('a second store that hangs or fails keeps nobody from handing in, and says that it does not keep', async () => {
  for (const fails of [() => new Promise(() => {}), () => { throw new Error('full'); }]) {
    const { tablet, shelves, page, journal, rows } = await begun(0);
    const { isKept } = await page.module('kept.js');
    await journal.device();
    shelves.fails = fails;
    let handed = 0;
    const hands = (entry) => journal.append(card(entry)).then(() => { handed += 1; });
    hands('1');
    await tablet.clock.pass(7000);
    assert.deepEqual([handed, rows().length, isKept()], [1, 1, false]);
    // the second time nobody waits for it
    hands('2');
    await tablet.clock.settle();
    assert.equal(handed, 2);
    // and once it answers, all of it is kept
    shelves.fails = null;
    await tablet.clock.pass(10000);
    await journal.append(card('3'));
    await tablet.clock.settle();
    assert.equal(isKept(), true);
  }
});

test('one copy that cannot be read takes no other with it', async () => {
  const { tablet, shelves } = await begun(3);
  const shelf = shelves.all.get('kept-guanmo');
  const [first] = shelf.keys();
  for (const spoilt of ['{"kind":"ops","row":{"own', 'null', '{}', '{"kind":"other","row":{"owner":"o"}}', '{"kind":"ops","row":{"owner":"o"}}', '{"kind":"toString","row":{}}']) {
    shelf.set(first, spoilt);
    empties(tablet);
    withoutRows(tablet);
    const found = await (await again(tablet)).ops();
    assert.deepEqual(found.map((row) => row.outcome), ['lost', null, null], spoilt);
  }
});

test('a mark that is rubbish names nothing, and a tablet that was never used is mended of nothing', async () => {
  const { tablet, fact } = await begun(0);
  for (const text of ['', '{', 'null', '[]', '{"owner":1}', '{"owner":"o","seq":"1","unsent":[]}', '{"owner":"o","seq":1}', '{"owner":"o","seq":1,"unsent":[null]}']) tablet.stored.set('guanmo-mark:' + text, text);
  tablet.jar.set('guanmo-mark', { value: '%E0%A4%A' });
  const next = await again(tablet);
  assert.deepEqual(await next.ops(), []);
  assert.equal(fact('mended'), undefined);
});

test('a card that replaces one which the line does not take stands on what that one stood on, and withdraws it', async () => {
  const { journal, rows } = await begun(0);
  const first = await journal.append(Object.assign(card('1'), { base: 'known' }));
  const second = await journal.append(Object.assign(card('1'), { base: first.op }), new Map([[first.op, {}]]));
  assert.equal(JSON.parse(second.body).base, 'known');
  assert.deepEqual(rows().map((row) => row.outcome), ['withdrawn', null]);
  // the file for the organiser has what counts, and says of the other number that nothing comes
  const file = async () => { const { ops, lost: gaps } = JSON.parse(await journal.file()); return [ops.map((op) => op.seq), gaps.map((gap) => gap.seq)]; };
  assert.deepEqual(await file(), [[2], [1]]);
  await journal.settle([said(rows()[1])]);
  assert.deepEqual(await file(), [[2], [1]]);
  // one that is only on its way is replaced as ever
  const third = await journal.append(Object.assign(card('1'), { base: second.op }), new Map());
  assert.equal(JSON.parse(third.body).base, second.op);
});

test('whatever the browser throws away and whenever, each card is delivered, or waits, or is named; none is there twice', async () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = seeded(seed);
    const state = await begun(0);
    const { tablet, shelves, rows } = state;
    let { journal } = state;
    const [made, delivered] = [[], new Set()];
    let gone = false;
    for (let turn = 0; turn < 15; turn += 1) {
      const does = random.below(5);
      if (does < 3) made.push(await journal.append(card(`${turn}`)));
      if (does === 3) {
        const waiting = rows().filter((row) => row.outcome === null);
        const some = waiting.slice(0, random.below(waiting.length + 1));
        await journal.settle(some.map((row) => said(row)));
        for (const row of some) delivered.add(row.op);
      }
      if (does === 4) {
        await tablet.clock.settle();
        empties(tablet);
        if (random.below(3) === 0) { shelves.all.clear(); withoutRows(tablet); gone = true; }
        else if (random.below(2)) shelves.all.clear();
        journal = await again(tablet);
      }
    }
    const now = await journal.ops();
    const waits = new Set(now.filter((row) => row.outcome === null || row.outcome === 'lost').map((row) => row.op));
    for (const row of made) assert.ok(delivered.has(row.op) || waits.has(row.op), `seed ${seed}: ${row.entry} is nowhere`);
    if (!gone) assert.deepEqual(lost(now), [], `seed ${seed}: lost although the second store was there`);
    const seqs = made.map((row) => row.seq);
    assert.equal(new Set(seqs).size, seqs.length, `seed ${seed}: a number was given twice`);
    assert.ok(now.every((row) => row.owner === OWNER));
  }
});
