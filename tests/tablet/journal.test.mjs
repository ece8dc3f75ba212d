// The journal: what was submitted is there, as it was, or was never said to be.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EVENT, JUDGE, SEAT, Tablet, card, seeded } from './support/tablet.mjs';

const draft = { base: null, marks: { effect: '2' }, comment: '' };

async function begun() {
  const tablet = new Tablet();
  return Object.assign({ tablet, page: tablet.page() }, await tablet.page().journal());
}

const said = (row, outcome = 'recorded') => ({ op: row.op, outcome, receipt: 'r-' + row.op, revision: row.seq, faults: [] });

test('an operation is said to be kept only after its transaction has completed', async () => {
  const { tablet, journal } = await begun();
  await journal.device();
  const release = tablet.site.hold();
  let kept = false;
  const appended = journal.append(card('07')).then(() => { kept = true; });
  await tablet.clock.settle();
  assert.equal(tablet.site.held.length, 1, 'the commit is under way');
  assert.equal(kept, false);
  assert.deepEqual(tablet.site.rows('ops'), []);
  release();
  await appended;
  assert.equal(tablet.site.rows('ops').length, 1);
});

test('every write asks for durability', async () => {
  const { tablet, journal } = await begun();
  await journal.saveDraft('visit', '07', draft);
  await journal.append(card('07'));
  await journal.settle((await journal.ops()).map((row) => ({ seq: row.seq, said: said(row) })));
  assert.ok(tablet.site.commits.length >= 4);
  for (const commit of tablet.site.commits) assert.equal(commit.durability, 'strict', commit.names.join());
});

test('whatever fails leaves neither an operation without its draft gone nor a gap in the numbers', async () => {
  const { tablet, journal } = await begun();
  const random = seeded(4711);
  const bodies = new Map();
  let [entry, failed] = [0, 0];
  for (let turn = 0; turn < 300; turn += 1) {
    entry += 1;
    const name = String(entry);
    await journal.saveDraft('visit', name, draft);
    const before = tablet.site.rows('ops');
    const fault = random.one([null, null, ['read', 'ops'], ['read', 'facts'], ['write', 'ops'], ['write', 'drafts'], ['write', 'facts'], ['commit', 'ops']]);
    if (fault) tablet.site.fail(fault[0], random.one(['QuotaExceededError', 'UnknownError', 'AbortError']), { store: fault[1] });
    // two at once, as an impatient finger has it
    const results = await Promise.allSettled([journal.append(card(name)), journal.append(card(name))]);
    tablet.site.faults = [];
    const rows = tablet.site.rows('ops');
    const added = results.filter((one) => one.status === 'fulfilled').map((one) => one.value);
    failed += 2 - added.length;
    assert.equal(rows.length, before.length + added.length, 'one row for each that was said to be kept');
    assert.deepEqual(rows.map((row) => row.seq), rows.map((row, index) => index + 1), 'numbers without gaps');
    for (const row of added) assert.ok(rows.some((one) => one.op === row.op && one.seq === row.seq));
    assert.equal(tablet.site.rows('drafts').some((row) => row.entry === name), added.length === 0, 'the draft goes with the first');
    for (const row of rows) {
      const body = bodies.get(row.op) || row.body;
      assert.equal(row.body, body, 'bytes never change');
      bodies.set(row.op, body);
    }
    if (turn % 7 === 0) await journal.settle(rows.slice(-3).map((row) => ({ seq: row.seq, said: said(row, random.one(['recorded', 'conflict', 'late'])) })));
  }
  assert.ok(failed > 50, `${failed} failures`);
  assert.equal(new Set([...bodies.keys()]).size, tablet.site.rows('ops').length, 'no id twice');
});

