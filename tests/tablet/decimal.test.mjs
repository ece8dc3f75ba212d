// Exact decimals, against integers of one fixed scale: whatever the places of two numbers, their arithmetic must be
// that of the same numbers written with 40 decimals.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tablet, seeded } from './support/tablet.mjs';

const decimal = await new Tablet().page().module('decimal.js');
const SCALE = 40n;
const TURNS = 5000;

/** The number as an integer of 40 decimals, read from its text by another way than the module's. */
function wide(text) {
  const [, sign, whole, part] = text.match(/^(-?)(\d+)(?:\.(\d+))?$/);
  const units = BigInt(whole) * 10n ** SCALE + BigInt((part || '').padEnd(Number(SCALE), '0'));
  return sign ? -units : units;
}

function widened(number) { return number.units * 10n ** (SCALE - BigInt(number.places)); }

function anyNumber(random) {
  const digits = (count) => Array.from({ length: count }, () => random.below(10)).join('');
  const places = random.one([0, 0, 1, 2, 3, 9, 13]);
  return random.one(['', '', '-']) + digits(1 + random.below(14)) + (places ? '.' + digits(places) : '');
}

test('sum, difference, product, order and multiples are exact', () => {
  const random = seeded(20261126);
  for (let turn = 0; turn < TURNS; turn += 1) {
    const texts = [anyNumber(random), anyNumber(random)];
    const [a, b] = texts.map(decimal.parse);
    const [x, y] = texts.map(wide);
    const about = texts.join(' and ');
    assert.equal(widened(decimal.add(a, b)), x + y, about);
    assert.equal(widened(decimal.subtract(a, b)), x - y, about);
    assert.equal(widened(decimal.multiply(a, b)) * 10n ** SCALE, x * y, about);
    assert.equal(decimal.compare(a, b), x < y ? -1 : x > y ? 1 : 0, about);
    assert.equal(decimal.compare(b, a), -decimal.compare(a, b) + 0, about);
    if (y !== 0n) assert.equal(decimal.isMultiple(a, b), x % y === 0n, about);
    if (y !== 0n) assert.equal(decimal.isMultiple(decimal.multiply(b, decimal.parse(String(turn))), b), true, about);
  }
});

test('a text that was made of a number is that number, as short as it can be', () => {
  const random = seeded(7);
  for (let turn = 0; turn < TURNS; turn += 1) {
    const text = anyNumber(random);
    const number = decimal.parse(text);
    const written = decimal.format(number);
    assert.equal(wide(written), wide(text), `${text} became ${written}`);
    assert.match(written, /^(0|-?[1-9]\d*|-?(0|[1-9]\d*)\.\d*[1-9])$/, text);
    const least = 1 + random.below(6);
    const padded = decimal.format(number, least);
    assert.equal(wide(padded), wide(text), `${text} became ${padded}`);
    assert.ok(padded.split('.')[1].length >= least, `${text} became ${padded}`);
  }
});

test('a long sum does not depend on the order in which it is added up', () => {
  const random = seeded(99);
  const texts = Array.from({ length: 400 }, () => anyNumber(random));
  const sum = (list) => decimal.format(list.map(decimal.parse).reduce(decimal.add, decimal.ZERO));
  const shuffled = texts.map((text) => ({ text, at: random.below(1e9) })).sort((a, b) => a.at - b.at).map((one) => one.text);
  assert.equal(sum(texts), sum(shuffled));
  assert.equal(wide(sum(texts)), texts.map(wide).reduce((a, b) => a + b));
  assert.equal(sum(Array(10).fill('0.1')), '1', 'what floating point gets wrong');
});

