// Writes bundles as docs/BUNDLE.md has them, in each form, and lets a test lie at any step: what follows a lie is made to fit
// it, as a house that cheats would.

import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { EVENT, ROW, RULES, canonical, currentCards, digestOf, hashCard, hexOf, makeEvent, sha256 } from './event.mjs';
import { pack } from './zip.mjs';

export const ORIGIN = `guanmo/HOUSE/${EVENT}`;

export class House {
  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    this.secret = privateKey;
    this.key = Buffer.from(publicKey.export({ format: 'jwk' }).x, 'base64url');
    this.line = `ed25519:${this.key.toString('base64')}`;
  }

  /** A signed note over a text, by a name. */
  signature(text, name = ORIGIN) {
    const id = sha256(`${name}\n`, Buffer.from([1]), this.key).subarray(0, 4);
    return `— ${name} ${Buffer.concat([id, sign(null, Buffer.from(text), this.secret)]).toString('base64')}\n`;
  }
}

const HOUSE = new House();

function csv(header, rows) {
  const cell = (value) => (/[",\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value);
  return [header, ...rows].map((row) => `${row.map((value) => cell(String(value))).join(',')}\n`).join('');
}

export function printOf(row) {
  const values = ROW.map((name) => (typeof row[name] === 'boolean' ? Number(row[name]) : row[name]));
  return hexOf(`operation\n${JSON.stringify(row.key === null ? values.slice(0, -2) : values)}`);
}

function printOfKey(row) {
  return hexOf(`tablet_key\n${JSON.stringify([row.event_id, row.judge, row.id, row.device, row.algorithm, row.public, row.registered_at])}`);
}

/** Letters in their order: shorter first. */
function byLetter([, one], [, other]) { return one.length - other.length || (one < other ? -1 : 1); }

export function letterOf(number) { return number < 26 ? String.fromCharCode(65 + number) : letterOf(Math.floor(number / 26) - 1) + letterOf(number % 26); }

/** Leaves as they are put on record; `payload` null where it may not be shown. */
class Log {
  constructor() { this.lines = []; }

  add(act, who, subject, payload, isShown = true) {
    const [salt, text] = [randomBytes(16), JSON.stringify(payload)];
    const leaf = { act, at: 1_790_000_000_000_000 + this.lines.length, commit: hexOf(salt, text), n: this.lines.length + 1, subject, who };
    this.lines.push([leaf, isShown ? salt.toString('hex') : null, isShown ? text : null]);
  }

  root(from = 0, to = this.lines.length) {
    if (to - from === 1) return sha256(Buffer.from([0]), canonical(this.lines[from][0]));
    const half = from + 2 ** Math.ceil(Math.log2(to - from) - 1);
    return sha256(Buffer.from([1]), this.root(from, half), this.root(half, to));
  }
}

function scoresOf(cards, seatOf) {
  const rows = [];
  for (const { judge, component, entry, marks } of cards) {
    for (const [name, mark] of Object.entries(marks)) {
      if (entry === '') rows.push([seatOf(judge), component, name, '', mark]);
      else if (name === 'grade') rows.push([seatOf(judge), component, entry, '', mark]);
      else rows.push([seatOf(judge), component, entry, name, mark.replace(/\.50$/, '.5')]);
    }
  }
  return rows;
}

/** `lie` has a function for each step that a test may lie at; `sizes` are those of the event. */
export function makeBundle(form = 'open', { lie = {}, house = HOUSE, before = [], since = [], sizes = {}, event = makeEvent(sizes), about: said = {} } = {}) {
  const may = (step, value) => { if (lie[step]) lie[step](value); return value; };
  const letters = new Map(event.judges.map(({ judge }, i) => [judge, letterOf(event.judges.length - 1 - i)]));
  const seatOf = form === 'open' ? (judge) => judge : (judge) => letters.get(judge);
  const report = JSON.stringify({ ranking: event.entries.map(({ entry }) => entry), of: 'cards' });
  const fingerprint = hexOf(report);
  const log = new Log();
  log.add('create', 'account:organiser', `event:${EVENT}`, { after: {} }, false);
  for (const { row } of event.tablets) log.add('register', `judge:${row.judge}`, 'tablet', { rows: { tablet_key: { [JSON.stringify([EVENT, row.judge, row.id])]: printOfKey(row) } } }, form === 'open');
  for (const row of event.operations) {
    const old = row.version === 1 ? { [JSON.stringify(['gone'])]: null, [JSON.stringify([event.operations[1].op])]: '00'.repeat(32) } : {};
    log.add('record', `judge:${row.judge}`, `card:${row.entry}`, { after: { note: '评分"卡' }, rows: { operation: { ...old, [JSON.stringify([row.op])]: printOf(row) } } }, form === 'open');
  }
  // what is put on record beside cards, as much of it as is asked for
  for (let i = 0; i < (sizes.besides || 0); i += 1) log.add('look', 'account:organiser', `card:${i}`, { after: { said: '看过'.repeat(100) } });
  const signers = [['teller', 'teller-1'], ['scrutineer', '-scrutineer']];
  for (const [role, account] of signers) log.add('sign', `account:${account}`, 'result:2', { after: { fingerprint, role } });

  const cards = currentCards(event).sort((a, b) => (canonical([a.component, a.entry]) < canonical([b.component, b.entry]) ? -1 : 1));
  const lines = { open: () => event.operations.map((row) => ({ ...row })) };
  lines.pseudonymous = () => [...letters].sort(byLetter).flatMap(([judge, seat]) => cards.filter((card) => card.judge === judge).map(({ component, entry, marks }) => ({ component, entry, marks, seat })));
  lines.commitments = () => [...letters].sort(byLetter).map(([judge, seat]) => ({ cards: cards.filter((card) => card.judge === judge).map((card) => hashCard(card, event.secrets.get(judge))).sort(), seat }));
  const rows = may('cards', lines[form]());
  const files = new Map();
  const put = (name, text) => files.set(name, Buffer.from(text));
  const jsonl = (values) => values.map((value) => `${canonical(value)}\n`).join('');
  put('README.txt', '演示数据\n');
  put('verify.html', '<!DOCTYPE html>\n');
  put('result.json', form === 'open' ? report : '{}');
  put('fingerprint.txt', `${fingerprint}\n`);
  put('ranking.csv', csv(['rank', 'entry', 'name', 'unit', 'track', 'total', 'visit', 'bonus', 'deduction', 'award', 'band', 'status'], event.entries.map(({ entry, name, unit }, i) => [i + 1, entry, name, unit, '', `${90 - i}.50`, '90', '0', '0', i ? '' : '一等奖', '', 'ranked'])));
  put('signatures.csv', csv(['role', 'account', 'signed_at', 'fingerprint'], signers.map(([role, account]) => [role, account.replace(/^-/, "'-"), '2026-11-30T18:00:00+00:00', fingerprint])));
  put('cards.jsonl', jsonl(rows));
  put('scoring-rules.toml', RULES);
  put('entries.csv', csv(['entry', 'name', 'unit'], event.entries.map(({ entry, name, unit }) => [entry, name, unit])));
  if (form !== 'commitments') {
    put('judges.csv', csv(['judge', 'name', 'unit', 'group'], event.judges.map(({ judge, name }) => [seatOf(judge), name, '', 'judges'])));
    put('scores.csv', csv(['judge', 'component', 'entry', 'criterion', 'value'], may('scores', scoresOf(cards, seatOf))));
    put('exclusions.csv', 'judge,component,entry,kind,reason\n');
    for (const name of ['measures', 'adjustments', 'decisions', 'checkpoints']) put(`${name}.csv`, 'entry\n');
  }
  if (form === 'open') {
    put('tablet-keys.jsonl', jsonl(may('keys', event.tablets.map(({ row }) => ({ ...row })))));
    const opsOf = (judge) => cards.filter((card) => card.judge === judge).map(({ op }) => op).sort();
    const seats = event.judges.map(({ judge }) => ({ cards: opsOf(judge), judge, seat: letters.get(judge), secret: event.secrets.get(judge) })).reverse();
    put('seats.json', canonical({ seats: may('seats', seats) }));
  }
  const about = {
    format: 'guanmo-bundle/2', cards: form, origin: ORIGIN, event: EVENT, title: '演示评比', number: 2, fingerprint, rules_sha256: hexOf(RULES), frozen_at: 1_790_000_100_000_000,
    published_at: 1_790_000_200_000_000, published_by: 'organiser', second: 'scrutineer', signatures: signers.length, demo: true, rehearsal: false, ...said,
  };
  put('bundle.json', canonical(may('about', about)));
  may('files', files);
  const manifest = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, bytes]) => `${hexOf(bytes)}  ${name}\n`);
  put('manifest.sha256', may('manifest', manifest).join(''));
  log.add('publish', 'account:organiser', 'result:2', may('publish', { after: { number: 2, fingerprint, second: about.second, bundles: { [form]: hexOf(files.get('manifest.sha256')) } } }));
  may('leaves', log.lines);
  const text = may('note', [about.origin, log.lines.length, log.root().toString('base64'), 'at 1790000200000001', 'cause publish', '']).join('\n');
  put('leaves.jsonl', jsonl(log.lines));
  put('checkpoint.txt', `${text}\n${house.signature(text, about.origin)}`);
  put('key.txt', [...before, house, ...since].map(({ line }) => `${line}\n`).join(''));
  may('after', files);
  return { files, bytes: pack(files, lie.zip), known: { origin: ORIGIN, keys: [HOUSE.line] }, event, letters, cards };
}

/** The slip of a judge; `change` makes another of it. */
export function makeSlip({ event, cards }, judge, change = (slip) => slip) {
  const secret = event.secrets.get(judge);
  const hashes = cards.filter((card) => card.judge === judge).map((card) => hashCard(card, secret)).sort();
  const packed = Buffer.concat(hashes.map((hash) => Buffer.from(hash, 'hex').subarray(0, 8))).toString('base64url');
  const slip = { v: 1, origin: ORIGIN, seat: '席位一', at: '2026-11-30T17:00:00+08:00', secret, digest: digestOf(hashes), cards: packed };
  if (hashes.length > 150) delete slip.cards;
  const made = change(slip);
  return Buffer.from(canonical(made)).toString('base64url');
}
