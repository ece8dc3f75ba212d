// The cards against the table that the ranking is worked out from: each mark of the one is in the other.

import { must } from './fault.js';
import { Table } from './csv.js';
import { WORK } from './pace.js';

const NUMBER = /^(-?)0*(\d+?)(?:\.(\d*?)0*)?$/;

/** A number in the shortest of its spellings; other texts as they are. */
export function spelt(text) {
  const [, sign, whole, part] = NUMBER.exec(text) || [];
  if (whole === undefined) return text;
  const digits = part ? `${whole}.${part}` : whole;
  return digits === '0' ? digits : sign + digits;
}

/** Keys of judge, component and entry; ids hold no line ends. */
function key(judge, component, entry) { return `${judge}\n${component}\n${entry}`; }

async function readScores(files, pace) {
  const table = new Table(files.get('scores.csv'), 'scores.csv', ['judge', 'component', 'entry', 'criterion', 'value']);
  const scores = new Map();
  let from = table.at;
  for (let row = table.next(); row; row = table.next()) {
    const [judge, component, entry, criterion, value] = row;
    const place = key(judge, component, entry);
    const held = scores.get(place);
    if (held) held.push(criterion, value); else scores.set(place, [criterion, value]);
    if (pace.isOver((table.at - from) * WORK.scores)) await pace.rest();
    from = table.at;
  }
  return scores;
}

/** What is taken out: by judge, a component or all, an entry or all. */
function readExclusions(files) {
  const rows = new Table(files.get('exclusions.csv'), 'exclusions.csv', ['judge', 'component', 'entry']).rows();
  const out = new Set(rows.map(({ judge, component, entry }) => key(judge, component, entry)));
  return (judge, component, entry) => [component, ''].some((c) => [entry, ''].some((e) => out.has(key(judge, c, e))));
}

/** Marks that were given: a blank is none. */
function given(marks) { return Object.entries(marks).filter(([, mark]) => mark !== ''); }

/** Whether a card says what stands in the table, as numbers; a grade as it stands. */
function agrees(marks, held) {
  const all = new Map(given(marks));
  if (held.length !== all.size * 2) return false;
  for (let i = 0; i < held.length; i += 2) {
    const [criterion, value] = [held[i], held[i + 1]];
    const isSo = criterion === '' ? all.get('grade') === value : all.has(criterion) && spelt(all.get(criterion)) === spelt(value);
    // a line that stands there twice is not another one
    if (!isSo || !all.delete(criterion || 'grade')) return false;
  }
  return true;
}

/** The entry of the first mark of a ballot that the table has otherwise; undefined where it has them all. */
function ballotDiffers(card, scores, isOut) {
  const found = [];
  let isWhole = true;
  for (const [entry, mark] of given(card.marks)) {
    const place = key(card.seat, card.component, entry);
    const held = scores.get(place);
    scores.delete(place);
    if (held && (held.length !== 2 || held[0] !== '')) return entry;
    if (held) found.push({ entry, cast: Number(mark), now: Number(held[1]), isSame: spelt(mark) === spelt(held[1]) });
    if (isOut(card.seat, card.component, entry)) isWhole = false;
    else if (!held && spelt(mark) !== '0') return entry; // a vote that was not given stands on no list
  }
  if (isWhole) return (found.find(({ isSame }) => !isSame) || {}).entry;
  // what has left a ballot leaves a gap that others move into: their order is what stays
  found.sort((one, other) => one.cast - other.cast);
  const moved = found.find((one, i) => i && (found[i - 1].cast < one.cast) !== (found[i - 1].now < one.now));
  return (moved || found.find(({ cast, now }) => now > cast) || {}).entry;
}

/** Each card that counts is in `scores.csv`, and nothing else is. */
export async function checkScores(files, cards, pace) {
  const [scores, excluded] = [await readScores(files, pace), readExclusions(files)];
  const entries = new Set(new Table(files.get('entries.csv'), 'entries.csv', ['entry']).rows().map(({ entry }) => entry));
  const isOut = (seat, component, entry) => !entries.has(entry) || excluded(seat, component, entry);
  for (const card of cards) {
    const { seat, component, entry, marks } = card;
    const said = (of) => `席位“${seat}”在环节“${component}”给“${of}”的评分，scores.csv 与评分卡不一致`;
    if (entry === '') {
      const differs = ballotDiffers(card, scores, isOut);
      must(differs === undefined, said(differs));
    } else {
      const place = key(seat, component, entry);
      const held = scores.get(place);
      must(held ? agrees(marks, held) : isOut(seat, component, entry), said(entry));
      scores.delete(place);
    }
    if (pace.isOver(0)) await pace.rest();
  }
  const [judge, component, entry] = scores.size ? scores.keys().next().value.split('\n') : [];
  must(scores.size === 0, `scores.csv 里席位“${judge}”在环节“${component}”给“${entry}”的评分没有评分卡`);
}
