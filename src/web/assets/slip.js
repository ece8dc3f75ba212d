// The slip of a judge (核对凭据): with it the judge finds out whether just their cards are in a published bundle. What it is made
// of is described in docs/BUNDLE.md.

import { canonical, letters } from './body.js';
import { chinaClock, chinaDay } from './event.js';
import { hashOf } from './sha256.js';

const MOST = 150; // cards whose hashes still fit on a QR code
const PIECE = 16; // digits of a card's hash that a slip has

/** The hash of a card under a secret; a mark that was left blank is none. */
export function cardHash(secret, { component, entry, marks }) {
  const given = Object.keys(marks).filter((key) => marks[key] !== '').reduce((all, key) => Object.assign(all, { [key]: marks[key] }), {});
  return hashOf(`guanmo-card/1\n${secret}\n${canonical({ component, entry, marks: given })}`);
}

/** One hash of all cards, from theirs in their order. */
export function digestOf(hashes) { return hashOf(['guanmo-cards/1'].concat(hashes, '').join('\n')); }

function bytesOf(hex) { return hex.match(/../g).map((pair) => parseInt(pair, 16)); }

/**
 * The slip of the confirmation `{at, secret, confirms}`, as text; null where the view does not hold just those cards, or the
 * server names no log.
 */
export function slipOf(view, { at, secret, confirms }) {
  const cards = view.my_cards.filter((card) => confirms.includes(card.op));
  if (!view.origin || !cards.length || cards.length !== confirms.length) return null;
  const hashes = cards.map((card) => cardHash(secret, card)).sort();
  const pieces = hashes.length > MOST ? undefined : letters(bytesOf(hashes.map((hash) => hash.slice(0, PIECE)).join('')));
  const slip = { v: 1, origin: view.origin, seat: view.judge_name, at, secret, digest: digestOf(hashes), cards: pieces };
  return letters(new TextEncoder().encode(canonical(slip)));
}

/** Where a slip is checked once the result is published; `home` is the event's one address. */
export function checkAddress(home, view, slip) { return `${home}/public/${encodeURIComponent(view.id)}/check#${slip}`; }

/** The slip as a file, with what it is for; for whatever program opens it. */
export function slipFile(home, view, { at, confirms }, slip) {
  return '\ufeff' + [
    '核对凭据', '',
    `评比活动：${view.title}`, `席位：${view.judge_name}`, `核对时间：${chinaDay(at)} ${chinaClock(at)}`, `评分卡：${confirms.length} 张`, '',
    '结果公布以后，用这份凭据可以查对：公布的数据里是不是正好有本席核对过的每一张评分卡。',
    '查对的办法：打开下面的网址；或打开公布页上的“查对”，把凭据贴进去。',
    '请自己保存，不要交给别人：有了它，别人可以从公布的数据里认出哪些评分是本席给的。它只供本席自己查对，不能向别人证明什么。', '',
    '凭据：', slip, '', '查对网址：', checkAddress(home, view, slip), '',
  ].join('\r\n');
}
