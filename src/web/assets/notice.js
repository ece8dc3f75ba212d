// What a judge has to know about a card before scoring it: its window, what is wrong with it, and, of two rival
// versions, which one shall count. What was picked is a new operation.

import { isBeforeClose } from './event.js';
import { isAsked } from './state.js';
import { clone, say } from './template.js';

export function drawNotices(root, view, card, state) {
  const window = root.querySelector('[data-window]');
  window.hidden = card.open;
  say(window.querySelector('b'), isBeforeClose(view) ? '不在评分时间内' : '评分已封存');
  root.querySelector('[data-asked]').hidden = !isAsked(card, state);
  const notice = root.querySelector('[data-notice]');
  notice.hidden = state.state !== 'fix';
  say(notice.querySelector('b'), state.state === 'fix' ? state.word : '');
  say(notice.querySelector('span'), state.state === 'fix' ? (state.faults || []).map((fault) => fault.text).join('；') || state.why : '');
}

/** Says before `foot` why nothing is to be scored here; `word` is '' where something is. */
export function drawNotDue(root, foot, word) {
  const shown = root.querySelector('.own');
  if (shown) root.removeChild(shown);
  if (word) root.insertBefore(clone('not-due', { word }), foot);
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
    const current = { op: card.op, at: card.received_at, marks: card.marks, comment: card.comment };
    const versions = open ? [current].concat(card.rivals) : [];
    const key = versions.map((version) => version.op).join();
    if (key === this.shown) return;
    this.shown = key;
    this.place.hidden = !open;
    this.place.textContent = '';
    versions.forEach((version, index) => this.place.appendChild(this.version(card, version, index)));
  }

  version(card, version, index) {
    const box = clone('pick', {
      title: index === 0 ? '现在计入的一份' : '另一处提交的一份', at: (version.at || '').slice(0, 16).replace('T', ' '), comment: version.comment,
    });
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

  pick(card, { marks, comment }) { return this.editor.pick(card.op, { marks, comment }); }
}
