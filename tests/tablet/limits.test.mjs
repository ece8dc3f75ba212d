// Limits on a judge's cards as the tablet says them, and the state of a card that came outside of its time. Rounding is
// held against integers of one fixed scale.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tablet, seeded } from './support/tablet.mjs';

const page = new Tablet().page();
const decimal = await page.module('decimal.js');
const { said } = await page.module('limits.js');
const { contentOf, stateOf } = await page.module('state.js');
const { windowOf } = await page.module('notice.js');
const { wording } = await page.module('frame.js');

const UNITS = ['甲镇', '乙镇', '丙镇', '丁镇'];
const IDS = ['01', '02', '03', '04'];

function component(limits) {
  return { id: 'visit', kind: 'marks', criteria: [{ id: 'a', weight: '1' }, { id: 'b', weight: '0.5' }], limits, release: { opens: 'event', after: null, closes_after: null } };
}

function card(entry, a, b, more) {
  const marks = a === null ? {} : { a, b };
  return Object.assign({ component: 'visit', entry, expected: 'due', open: true, op: a === null ? null : 'op-' + entry, marks, comment: '', rivals: [], rulings: [], quarantined: [] }, more);
}

function known(cards, drafts = [], ops = []) {
  return { view: { state: 'open', entries: IDS.map((id, index) => ({ id, unit: UNITS[index] })), my_cards: cards, route: [] }, drafts, ops };
}

const ABOVE = { above: '90', percent: '50', distinct: false, decimals: null, mode: 'half-up' };
const DISTINCT = { above: null, percent: null, distinct: true, decimals: null, mode: 'half-up' };

test('a rounded number is the nearest one, and a half goes as the rules say', () => {
  const random = seeded(20261129);
  const show = (text, places, mode) => decimal.format(decimal.round(decimal.parse(text), places, mode), places);
  for (const [text, places, mode, expected] of [
    ['0.5', 0, 'half-up', '1'], ['0.5', 0, 'half-even', '0'], ['1.5', 0, 'half-even', '2'], ['1.99', 1, 'down', '1.9'],
    ['-0.5', 0, 'half-up', '-1'], ['-1.5', 0, 'half-even', '-2'], ['-1.99', 1, 'down', '-1.9'], ['2.25', 2, 'half-up', '2.25'],
  ]) assert.equal(show(text, places, mode), expected, `${text} ${mode}`);
  for (let turn = 0; turn < 3000; turn += 1) {
    const units = BigInt(random.below(100000)) - 50000n;
    const number = { units, places: 3 };
    const rounded = decimal.round(number, 1, 'half-up');
    const off = units - rounded.units * 100n;
    assert.ok(off <= 50n && off >= -50n && rounded.places === 1, String(units));
    const down = decimal.round(number, 1, 'down');
    assert.ok((units < 0n ? -units : units) >= (down.units < 0n ? -down.units : down.units) * 100n);
  }
});

test('too many cards at a mark are said on the card that is among them, and of all where there are too many', () => {
  const cards = [card('01', '80', '20'), card('02', '90', '0'), card('03', '60', '20'), card('04', null)];
  // two of four may stand at 90 or above, and two do
  assert.deepEqual(said(component(ABOVE), known(cards), '01'), ['90 分以上已有 2 张，最多 2 张']);
  assert.deepEqual(said(component(ABOVE), known(cards), '03'), []);
  assert.deepEqual(said(component(ABOVE), known(cards), ''), []);
  // a complete draft counts as well, a partial one does not
  const draft = (a, b) => [{ component: 'visit', entry: '04', marks: b === null ? { a } : { a, b }, comment: '', filled: 2, fields: 2 }];
  assert.deepEqual(said(component(ABOVE), known(cards, draft('95', '0')), '04'), ['90 分以上已有 3 张，最多 2 张']);
  assert.deepEqual(said(component(ABOVE), known(cards, draft('95', '0')), ''), ['90 分以上已有 3 张，最多 2 张']);
  assert.deepEqual(said(component(ABOVE), known(cards, draft('95', null)), '04'), []);
  // a mark that ends in its point is one; a draft with a mark that the form does not take is not complete
  assert.deepEqual(said(component(ABOVE), known(cards, draft('95.', '.5')), '04'), ['90 分以上已有 3 张，最多 2 张']);
  const slip = draft('095', '0').map((row) => Object.assign(row, { filled: 1 }));
  assert.deepEqual(said(component(ABOVE), known(cards, slip), '04'), []);
  // what is on its way counts in the place of what the server has
  const body = JSON.stringify({ op: 'x', marks: { a: '10', b: '0' }, comment: '' });
  const ops = [{ op: 'x', component: 'visit', entry: '01', outcome: null, body }];
  assert.deepEqual(said(component(ABOVE), known(cards, [], ops), '02'), []);
  // whom a judge is recused from is not due
  const recused = [card('01', '95', '0'), card('02', '95', '0', { expected: 'recused' }), card('03', '1', '1'), card('04', '1', '1', { expected: 'recused' })];
  assert.deepEqual(said(component(ABOVE), known(recused), '01'), ['90 分以上已有 1 张，最多 1 张']);
});

