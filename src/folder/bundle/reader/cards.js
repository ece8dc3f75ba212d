// The cards, in each of the three forms: bound by the log, signed by tablets, and which of them count.

import { isHex, utf8 } from './bytes.js';
import { must } from './fault.js';
import { byCodePoint, hasNames, isObject, Lines, readCanonical } from './json.js';
import { WORK } from './pace.js';
import { hexOfText } from './sha256.js';
import { readTabletKeys, Signatures } from './tablets.js';

const ROW = [
  'op', 'event_id', 'version', 'judge', 'device', 'seq', 'component', 'entry', 'base', 'body', 'outcome', 'revision',
  'older_rules', 'receipt', 'received_at', 'skew_ms', 'restored', 'key', 'sig',
];
const NAMES = ROW.slice().sort().join();
const SIGNED = ['op', 'judge', 'device', 'seq', 'component', 'entry', 'base'];

/** Letters in their order: shorter first. */
export function byLetter(one, other) { return one.length - other.length || byCodePoint(one, other); }

function areMarks(marks) { return isObject(marks) && Object.values(marks).every((mark) => typeof mark === 'string'); }

/** What is bound of an operation. */
function printOf(row) {
  const values = [];
  for (const name of ROW) values.push(typeof row[name] === 'boolean' ? Number(row[name]) : row[name]);
  if (row.key === null && row.sig === null) values.length -= 2;
  return hexOfText(`operation\n${JSON.stringify(values)}`);
}

/** The body of an operation, which says what its row says. */
function readBody(row, what) {
  must(typeof row.body === 'string', `${what}没有内容`);
  const body = readCanonical(row.body, `${what}的内容`);
  for (const name of SIGNED) {
    const empty = name === 'component' || name === 'entry' ? '' : null;
    must(isObject(body) && (body[name] === undefined ? empty : body[name]) === row[name], `${what}的“${name}”与平板签署的内容不一致`);
  }
  return body;
}

/** `seats.json`: which letter is which judge, and which of their cards count. */
function readSeats(files) {
  const { seats } = readCanonical(utf8(files.get('seats.json'), 'seats.json'), 'seats.json ');
  const isWhole = (seat) => hasNames(seat, 'cards,judge,seat,secret') && isHex(seat.secret, 32) && Array.isArray(seat.cards)
    && seat.cards.every((op, i) => typeof op === 'string' && (!i || byCodePoint(seat.cards[i - 1], op) < 0));
  must(Array.isArray(seats) && seats.every(isWhole), 'seats.json 不成样子，或有评分卡重复、次序不对');
  seats.forEach(({ seat }, i) => must(/^[A-Z]+$/.test(seat) && (!i || byLetter(seats[i - 1].seat, seat) < 0), 'seats.json 的字母重复或次序不对'));
  must(new Set(seats.map(({ judge }) => judge)).size === seats.length, 'seats.json 里有一席出现两次');
  return seats;
}

/** The cards that count, by seat: each must be the last revision of its judge's. */
function readCounted(seats, current) {
  const byOp = new Map([...current.values()].map((card) => [card.op, card]));
  return seats.map(({ judge, seat: letter, cards: ops }) => {
    const cards = ops.map((op) => byOp.get(op));
    cards.forEach((card, i) => must(card && card.seat === judge, `seats.json 里席位“${judge}”的评分卡 ${ops[i].slice(0, 40)} 不是计入成绩的那一张`));
    return { seat: judge, letter, cards };
  });
}

