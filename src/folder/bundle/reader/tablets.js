// Keys of tablets and what they signed.

import { hex, unbase64url } from './bytes.js';
import { must } from './fault.js';
import { hasNames, Lines, readCanonical } from './json.js';
import { hexOfText, sha256 } from './sha256.js';

const BATCH = 128; // signatures that are looked at together
const AHEAD = 16; // batches that may be under way
const NAMES = 'algorithm,device,event_id,id,judge,public,registered_at';

/** The keys of `tablet-keys.jsonl`, each bound by the log; gives their names, and the verifier knows them. */
export async function readTabletKeys(files, about, prints, verifier, pace) {
  const left = new Map([...prints].filter(([, print]) => print !== null));
  const [keys, lines] = [new Set(), new Lines(files.get('tablet-keys.jsonl'), 'tablet-keys.jsonl')];
  for (let text = lines.next(); text !== null; text = lines.next()) {
    const what = `tablet-keys.jsonl 第 ${lines.number} 行`;
    const key = readCanonical(text, what);
    must(hasNames(key, NAMES) && key.event_id === about.event, `${what}缺少内容，或是另一次评比的`);
    const name = JSON.stringify([key.event_id, key.judge, key.id]);
    const row = [key.event_id, key.judge, key.id, key.device, key.algorithm, key.public, key.registered_at];
    must(left.get(name) === hexOfText(`tablet_key\n${JSON.stringify(row)}`), `${what}的平板密钥不是日志里登记的那一把，或者重复`);
    left.delete(name);
    const point = unbase64url(String(key.public));
    must(key.algorithm === 'ES256' && point && hex(sha256(point).subarray(0, 16)) === key.id, `${what}的平板密钥与它的编号不符`);
    must(await verifier.add(name, point), `${what}的平板密钥不是 P-256 曲线上的一个点`);
    keys.add(name);
    if (pace.isOver(text.length)) await pace.rest();
  }
  must(left.size === 0, `缺少日志里登记的 ${left.size} 把平板密钥`);
  return keys;
}

/** Signatures as they come along, looked at in batches, a few of which may be under way. */
export class Signatures {
  constructor(keys, event, verifier) {
    this.keys = keys;
    this.event = event;
    this.verifier = verifier;
    this.batch = [];
    this.asked = [];
    this.count = 0;
  }

  /** Takes one in; `what` names its card. */
  async take({ judge, key, sig, body }, what) {
    const name = JSON.stringify([this.event, judge, key]);
    must(this.keys.has(name), `${what}由不认识的平板密钥签署`);
    const signature = typeof sig === 'string' ? unbase64url(sig) : null;
    must(signature && signature.length === 64, `${what}的平板签名不完整`);
    this.count += 1;
    this.batch.push({ what, signed: [name, body, signature] });
    if (this.batch.length >= BATCH) await this.ask();
  }

  async ask() {
    const { batch } = this;
    this.batch = [];
    this.asked.push(this.verifier.check(batch.map(({ signed }) => signed)).then((answers) => answers.map((isGood, i) => (isGood === true ? null : batch[i].what))));
    if (this.asked.length >= AHEAD) await this.hear();
  }

  async hear() {
    for (const bad of await this.asked.shift()) must(!bad, `${bad}的平板签名不对：内容在签署之后被改动过`);
  }

  /** Waits for all that are asked about. */
  async settle() {
    await this.ask();
    while (this.asked.length) await this.hear();
  }
}
