// A made-up event: judges' operations on three kinds of forms, with the tablets that signed them.

import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export const EVENT = 'ev-1';
export const ROW = ['op', 'event_id', 'version', 'judge', 'device', 'seq', 'component', 'entry', 'base', 'body', 'outcome', 'revision', 'older_rules', 'receipt', 'received_at', 'skew_ms', 'restored', 'key', 'sig'];

export const RULES = `schema = 1
title = "评分办法"

[[component]]
id = "visit"
name = "现场观摩"
kind = "marks"

[[component.criterion]]
id = "plan"
name = "方案"

[[component.criterion]]
id = "work"
name = "成效"

[[component]]
id = "level"
name = "定级"
kind = "grades"

[[component]]
id = "order"
name = "排序"
kind = "ranking"
`;

export function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export function hexOf(...parts) { return sha256(...parts).toString('hex'); }

/** Canonical JSON, the tests' own: names of up to one plane are enough here. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const names = Object.keys(value).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

class Tablet {
  constructor(judge) {
    this.judge = judge;
    this.device = `tablet-of-${judge}`;
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x, y } = publicKey.export({ format: 'jwk' });
    const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
    this.secret = privateKey;
    this.id = hexOf(point).slice(0, 32);
    this.row = { algorithm: 'ES256', device: this.device, event_id: EVENT, id: this.id, judge, public: point.toString('base64url'), registered_at: 1_790_000_000_000_000 };
  }

  sign(body) { return sign('sha256', Buffer.from(body), { key: this.secret, dsaEncoding: 'ieee-p1363' }).toString('base64url'); }
}

/** Judges, entries, tablets and operations; `plain` makes cards of marks only, for many of them. */
export function makeEvent({ judges = 3, entries = 4, plain = false } = {}) {
  const event = { operations: [], tablets: [], secrets: new Map(), judges: [], entries: [] };
  for (let i = 1; i <= entries; i += 1) event.entries.push({ entry: String(i).padStart(2, '0'), name: `演示项目${i}`, unit: `演示单位${i}` });
  let version = 0;
  const add = (tablet, seq, fields) => {
    const { component = '', entry = '', base = null, outcome = 'recorded', revision = 1, isSigned = true, ...own } = fields;
    const op = `${String(seq).padStart(4, '0')}-${tablet.judge}-${randomBytes(4).toString('hex')}`;
    const body = canonical({ at: '2026-11-30T10:00:00+08:00', base, comment: '', component, device: tablet.device, entry, judge: tablet.judge, op, rules: hexOf(RULES), seq, ...own });
    version += 1;
    event.operations.push({
      op, event_id: EVENT, version, judge: tablet.judge, device: tablet.device, seq, component, entry, base, body, outcome, revision, older_rules: false,
      receipt: hexOf(body).slice(0, 16), received_at: 1_790_000_000_000_000 + version, skew_ms: seq % 2 ? null : -3, restored: false,
      key: isSigned ? tablet.id : null, sig: isSigned ? tablet.sign(body) : null,
    });
    return op;
  };
  for (let j = 1; j <= judges; j += 1) {
    const tablet = new Tablet(`L${j}`);
    event.tablets.push(tablet);
    event.judges.push({ judge: tablet.judge, name: `席位${j}`, unit: `演示镇${j}` });
    event.secrets.set(tablet.judge, randomBytes(16).toString('hex'));
    let seq = 0;
    const next = (fields) => add(tablet, seq += 1, fields);
    const ops = [];
    event.entries.forEach(({ entry }, i) => {
      const marks = { plan: `${20 + ((j * 7 + i) % 10)}.5`, work: String(40 + ((j * 3 + i * 5) % 20)) };
      const first = next({ component: 'visit', entry, marks, isSigned: i !== 1 });
      if (i === 0 && !plain) {
        // revised: the later one counts, and a rival and one that came late do not
        ops.push(next({ component: 'visit', entry, marks: { ...marks, work: '41.50' }, base: first, revision: 2 }));
        next({ component: 'visit', entry, marks, base: null, outcome: 'conflict', revision: 0 });
        next({ component: 'visit', entry, marks, outcome: 'late', revision: 0 });
      } else {
        ops.push(first);
      }
      if (!plain) ops.push(next({ component: 'level', entry, marks: { grade: ['A', 'B'][(i + j) % 2] } }));
    });
    if (!plain) ops.push(next({ component: 'order', marks: Object.fromEntries(event.entries.map(({ entry }, i) => [entry, String(((i + j) % entries) + 1)])) }));
    next({ confirms: ops, secret: event.secrets.get(tablet.judge), outcome: 'confirmed', revision: 0 });
  }
  return event;
}

/** The cards that count: of a judge, component and entry the one of the highest revision. */
export function currentCards(event) {
  const cards = new Map();
  for (const row of event.operations.filter(({ outcome, revision }) => outcome === 'recorded' && revision > 0)) {
    const key = [row.judge, row.component, row.entry].join('\n');
    if (!cards.has(key) || cards.get(key).revision < row.revision) cards.set(key, { ...row, marks: JSON.parse(row.body).marks });
  }
  return [...cards.values()].map(({ op, judge, component, entry, marks }) => ({ op, judge, component, entry, marks }));
}

export function hashCard({ component, entry, marks }, secret) { return hexOf(`guanmo-card/1\n${secret}\n`, canonical({ component, entry, marks })); }

export function digestOf(hashes) { return hexOf(`guanmo-cards/1\n${[...hashes].sort().map((hash) => `${hash}\n`).join('')}`); }
