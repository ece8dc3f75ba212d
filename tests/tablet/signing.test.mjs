// Signatures: what is signed is what the journal holds; nothing waits for a signature, and nothing is lost for want of
// one; it goes out only where the server can tell whose it is.

import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';
import { EVENT, JUDGE, Tablet, card } from './support/tablet.mjs';

const OWNER = `${EVENT}/${JUDGE}`;
const bytes = (text) => Buffer.from(text, 'base64url');
const never = () => new Promise(() => {});
const fails = () => { throw new DOMException('no', 'OperationError'); };
const said = (row) => ({ seq: row.seq, said: { op: row.op, outcome: 'recorded', receipt: 'r', revision: 1, faults: [] } });

/** A tablet whose server says what `keys` gives of the key that it is shown. */
async function begun(cards = 0, { plain = false, registered = true } = {}) {
  const tablet = new Tablet();
  const subtle = plain ? null : tablet.encrypts();
  const state = { tablet, subtle, sent: [], weather: null, acked: 0 };
  state.keys = ({ public: shown }) => ({ id: state.idOf(shown), registered: true });
  state.idOf = (shown) => { const fact = state.fact(); return fact && fact.public === shown ? fact.id : ''; };
  state.rows = () => tablet.site.rows('ops');
  state.fact = () => (tablet.site.rows('facts').find((one) => one.key === 'key:' + OWNER) || {}).value;
  globalThis.fetch = async (url, { body }) => {
    const request = JSON.parse(body);
    state.sent.push({ request });
    if (state.weather) return state.weather();
    const results = request.ops.map((op) => said(op).said);
    state.acked = Math.max(state.acked, ...request.ops.map((op) => op.seq));
    const key = request.key && state.keys ? state.keys(request.key) : undefined;
    const event = { id: EVENT, judge: JUDGE, version: state.acked, my_cards: [], components: [] };
    return new Response(JSON.stringify({ results, acked_seq: state.acked, event, key }));
  };
  state.opens = async () => {
    const page = tablet.page();
    const { journal, lease } = await page.journal();
    const { Delivery } = await page.module('sync.js');
    const heard = [];
    const delivery = new Delivery(journal, (status) => heard.push(status));
    Object.assign(state, { page, journal, lease, delivery, last: () => heard[heard.length - 1] });
  };
  await state.opens();
  // a page has asked the server once before a judge has typed anything
  state.registers = async (journal) => { const held = await journal.key.get(); if (held) journal.key.hear({ id: held.id, registered: true }); };
  if (registered) await state.registers(state.journal);
  for (let entry = 1; entry <= cards; entry += 1) await state.journal.append(card(String(entry)));
  return state;
}

const ops = (state) => state.sent.flatMap(({ request }) => request.ops);

async function verifies(row, shown) {
  const key = await webcrypto.subtle.importKey('raw', bytes(shown), { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']);
  return webcrypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes(row.sig), Buffer.from(row.body, 'utf8'));
}

test('each operation is signed over its own bytes, with a key that cannot be taken out, and whose id is of its public half', async () => {
  const { tablet, journal, rows, fact } = await begun();
  for (const marks of [{ effect: '27' }, { 效果: '"\\\u2028', '😀': '\n' }, {}]) await journal.append(Object.assign(card('1', marks), { comment: '好，'.repeat(400) }));
  await tablet.clock.settle();
  const { id, public: shown, pair } = fact();
  assert.equal(pair.privateKey.extractable, false);
  assert.equal(bytes(shown).length, 65);
  assert.match(shown + rows()[0].sig, /^[A-Za-z0-9_-]+$/);
  assert.equal(id, Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes(shown))).toString('hex').slice(0, 32));
  for (const row of rows()) {
    assert.deepEqual([row.key, bytes(row.sig).length], [id, 64]);
    assert.ok(await verifies(row, shown));
    assert.equal(await verifies(Object.assign({}, row, { body: row.body.replace('"seq"', '"Seq"') }), shown), false);
  }
});

