// The slip of a judge, held against an independent computation of docs/BUNDLE.md.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { Tablet, seeded } from './support/tablet.mjs';

const { checkAddress, slipFile, slipOf } = await new Tablet().page().module('slip.js');

const sha256 = (...pieces) => createHash('sha256').update(Buffer.concat(pieces.map((piece) => Buffer.from(piece)))).digest();
const byBytes = (a, b) => Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));

/** Canonical JSON of objects of texts, as the document says it; UTF-8 has code points in their order. */
function text(value) {
  if (typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value).sort(byBytes).map((key) => `${JSON.stringify(key)}:${text(value[key])}`).join(',')}}`;
}

function hashesOf(cards, secret) {
  const marks = (given) => Object.fromEntries(Object.entries(given).filter(([, mark]) => mark !== ''));
  const texts = cards.map(({ component, entry, marks: given }) => text({ component, entry, marks: marks(given) }));
  return texts.map((card) => sha256('guanmo-card/1\n', secret, '\n', card)).sort(Buffer.compare);
}

function view(cards, more) {
  return Object.assign({ id: 'haian', title: '观摩评比', origin: 'guanmo/7f2a/haian', judge_name: '市领导一席', my_cards: cards }, more);
}

function card(component, entry, marks, op) { return { component, entry, marks, op: op || `${component}/${entry}`, comment: '不进凭据', expected: 'due' }; }

function confirmation(cards) {
  return { at: '2026-11-26T18:00:00+08:00', secret: randomBytes(16).toString('hex'), confirms: cards.map((one) => one.op).sort() };
}

function read(slip) { return JSON.parse(Buffer.from(slip, 'base64url').toString('utf8')); }

function check(cards, given = confirmation(cards), more = {}) {
  const slip = slipOf(view(cards, more), given);
  const found = read(slip);
  const hashes = hashesOf(cards, given.secret);
  const pieces = Buffer.concat(hashes.map((hash) => hash.subarray(0, 8))).toString('base64url');
  const digest = sha256('guanmo-cards/1\n', ...hashes.map((hash) => hash.toString('hex') + '\n')).toString('hex');
  const expected = { v: 1, origin: 'guanmo/7f2a/haian', seat: '市领导一席', at: given.at, secret: given.secret, digest };
  if (hashes.length <= 150) expected.cards = pieces;
  assert.deepEqual(found, expected);
  assert.equal(Buffer.from(slip, 'base64url').toString('utf8'), text(expected), 'canonical');
  assert.match(slip, /^[A-Za-z0-9_-]+$/);
  return found;
}

test('a slip is what the document says: of marks, grades, rankings and votes', () => {
  check([
    card('visit', '07', { effect: '27', plan: '18.5' }), card('grade', '07', { grade: '甲' }),
    card('rank', '', { '07': '2', '08': '1' }), card('vote', '', { '08': '1' }),
  ]);
});

test('names of all alphabets, and those that JSON has to escape, are in it as they are', () => {
  check([
    card('观摩', '七号·😀', { 效果: '27', '\uffff': '1', '😀': '2', '"\\\n': '3', '\u007f\u2028': '4', 10: '5', 9: '6' }), card('观摩', 'é', { 效果: '5.' }),
  ], undefined, {});
});

test('a mark that was left blank is none, and what is typed otherwise is another card', () => {
  const secret = 'ab'.repeat(16);
  const of = (marks) => {
    const cards = [card('visit', '07', marks, 'x')];
    return check(cards, { at: 'x', secret, confirms: ['x'] }).digest;
  };
  assert.equal(of({ effect: '27', plan: '' }), of({ effect: '27' }));
  assert.notEqual(of({ effect: '27.0' }), of({ effect: '27' }));
  assert.notEqual(of({ effect: '27', plan: ' ' }), of({ effect: '27' }));
  assert.notEqual(of({}), of({ effect: '27' }));
});

test('whatever the cards, as many as there may be, and beyond 150 without their single hashes', () => {
  const random = seeded(61);
  for (const count of [1, 2, 7, 60, 149, 150, 151, 400]) {
    const cards = Array.from({ length: count }, (_, index) => card(random.one(['visit', '日常']), `${index}号`, { a: String(random.below(30)), b: random.one(['', '5', '7.5']) }));
    assert.equal('cards' in check(cards), count <= 150);
  }
});

test('there is no slip where just those cards are not known, or no log is named', () => {
  const cards = [card('visit', '07', { effect: '27' }), card('visit', '08', { effect: '28' })];
  const given = confirmation(cards);
  assert.ok(slipOf(view(cards), given));
  assert.ok(slipOf(view(cards.concat(card('visit', '09', { effect: '1' }))), given), 'what was not confirmed is not in it');
  assert.equal(slipOf(view(cards.slice(1)), given), null);
  assert.equal(slipOf(view([cards[0], Object.assign({}, cards[1], { op: 'later' })]), given), null);
  assert.equal(slipOf(view(cards, { origin: undefined }), given), null);
  assert.equal(slipOf(view(cards, { origin: '' }), given), null);
  assert.equal(slipOf(view([]), confirmation([])), null);
});

test('the file says what it is for, in lines that any program shows', () => {
  const cards = [card('visit', '07', { effect: '27' })];
  const [given, seen] = [confirmation(cards), view(cards)];
  const slip = slipOf(seen, given);
  const file = slipFile('https://haian.example', seen, given, slip);
  assert.ok(file.startsWith('\ufeff核对凭据\r\n'));
  assert.ok(!/[^\r]\n/.test(file));
  for (const words of ['观摩评比', '市领导一席', '11月26日 18:00', '1 张', `\r\n${slip}\r\n`, `https://haian.example/public/haian/check#${slip}`]) assert.ok(file.includes(words), words);
  assert.equal(checkAddress('https://a', { id: '甲/乙' }, 's'), 'https://a/public/%E7%94%B2%2F%E4%B9%99/check#s');
});
