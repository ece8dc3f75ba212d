// What the page shows of a bundle. Texts go in as texts, whatever a file may say.

import { beijing, form, grouped, moment, role, status } from './said.js';

const SIGNS = { ok: '✓', bad: '✗', open: '○' };
const ROWS = 40; // that are drawn in one go
const STATES = { ok: '通过', bad: '不符', open: '没有核对' };

export function find(id) { return document.getElementById(id); }

/** An element with a class, or none, and what is in it. */
export function el(tag, looks, ...inside) {
  const made = document.createElement(tag);
  if (looks) made.className = looks;
  made.append(...inside.filter((part) => part !== null));
  return made;
}

function fill(id, ...inside) {
  const place = find(id);
  place.replaceChildren(...inside.filter((part) => part !== null));
  place.hidden = inside.length === 0;
}

function pairs(rows) { return el('dl', 'pairs', ...rows.flatMap(([name, value]) => [el('dt', '', name), el('dd', '', value)])); }

/** Adds rows to a table, some at once and the others later: a thousand of them take a slow device a second. */
function grow(body, header, rows, from = 0) {
  const row = (cells) => el('tr', '', ...cells.map((cell, i) => {
    const made = el('td', '', cell);
    made.dataset.of = header[i];
    return made;
  }));
  body.append(...rows.slice(from, from + ROWS).map(row));
  if (from + ROWS < rows.length) setTimeout(() => grow(body, header, rows, from + ROWS));
  return body;
}

/** Rows under a header; on a narrow screen each cell says which column it is. */
function table(looks, header, rows) {
  const head = el('thead', '', el('tr', '', ...header.map((name) => {
    const made = el('th', '', name);
    made.scope = 'col';
    return made;
  })));
  return el('table', looks, head, grow(el('tbody'), header, rows));
}

/** The checks, one of which may be under way. */
export function showChecks(checks, at) {
  const lines = checks.filter(({ state }) => state !== 'none').map((check) => {
    const isNow = check === checks[at];
    const sign = el('b', '', SIGNS[check.state]);
    sign.setAttribute('aria-hidden', 'true');
    const said = check.said || (isNow ? '正在核对……' : check.state === 'open' && at === undefined ? '前面一项不符，没有核对' : '');
    const state = el('span', 'vh', isNow ? '' : `（${STATES[check.state]}）`);
    return el('li', check.state, sign, el('span', '', check.title, state), el('small', '', said));
  });
  fill('checks', el('h2', '', '逐项核对'), el('ol', 'checks', ...lines));
}

function label(about) {
  const words = [about.demo ? '演示数据(非真实评分)' : '', about.rehearsal ? '演练' : ''].filter((word) => word);
  fill('label', ...(words.length ? [words.join(' · ')] : []));
}

/** Whether the file is good, and what has to be compared by people. */
function verdict({ fault, about, key, isKnown }, name) {
  const inFile = location.protocol === 'file:';
  if (fault) {
    return [el('h2', 'bad', '✗ 没有通过核对'), el('p', 'why', fault),
      el('p', '', `“${name}”不能作为公布的成果使用。请从公示页重新下载；仍然如此，请保留文件并告诉组织者和监票人。`)];
  }
  const trust = inFile || !isKnown
    ? '请与签字单或公示页上的指纹对照：相同，这一份才是本单位签发的。本页随文件而来，不能代您证明密钥是谁的。'
    : '与本系统公示的密钥一致。如不愿依赖本网站，请再与签字单或日志页打印件上的指纹对照。';
  return [el('h2', 'ok', '✓ 通过核对'), el('p', '', '文件没有被改动，就是日志里公布的那一份。'),
    el('p', 'key', '签署密钥的指纹 ', el('code', '', key)), el('p', inFile || !isKnown ? 'compare' : '', trust),
    about.demo || about.rehearsal ? el('p', '', '这是演示或演练，不是真实的评比结果。') : null];
}

function aboutOf({ about, checkpoint, signatures }) {
  const signed = signatures.length ? table('list', ['身份', '账号', '签字时间（北京）'], signatures.map((row) => [role(row.role), row.account, beijing(Date.parse(row.signed_at))])) : el('p', '', '无签字');
  return [el('h2', '', about.title), pairs([
    ['成绩', `第 ${about.number} 次封存`], ['指纹', el('code', '', grouped(about.fingerprint))], ['指纹全文', el('code', 'whole', about.fingerprint)],
    ['封存', `${moment(about.frozen_at)}（北京时间）`], ['公布', `${moment(about.published_at)}（北京时间）`],
    ['由谁公布', about.second === null ? `${about.published_by}（没有第二人）` : `${about.published_by}，第二人 ${about.second}`],
    ['成果包', form(about.cards)],
    ['存证点', `日志 ${checkpoint.size} 条，${moment(checkpoint.at)}${checkpoint.witnesses ? `；另有 ${checkpoint.witnesses} 处会签，本页不核对` : ''}`],
  ]), el('h3', '', '签字'), signed];
}