test('an operation is kept before it is signed, and the signature is kept in all places', async () => {
  const { tablet, subtle, journal, rows } = await begun();
  let release;
  subtle.gate = new Promise((done) => { release = done; });
  const row = await journal.append(card('1'));
  assert.deepEqual([row.key, row.sig, rows()[0].sig], [null, null, null]);
  release();
  await tablet.clock.settle();
  const [kept] = rows();
  assert.ok(kept.sig);
  assert.deepEqual(Object.assign({}, kept, { key: null, sig: null }), row, 'nothing else has changed');
  assert.ok(tablet.stored.get(`guanmo-kept:/kept/ops/${encodeURIComponent(OWNER)}/1`).includes(kept.sig));
  assert.ok(tablet.stored.get('guanmo-mark:' + OWNER).includes(kept.sig));
  assert.ok(tablet.site.commits.every((commit) => commit.durability === 'strict'));
});

test('what a page that died left unsigned is signed before it is sent, and before it is given away', async () => {
  for (const does of ['sends', 'gives']) {
    const state = await begun();
    state.subtle.fails = never;
    await state.journal.append(card('1'));
    await state.tablet.clock.pass(20000);
    assert.equal(state.rows()[0].sig, null);
    state.subtle.fails = () => undefined;
    await state.opens();
    if (does === 'gives') assert.ok(JSON.parse(await state.journal.file()).ops[0].sig);
    else {
      state.delivery.start();
      await state.tablet.clock.settle();
      assert.equal(ops(state)[0].sig, state.rows()[0].sig);
    }
    assert.ok(await verifies(state.rows()[0], state.fact().public), does);
  }
});

test('the database and the key that is in it go, and the signatures come back with the operations', async () => {
  for (const gone of ['database', 'database and copies']) {
    const state = await begun(2);
    await state.tablet.clock.settle();
    const [before, key] = [state.rows(), state.fact()];
    state.tablet.site.lose(false);
    state.tablet.site.disks.clear();
    if (gone !== 'database') for (const name of [...state.tablet.stored.keys()]) if (name.startsWith('guanmo-kept:')) state.tablet.stored.delete(name);
    await state.tablet.clock.pass(7000); // the page before has gone
    await state.opens();
    assert.deepEqual(await state.journal.ops(), before, gone);
    await state.journal.append(card('3'));
    state.delivery.start();
    await state.tablet.clock.settle();
    const own = state.fact();
    assert.notEqual(own.id, key.id);
    // the key that signed them is gone, and the server knows it all the same
    assert.deepEqual(ops(state).map((op) => op.key), [key.id, key.id, own.id]);
    const file = JSON.parse(await state.journal.file());
    assert.deepEqual(file.ops.map((op) => op.key), [key.id, key.id, own.id]);
    for (const row of before) assert.ok(await verifies(row, key.public));
  }
});

test('rows of an earlier program stay unsigned for ever', async () => {
  const state = await begun(1);
  await state.tablet.clock.settle();
  const table = state.tablet.site.disks.get('guanmo').tables.get('ops');
  const { key, sig, ...old } = state.rows()[0];
  assert.ok(key && sig);
  table.rows[0].value = old;
  await state.journal.append(card('2'));
  const file = JSON.parse(await state.journal.file());
  state.delivery.start();
  await state.tablet.clock.settle();
  assert.equal('sig' in state.rows()[0], false);
  for (const list of [file.ops, ops(state)]) assert.deepEqual(list.map((op) => 'sig' in op), [false, true]);
});

/** All ways in which there is no signature: what the device's screen says, and whether there is a key all the same. */
const WITHOUT = {
  'a page without encryption': { plain: true, why: 'plain', text: '此网址不加密，评分不带本机签名' },
  'no key is made': { fails, why: 'refused' },
  'making one hangs': { fails: never, why: 'refused' },
  'the key cannot be kept': { refuses: (value) => Boolean(value.value && value.value.pair), why: 'refused' },
  'signing fails': { only: 'sign', fails, why: 'refused', has: true },
  'signing hangs': { only: 'sign', fails: never, why: 'refused', has: true },
};

