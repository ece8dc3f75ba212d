// Keys of tablets and what they signed: verified by the browser where it offers that, else by the page's own arithmetic.

import { encode, hex, unbase64url } from './bytes.js';
import { must } from './fault.js';
import { hasNames, Lines, readCanonical } from './json.js';
import { P256Key } from './p256.js';
import { hexOfText, sha256 } from './sha256.js';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };
const BATCH = 256; // signatures that the browser is asked about at once
const OWN_WORK = 4000; // what one costs here, in the bytes that are hashed in that time
const NAMES = 'algorithm,device,event_id,id,judge,public,registered_at';

/** Gives `(bytes, signature) => boolean`, later or at once, or null where the point is none. */
async function verifier(point, subtle) {
  if (!subtle) {
    const key = P256Key.read(point);
    return key && ((bytes, signature) => key.verify(sha256(bytes), signature));
  }
  try {
    const key = await subtle.importKey('raw', point, ALGORITHM, false, ['verify']);
    return (bytes, signature) => subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, bytes);
  } catch (error) {
    return null;
  }
}

/** The keys of `tablet-keys.jsonl`, each bound by the log: by judge and id what verifies with it. */
export async function readTabletKeys(files, about, prints, subtle, pace) {
  const left = new Map([...prints].filter(([, print]) => print !== null));
  const [keys, lines] = [new Map(), new Lines(files.get('tablet-keys.jsonl'), 'tablet-keys.jsonl')];
  for (let text = lines.next(); text !== null; text = lines.next()) {
    const what = `tablet-keys.jsonl 第 ${lines.number} 行`;
    const key = readCanonical(text, what);
    must(hasNames(key, NAMES) && key.event_id === about.event, `${what}缺少内容，或是另一次评比的`);
    const bound = JSON.stringify([key.event_id, key.judge, key.id]);
    const row = [key.event_id, key.judge, key.id, key.device, key.algorithm, key.public, key.registered_at];
    must(left.get(bound) === hexOfText(`tablet_key\n${JSON.stringify(row)}`), `${what}的平板密钥不是日志里登记的那一把，或者重复`);
    left.delete(bound);
    const point = unbase64url(String(key.public));
    must(key.algorithm === 'ES256' && point && hex(sha256(point).subarray(0, 16)) === key.id, `${what}的平板密钥与它的编号不符`);
    const good = await verifier(point, subtle);
    must(good, `${what}的平板密钥不是 P-256 曲线上的一个点`);
    keys.set(bound, good);
    if (pace.isOver(OWN_WORK)) await pace.rest();
  }
  must(left.size === 0, `缺少日志里登记的 ${left.size} 把平板密钥`);
  return keys;
}

/** Signatures as they come along, looked at in batches: what the browser does goes on beside the page. */
export class Signatures {
  constructor(keys, event, pace) {
    this.keys = keys;
    this.event = event;
    this.pace = pace;
    this.asked = [];
    this.before = Promise.resolve([]);
    this.count = 0;
  }

  /** Takes one in; `what` names its card. */
  async take({ judge, key, sig, body }, what) {
    const good = this.keys.get(JSON.stringify([this.event, judge, key]));
    must(good, `${what}由不认识的平板密钥签署`);
    const signature = typeof sig === 'string' ? unbase64url(sig) : null;
    must(signature && signature.length === 64, `${what}的平板签名不完整`);
    const answer = good(encode(body), signature);
    this.count += 1;
    if (answer === true || answer === false) {
      must(answer, `${what}的平板签名不对：内容在签署之后被改动过`);
      if (this.pace.isOver(OWN_WORK)) await this.pace.rest();
      return;
    }
    this.asked.push(answer.then((isGood) => (isGood ? null : what)));
    if (this.asked.length >= BATCH) await this.next();
  }

  /** Waits for the batch before, while the browser is at this one. */
  async next() {
    const answers = await this.before;
    this.before = Promise.all(this.asked);
    this.asked = [];
    for (const bad of answers) must(!bad, `${bad}的平板签名不对：内容在签署之后被改动过`);
  }

  /** Waits for all that are asked about. */
  async settle() {
    await this.next();
    await this.next();
  }
}
