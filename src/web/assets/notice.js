// What a judge has to know about a card before scoring it: its window, what is wrong with it, and, of two rival
// versions, which one shall count. What was picked is a new operation.

import { chinaClock, chinaDay, componentOf, isBeforeClose } from './event.js';
import { said } from './limits.js';
import { isAsked } from './state.js';
import { clone, say } from './template.js';
import { wordOf } from './word.js';

// a view that an older program left on this tablet says nothing of windows
const UNKNOWN = { opens: '', after: null, closes_after: null };

/** When a card's window shuts, in milliseconds; null where it shuts with the event, or is not known yet. */
function shuts(view, component, card) {
  const minutes = (component.release || UNKNOWN).closes_after;
  const own = view.route.filter((stop) => !stop.skipped && (card.entry === '' || stop.entry === card.entry));
  if (minutes === null || !own.length || own.some((stop) => !stop.left_at)) return null;
  return Math.max(...own.map((stop) => Date.parse(stop.left_at))) + minutes * 60000;
}

/** What there is to know of a card's window: why it is closed and when it opens, or when it shuts. */
export function windowOf(view, component, card, now) {
  const { opens, after, hold, closes_after: minutes } = component.release || UNKNOWN;
  const end = shuts(view, component, card);
  const later = '可以照常填写、提交；开放以后再提交一次才计入。';
  if (!isBeforeClose(view)) return ['评分已封存。', '提交后由组织者认定是否计入。'];
  if (card.open) return end === null ? ['', ''] : [`${chinaClock(end)} 截止。`, ''];
  if (end !== null && now > end) return [`已于 ${chinaClock(end)} 截止（离开后 ${minutes} 分钟）。`, '可以照常填写；提交后由组织者认定是否计入。'];
  if (view.state === 'draft') return ['评分尚未开放。', later];
  const seen = view.route.filter((stop) => stop.left_at).length;
  const first = hold ? `看完 ${hold} 个项目（已看完 ${seen} 个）并` : '';
  const words = { arrival: `${first}到达观摩点后开放。`, after: `看完 ${after} 个项目后开放，已看完 ${seen} 个。`, all: `全部看完后开放，已看完 ${seen} 个。` };
  return [words[opens] || '不在评分时间内。', later];
}

export function drawNotices(root, known, card, state) {
  const { view } = known;
  const component = componentOf(view, card.component);
  const window = root.querySelector('[data-window]');
  const [why, more] = windowOf(view, component, card, Date.now());
  window.hidden = !why;
  say(window.querySelector('b'), why);
  say(window.querySelector('span'), more);
  const limits = root.querySelector('[data-limits]');
  const sentences = card.entry === '' ? [] : said(component, known, card.entry);
  limits.hidden = sentences.length === 0;
  say(limits.querySelector('span'), sentences.join('；') + '。');
  root.querySelector('[data-asked]').hidden = !isAsked(card, state);
  // said once it is so; nobody is kept from handing in anew
  root.querySelector('[data-undone]').hidden = !view.confirming || !wordOf(view, known.ops).changed.includes(card);
  const notice = root.querySelector('[data-notice]');
  const open = state.state === 'fix' || state.state === 'held';
  notice.hidden = !open;
  say(notice.querySelector('b'), open ? state.word : '');
  const comment = root.querySelector('#comment');
  notice.querySelector('[data-without]').hidden = !(state.refused && comment && comment.value);
  say(notice.querySelector('span'), open ? (state.faults || []).map((fault) => fault.text).join('；') || state.why : '');
}

/** Says before `foot` why nothing is to be scored here; `word` is '' where something is. */
export function drawNotDue(root, foot, word) {
  const shown = root.querySelector('.own');
  if (shown) root.removeChild(shown);
  if (word) root.insertBefore(clone('not-due', { word }), foot);
}

/** Of each version when it was made and when it came, on one clock; with the day where not all are of one. */
export function timesOf(versions) {
  const moments = versions.map(({ made_at: made, received_at: came }) => [[made, '填写'], [came, '送达']].filter(([moment]) => moment));
  const days = new Set([].concat(...moments).map(([moment]) => chinaDay(moment)));
  const told = ([moment, word]) => `${days.size > 1 ? chinaDay(moment) + ' ' : ''}${chinaClock(moment)} ${word}`;
  return moments.map((of) => of.map(told).join(' · '));
}

/** The version that was made last; undefined where that cannot be said. */
export function newestOf(versions) {
  const made = (version) => (version.made_at ? Date.parse(version.made_at) : NaN);
  const last = Math.max(...versions.map(made));
  const found = versions.filter((version) => made(version) === last);
  return found.length === 1 ? found[0] : undefined;
}

export class Picker {
  /** `lines(marks)` gives the `[name, value]` pairs of a version. */
  constructor(editor, place, lines) {
    this.editor = editor;
    this.place = place;
    this.lines = lines;
    this.shown = '';
  }

  draw(card, state) {
    const open = card.rivals.length > 0 && state.state === 'fix';
    // a server that was restored may have a rival before it has again what counted
    const versions = open ? (card.op ? [card] : []).concat(card.rivals) : [];
    const key = versions.map((version) => version.op).join();
    if (key === this.shown) return;
    this.shown = key;
    this.place.hidden = !open;
    this.place.textContent = '';
    const [times, newest] = [timesOf(versions), newestOf(versions)];
    versions.forEach((version, index) => this.place.appendChild(this.version(card, version, times[index], version === newest)));
  }

  version(card, version, times, isNewer) {
    const title = version === card ? '现在计入的一份' : '另一处提交的一份';
    const box = clone('pick', { title, times, newer: isNewer ? '较新' : '', comment: version.comment });
    for (const [name, value] of this.lines(version.marks)) {
      for (const [tag, text] of [['dt', name], ['dd', value]]) {
        const element = document.createElement(tag);
        element.textContent = text;
        box.querySelector('dl').appendChild(element);
      }
    }
    box.querySelector('button').addEventListener('click', () => this.pick(card, version));
    return box;
  }

  /** What the judge saw beside the version that counts is settled with it; what comes later is not. */
  pick(card, { marks, comment, lines }) {
    return this.editor.pick(card.op, { marks, comment, lines }, card.rivals.map((rival) => rival.op));
  }
}
