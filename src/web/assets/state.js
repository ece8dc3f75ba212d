// The state of a card as this tablet knows it: the server's view, the journal and the drafts together.

import { say } from './template.js';

const WORDS = { none: '未评', draft: '草稿·本机', wait: '待送达', held: '待认定', ok: '已送达', fix: '需处理' };
const EXPECTED = { recused: '回避', absent: '缺席', void: '作废', withdrawn: '退出' };
const DELIVERED = { recorded: true, duplicate: true };

const WHY = {
  conflict: '两处修改不一致，请选定一份',
  invalid: '有得分不合规则，请改后重新提交',
  'bad-signature': '签名核对不符，没有计入；请再提交一次，内容可以不变',
  late: '已超过评分时间，组织者认定后才计入；您不用再做什么',
  early: '送达时此环节尚未开放；开放以后请再提交一次，内容可以不变',
  'not-open': '此环节已经开放，请再提交一次才计入，内容可以不变',
  excluded: '此项不由本席评分，组织者可说明原因',
  'not-yours': '此项不属于本席，请联系组织者',
  unknown: '评比活动中没有此项，请联系组织者',
  'op-reused': '编号与另一份重复，请重新提交',
  unfit: '规则已变更，请按现在的评分卡补评后重新提交',
  lost: '这张已提交，但本机的数据库损坏，未送达就丢失了；请重新评分并提交',
};

/** Why a card that waits does not get through, where the line takes others. */
function refusedBy({ status, own }) {
  if (!status) return '可连接，但这一张送不出去，其余已送达；会再试，也可换一个网络';
  return `可连接，但这一张被${own ? '服务器' : '网络'}拒收（${status}），其余已送达；请换一个网络`;
}

function last(rows, wanted) {
  const found = rows.filter(wanted);
  return found.length ? found[found.length - 1] : null;
}

/** What the organiser decided about an operation that came outside of its time; undefined where nothing. */
function rulingOn(card, row) { return (card.rulings || []).find((one) => row && one.op === row.op); }

function isAside(row) { return row.outcome === 'late' || row.outcome === 'not-open'; }

/** What lies in the quarantine of a card and waits: this tablet's own, or what the server has of another one. */
function asideOf(card, newest) {
  const waiting = card.held || null;
  if (newest && isAside(newest)) return (card.quarantined || []).includes(newest.op) ? newest : null;
  return !newest && !card.op ? waiting : null;
}

/** `{state, word, receipt, why}` of one card, with `waits` where the organiser is to rule on it. `ops` and `drafts` are those of the judge. */
export function stateOf(card, ops, drafts) {
  const own = ops.filter((row) => row.component === card.component && row.entry === card.entry);
  const answer = (state, extra) => Object.assign({ state, word: WORDS[state], receipt: '', why: '' }, extra);
  if (card.expected !== 'due') return answer('out', { word: EXPECTED[card.expected] });
  const newest = last(own, (row) => row.outcome !== 'withdrawn' && row.outcome !== 'made-up');
  if (newest && newest.outcome === null && newest.refused) return answer('fix', { why: refusedBy(newest.refused), refused: true });
  if (own.some((row) => row.outcome === null)) return answer('wait');
  if (card.rivals.length) return answer('fix', { why: WHY.conflict });
  const ruling = rulingOn(card, newest);
  const settled = ruling && ruling.admitted;
  const draft = drafts.find((row) => row.component === card.component && row.entry === card.entry);
  const aside = asideOf(card, newest);
  if (aside && aside.outcome === 'not-open' && card.open) return answer('fix', { why: WHY['not-open'] });
  // in the quarantine: once more would be one more to rule on
  if (aside) return answer('held', { waits: true, word: aside.outcome === 'late' ? WORDS.held : '待开放', why: aside.outcome === 'late' ? WHY.late : WHY.early });
  if (newest && newest.outcome === 'lost') return answer('fix', { why: WHY.lost, lost: true });
  const refused = newest && newest.outcome !== 'conflict' && !DELIVERED[newest.outcome] && !settled && !isAside(newest);
  if (refused || (ruling && !ruling.admitted)) return answer('fix', { why: ruling ? `组织者未认定：${ruling.reason}` : WHY[newest.outcome] || '', faults: newest.faults });
  if (draft) return answer('draft', { filled: draft.filled, fields: draft.fields });
  if (card.unfit) return answer('fix', { why: WHY.unfit });
  if (card.op) return answer('ok', { receipt: (card.receipt || '').slice(0, 4) });
  const kept = last(own, (row) => DELIVERED[row.outcome]);
  if (kept) return answer('ok', { receipt: (kept.receipt || '').slice(0, 4) });
  return answer('none');
}

/** Whether the organiser asks for a card that this tablet has not handed in. */
export function isAsked(card, found) { return Boolean(card.asked_at) && (found.state === 'none' || found.state === 'draft'); }

/** Whether another tablet of the judge has, or had, something of a card that never came, and nothing newer was made here. */
export function isElsewhere(card, ops, device) {
  const made = ops.some((row) => row.component === card.component && row.entry === card.entry);
  return !made && (card.missing || []).some((one) => one.device !== device);
}

/** Whether two contents are one; their marks are in one order. */
export function same(a, b) {
  const text = (one) => JSON.stringify([one.marks, one.comment, one.lines || {}]);
  return text(a) === text(b);
}

/** Texts by key in one order, each as `fit` makes it; none where there are none. */
export function sorted(texts, fit = (text) => text) {
  return Object.keys(texts || {}).sort().reduce((all, key) => Object.assign(all, { [key]: fit(texts[key]) }), {});
}

/** The content that a card's page starts from, and the operation that it replaces. */
export function contentOf(card, ops, draft) {
  if (draft) return { marks: draft.marks, comment: draft.comment, lines: draft.lines, base: draft.base || null, from: 'draft' };
  const newest = last(ops, (row) => row.component === card.component && row.entry === card.entry && row.body && row.outcome !== 'withdrawn');
  const ruling = rulingOn(card, newest);
  // what was admitted counts under an operation of the desk's, and may have been replaced since
  const isKnown = newest && (DELIVERED[newest.outcome] || newest.outcome === 'conflict' || (ruling && ruling.admitted));
  if (newest && !isKnown) {
    const op = JSON.parse(newest.body);
    // what was refused replaced nothing: the next one stands on what counts
    return { marks: op.marks, comment: op.comment, lines: op.lines, base: newest.outcome === null ? op.op : card.op, from: 'journal' };
  }
  const held = !newest && !card.op && card.held;
  if (held) return { marks: held.marks, comment: held.comment, lines: held.lines, base: null, from: 'server' };
  return { marks: card.marks, comment: card.comment, lines: card.lines, base: card.op, from: card.op ? 'server' : 'blank' };
}

/** What the judge gave as this tablet knows it: submitted and on its way, or as the server has it. */
export function givenOf(card, ops) {
  const given = contentOf(card, ops, null);
  return given.from === 'blank' ? null : given;
}

/** Draws a state into its chip: shape, colour and word together. */
export function drawChip(chip, found) {
  chip.className = 'chip ' + found.state;
  const use = chip.querySelector('use');
  if (use) use.setAttribute('href', '#s-' + (found.state === 'held' ? 'wait' : found.state));
  say(chip.querySelector('span'), found.receipt ? found.word + ' 回执' : found.word);
  const receipt = chip.querySelector('b');
  say(receipt, found.receipt);
  receipt.hidden = !found.receipt;
}
