// Limits on one judge's cards, said while the judge scores, with or without a network: nothing is kept from being
// submitted. Counts drafts that are complete and cards that were handed in, delivered or not.

import { ZERO, add, compare, format, multiply, parse, readMark, round } from './decimal.js';
import { contentOf } from './state.js';

/** The exact sum of a card, before any rounding; null where a mark is missing or no number. */
export function sumOf(component, marks) {
  let sum = ZERO;
  for (const { id, weight } of component.criteria) {
    const mark = readMark(marks[id] || '');
    if (!mark) return null;
    sum = add(sum, multiply(mark.number, parse(weight)));
  }
  return sum;
}

/** The totals of the judge's complete cards, as they are compared, with their entries. */
export function totals(component, { view, ops, drafts }) {
  const { decimals, mode } = component.limits || { decimals: null };
  const cards = view.my_cards.filter((card) => card.component === component.id && card.expected === 'due');
  const found = cards.map((card) => {
    const draft = drafts.find((row) => row.component === card.component && row.entry === card.entry);
    // a draft with a mark that the form does not take is not complete, whatever number it may be
    const sum = draft && draft.filled < draft.fields ? null : sumOf(component, contentOf(card, ops, draft).marks);
    return { entry: card.entry, total: sum && decimals !== null ? round(sum, decimals, mode) : sum };
  });
  return { due: cards.length, known: found.filter((one) => one.total) };
}

/** What the limits have to say: of the card of `entry`, or of all cards where it is ''. */
export function said(component, known, entry) {
  if (!component || !component.limits) return [];
  const { above, percent, distinct } = component.limits;
  const all = totals(component, known);
  const own = all.known.find((one) => one.entry === entry);
  if (entry && !own) return [];
  const sentences = [];
  if (above) {
    const [mark, share] = [parse(above), parse(percent)];
    const reach = (one) => compare(one.total, mark) >= 0;
    const most = Number((share.units * BigInt(all.due)) / (BigInt(100) * BigInt(10) ** BigInt(share.places)));
    const count = all.known.filter(reach).length;
    const full = entry ? reach(own) && count >= most : count > most;
    if (full) sentences.push(`${above} 分以上已有 ${count} 张，最多 ${most} 张`);
  }
  if (!distinct) return sentences;
  const name = (one) => `${(known.view.entries.find(({ id }) => id === one.entry) || {}).unit}（${one.entry} 号）`;
  const same = (one) => all.known.filter((other) => compare(one.total, other.total) === 0);
  const levels = entry ? [same(own)] : all.known.map(same).filter((level, index) => level[0] === all.known[index]);
  for (const level of levels.filter((one) => one.length > 1)) {
    const others = level.filter((one) => one.entry !== entry).map(name).join('、');
    sentences.push(`${entry ? '与' : ''}${others}同为 ${format(level[0].total)} 分`);
  }
  return sentences;
}
