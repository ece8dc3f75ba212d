// Which files a bundle has, that each is what the manifest says, and what the bundle says of itself.

import { hex, isHex, utf8 } from './bytes.js';
import { must } from './fault.js';
import { byCodePoint, hasNames, readCanonical } from './json.js';
import { Sha256, sha256 } from './sha256.js';

const ALWAYS = [
  'README.txt', 'bundle.json', 'cards.jsonl', 'checkpoint.txt', 'entries.csv', 'fingerprint.txt', 'key.txt', 'leaves.jsonl',
  'manifest.sha256', 'ranking.csv', 'result.json', 'scoring-rules.toml', 'signatures.csv', 'verify.html',
];
const FOLDER = ['adjustments.csv', 'checkpoints.csv', 'decisions.csv', 'exclusions.csv', 'judges.csv', 'measures.csv', 'scores.csv'];
const PERHAPS = ['acceptances.csv', 'comments.csv']; // there where somebody accepted or commented
const BINDING = ['checkpoint.txt', 'key.txt', 'leaves.jsonl', 'manifest.sha256'];
const FORMS = {
  open: [[...ALWAYS, ...FOLDER, 'seats.json', 'tablet-keys.jsonl'], PERHAPS],
  pseudonymous: [[...ALWAYS, ...FOLDER], PERHAPS],
  commitments: [ALWAYS, []],
};
const NAMES = 'cards,demo,event,fingerprint,format,frozen_at,number,origin,published_at,published_by,rehearsal,rules_sha256,second,signatures,title';
const ORIGIN = /^guanmo\/[^/\s+]+\/[^/\s+]+$/;
const SLICE = 1 << 20;

export function isOrigin(text) { return typeof text === 'string' && ORIGIN.test(text); }

/** Of a file of many megabytes too, without holding up the page. */
async function hashed(bytes, pace) {
  const hash = new Sha256();
  for (let from = 0; from < bytes.length; from += SLICE) {
    const piece = bytes.subarray(from, from + SLICE);
    hash.update(piece);
    if (pace.isOver(piece.length)) await pace.rest();
  }
  return hex(hash.digest());
}

/** What `bundle.json` says, having the form that it should have. */
export function readAbout(files) {
  must(files.has('bundle.json'), '缺少文件“bundle.json”：这不是成果包，或是较早版本的程序制作的（请用 guanmo verify 文件.zip 核对）');
  const about = readCanonical(utf8(files.get('bundle.json'), 'bundle.json'), 'bundle.json ');
  must(about && about.format === 'guanmo-bundle/2', '成果包的格式不是本页认识的（guanmo-bundle/2），请用公示页上的核对页');
  const counts = ['number', 'frozen_at', 'published_at', 'signatures'].every((name) => Number.isSafeInteger(about[name]) && about[name] >= 0);
  const texts = ['event', 'title', 'published_by'].every((name) => typeof about[name] === 'string');
  const second = about.second === null || typeof about.second === 'string';
  const flags = typeof about.demo === 'boolean' && typeof about.rehearsal === 'boolean';
  const hashes = isHex(about.fingerprint, 64) && isHex(about.rules_sha256, 64);
  must(hasNames(about, NAMES) && counts && texts && second && flags && hashes && Object.keys(FORMS).includes(about.cards), 'bundle.json 缺少内容或多出内容');
  must(isOrigin(about.origin) && about.origin.split('/')[2] === about.event, 'bundle.json 里的日志名称与评比不符');
  return about;
}

/** Names, whatever the manifest says of them. */
export function checkNames(files, about) {
  const [needed, allowed] = FORMS[about.cards];
  for (const name of needed) must(files.has(name), `缺少文件“${name}”`);
  for (const name of files.keys()) must(needed.includes(name) || allowed.includes(name), `文件“${name}”不是这种成果包里的文件`);
}

/** Each bound file is what the manifest says; gives the manifest's hash. */
export async function checkManifest(files, pace) {
  const manifest = files.get('manifest.sha256');
  const lines = utf8(manifest, 'manifest.sha256').split('\n');
  must(lines.pop() === '', '清单 manifest.sha256 的最后一行不完整');
  const bound = new Map();
  let before = '';
  lines.forEach((line, i) => {
    const found = /^([0-9a-f]{64}) {2}([A-Za-z0-9._-]+)$/.exec(line);
    must(found, `清单 manifest.sha256 第 ${i + 1} 行被改动过`);
    const [, hash, name] = found;
    must(byCodePoint(before, name) < 0, `清单 manifest.sha256 第 ${i + 1} 行重复或次序不对`);
    must(files.has(name) && !BINDING.includes(name), `清单列出的文件“${name}”不在成果包里`);
    bound.set(name, hash);
    before = name;
  });
  for (const [name, bytes] of files) {
    if (BINDING.includes(name)) continue;
    must(bound.has(name), `文件“${name}”不在清单 manifest.sha256 里`);
    must(await hashed(bytes, pace) === bound.get(name), `文件“${name}”与清单不符，被改动过`);
  }
  return hex(sha256(manifest));
}

/** What two files say is the same: the fingerprint, and the hash of the rules. */
export function checkAbout(files, about) {
  must(utf8(files.get('fingerprint.txt'), 'fingerprint.txt') === `${about.fingerprint}\n`, 'fingerprint.txt 与 bundle.json 里的指纹不一致');
  must(hex(sha256(files.get('scoring-rules.toml'))) === about.rules_sha256, 'scoring-rules.toml 不是 bundle.json 所载的那一版规则');
}

/** That it is the event that this page is about. */
export function checkOrigin(about, known) {
  if (!known.origin || about.origin === known.origin) return;
  const [[, house, event], [, own, wanted]] = [about.origin.split('/'), known.origin.split('/')];
  must(house === own, `这是另一单位（${house}）的成果包，本页核对的是 ${own} 的`);
  must(false, `这是另一次评比（${event}）的成果包，本页核对的是 ${wanted}`);
}
