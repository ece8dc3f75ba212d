// A judge's own spread: where a card's total lies among the judge's other cards of the component, in whole numbers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tablet, seeded } from './support/tablet.mjs';

const page = new Tablet().page();
const { spreadOf } = await page.module('spread.js');
const { parse, share } = await page.module('decimal.js');

const COMPONENT = { id: 'visit', kind: 'marks', criteria: [{ id: 'a', weight: '1' }, { id: 'b', weight: '0.5' }] };

function card(entry, a, more) {
  const marks = a === null ? {} : { a, b: '0' };
  return Object.assign({ component: 'visit', entry, expected: 'due', op: a === null ? null : 'op-' + entry, marks, comment: '', rivals: [], rulings: [], quarantined: [] }, more);
}

function known(cards, drafts = [], ops = []) {
  return { view: { my_cards: cards, entries: [], route: [] }, drafts, ops };
}

test('the other cards are dots between the least and the most, and this one lies among them', () => {
  const cards = [card('01', '80'), card('02', '90'), card('03', '95.5'), card('04', '85')];
  const found = spreadOf(COMPONENT, known(cards), '04');
  assert.deepEqual(found, { words: '本席另 3 张 80.0–95.5', at: [6, 104, 158, 55] });
  // one that lies beyond all others makes the line longer, and their range stays theirs
  const beyond = spreadOf(COMPONENT, known([...cards.slice(0, 3), card('04', '100')]), '04');
  assert.equal(beyond.words, found.words);
  assert.ok(beyond.at[3] === 158 && beyond.at[2] < 158);
});

test('until the card is complete there is nothing to compare, nor with fewer than two others', () => {
  const cards = [card('01', '80'), card('02', '90'), card('03', null)];
  assert.equal(spreadOf(COMPONENT, known(cards), '03'), null);
  const half = { component: 'visit', entry: '03', marks: { a: '85' }, comment: '', filled: 1, fields: 2 };
  assert.equal(spreadOf(COMPONENT, known(cards, [half]), '03'), null);
  // a draft counts as soon as it is complete, before it is handed in
  const whole = Object.assign({}, half, { marks: { a: '85', b: '2' }, filled: 2 });
  assert.deepEqual(spreadOf(COMPONENT, known(cards, [whole]), '03').at, [6, 158, 97]);
  assert.equal(spreadOf(COMPONENT, known([card('01', '80'), card('03', '90')]), '03'), null);
});

test('cards of another component, or from which the judge is recused, are no part of it; ballots have none', () => {
  const cards = [card('01', '80'), card('02', '90'), card('03', '99', { expected: 'recused' }), card('04', '99', { component: 'report' }), card('05', '85')];
  assert.equal(spreadOf(COMPONENT, known(cards), '05').words, '本席另 2 张 80.0–90.0');
  assert.equal(spreadOf({ id: 'visit', kind: 'ranking' }, known(cards), ''), null);
  assert.equal(spreadOf({ id: 'visit', kind: 'grades', grades: [] }, known(cards), '05'), null);
  assert.equal(spreadOf(undefined, known(cards), '05'), null);
});

test('where all are the same they lie in the middle, and nothing is divided by nothing', () => {
  const cards = ['01', '02', '03'].map((id) => card(id, '90'));
  assert.deepEqual(spreadOf(COMPONENT, known(cards), '03'), { words: '本席另 2 张 90.0–90.0', at: [82, 82, 82] });
});

test('a place is a whole number on the line, whatever the decimals, and a higher total is never further left', () => {
  const random = seeded(20261130);
  for (let turn = 0; turn < 500; turn += 1) {
    const texts = Array.from({ length: 6 }, () => `${random.below(100)}.${String(random.below(1000)).padStart(3, '0')}`);
    const cards = texts.map((text, index) => card('0' + index, text));
    const { at } = spreadOf(COMPONENT, known(cards), '05');
    const mine = at.pop();
    for (const place of [...at, mine]) assert.ok(Number.isInteger(place) && place >= 6 && place <= 158, texts.join());
    assert.deepEqual([...at].sort((a, b) => a - b), at);
    const above = at.filter((place, index) => place > mine).length;
    const truly = texts.slice(0, 5).filter((text) => Number(text) > Number(texts[5])).length;
    assert.ok(above <= truly, texts.join());
  }
  assert.equal(share(parse('1.5'), parse('3'), 152), 76);
  assert.equal(share(parse('0.001'), parse('100000'), 152), 0);
});

test('nobody else is in it: it is made of the view of this judge, the drafts and the operations of this tablet', () => {
  const cards = [card('01', '80'), card('02', '90'), card('03', '85')];
  const alone = spreadOf(COMPONENT, known(cards), '03');
  const view = Object.assign(known(cards).view, { panel: { mean: '99' }, others: [card('01', '10')] });
  assert.deepEqual(spreadOf(COMPONENT, { view, drafts: [], ops: [] }, '03'), alone);
});