test('the share is a floor, exactly, whatever its decimals', () => {
  const cards = IDS.map((id) => card(id, '95', '0'));
  for (const [percent, most] of [['33.3', 1], ['24.99', 0], ['25', 1], ['74.99', 2], ['75', 3]]) {
    const limits = Object.assign({}, ABOVE, { percent });
    assert.deepEqual(said(component(limits), known(cards), ''), [`90 分以上已有 4 张，最多 ${most} 张`], percent);
  }
});

test('equal totals are said with whom, and compared as the rules round a card', () => {
  const cards = [card('01', '80', '20'), card('02', '90', '0'), card('03', '60.5', '20'), card('04', '60.6', '20')];
  assert.deepEqual(said(component(DISTINCT), known(cards), '01'), ['与乙镇（02 号）同为 90 分']);
  assert.deepEqual(said(component(DISTINCT), known(cards), '03'), []);
  assert.deepEqual(said(component(DISTINCT), known(cards), ''), ['甲镇（01 号）、乙镇（02 号）同为 90 分']);
  const whole = Object.assign({}, DISTINCT, { decimals: 0 });
  assert.deepEqual(said(component(whole), known(cards), '03'), ['与丁镇（04 号）同为 71 分']);
  assert.deepEqual(said(component(undefined), known(cards), '01'), []);
});

test('a card that came early waits for its window, can be sent again as it is then, here and on another tablet', () => {
  const body = JSON.stringify({ op: 'early', marks: { a: '1', b: '2' }, comment: '早' });
  const ops = [{ op: 'early', component: 'visit', entry: '01', outcome: 'not-open', body, faults: [] }];
  const held = { outcome: 'not-open', marks: { a: '1', b: '2' }, comment: '早' };
  const shut = card('01', null, null, { open: false, quarantined: ['early'], held });
  const open = card('01', null, null, { open: true, quarantined: ['early'], held });
  for (const rows of [ops, []]) {
    const waiting = stateOf(shut, rows, []);
    assert.deepEqual([waiting.state, waiting.word, waiting.waits], ['held', '待开放', true]);
    const again = stateOf(open, rows, []);
    assert.deepEqual([again.state, Boolean(again.waits)], ['fix', false]);
    assert.deepEqual([contentOf(open, rows, null).marks, contentOf(open, rows, null).comment], [{ a: '1', b: '2' }, '早']);
  }
  // once it counts, what came early is nothing to anybody
  const counted = card('01', '1', '2', { open: true, quarantined: [], held: undefined });
  assert.equal(stateOf(counted, ops, []).state, 'ok');
  // what came late is the organiser's to rule on, and nothing for the judge to do
  const late = [{ op: 'late', component: 'visit', entry: '01', outcome: 'late', body, faults: [] }];
  const after = card('01', null, null, { open: false, quarantined: ['late'], held: Object.assign({}, held, { outcome: 'late' }) });
  assert.deepEqual([stateOf(after, late, []).state, stateOf(after, late, []).word], ['held', '待认定']);
  const refused = card('01', null, null, { open: false, rulings: [{ op: 'late', admitted: false, reason: '无故迟交' }] });
  assert.deepEqual([stateOf(refused, late, []).state, stateOf(refused, late, []).why], ['fix', '组织者未认定：无故迟交']);
});

test('a window says why it is closed, when it opens and when it shuts', () => {
  const at = (release) => Object.assign(component(null), { release });
  const route = [
    { entry: '01', arrived_at: '2026-11-29T01:00:00Z', left_at: '2026-11-29T01:30:00Z', skipped: false },
    { entry: '02', arrived_at: null, left_at: null, skipped: false },
  ];
  const view = Object.assign(known([]).view, { route });
  const now = Date.parse('2026-11-29T01:40:00Z');
  const shut = (entry) => card(entry, null, null, { open: false });
  assert.match(windowOf(view, at({ opens: 'after', after: 2, closes_after: null }), shut('02'), now)[0], /看完 2 个项目后开放，已看完 1 个/);
  assert.match(windowOf(view, at({ opens: 'arrival', after: null, closes_after: null }), shut('02'), now)[0], /到达观摩点后开放/);
  assert.match(windowOf(view, at({ opens: 'all', after: null, closes_after: null }), shut('02'), now)[0], /全部看完后开放/);
  assert.match(windowOf(view, at({ opens: 'arrival', after: null, closes_after: 5 }), shut('01'), now)[0], /已于 09:35 截止（离开后 5 分钟）/);
  assert.match(windowOf(view, at({ opens: 'arrival', after: null, closes_after: 30 }), card('01', null), now)[0], /^10:00 截止/);
  assert.deepEqual(windowOf(view, at({ opens: 'event', after: null, closes_after: null }), card('01', null), now), ['', '']);
  // a view that an older program left on the tablet
  const old = Object.assign(component(undefined), { release: undefined });
  assert.deepEqual(windowOf(view, old, card('01', null), now), ['', '']);
  assert.match(windowOf(view, old, shut('01'), now)[0], /不在评分时间内/);
  assert.match(windowOf(Object.assign({}, view, { state: 'closed' }), at({ opens: 'event' }), shut('01'), now)[0], /已封存/);
});

test('a tablet whose session ended says of a rehearsal that it is over', () => {
  assert.equal(wording({ phase: 'signed-out', queued: 2 }, { rehearsal: true }).fact, '演练已结束');
  assert.match(wording({ phase: 'signed-out', queued: 2 }, { rehearsal: false }).fact, /^登录已失效 · 2 张/);
});
