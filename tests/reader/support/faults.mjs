// Every lie that a bundle can be told with: in which forms, at which step, and the sentence that it is refused with.

import { House, printOf } from './bundle.mjs';
import { hexOf } from './event.mjs';

export const FORMS = ['open', 'pseudonymous', 'commitments'];

/** A file's text made otherwise. */
export function text(files, name, change) { files.set(name, Buffer.from(change(files.get(name).toString()))); }

export function after(name, change) { return { after: (files) => text(files, name, change) }; }

/** A line of a file, by number, made otherwise, or taken out. */
function line(at, change) {
  return (whole) => whole.split('\n').map((own, i) => (i === at ? change(own) : own)).filter((own) => own !== null).join('\n');
}

function leaf(at, change) { return { leaves: (lines) => change(lines[at < 0 ? lines.length + at : at], lines) }; }

export const other = new House();
const rebind = (row) => (lines) => {
  const at = lines.find(([{ act }, , payload]) => act === 'record' && payload.includes(row.op));
  const payload = JSON.stringify({ rows: { operation: { [JSON.stringify([row.op])]: printOf(row) } } });
  Object.assign(at, { 2: payload });
  at[0].commit = hexOf(Buffer.from(at[1], 'hex'), payload);
};

/** A judge's card changed, and the log made to fit: only the tablet did not sign that. */
export function forged() {
  let row;
  return {
    cards: (rows) => {
      row = rows.findLast(({ outcome, component, sig }) => outcome === 'recorded' && component === 'order' && sig);
      row.body = row.body.replace('"marks":{"01":"', '"marks":{"01":"9');
    },
    leaves: (lines) => rebind(row)(lines),
  };
}

function first(rows) { return rows.find(({ key }) => key); }