test('the bytes of an operation are its fields, in one order', async () => {
  const { journal } = await begun();
  const row = await journal.append(card('07', { effect: '27', lasting: '' }));
  const op = JSON.parse(row.body);
  assert.deepEqual(Object.keys(op), ['at', 'base', 'comment', 'component', 'device', 'entry', 'judge', 'marks', 'op', 'rules', 'seq']);
  assert.match(op.op, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(Date.parse(op.at), Date.parse('2026-11-26T10:00:00Z'));
  assert.deepEqual([op.device, op.judge, op.base, op.marks], [await journal.device(), JUDGE, null, { effect: '27', lasting: '' }]);
});

test('a pick names what it settles, and nothing else does', async () => {
  const { journal } = await begun();
  const rivals = ['one', 'other'];
  const pick = JSON.parse((await journal.append(Object.assign({ settles: rivals }, card('07')))).body);
  assert.deepEqual(pick.settles, rivals);
  assert.equal('settles' in JSON.parse((await journal.append(card('07'))).body), false);
});

test('answers are written all or none, and to the right operation only', async () => {
  const { tablet, journal } = await begun();
  const rows = [await journal.append(card('07')), await journal.append(card('08'))];
  const untouched = tablet.site.rows('ops');
  const both = rows.map((row) => ({ seq: row.seq, said: said(row) }));
  const crossed = [both[0], { seq: 2, said: said(rows[0]) }];
  await assert.rejects(journal.settle(crossed), /another operation/);
  await assert.rejects(journal.settle([both[0], { seq: 3, said: said(rows[1]) }]), /another operation/);
  for (const [kind, store] of [['write', 'ops'], ['read', 'ops'], ['commit', 'ops'], ['write', 'facts']]) {
    tablet.site.fail(kind, 'QuotaExceededError', { store });
    await assert.rejects(journal.settle(both), { name: 'QuotaExceededError' });
    assert.deepEqual(tablet.site.rows('ops'), untouched, `${kind} of ${store}`);
  }
  await journal.settle(both);
  assert.deepEqual(tablet.site.rows('ops').map((row) => row.outcome), ['recorded', 'recorded']);
});

test('the device has one id, whoever asks first and whatever failed before', async () => {
  const { tablet, journal } = await begun();
  tablet.site.fail('commit', 'QuotaExceededError', { store: 'facts' });
  await assert.rejects(journal.device(), { name: 'QuotaExceededError' });
  const ids = await Promise.all([journal.device(), journal.device(), journal.device()]);
  assert.equal(new Set(ids).size, 1);
  const again = await tablet.page().journal();
  assert.equal(await again.journal.device(), ids[0]);
});

test('judges on one tablet never see or number each other’s operations', async () => {
  const { tablet, page, lease, journal } = await begun();
  const { Journal } = await page.module('journal.js');
  // a seat whose name begins like the other one, and the same seat of another event
  const others = [new Journal({ event: EVENT, judge: JUDGE + '0' }, lease), new Journal({ event: EVENT + '/' + JUDGE, judge: JUDGE }, lease)];
  for (const one of [journal, ...others, ...others]) {
    await one.append(card('07'));
    await one.saveDraft('visit', '08', draft);
  }
  assert.equal((await journal.ops()).length, 1);
  for (const one of others) assert.deepEqual((await one.ops()).map((row) => row.seq), [1, 2]);
  assert.equal((await journal.drafts()).length, 1);
  assert.equal(tablet.site.rows('ops').length, 5);
});

test('the file for the organiser has the operations’ own bytes and their receipts', async () => {
  const { journal } = await begun();
  const rows = [await journal.append(card('07')), await journal.append(card('08', { effect: '"\\\u2028,"ops":[' }))];
  await journal.settle([{ seq: 1, said: said(rows[0]) }]);
  const text = await journal.file();
  for (const row of rows) assert.ok(text.includes(row.body));
  const file = JSON.parse(text);
  assert.deepEqual([file.guanmo, file.version, file.event, file.judge], ['journal', 1, EVENT, JUDGE]);
  assert.deepEqual(file.ops, rows.map((row) => JSON.parse(row.body)));
  assert.deepEqual(file.receipts, { [rows[0].op]: { receipt: 'r-' + rows[0].op, revision: 1 } });
});

test('whose page it is: the cookie’s, and without one whom the database names', async () => {
  const tablet = new Tablet();
  const { seat } = await tablet.page().module('seat.js');
  tablet.cookie = '';
  assert.equal(await seat(), null);
  for (const broken of ['guanmo-seat=', 'guanmo-seat=haian', 'guanmo-seat=%/L1', 'other=1']) {
    tablet.cookie = broken;
    assert.equal(await seat(), null, broken);
  }
  tablet.cookie = 'a=b; guanmo-seat=%E6%B5%B7%E5%AE%89/L%2F1; c=d';
  assert.deepEqual(await seat(), { event: '海安', judge: 'L/1' });
  tablet.cookie = '';
  assert.deepEqual(await seat(), { event: '海安', judge: 'L/1' });
  tablet.cookie = `guanmo-seat=${EVENT}/${JUDGE}`;
  tablet.site.fail('commit', 'QuotaExceededError', { store: 'facts' });
  await assert.rejects(seat(), { name: 'QuotaExceededError' });
  assert.deepEqual(await seat(), SEAT);
});

test('local time is the moment itself, with an offset that the server reads', async () => {
  const { page } = await begun();
  const { localTime } = await page.module('stamp.js');
  for (const minutes of [480, 0, -210, 345, -720, 840]) {
    const date = new Date('2026-12-31T23:59:58Z');
    date.getTimezoneOffset = () => -minutes;
    const text = localTime(date);
    assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
    assert.equal(Date.parse(text), date.getTime(), text);
    assert.equal(text.slice(-6), (minutes < 0 ? '-' : '+') + `0${Math.floor(Math.abs(minutes) / 60)}`.slice(-2) + ':' + `0${Math.abs(minutes) % 60}`.slice(-2));
  }
});