for (const [name, { plain, fails: with_, only, refuses, why, text, has }] of Object.entries(WITHOUT)) {
  test(`without signatures cards are kept and sent, and it is said why: ${name}`, async () => {
    const state = await begun(0, { plain, registered: Boolean(has) });
    const { tablet, subtle, journal } = state;
    if (refuses) tablet.site.refuses = refuses;
    if (with_) subtle.fails = (asked) => (only && asked !== only ? undefined : with_());
    let handed = 0;
    for (const entry of ['1', '2']) journal.append(card(entry)).then(() => { handed += 1; });
    await tablet.clock.settle();
    assert.equal(handed, 2, 'at once');
    state.delivery.start();
    await tablet.clock.pass(6000);
    assert.deepEqual(state.rows().map((row) => [row.outcome, row.sig]), [['recorded', null], ['recorded', null]]);
    assert.ok(ops(state).length === 2 && ops(state).every((op) => !('sig' in op) && !('key' in op)));
    assert.deepEqual(['well', why, Boolean(state.fact())], [state.last().phase, journal.key.why, Boolean(has)]);
    const file = JSON.parse(await state.journal.file());
    assert.deepEqual([file.ops.length, 'sig' in file.ops[0]], [2, false]);
    // the next ones are not held up again
    const asked = subtle ? subtle.asked.length : 0;
    await journal.append(card('3'));
    state.delivery.now();
    await tablet.clock.settle();
    assert.equal(ops(state).length, 3);
    assert.equal(subtle ? subtle.asked.length : 0, asked);
    const { Ready } = await state.page.module('ready.js');
    const ready = new Ready(() => {});
    const points = (signed) => ready.points({ signed }, {}, journal.key);
    assert.deepEqual(points('wanted').key.text, text || '浏览器存不下签名密钥，评分不带本机签名');
    assert.deepEqual([points('wanted').key.well, points('required').key.well], [true, false]);
    assert.deepEqual([ready.missing(points('wanted')), ready.missing(points('required'))].map((words) => words.includes('评分不带本机签名，本次评比不收')), [false, true]);
    // and where the browser can again, what follows is signed
    if (plain) return;
    subtle.fails = () => undefined;
    tablet.site.refuses = () => false;
    await tablet.clock.pass(60000);
    await journal.append(card('4'));
    await tablet.clock.settle();
    assert.ok(await verifies(state.rows()[3], state.fact().public));
    assert.equal(journal.key.why, '');
  });
}

test('signatures go out while the server has just this key, and not otherwise', async () => {
  const state = await begun();
  const { tablet, journal } = state;
  const other = () => ({ id: '0'.repeat(32), registered: true });
  const not = () => ({ id: state.fact().id, registered: false, text: '登记满了' });
  const has = state.keys;
  let entry = 0;
  const sends = async (keys) => {
    state.keys = keys;
    state.delivery.now();
    await tablet.clock.settle();
    entry += 1;
    await journal.append(card(String(entry)));
    state.delivery.now();
    await tablet.clock.settle();
    return 'sig' in ops(state)[entry - 1];
  };
  state.delivery.start();
  await tablet.clock.settle();
  // the first that hears of a change is the request with the operation, so each is tried twice
  for (const [keys, signs] of [[null, false], [has, true], [not, false], [has, true], [other, false], [has, true], [null, false], [has, true]]) {
    await sends(keys);
    assert.equal(await sends(keys), signs);
    assert.equal(state.fact().registered, signs);
  }
  assert.equal(ops(state).length, entry, 'and none was stuck');
  // what was answered is not signed afterwards
  const signed = ops(state).map((op) => op.sig || null);
  assert.deepEqual(state.rows().map((row) => [row.sig, row.outcome]), signed.map((sig) => [sig, 'recorded']));
  state.keys = not;
  await sends(not);
  const { Ready } = await state.page.module('ready.js');
  const point = () => new Ready(() => {}).points({}, {}, journal.key).key.text;
  assert.equal(point(), '登记满了');
  await sends(null);
  assert.equal(point(), '签名密钥没有登记上：请用本席的登录链接重新打开一次');
  await sends(has);
  assert.equal(point(), `评分带本机签名（密钥 ${state.fact().id.slice(0, 8).toUpperCase()}）`);
  // the next page knows it before it has asked
  await state.opens();
  await state.journal.key.get();
  assert.equal(state.journal.key.isRegistered(), true);
});