/** Each operation of the event, as the log binds it; gives the cards that count, by seat. */
export async function readOpen(files, about, log, verifier, pace) {
  const keys = await readTabletKeys(files, about, log.prints.tablet_key, verifier, pace);
  const listed = readSeats(files);
  const left = new Map([...log.prints.operation].filter(([, print]) => print !== null));
  const [signatures, current] = [new Signatures(keys, about.event, verifier), new Map()];
  const lines = new Lines(files.get('cards.jsonl'), 'cards.jsonl');
  let [before, from, unsigned, confirmed] = [{ version: -1, op: '' }, 0, 0, 0];
  for (let text = lines.next(); text !== null; text = lines.next()) {
    const row = readCanonical(text, `cards.jsonl 第 ${lines.number} 行`);
    must(isObject(row) && Object.keys(row).join() === NAMES && typeof row.op === 'string', `cards.jsonl 第 ${lines.number} 行缺少内容或多出内容`);
    const what = `评分记录 ${row.op.slice(0, 40)}（cards.jsonl 第 ${lines.number} 行）`;
    must(row.event_id === about.event, `${what}是另一次评比的`);
    must(row.version > before.version || (row.version === before.version && byCodePoint(row.op, before.op) > 0), `${what}重复或次序不对`);
    const bound = JSON.stringify([row.op]);
    must(left.has(bound), `${what}不在日志里`);
    must(left.get(bound) === printOf(row), `${what}与日志所载的不一致，被改动过`);
    left.delete(bound);
    const body = readBody(row, what);
    if (row.sig === null && row.key === null) unsigned += 1; else await signatures.take(row, what);
    if (row.outcome === 'confirmed') confirmed += 1;
    const place = JSON.stringify([row.judge, row.component, row.entry]);
    const held = current.get(place);
    if (row.outcome === 'recorded' && row.revision > (held ? held.revision : 0)) {
      must(areMarks(body.marks), `${what}没有评分`);
      current.set(place, { op: row.op, seat: row.judge, component: row.component, entry: row.entry, marks: body.marks, revision: row.revision });
    }
    if (pace.isOver((lines.at - from) * WORK.cards)) await pace.rest();
    [before, from] = [row, lines.at];
  }
  await signatures.settle();
  must(left.size === 0, `日志里有 ${left.size} 条评分记录不在 cards.jsonl 里，第一条是 ${[...left.keys()][0]}`);
  const seats = readCounted(listed, current);
  return { seats, cards: seats.flatMap(({ cards }) => cards), operations: lines.number, signed: signatures.count, unsigned, confirmed };
}

function bySeat(cards) {
  const seats = new Map();
  for (const card of cards) {
    if (!seats.has(card.seat)) seats.set(card.seat, { seat: card.seat, letter: card.seat, cards: [] });
    seats.get(card.seat).cards.push(card);
  }
  return [...seats.values()];
}

/** A card that counts under its letter. */
export async function readPseudonymous(files, pace) {
  const [lines, cards] = [new Lines(files.get('cards.jsonl'), 'cards.jsonl'), []];
  let from = 0;
  for (let text = lines.next(); text !== null; text = lines.next()) {
    const what = `cards.jsonl 第 ${lines.number} 行`;
    const card = readCanonical(text, what);
    const whole = hasNames(card, 'component,entry,marks,seat') && areMarks(card.marks) && /^[A-Z]+$/.test(card.seat)
      && typeof card.component === 'string' && typeof card.entry === 'string';
    must(whole, `${what}不是一张评分卡`);
    const last = cards[cards.length - 1];
    const order = last ? byLetter(last.seat, card.seat) || byCodePoint(last.component, card.component) || byCodePoint(last.entry, card.entry) : -1;
    must(order < 0, `${what}重复或次序不对`);
    cards.push(card);
    if (pace.isOver((lines.at - from) * WORK.cards)) await pace.rest();
    from = lines.at;
  }
  return { seats: bySeat(cards), cards };
}

/** The salted hashes of the cards of each seat. */
export function readCommitments(files) {
  const [lines, seats] = [new Lines(files.get('cards.jsonl'), 'cards.jsonl'), []];
  for (let text = lines.next(); text !== null; text = lines.next()) {
    const what = `cards.jsonl 第 ${lines.number} 行`;
    const row = readCanonical(text, what);
    const whole = hasNames(row, 'cards,seat') && /^[A-Z]+$/.test(row.seat) && Array.isArray(row.cards);
    must(whole && row.cards.every((hash, i) => isHex(hash, 64) && (!i || row.cards[i - 1] <= hash)), `${what}不是一席的评分卡`);
    must(!seats.length || byLetter(seats[seats.length - 1].letter, row.seat) < 0, `${what}重复或次序不对`);
    seats.push({ seat: row.seat, letter: row.seat, hashes: row.cards });
  }
  return { seats };
}