test('what is no plain number is none', () => {
  const odd = [
    '', ' ', '-', '.', '-.5', '.5', '5.', '+5', '5-', '1e3', '1E3', '0x10', '1_000', '1,000', '1.2.3', '--1', 'NaN', 'Infinity',
    '５', '八', ' 5', '5 ', '5\n', '\n5', '5\u0000', '٣', '1'.repeat(29), '0.' + '0'.repeat(28),
  ];
  for (const text of odd) assert.equal(decimal.parse(text), null, JSON.stringify(text));
  for (const text of ['0', '-0', '00', '007', '1'.repeat(28), '-' + '9'.repeat(28), '0.' + '0'.repeat(27)]) assert.notEqual(decimal.parse(text), null, text);
  assert.equal(decimal.format(decimal.parse('-0.00')), '0', 'there is no negative nought');
  assert.equal(decimal.format(decimal.parse('-0.50')), '-0.5');
  assert.equal(decimal.format(decimal.parse('007.10'), 1), '7.1');
});

test('a mark that the tablet takes is sent in the plain form that the server reads, and nothing else is taken', () => {
  const random = seeded(20261130);
  const taken = { clear: 0, unclear: 0, none: 0 };
  for (let turn = 0; turn < 20000; turn += 1) {
    const letters = random.one(['0123456789', '05.-', '0.-８．－ ', '0123456789.-e+,\n']);
    const typed = Array.from({ length: random.below(random.one([4, 8, 34])) }, () => letters[random.below(letters.length)]).join('');
    const text = decimal.halfWidth(typed);
    const mark = decimal.readMark(text);
    const digits = text.replace(/^-/, '').replace('.', '');
    // 28 digits as the server counts them: with the noughts that are lacking, and without those that are too many
    const isNumber = /^\d+$/.test(digits) && digits.replace(/^0+(?=\d)/, '').length < 28;
    if (!isNumber) { if (!/^\d+$/.test(digits)) assert.equal(mark, null, JSON.stringify(typed)); taken.none += 1; continue; }
    const written = text.replace(/^(-?)\./, '$10.').replace(/\.$/, '');
    assert.match(mark.plain, /^-?(0|[1-9]\d*)(\.\d+)?$/, typed);
    assert.doesNotMatch(mark.plain, /^-[0.]*$/, typed);
    assert.equal(wide(mark.plain), wide(written), typed);
    assert.equal(widened(mark.number), wide(written), typed);
    assert.equal(mark.isClear, mark.plain === written, typed);
    assert.deepEqual(decimal.readMark(mark.plain), { number: mark.number, plain: mark.plain, isClear: true }, typed);
    taken[mark.isClear ? 'clear' : 'unclear'] += 1;
  }
  assert.ok(Object.values(taken).every((count) => count > 500), JSON.stringify(taken));
});

test('half a number is the number that is meant, and a slip of the finger is not clear', () => {
  const read = (text) => { const mark = decimal.readMark(text); return mark && [mark.plain, mark.isClear]; };
  for (const [text, plain] of [['5.', '5'], ['.5', '0.5'], ['-5.', '-5'], ['-.5', '-0.5'], ['0.', '0'], ['.0', '0.0'], ['28.50', '28.50'], ['0', '0']]) {
    assert.deepEqual(read(text), [plain, true], text);
  }
  for (const [text, plain] of [['028.5', '28.5'], ['-0', '0'], ['-0.0', '0.0'], ['-.0', '0.0'], ['00', '0'], ['00.5', '0.5'], ['-07', '-7']]) {
    assert.deepEqual(read(text), [plain, false], text);
  }
  for (const text of ['', '-', '.', '-.', '1.2.3', '--1', '1e3', '5-', '+5', '五', '1'.repeat(29), '.' + '1'.repeat(28)]) assert.equal(read(text), null, text);
});

test('what a Chinese keyboard types is read as it is meant, and nothing else changes', () => {
  assert.equal(decimal.halfWidth('１８．５'), '18.5');
  assert.equal(decimal.halfWidth('－８。５'), '-8.5');
  assert.equal(decimal.halfWidth(' 1 8\u3000.\t5\n'), '18.5');
  assert.equal(decimal.halfWidth('\u2212０'), '-0');
  for (const text of ['八', '1,5', '1/2', '½', 'Ⅷ']) {
    assert.equal(decimal.halfWidth(text), text);
    assert.equal(decimal.parse(decimal.halfWidth(text)), null, text);
  }
});
