// The log: each line is the canonical one, in its place, and opens what its leaf binds; and the root over all of them.

import { hex, isHex, same, unhex } from './bytes.js';
import { must } from './fault.js';
import { hasHalves, isObject, Lines } from './json.js';
import { WORK } from './pace.js';
import { hashText, sha256 } from './sha256.js';

const LEAF = Uint8Array.of(0);
const NODE = 1;

/** The root of RFC 6962 over leaves as they come: of each complete subtree there is a hash, the largest first. */
export class Tree {
  constructor() {
    this.size = 0;
    this.edge = [];
    this.pair = new Uint8Array(65);
    this.pair[0] = NODE;
  }

  node(left, right) {
    this.pair.set(left, 1);
    this.pair.set(right, 33);
    return sha256(this.pair);
  }

  push(hash) {
    let own = hash;
    for (let rest = this.size; rest % 2 === 1; rest = (rest - 1) / 2) own = this.node(this.edge.pop(), own);
    this.edge.push(own);
    this.size += 1;
  }

  root() { return this.size ? this.edge.reduceRight((right, left) => this.node(left, right)) : sha256(new Uint8Array(0)); }
}

const NAMES = 'act,at,commit,n,subject,who';

function parsed(text, what) {
  try { return JSON.parse(text); } catch (error) { must(false, `${what}不是 JSON，内容被改动过`); }
  return null;
}

/** Which rows of a table a payload binds: by key the print, or null where the row is gone. */
function bind(payload, into, what) {
  const { rows } = parsed(payload, what);
  for (const [table, prints] of Object.entries(into)) {
    if (!isObject(rows) || rows[table] === undefined) continue;
    must(isObject(rows[table]), `${what}绑定的内容不成样子`);
    for (const [key, print] of Object.entries(rows[table])) prints.set(key, print);
  }
}

/** Whether a line says nothing but what is bound: the leaf in its one text, salt and payload both or neither. */
function checkLine(line, text, n) {
  must(Array.isArray(line) && line.length === 3 && isObject(line[0]), `日志第 ${n} 条不成样子`);
  const [leaf, salt, payload] = line;
  const whole = Number.isSafeInteger(leaf.at) && Number.isSafeInteger(leaf.n) && isHex(leaf.commit, 64)
    && [leaf.act, leaf.subject, leaf.who].every((value) => typeof value === 'string');
  must(whole, `日志第 ${n} 条缺少内容`);
  must(leaf.n >= n, `日志第 ${n} 条重复或次序不对：那里是第 ${leaf.n} 条`);
  must(leaf.n <= n, `日志缺少第 ${n} 条：那里是第 ${leaf.n} 条`);
  const shown = isHex(salt, 32) && typeof payload === 'string';
  must(shown || (salt === null && payload === null), `日志第 ${n} 条的内容与盐不成对`);
  const own = JSON.stringify(leaf);
  const rest = shown ? `"${salt}",${JSON.stringify(payload)}` : 'null,null';
  const isSo = Object.keys(leaf).join() === NAMES && `[${own},${rest}]` === text && !hasHalves(text);
  must(isSo, `日志第 ${n} 条不是规范写法，被改动过`);
  must(!shown || hex(hashText(unhex(salt), payload)) === leaf.commit, `日志第 ${n} 条的内容与它的记录不符，被改动过`);
  return own;
}

/**
 * The log up to its checkpoint: `publish` is the payload of the last leaf of that kind, `signs` those of signatures with
 * their leaves, `prints` what is bound of operations and of tablets' keys.
 */
export async function readLog(bytes, checkpoint, pace) {
  const [tree, lines] = [new Tree(), new Lines(bytes, 'leaves.jsonl')];
  const prints = { operation: new Map(), tablet_key: new Map() };
  const [signs, found] = [[], { publish: null }];
  let before = 0;
  for (let text = lines.next(); text !== null; text = lines.next()) {
    const n = tree.size + 1;
    must(n <= checkpoint.size, `日志比存证点多：存证点载 ${checkpoint.size} 条，第 ${n} 条是多出的`);
    const line = parsed(text, `日志第 ${n} 条`);
    tree.push(hashText(LEAF, checkLine(line, text, n)));
    const [leaf, , payload] = line;
    const what = `日志第 ${n} 条的内容`;
    if (payload !== null) {
      if (leaf.act === 'publish') found.publish = { n, after: (parsed(payload, what) || {}).after };
      if (leaf.act === 'sign') signs.push({ who: leaf.who, subject: leaf.subject, after: (parsed(payload, what) || {}).after });
      if (payload.includes('"operation"') || payload.includes('"tablet_key"')) bind(payload, prints, what);
    }
    if (pace.isOver((lines.at - before) * WORK.log)) await pace.rest();
    before = lines.at;
  }
  must(tree.size === checkpoint.size, `日志比存证点少：存证点载 ${checkpoint.size} 条，这里只有 ${tree.size} 条`);
  must(same(tree.root(), checkpoint.root), '日志与存证点的根不符：有一条的记录被改动过（每一条自己都说得通，无法指出是哪一条）');
  return { size: tree.size, publish: found.publish, signs, prints };
}