test('what was made before the server had the key is signed for the line, and not for a file', async () => {
  const state = await begun(0, { registered: false });
  await state.journal.append(card('1'));
  await state.tablet.clock.pass(5000);
  await state.registers(state.journal);
  await state.journal.append(card('2'));
  await state.tablet.clock.settle();
  assert.deepEqual(state.rows().map((row) => [Boolean(row.sig), Boolean(row.late)]), [[true, true], [true, false]]);
  assert.deepEqual(JSON.parse(await state.journal.file()).ops.map((op) => 'sig' in op), [false, true]);
  state.delivery.start();
  await state.tablet.clock.settle();
  assert.deepEqual(ops(state).map((op) => 'sig' in op), [true, true]);
});

test('the key is shown where it may not be known: first, with operations, after failures, and until it is registered', async () => {
  const state = await begun();
  const { tablet, journal } = state;
  const shows = () => state.sent.splice(0).map(({ request }) => Boolean(request.key));
  state.delivery.start();
  await tablet.clock.settle();
  assert.deepEqual(state.sent[0].request.key, { alg: 'ES256', public: state.fact().public });
  assert.deepEqual(shows(), [true]);
  await tablet.clock.pass(41000);
  assert.deepEqual(shows(), [false, false], 'a quiet report');
  await journal.append(card('1'));
  state.delivery.now();
  await tablet.clock.settle();
  assert.deepEqual(shows(), [true]);
  state.weather = () => { throw new TypeError('network'); };
  state.delivery.now();
  await tablet.clock.settle();
  state.weather = null;
  shows();
  state.keys = null;
  await tablet.clock.pass(23000);
  assert.deepEqual(shows(), [true, true], 'after a failure, and since an older server said nothing of it');
});

test('of two pages that make a key at the same moment one key remains', async () => {
  const state = await begun(0, { registered: false });
  const first = state.journal;
  const { journal: second } = await state.tablet.page().journal();
  const [one, other] = await Promise.all([first.key.get(), second.key.get()]);
  assert.equal(one.id, other.id);
  assert.equal(state.subtle.asked.filter((name) => name === 'generateKey').length, 2);
  assert.equal(state.fact().id, one.id);
});

test('each judge on a tablet has a key of their own', async () => {
  const state = await begun(1);
  await state.tablet.clock.settle();
  const { Journal } = await state.page.module('journal.js');
  const other = new Journal({ event: EVENT, judge: 'L2' }, state.lease);
  await state.registers(other);
  await other.append(card('1'));
  await state.tablet.clock.settle();
  assert.equal(new Set(state.rows().map((row) => row.key)).size, 2);
});

test('a page that has lost the lease signs nothing', async () => {
  const state = await begun();
  state.subtle.fails = never;
  await state.journal.append(card('1'));
  await state.tablet.clock.pass(70000);
  state.subtle.fails = () => undefined;
  await (await state.tablet.page().journal()).lease.take();
  await state.journal.file();
  await state.tablet.clock.settle();
  assert.equal(state.rows()[0].sig, null);
});

test('the file names each number up to its last: with an operation, in their order, or as lost', async () => {
  const { tablet, journal, rows } = await begun(6);
  await tablet.clock.settle();
  await journal.settle([said(rows()[0])]);
  const table = tablet.site.disks.get('guanmo').tables.get('ops');
  const change = (seq, more) => { const row = table.rows.find((one) => one.value.seq === seq); row.value = Object.assign({}, row.value, more); };
  change(2, { outcome: 'withdrawn' });
  change(4, { outcome: 'lost', body: '', sig: undefined });
  change(5, { outcome: 'made-up', body: '', sig: undefined });
  // one that was delivered and has gone without a trace, and numbers that only the mark knew of
  table.rows = table.rows.filter((row) => row.value.seq !== 3);
  tablet.site.disks.get('guanmo').tables.get('facts').put({ key: 'floor:' + OWNER, value: 8 });
  const file = JSON.parse(await journal.file());
  assert.equal(file.last, 8);
  assert.deepEqual(file.ops.map((op) => op.seq), [1, 6]);
  assert.deepEqual(file.lost.map((one) => [one.seq, one.component, one.entry]), [
    [2, 'visit', '2'], [3, '', ''], [4, 'visit', '4'], [5, 'visit', '5'], [7, '', ''], [8, '', ''],
  ]);
});

test('an empty journal is a whole file', async () => {
  const { journal } = await begun(0, { plain: true });
  const { last, lost, ops: none } = JSON.parse(await journal.file());
  assert.deepEqual([last, lost, none], [0, [], []]);
});
