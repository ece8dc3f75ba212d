// A bundle verified: check after check, until one fails. Those behind it are not looked at, as they would rest on it.

import { hex } from './bytes.js';
import { readCommitments, readOpen, readPseudonymous } from './cards.js';
import { checkAbout, checkManifest, checkNames, checkOrigin, readAbout } from './content.js';
import { Table } from './csv.js';
import { Fault, must } from './fault.js';
import { readLog } from './log.js';
import { readNames } from './names.js';
import { checkKnown, fingerprint, readCheckpoint, readKeys } from './note.js';
import { WORK } from './pace.js';
import { checkPublished, checkSignatures } from './record.js';
import { checkScores } from './scores.js';
import { Sha256 } from './sha256.js';
import { unzip } from './zip.js';

const CARDS = { open: '评分卡逐张与日志相符，平板签名有效', pseudonymous: '评分卡齐全，按席位代号', commitments: '评分卡的加盐散列齐全，按席位代号' };

/** What is looked at, in order: title, and what does it and gives a few words of what it found, or null where the form has no such thing. */
const CHECKS = [
  ['压缩包完整', async (at) => {
    at.files = await unzip(at.bytes, at.pace);
    return `${at.files.size} 个文件`;
  }],
  ['是这一次评比的成果包', async (at) => {
    const about = readAbout(at.files);
    checkOrigin(about, at.known);
    at.about = about;
    return about.origin;
  }],
  ['文件齐全，逐个与清单相符', async (at) => {
    const size = (name) => (at.files.get(name) || []).length;
    const all = [...at.files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
    at.pace.plan(all + size('leaves.jsonl') * WORK.log + size('cards.jsonl') * WORK.cards + size('scores.csv') * WORK.scores, 0.1, 1);
    checkNames(at.files, at.about);
    at.manifest = await checkManifest(at.files, at.pace);
    checkAbout(at.files, at.about);
    return '';
  }],
  ['存证点由本单位的密钥签署', async (at) => {
    at.checkpoint = readCheckpoint(at.files.get('checkpoint.txt'), readKeys(at.files.get('key.txt')));
    at.key = fingerprint(at.checkpoint.key);
    must(at.checkpoint.origin === at.about.origin, `存证点是另一本日志（${at.checkpoint.origin}）的`);
    at.isKnown = checkKnown(at.checkpoint.key, at.known);
    return `密钥指纹 ${at.key}`;
  }],
  ['日志逐条相连，与存证点相符', async (at) => {
    at.log = await readLog(at.files.get('leaves.jsonl'), at.checkpoint, at.pace);
    return `${at.log.size} 条`;
  }],
  ['日志载明公布的就是这一份', async (at) => {
    checkPublished(at.log, at.about, at.manifest);
    return `日志第 ${at.log.publish.n} 条`;
  }],
  ['签字都在日志里', async (at) => {
    at.signatures = checkSignatures(at.log, at.about, at.files);
    return at.signatures.length ? `${at.signatures.length} 人` : '无签字';
  }],
  ['封存的成绩与指纹一致', async (at) => {
    if (at.about.cards !== 'open') return null;
    const hash = new Sha256().update(at.files.get('result.json')).digest();
    must(hex(hash) === at.about.fingerprint, 'result.json 不是签字的那一份：与指纹不一致');
    return '';
  }],
  [null, async (at) => {
    const { files, about, log, pace } = at;
    if (about.cards === 'open') at.found = await readOpen(files, about, log, await at.hire(pace), pace);
    if (about.cards === 'pseudonymous') at.found = await readPseudonymous(files, pace);
    if (about.cards === 'commitments') at.found = readCommitments(files);
    const { seats, operations, signed, unsigned } = at.found;
    const cards = seats.reduce((sum, seat) => sum + (seat.hashes || seat.cards).length, 0);
    const more = operations === undefined ? '' : `；记录 ${operations} 条，平板签名 ${signed} 条${unsigned ? `，无平板签名 ${unsigned} 条` : ''}`;
    return `${seats.length} 席 ${cards} 张${more}`;
  }],
  ['评分与评分卡一分不差', async (at) => {
    if (at.about.cards === 'commitments') return null;
    const unread = await checkScores(at.files, at.found.cards, at.pace);
    return unread ? `${unread} 项不合现行规则，没有计入；用 guanmo verify 可以核对` : '';
  }],
  ['名次、项目与规则可以读出', async (at) => {
    at.ranking = new Table(at.files.get('ranking.csv'), 'ranking.csv', ['rank', 'entry', 'name', 'unit', 'total', 'bonus', 'award', 'status']);
    at.rows = at.ranking.rows();
    at.names = readNames(at.files);
    return `${at.rows.length} 个项目`;
  }],
];

/**
 * Verifies the bytes of a bundle. `known` is `{origin, keys}`, `hire` gives what verifies
 * signatures, where there are any. Gives the checks
 * (`ok`, `bad`, `open` or `none`), the fault or null, and what was read; what was not verified is not there.
 */
export async function verify(bytes, known, { hire, pace, show = () => {} }) {
  const at = { bytes, known, hire, pace };
  const checks = CHECKS.map(([title]) => ({ title: title || '评分卡', state: 'open', said: '' }));
  let fault = null;
  for (let i = 0; i < CHECKS.length && !fault; i += 1) {
    if (!CHECKS[i][0] && at.about) checks[i].title = CARDS[at.about.cards];
    show(checks, i);
    try {
      const said = await CHECKS[i][1](at);
      Object.assign(checks[i], said === null ? { state: 'none' } : { state: 'ok', said });
    } catch (error) {
      fault = error instanceof Fault ? error.message : `文件的内容不成样子（${error.message}）`;
      Object.assign(checks[i], { state: 'bad', said: fault });
    }
  }
  const { about = null, key = null, isKnown = false, checkpoint = null, signatures, rows, names, found, ranking } = at;
  const columns = ranking ? ranking.header : [];
  return { checks, fault, about, key, isKnown, checkpoint, signatures, rows, columns, names, found };
}
