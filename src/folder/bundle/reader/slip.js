// The slip of a judge: what is read of it, and whether just their cards are in a bundle.

import { hex, isHex, unbase64url, utf8 } from './bytes.js';
import { isOrigin } from './content.js';
import { must } from './fault.js';
import { canonical, hasNames, readCanonical } from './json.js';
import { hexOfText } from './sha256.js';

const PREFIX = 8; // bytes of a card's hash that are on a slip
const MOST = 150;
const AT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** A slip out of its text, or out of an address that it stands behind. */
export function readSlip(typed) {
  const text = typed.trim().replace(/^[^#]*#/, '').replace(/\s+/g, '');
  must(text !== '', '请先填入核对凭据，或扫码打开核对凭据上的网址');
  must(/^[A-Za-z0-9_-]+$/.test(text), '这不是核对凭据：核对凭据只有字母、数字、“-”和“_”');
  const bytes = unbase64url(text);
  const cut = '核对凭据不完整，像是被截断或抄错了；请重新扫码，或把整段网址粘贴进来';
  must(bytes, cut);
  let slip;
  try { slip = readCanonical(utf8(bytes, '核对凭据'), '核对凭据'); } catch (error) { must(false, cut); }
  must(slip && slip.v === 1, '核对凭据是另一个版本的，本页不认识；请用公示页上的核对页');
  const names = slip.cards === undefined ? 'at,digest,origin,seat,secret,v' : 'at,cards,digest,origin,seat,secret,v';
  const packed = slip.cards === undefined ? null : typeof slip.cards === 'string' && unbase64url(slip.cards);
  const whole = hasNames(slip, names) && isOrigin(slip.origin) && isHex(slip.secret, 32) && isHex(slip.digest, 64)
    && typeof slip.seat === 'string' && AT.test(slip.at) && packed !== false;
  must(whole && (slip.cards === undefined || (packed && packed.length % PREFIX === 0 && packed.length <= MOST * PREFIX)), cut);
  const prefixes = packed && Array.from({ length: packed.length / PREFIX }, (_, i) => hex(packed.subarray(i * PREFIX, (i + 1) * PREFIX)));
  must(!prefixes || prefixes.every((one, i) => !i || prefixes[i - 1] <= one), cut);
  return { seat: slip.seat, at: slip.at, origin: slip.origin, secret: slip.secret, digest: slip.digest, prefixes };
}

export function hashCard({ component, entry, marks }, secret) {
  const given = Object.fromEntries(Object.entries(marks).filter(([, mark]) => mark !== ''));
  return hexOfText(`guanmo-card/1\n${secret}\n${canonical({ component, entry, marks: given })}`);
}

/** Of hashes in their order. */
export function digestOf(hashes) { return hexOfText(`guanmo-cards/1\n${hashes.map((hash) => `${hash}\n`).join('')}`); }

function checkOrigin(slip, origin) {
  if (slip.origin === origin) return;
  const [[, house, event], [, own, wanted]] = [slip.origin.split('/'), origin.split('/')];
  must(house === own, `这份核对凭据是另一单位（${house}）的，与这份成果包（${own}）无关`);
  must(false, `这份核对凭据是另一次评比（${event}）的，这份成果包是 ${wanted} 的`);
}

/** A seat's cards with their hashes, in the order of these. */
function hashed(seat, secret) {
  if (seat.hashes) return seat.hashes.map((hash) => ({ hash, card: null }));
  const all = seat.cards.map((card) => ({ hash: hashCard(card, secret), card }));
  return all.sort((one, other) => (one.hash < other.hash ? -1 : 1));
}

/**
 * Looks for the cards of a slip: `{found, seat, cards, others}`, or where they are not there what differs on the seat that
 * has most of them: `missing` are hashes of the slip alone, `strange` cards of the bundle alone.
 */
export async function findSlip(slip, { origin, seats }, pace) {
  checkOrigin(slip, origin);
  const wanted = new Set(slip.prefixes || []);
  let [found, best] = [[], null];
  for (const seat of seats) {
    const cards = hashed(seat, slip.secret);
    if (digestOf(cards.map(({ hash }) => hash)) === slip.digest) found.push({ seat, cards });
    const common = cards.filter(({ hash }) => wanted.has(hash.slice(0, PREFIX * 2))).length;
    if (common > (best ? best.common : 0)) best = { seat, cards, common };
    if (pace.isOver(cards.length * 200)) await pace.rest();
  }
  if (found.length) return { found: true, seat: found[0].seat, cards: found[0].cards, others: found.length - 1 };
  if (!best) return { found: false, seat: null, missing: slip.prefixes || [], strange: [], common: 0 };
  const there = new Set(best.cards.map(({ hash }) => hash.slice(0, PREFIX * 2)));
  const missing = slip.prefixes.filter((prefix) => !there.has(prefix));
  const strange = best.cards.filter(({ hash }) => !wanted.has(hash.slice(0, PREFIX * 2)));
  must(missing.length || strange.length, '核对凭据前后不一致，像是抄错了；请重新扫码');
  return { found: false, seat: best.seat, common: best.common, missing, strange };
}
