// What the log says of this file: that it is the one that was published, and who signed.

import { must } from './fault.js';
import { isObject } from './json.js';
import { plain, Table } from './csv.js';

/** The publication of the log is of this result, and of just this file. */
export function checkPublished(log, about, manifest) {
  must(log.publish, '日志里没有公布的记录');
  const { n, after } = log.publish;
  must(isObject(after) && isObject(after.bundles), `日志第 ${n} 条（公布）没有写明成果包`);
  must(after.number === about.number, `日志里最后公布的是第 ${after.number} 次封存的成绩，这里是第 ${about.number} 次的`);
  must((after.second === undefined ? null : after.second) === about.second, `日志第 ${n} 条（公布）的批准人与成果包的不一致`);
  must(after.fingerprint === about.fingerprint, `日志第 ${n} 条（公布）的指纹与成果包的不一致`);
  must(Object.prototype.hasOwnProperty.call(after.bundles, about.cards), `日志第 ${n} 条（公布）没有公布这种形式的成果包`);
  must(after.bundles[about.cards] === manifest, `日志第 ${n} 条（公布）写明的不是这一份成果包：里面有文件连同清单一起改动过`);
}

/** Who signed, each with a leaf; gives the rows. */
export function checkSignatures(log, about, files) {
  const rows = new Table(files.get('signatures.csv'), 'signatures.csv', ['role', 'account', 'signed_at', 'fingerprint']).rows();
  must(rows.length === about.signatures, `signatures.csv 有 ${rows.length} 个签字，bundle.json 载 ${about.signatures} 个`);
  const seen = new Set();
  for (const { role, account, fingerprint } of rows) {
    const who = plain(account);
    must(!seen.has(who + '\n' + role), `签字“${who}”出现两次`);
    seen.add(who + '\n' + role);
    must(fingerprint === about.fingerprint, `“${who}”签的是另一个指纹`);
    const isOf = (leaf) => leaf.who === `account:${who}` && leaf.subject === `result:${about.number}` && isObject(leaf.after)
      && leaf.after.fingerprint === fingerprint && leaf.after.role === role;
    must(log.signs.some(isOf), `日志里没有“${who}”的这一签字`);
  }
  return rows.map((row) => Object.assign(row, { account: plain(row.account) }));
}
