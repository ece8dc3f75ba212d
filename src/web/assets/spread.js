// Where a card's total lies among the judge's own other cards of the component: from what lies on this tablet, and never the
// panel's, which would draw everybody to the middle.

import { compare, format, share, subtract } from './decimal.js';
import { totals } from './limits.js';
import { say } from './template.js';

const FEWEST = 2; // other cards, from which on there is a spread
const WIDTH = 152; // units of the line

/** `{others, low, high, own, at, mine}`: how many, the least and the most of them, this card's; where each lies on the line. */
export function spreadOf(component, known, entry) {
  if (!component || component.kind !== 'marks') return null;
  const all = totals(component, known).known;
  const others = all.filter((one) => one.entry !== entry).map((one) => one.total).sort(compare);
  if (others.length < FEWEST) return null;
  const own = all.filter((one) => one.entry === entry).map((one) => one.total);
  const ends = others.concat(own).sort(compare);
  const width = subtract(ends[ends.length - 1], ends[0]);
  const place = (total) => share(subtract(total, ends[0]), width, WIDTH);
  return {
    others: others.length, low: format(others[0], 1), high: format(others[others.length - 1], 1),
    own: own.length ? format(own[0], 1) : '', at: others.map(place), mine: own.length ? place(own[0]) : null,
  };
}

export function drawSpread(foot, component, known, entry) {
  const [line, found] = [foot.querySelector('[data-spread]'), spreadOf(component, known, entry)];
  line.hidden = !found;
  if (!found) return;
  const words = `本席另 ${found.others} 张 ${found.low}–${found.high}`;
  say(line.querySelector('em'), words);
  line.querySelector('svg').setAttribute('aria-label', found.own ? `${words}，这一张 ${found.own}` : words);
  line.querySelector('path+path').setAttribute('d', found.at.map((at) => `M${at + 6} 8h0`).join(''));
  const mine = line.querySelector('circle');
  mine.setAttribute('cx', String((found.mine || 0) + 6));
  mine.setAttribute('r', found.mine === null ? '0' : '5.5');
}