export const FAULTS = [
  // files
  ['every', after('README.txt', (own) => `${own}!`), /“README\.txt”与清单不符/],
  ['open', after('scores.csv', (own) => own.replace('.5', '.6')), /“scores\.csv”与清单不符/],
  ['every', { after: (files) => files.delete('result.json') }, /缺少文件“result\.json”/],
  ['every', { after: (files) => files.delete('bundle.json') }, /缺少文件“bundle\.json”/],
  ['open', { after: (files) => files.delete('seats.json') }, /缺少文件“seats\.json”/],
  ['every', { after: (files) => files.set('more.txt', Buffer.from('x')) }, /“more\.txt”不是这种成果包里的文件/],
  ['commitments', { files: (files) => files.set('scores.csv', Buffer.from('x')) }, /“scores\.csv”不是这种成果包里的文件/],
  ['pseudonymous', { files: (files) => files.set('seats.json', Buffer.from('{}')) }, /“seats\.json”不是这种成果包里的文件/],
  ['every', { manifest: (lines) => lines.splice(2, 1) }, /不在清单/],
  ['every', { manifest: (lines) => lines.push(lines[0]) }, /重复或次序不对/],
  ['every', { manifest: (lines) => lines.reverse() }, /重复或次序不对/],
  ['every', { manifest: (lines) => lines.push(`${'0'.repeat(64)}  zzz.csv\n`) }, /清单列出的文件“zzz\.csv”不在/],
  ['every', after('manifest.sha256', (own) => own.toUpperCase()), /manifest\.sha256 第 1 行/],
  ['every', after('manifest.sha256', (own) => own.slice(0, -1)), /manifest\.sha256 的最后一行/],
  // what the bundle says of itself
  ['every', { about: (about) => { about.format = 'guanmo-bundle/3'; } }, /格式不是本页认识的/],
  ['every', { about: (about) => { delete about.second; } }, /bundle\.json 缺少内容/],
  ['every', { files: (files) => text(files, 'bundle.json', (own) => own.replace('{', '{ ')) }, /bundle\.json 不是规范写法/],
  ['every', { about: (about) => { about.rules_sha256 = '0'.repeat(64); } }, /不是 bundle\.json 所载的那一版规则/],
  ['every', { about: (about) => { about.fingerprint = '0'.repeat(64); } }, /fingerprint\.txt 与 bundle\.json/],
  ['every', { about: (about) => { about.signatures = 3; } }, /有 2 个签字，bundle\.json 载 3 个/],
  ['open', { files: (files) => files.set('result.json', Buffer.from('{}')) }, /result\.json 不是签字的那一份/],
  // checkpoint and keys
  ['every', after('checkpoint.txt', (own) => own.slice(0, -9)), /checkpoint\.txt/],
  ['every', after('checkpoint.txt', (own) => own + own), /checkpoint\.txt/],
  ['every', after('checkpoint.txt', (own) => own.replace('cause publish', 'cause close')), /存证点的签名不对/],
  ['every', after('checkpoint.txt', (own) => own.replace('at 179', 'at 178')), /存证点的签名不对/],
  ['every', after('checkpoint.txt', (own) => own.slice(0, own.indexOf('\n\n') + 2)), /checkpoint\.txt/],
  ['every', after('checkpoint.txt', (own) => own + own.slice(own.indexOf('—'))), /多余的签名/],
  ['every', after('key.txt', () => `${other.line}\n`), /不认识的密钥签署：不是 key\.txt/],
  ['every', after('key.txt', (own) => own + own), /key\.txt 里有一把密钥出现两次/],
  ['every', after('key.txt', (own) => own.trim()), /key\.txt 不完整/],
  ['every', after('key.txt', (own) => own.replace('ed25519', 'sm2')), /key\.txt 第 1 行不是密钥/],
  ['every', { note: (lines) => { lines[0] = 'guanmo/HOUSE/ev-2'; } }, /存证点/],
  // the log
  ['every', after('leaves.jsonl', line(2, (own) => own.replace('"act":"', '"act": "'))), /日志第 3 条不是规范写法/],
  ['every', after('leaves.jsonl', line(2, (own) => own.replace('"subject":"', '"subject":"x'))), /与存证点的根不符/],
  ['every', after('leaves.jsonl', line(2, () => null)), /日志缺少第 3 条/],
  ['every', after('leaves.jsonl', line(2, (own) => `${own}\n${own}`)), /日志第 4 条重复或次序不对/],
  ['every', after('leaves.jsonl', (own) => own.split('\n').slice(0, -2).join('\n') + '\n'), /日志比存证点少：存证点载 \d+ 条/],
  ['every', after('leaves.jsonl', (own) => { const n = own.split('\n').length; return own + own.split('\n')[0].replace('"n":1,', `"n":${n},`) + '\n'; }), /日志比存证点多/],
  ['every', after('leaves.jsonl', (own) => own.slice(0, -1)), /leaves\.jsonl 的最后一行不完整/],
  ['every', after('leaves.jsonl', line(1, (own) => own.slice(0, -5))), /日志第 2 条不是 JSON/],
  ['open', after('leaves.jsonl', line(4, (own) => own.replace('评分', '评一'))), /日志第 5 条的内容与它的记录不符/],
  ['open', after('leaves.jsonl', line(4, (own) => own.replace(/"[0-9a-f]{32}"/, 'null'))), /日志第 5 条的内容与盐不成对/],
  ['every', leaf(-1, (own) => { own[0].n += 1; }), /日志缺少第 \d+ 条/],
  // what the log says of the publication and of signatures
  ['every', { publish: (payload) => { payload.after.number = 1; } }, /最后公布的是第 1 次封存/],
  ['every', { publish: (payload) => { payload.after.fingerprint = '0'.repeat(64); } }, /（公布）的指纹与成果包的不一致/],
  ['every', { publish: (payload) => { payload.after.second = 'nobody'; } }, /批准人与成果包的不一致/],
  ['every', { publish: (payload) => { payload.after.bundles = { closed: '' }; } }, /没有公布这种形式/],
  ['every', { publish: (payload) => { for (const key of Object.keys(payload.after.bundles)) payload.after.bundles[key] = '0'.repeat(64); } }, /写明的不是这一份成果包/],
  ['every', { publish: (payload) => { delete payload.after.bundles; } }, /没有写明成果包/],
  ['every', leaf(-1, (own) => { own[1] = null; own[2] = null; }), /日志里没有公布的记录/],
  ['every', leaf(-2, (own) => { own[0].who = 'account:nobody'; }), /日志里没有“-scrutineer”的这一签字/],
  ['every', leaf(-3, (own) => { own[0].subject = 'result:1'; }), /日志里没有“teller-1”的这一签字/],
  ['every', { files: (files) => text(files, 'signatures.csv', (own) => own.replace('teller,', 'inspector,')) }, /日志里没有“teller-1”的这一签字/],
  ['every', { files: (files) => text(files, 'signatures.csv', line(2, () => 'teller,teller-1,2026-11-30T18:00:00+00:00,x')) }, /出现两次|另一个指纹/],
  // cards
  ['open', { cards: (rows) => { first(rows).outcome = 'late'; } }, /与日志所载的不一致/],
  ['open', { cards: (rows) => { rows.splice(3, 1); } }, /日志里有 1 条评分记录不在 cards\.jsonl 里/],
  ['open', { cards: (rows) => { rows.splice(3, 0, rows[3]); } }, /重复或次序不对/],
  ['open', { cards: (rows) => { rows.reverse(); } }, /重复或次序不对/],
  ['open', { cards: (rows) => { rows.push({ ...rows[0], op: 'zzz', version: 9999 }); } }, /不在日志里/],
  ['open', { cards: (rows) => { first(rows).event_id = 'ev-2'; } }, /另一次评比的/],
  ['open', { cards: (rows) => { delete first(rows).receipt; } }, /缺少内容或多出内容/],
  ['open', { cards: (rows) => { Object.assign(first(rows), { key: null, sig: null }); } }, /与日志所载的不一致/],
  ['open', forged(), /平板签名不对/],
  ['open', { keys: (rows) => { rows.pop(); } }, /缺少日志里登记的 1 把平板密钥/],
  ['open', { keys: (rows) => { rows[1].judge = 'L1'; } }, /不是日志里登记的那一把/],
  ['open', { keys: (rows) => { rows.push(rows[0]); } }, /不是日志里登记的那一把，或者重复/],
  ['open', { seats: (rows) => { rows.reverse(); } }, /seats\.json 的字母重复或次序不对/],
  ['open', { seats: (rows) => { rows.pop(); } }, /没有评分卡/],
  ['open', { seats: (rows) => { rows[0].cards.pop(); } }, /没有评分卡/],
  ['open', { seats: (rows) => { rows[0].cards.reverse(); } }, /重复、次序不对/],
  ['open', { seats: (rows) => { rows[0].cards.unshift('0'); } }, /评分卡 0 不是计入成绩的那一张/],
  ['open', { seats: (rows) => { [rows[0].cards, rows[1].cards] = [rows[1].cards, rows[0].cards]; } }, /不是计入成绩的那一张/],
  ['pseudonymous', { cards: (rows) => { rows.push(rows.shift()); } }, /重复或次序不对/],
  ['pseudonymous', { cards: (rows) => { rows[0].judge = 'L1'; } }, /不是一张评分卡/],
  ['commitments', { cards: (rows) => { rows.reverse(); } }, /重复或次序不对/],
  ['commitments', { cards: (rows) => { rows[0].cards.reverse(); } }, /不是一席的评分卡/],
  // scores
  ['open pseudonymous', { scores: (rows) => { rows[0][4] = '99'; } }, /scores\.csv 与评分卡不一致/],
  ['open pseudonymous', { scores: (rows) => { rows.find(([, component]) => component === 'level')[4] = 'C'; } }, /“level”.*不一致/],
  ['open pseudonymous', { scores: (rows) => { rows.find(([, component]) => component === 'order')[4] = '9'; } }, /“order”.*不一致/],
  ['open pseudonymous', { scores: (rows) => { rows.splice(0, 2); } }, /scores\.csv 与评分卡不一致/],
  ['open pseudonymous', { scores: (rows) => { rows.push([rows[0][0], 'visit', '09', 'plan', '1']); } }, /给“09”的评分没有评分卡/],
  ['open pseudonymous', { scores: (rows) => { const [plan, work] = rows.filter(([, component]) => component === 'visit'); work.splice(0, 5, ...plan); } }, /scores\.csv 与评分卡不一致/],
  ['pseudonymous', { cards: (rows) => { rows[0].marks = { grade: 'C' }; } }, /scores\.csv 与评分卡不一致/],
];