function rankingOf({ rows, columns, names }) {
  const own = columns.slice(columns.indexOf('total') + 1, columns.indexOf('bonus'));
  const header = ['名次', '项目', '总分', ...own.map(names.component), '加分', '减分', '奖项'];
  const cells = (row) => [row.rank || '—', el('span', 'names', el('b', '', row.unit), ' ', row.name, row.track ? `（${row.track}）` : ''),
    row.total, ...own.map((column) => row[column]), row.bonus, row.deduction, status(row.status) || [row.award.replace(/;/g, '、'), row.band].filter((word) => word).join(' · ')];
  return [el('h2', '', '公布的名次'), table('list places', header, rows.map(cells))];
}

/** All that is shown of a bundle once it has been looked at. */
export function showReport(report, name) {
  showChecks(report.checks);
  fill('verdict', ...verdict(report, name));
  fill('about', ...(report.fault ? [] : aboutOf(report)));
  fill('ranking', ...(report.fault ? [] : rankingOf(report)));
  fill('label');
  if (!report.fault) label(report.about);
  find('verdict').focus();
}

export function clear() { for (const id of ['verdict', 'about', 'ranking', 'label', 'checks', 'slip-said']) fill(id); }

/** A file that is not even looked at. */
export function showRefusal(said) { fill('verdict', el('h2', 'bad', '✗ 没有打开'), el('p', 'why', said)); }

/** How far the work is: a share, or null where nobody knows, and what is done. */
export function showProgress(share, said) {
  find('progress').hidden = said === null;
  if (said === null) return;
  if (share === null) find('bar').removeAttribute('value'); else find('bar').value = share;
  if (find('doing').textContent !== said) find('doing').textContent = said;
}

function marksOf({ component, marks }, names) {
  return Object.entries(marks).filter(([, mark]) => mark !== '').map(([name, mark]) => `${names.mark(component, name)} ${mark}`).join('，');
}

function cardsTable(cards, names) {
  const cells = ({ card }) => {
    const { name, unit } = card.entry === '' ? { name: '', unit: '整张选票' } : names.entry(card.entry);
    return [names.component(card.component), el('span', 'names', el('b', '', unit), ' ', name), marksOf(card, names)];
  };
  const sorted = cards.slice().sort((one, other) => (one.card.component + '\n' + one.card.entry < other.card.component + '\n' + other.card.entry ? -1 : 1));
  return table('list places', ['环节', '项目', '评分'], sorted.map(cells));
}

/** What became of a slip: a sentence in the case of a fault, else what was found. */
export function showSlip(slip, result, names) {
  const own = pairs([['席位', slip.seat], ['本人核对', `${beijing(Date.parse(slip.at))}（北京时间）`],
    ...(result.seat ? [['文件里的代号', result.seat.letter === result.seat.seat ? result.seat.letter : `${result.seat.seat}（${result.seat.letter}）`]] : [])]);
  if (result.found) {
    const others = result.others ? el('p', '', `另有 ${result.others} 席的评分卡与您的完全相同。`) : null;
    const shown = result.seat.hashes ? el('p', '', '这种成果包不含分数，只能核对张数和散列。') : cardsTable(result.cards, names);
    fill('slip-said', el('h3', 'ok', `✓ 您核对过的 ${result.cards.length} 张评分卡，都在公布的成果里，一分不差`), own, others, shown);
  } else if (result.seat) {
    const strange = result.strange.filter(({ card }) => card);
    const all = result.missing.length ? `您核对过的评分卡，有 ${result.missing.length} 张不在公布的成果里` : `公布的成果里，这一席比您核对过的多出 ${result.strange.length} 张`;
    fill('slip-said', el('h3', 'bad', `✗ ${all}`), own, el('p', '', `${result.common} 张一致。核对凭据上有、文件里没有的（散列前 16 位）：`, el('code', '', result.missing.join('　') || '无')),
      el('p', '', `文件里这一席有、核对凭据上没有的 ${result.strange.length} 张：`, el('code', '', result.strange.map(({ hash }) => hash.slice(0, 16)).join('　') || '无')),
      strange.length ? cardsTable(strange, names) : null, el('p', '', '请带上核对凭据告诉监票人。'));
  } else {
    fill('slip-said', el('h3', 'bad', '✗ 没有找到：公布的成果里没有哪一席与这份核对凭据一致'), own, el('p', '', '请带上核对凭据告诉监票人。'));
  }
}

export function showSlipFault(said) { fill('slip-said', el('p', 'bad', said)); }
