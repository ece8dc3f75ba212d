// The cards against the table that the ranking is worked out from: each mark of the one is in the other.

import { utf8 } from './bytes.js';
import { plain, Table } from './csv.js';
import { must } from './fault.js';
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
    const [judge, component, entry, criterion, cell] = row;
    const value = plain(cell);
    const place = key(judge, component, entry);
    const held = scores.get(place);
    if (held) held.push(criterion, value); else scores.set(place, [criterion, value]);
    if (pace.isOver((table.at - from) * WORK.scores)) await pace.rest();
    from = table.at;
  }
  return scores;
}

/** What is taken out: by judge, a component or all, an entry or all; and who is recused from any entry of a component. */
function readExclusions(files) {
  const rows = new Table(files.get('exclusions.csv'), 'exclusions.csv', ['judge', 'component', 'entry', 'kind']).rows();
  const out = new Set(rows.map(({ judge, component, entry }) => key(judge, component, entry)));
  const recused = new Set(rows.filter(({ kind }) => kind === 'recused').map(({ judge, component }) => `${judge}\n${component}`));
  return {
    isExcluded: (judge, component, entry) => [component, ''].some((c) => [entry, ''].some((e) => out.has(key(judge, c, e)))),
    isRecused: (judge, component) => recused.has(`${judge}\n${component}`) || recused.has(`${judge}\n`),
  };
}

/** Marks that were given: a blank is none. */
function given(marks) { return Object.entries(marks).filter(([, mark]) => mark !== ''); }

/** Names and figures of the table, as the card has them that is in it. */
function named(held, marks) {
  const found = new Map();
  for (let i = 0; i < held.length; i += 2) found.set(held[i] === '' && marks.grade !== undefined ? 'grade' : held[i], held[i + 1]);
  return found.size * 2 === held.length ? found : null; // a line that stands there twice is not another one
}

/** The cards that count, held against the table; `unread` counts marks that the rules could not read. */
class Comparison {
  constructor(scores, isOut, isComplete) {
    Object.assign(this, { scores, isOut, isComplete, unread: 0 });
    // by component: criteria that the table has
    this.criteria = new Set();
    for (const [place, held] of scores) {
      const component = place.split('\n')[1];
      for (let i = 0; i < held.length; i += 2) this.criteria.add(`${component}\n${held[i]}`);
    }
  }

  /** Whether a mark may be lacking: the rules as they are know no such line, or the result says that cards are missing. */
  mayLack(component, criterion) {
    const may = !this.isComplete || !this.criteria.has(`${component}\n${criterion}`);
    if (may) this.unread += 1;
    return may;
  }

  /** Whether a card of one entry is in the table. */
  card({ seat, component, entry, marks }) {
    const place = key(seat, component, entry);
    const found = named(this.scores.get(place) || [], marks);
    this.scores.delete(place);
    if (!found) return false;
    for (const [name, mark] of given(marks)) {
      const held = found.get(name);
      found.delete(name);
      if (held === undefined ? !this.mayLack(component, name === 'grade' && !this.criteria.has(`${component}\ngrade`) ? '' : name) : spelt(held) !== spelt(mark)) return false;
    }
    return found.size === 0;
  }

  /** The entry of the first mark of a ballot that the table has otherwise; undefined where it has them all. */
  ballotDiffers({ seat, component, marks }) {
    const [due, left] = [[], []];
    // what is not chosen stands on no list
    for (const [entry, mark] of given(marks).filter(([, text]) => spelt(text) !== '0')) {
      const place = key(seat, component, entry);
      const held = this.scores.get(place) || null;
      this.scores.delete(place);
      if (held && (held.length !== 2 || held[0] !== '')) return entry;
      if (this.isOut(seat, component, entry)) left.push(Number(mark)); else due.push({ entry, cast: Number(mark), now: held && Number(held[1]) });
    }
    due.sort((one, other) => one.cast - other.cast);
    if (due.every(({ now }) => now === null)) return due.every(() => this.mayLack(component, '')) ? undefined : due[0].entry;
    // those behind what has left the ballot have moved up; behind one that was left out they are counted anew
    const moved = ({ cast, now }) => now === cast - left.filter((gone) => gone < cast).length;
    const isVotes = due.every(({ cast }) => cast === 1);
    if (!isVotes && due.every(({ now }, i) => now === i + 1)) return undefined;
    return (due.find((one) => !moved(one)) || {}).entry;
  }
}

/** Whether the report names no card that is missing. */
function isComplete(files) {
  try {
    const { blockers } = JSON.parse(utf8(files.get('result.json'), 'result.json'));
    return blockers === undefined || (Array.isArray(blockers) && blockers.length === 0);
  } catch (error) {
    return true;
  }
}

/**
 * Each card that counts is in `scores.csv`; what else is there is of a place where none counts. Gives how many marks are not in
 * it because the rules could not read them.
 */
export async function checkScores(files, cards, pace) {
  const [scores, { isExcluded, isRecused }] = [await readScores(files, pace), readExclusions(files)];
  const entries = new Set(new Table(files.get('entries.csv'), 'entries.csv', ['entry']).rows().map(({ entry }) => entry));
  const isOut = (seat, component, entry) => !entries.has(entry) || isExcluded(seat, component, entry);
  const [comparison, counted] = [new Comparison(scores, isOut, isComplete(files)), new Set()];
  for (const card of cards) {
    const { seat, component, entry } = card;
    const said = (of) => `席位“${seat}”在环节“${component}”给“${of}”的评分，scores.csv 与评分卡不一致`;
    counted.add(`${seat}\n${component}`);
    if (entry === '') {
      const differs = comparison.ballotDiffers(card);
      must(differs === undefined, said(differs));
    } else {
      must(!isOut(seat, component, entry) && comparison.card(card), said(entry));
    }
    if (pace.isOver(0)) await pace.rest();
  }
  for (const place of scores.keys()) {
    const [judge, component, entry] = place.split('\n');
    // voided, or of a judge who is recused and thereby counts for none in the component
    const isDropped = isRecused(judge, component) && !counted.has(`${judge}\n${component}`);
    must(isExcluded(judge, component, entry) || isDropped, `scores.csv 里席位“${judge}”在环节“${component}”给“${entry}”的评分没有评分卡`);
  }
  return comparison.unread;
}
