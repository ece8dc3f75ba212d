// Where a card's total lies among the judge's own other cards of the component: from what lies on this tablet, and never the
// panel's, which would draw everybody to the middle.

import { compare, format, share, subtract } from './decimal.js';
import { totals } from './limits.js';
import { say } from './template.js';

const WIDTH = 152; // units of the line
const MARGIN = 6; // before it and after it

/** `{words, at}`: how many the others are and their ends in words, and where each lies on the line, this card last; null where there is nothing to compare. */
export function spreadOf(component, known, entry) {
  if (!component || component.kind !== 'marks') return null;
  const all = totals(component, known).known.sort((a, b) => compare(a.total, b.total));
  const others = all.filter((one) => one.entry !== entry);
  const last = others.length - 1;
  if (last < 1 || last + 2 > all.length) return null;
  const width = subtract(all[last + 1].total, all[0].total);
  const place = ({ total }) => share(subtract(total, all[0].total), width, WIDTH) + MARGIN;
  const [low, high] = [others[0], others[last]].map(({ total }) => format(total, 1));
  return { words: `本席另 ${last + 1} 张 ${low}–${high}`, at: others.concat(all.find((one) => one.entry === entry)).map(place) };
}

export function drawSpread(foot, component, known, entry) {
  const [line, found] = [foot.querySelector('.spread'), spreadOf(component, known, entry)];
  line.hidden = !found;
  if (!found) return;
  say(line.querySelector('em'), found.words);
  line.querySelector('circle').setAttribute('cx', String(found.at.pop()));
  line.querySelector('path').setAttribute('d', found.at.map((at) => `M${at} 8h0`).join(''));
}
