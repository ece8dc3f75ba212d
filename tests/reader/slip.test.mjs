// A judge's slip: read strictly, and found in a bundle where just their cards are, and nowhere else.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ORIGIN, makeBundle, makeSlip } from './support/bundle.mjs';
import { makeEvent } from './support/event.mjs';
import { look, module } from './support/reader.mjs';

const { readSlip, findSlip } = await module('slip.js');
const { Pace } = await module('pace.js');

const event = makeEvent();
const bundles = Object.fromEntries(['open', 'pseudonymous', 'commitments'].map((form) => [form, makeBundle(form, { event })]));

async function search(form, slip, lie) {
  const bundle = lie ? makeBundle(form, { event, lie }) : bundles[form];
  const { fault, about, found } = await look(bundle);
  assert.equal(fault, null);
  return findSlip(readSlip(slip), { origin: about.origin, seats: found.seats }, new Pace());
}

test('in each form a judge finds just their own seat', async () => {
  for (const form of Object.keys(bundles)) {
    for (const { judge } of event.judges) {
      const { found, seat, cards, others } = await search(form, makeSlip(bundles[form], judge));
      assert.deepEqual([found, seat.letter, cards.length, others], [true, bundles[form].letters.get(judge), 9, 0]);
    }
  }
});

test('an address with a slip behind it, and lines that were broken, are read as the slip', () => {
  const slip = makeSlip(bundles.open, 'L1');
  const broken = slip.replace(/.{60}/g, '$&\n ');
  for (const typed of [`http://10.0.0.5:8080/public/ev-1/check#${slip}`, ` ${slip}\n`, broken]) assert.equal(readSlip(typed).origin, ORIGIN);
});

test('where a card was changed or taken away, the slip tells which', async () => {
  const changed = { cards: (rows) => { rows.find(({ component }) => component === 'level').marks.grade = 'C'; }, scores: (rows) => { rows.find(([seat, component]) => seat === 'A' && component === 'level')[4] = 'C'; } };
  const result = await search('pseudonymous', makeSlip(bundles.pseudonymous, 'L3'), changed);
  assert.deepEqual([result.found, result.seat.letter, result.common, result.missing.length, result.strange.length], [false, 'A', 8, 1, 1]);
  assert.deepEqual(result.strange[0].card.marks, { grade: 'C' });
  const gone = await search('commitments', makeSlip(bundles.commitments, 'L3'), { cards: (rows) => { rows[0].cards.pop(); } });
  assert.deepEqual([gone.found, gone.missing.length, gone.strange.length], [false, 1, 0]);
});

test('a slip whose secret is another’s finds nothing, and so does one without prefixes whose digest is', async () => {
  const strange = await search('open', makeSlip(bundles.open, 'L1', (slip) => ({ ...slip, secret: '0'.repeat(32) })));
  assert.deepEqual([strange.found, strange.seat, strange.missing.length], [false, null, 9]);
  const short = await search('open', makeSlip(bundles.open, 'L1', ({ cards, ...slip }) => ({ ...slip, digest: '0'.repeat(64) })));
  assert.deepEqual([short.found, short.seat], [false, null]);
});

test('a slip that contradicts itself, and one card too many, are told', async () => {
  await assert.rejects(search('open', makeSlip(bundles.open, 'L1', (slip) => ({ ...slip, digest: '0'.repeat(64) }))), /前后不一致/);
  const more = await search('commitments', makeSlip(bundles.commitments, 'L3'), { cards: (rows) => { rows[0].cards.push('f'.repeat(64)); } });
  assert.deepEqual([more.found, more.common, more.missing.length, more.strange.length], [false, 9, 0, 1]);
});

test('two seats with the same cards are both told', async () => {
  const twins = makeEvent({ judges: 1 });
  twins.judges.push({ judge: 'L2', name: '席位2', unit: '' });
  const bundle = makeBundle('pseudonymous', { event: twins, lie: {
    cards: (rows) => rows.push(...rows.map((row) => ({ ...row, seat: 'C' }))), scores: (rows) => rows.push(...rows.map(([, ...row]) => ['C', ...row])),
  } });
  const { fault, about, found } = await look(bundle);
  assert.equal(fault, null);
  const result = await findSlip(readSlip(makeSlip(bundle, 'L1')), { origin: about.origin, seats: found.seats }, new Pace());
  assert.deepEqual([result.found, result.others], [true, 1]);
});

const CUT = /不完整|截断/;
const good = makeSlip(bundles.open, 'L1');
const made = (change) => makeSlip(bundles.open, 'L1', change);

for (const [what, typed, said] of [
  ['nothing', '', /请先填入/],
  ['an address without a slip', 'http://10.0.0.5/public/ev-1/check#', /请先填入/],
  ['a word', '评分卡', /这不是核对凭据/],
  ['padding', `${good}=`, /这不是核对凭据/],
  ['one that is cut', good.slice(0, -8), CUT],
  ['one of which the beginning is lacking', good.slice(4), CUT],
  ['another spelling of its end', `${good.slice(0, -1)}${good.length % 4 === 3 ? String.fromCharCode(good.charCodeAt(good.length - 1) + 1) : '!'}`, /不完整|不是核对凭据/],
  ['another version', made((slip) => ({ ...slip, v: 2 })), /另一个版本/],
  ['a field too many', made((slip) => ({ ...slip, x: 1 })), CUT],
  ['a field too few', made(({ at, ...slip }) => slip), CUT],
  ['a digest that is none', made((slip) => ({ ...slip, digest: 'x' })), CUT],
  ['a secret that is none', made((slip) => ({ ...slip, secret: slip.secret.toUpperCase() + 'A' })), CUT],
  ['a time that is none', made((slip) => ({ ...slip, at: 'now' })), CUT],
  ['half a hash', made((slip) => ({ ...slip, cards: slip.cards.slice(0, -4) })), CUT],
  ['JSON that is not canonical', Buffer.from('{"v":1, "origin":"x"}').toString('base64url'), CUT],
]) {
  test(`as a slip, ${what} is refused`, () => assert.throws(() => readSlip(typed), said));
}

test('a slip of another event or another house is named so', async () => {
  await assert.rejects(search('open', made((slip) => ({ ...slip, origin: 'guanmo/HOUSE/ev-7' }))), /另一次评比（ev-7）/);
  await assert.rejects(search('open', made((slip) => ({ ...slip, origin: 'guanmo/OTHER/ev-1' }))), /另一单位（OTHER）/);
});

test('whatever letter of a slip is changed, it is refused or finds nothing', async () => {
  const { about, found } = await look(bundles.pseudonymous);
  let refused = 0;
  for (let at = 0; at < good.length; at += 1) {
    const typed = good.slice(0, at) + (good[at] === 'A' ? 'B' : 'A') + good.slice(at + 1);
    let slip;
    try { slip = readSlip(typed); } catch (error) { refused += 1; continue; }
    const result = await findSlip(slip, { origin: about.origin, seats: found.seats }, new Pace()).catch(() => ({ found: false }));
    const wanted = readSlip(good);
    // what only people read, and what only tells differences, may differ
    assert.ok(!result.found || (slip.digest === wanted.digest && slip.secret === wanted.secret && slip.origin === wanted.origin), typed);
  }
  assert.ok(refused > 20);
});
