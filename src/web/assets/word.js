// The judge's own word (本人核对) that all cards, as they stand, are theirs: when it can be given, and what became of it. It
// is an operation of the journal as cards are, and it is no card.

import { isBeforeClose } from './event.js';
import { isCard } from './row.js';

const OPEN = { none: '张未评', draft: '张草稿未提交', wait: '张待送达', held: '张待开放或待认定', fix: '张需处理' };
const TAKEN = ['confirmed', 'duplicate'];
const LOST = ['lost', 'made-up']; // the server misses no number behind which there was no card

const WHY = {
  invalid: '核对以后评分卡有变动，请逐张看过，再核对一次',
  late: '送达时评分已封存，没有收下',
  unknown: '服务器的程序较旧，还收不了本人核对，请告诉组织者',
  'bad-signature': '本机签名核对不符，请再核对一次',
  'op-reused': '编号与另一份重复，请再核对一次',
  lost: '本机的数据库损坏，核对没有送达就丢失了，请再核对一次',
};

function newest(rows, wanted) { return rows.filter(wanted).pop() || null; }

/** The cards that the judge has to hand in. */
export function dueOf(view) { return view.my_cards.filter((card) => card.expected === 'due'); }

/** What is not in yet, in words, from the states of all cards; '' where all are. */
export function restOf(states) {
  const counts = Object.keys(OPEN).map((state) => [states.filter((one) => one.state === state).length, OPEN[state]]);
  return counts.filter(([count]) => count).map(([count, word]) => `${count} ${word}`).join('，');
}

/** The ops that are confirmed, sorted: of all cards that count. */
export function confirmsOf(view) { return dueOf(view).map((card) => card.op).sort(); }

/** Why it cannot be given now; '' where it can. */
export function hindrance(view, states) {
  if (!isBeforeClose(view)) return '评分已封存';
  const rest = restOf(states);
  if (rest) return `还有 ${rest}`;
  // a server that was restored has not yet again what it had receipted
  return confirmsOf(view).every(Boolean) ? '' : '正在与服务器核对';
}

/** The cards that are others than `confirms` says, where that is known: on this tablet, whatever the server knows. */
function others(view, ops, confirms) {
  return dueOf(view).filter((card) => {
    const waiting = newest(ops, (row) => row.component === card.component && row.entry === card.entry && row.outcome === null);
    const op = waiting ? waiting.op : confirms && card.op;
    return Boolean(op) && !(confirms || []).includes(op);
  });
}

/** Cards by the names that the server gives, with those of `more`, each once and in the order of the judge's cards. */
function together(view, names, more) {
  const isNamed = (card) => names.some((name) => name.component === card.component && name.entry === card.entry);
  return view.my_cards.filter((card) => more.includes(card) || isNamed(card));
}

function whyOf({ outcome, faults }) {
  if (LOST.includes(outcome)) return WHY.lost;
  const said = (faults || []).map((fault) => fault.text).join('；');
  // what these outcomes say of cards is not so of the word
  return outcome === 'late' || outcome === 'unknown' ? WHY[outcome] : said || WHY[outcome] || '请联系组织者';
}

function refusedBy({ status }) { return `可连接，但核对被拒收${status ? `（${status}）` : ''}；会再送，也可换一个网络`; }

/**
 * What became of the last one: `{state, at, row, paper, receipt, changed, why}`. The state is `none`, `wait` (kept here), `ok`, `gone`
 * (cards have changed since) or `fix` (it was not taken); `row` is the operation where this tablet made it.
 */
export function wordOf(view, ops) {
  const own = newest(ops, (row) => !isCard(row));
  const told = view.confirmed || null;
  const answer = (state, more) => Object.assign({ state, at: '', row: null, paper: false, receipt: '', changed: [], why: '' }, more);
  const made = (row, more) => Object.assign({ row, at: row.at, receipt: (row.receipt || '').slice(0, 4) }, more);
  const held = (state, row, more) => {
    const changed = others(view, ops, JSON.parse(row.body).confirms);
    return answer(changed.length ? 'gone' : state, made(row, Object.assign({ changed }, more)));
  };
  if (own && own.outcome === null) return held('wait', own, { why: own.refused ? refusedBy(own.refused) : '' });
  const isRefused = own && !TAKEN.includes(own.outcome);
  if (told && (told.stands || !isRefused)) {
    const row = ops.find((one) => one.op === told.op) || null;
    const changed = together(view, told.changed || [], others(view, ops, null));
    const more = { paper: Boolean(told.paper), changed };
    return answer(told.stands && !changed.length ? 'ok' : 'gone', row ? made(row, more) : Object.assign({ at: told.at }, more));
  }
  if (!own) return answer('none');
  return isRefused ? answer('fix', made(own, { why: whyOf(own) })) : held('ok', own);
}

/** What is said of it above each of the three places: `{title, text}`; null where there is nothing to do about it. */
export function noticeOf(view, ops, states) {
  if (!view.confirming) return null;
  const { state, changed, why } = wordOf(view, ops);
  if (state === 'gone') {
    const told = changed.length ? `其后有 ${changed.length} 张评分卡变动` : '其后评分卡有变动';
    return { title: '本人核对已失效', text: `${told}，${isBeforeClose(view) ? '请再核对一次。' : '有疑问请告诉组织者。'}` };
  }
  if (state === 'fix') return { title: '本人核对没有收下', text: why + '。' };
  const isAwaited = state === 'none' && view.confirming === 'required' && dueOf(view).length > 0 && !hindrance(view, states);
  return isAwaited ? { title: '请核对', text: '评分卡已全部送达。组织者要求封存前每席核对。' } : null;
}
