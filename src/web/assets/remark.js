// The place for a judge's comment: whether there is one, and whether it is needed.

import { compare, parse } from './decimal.js';

export class Remark {
  /** `rule` is `{none, below}`: nothing where there is no place for a comment. */
  constructor(section, rule, changed) {
    const { none, below } = rule || { none: true };
    this.section = section;
    this.input = section.querySelector('textarea');
    this.below = below ? parse(below) : null;
    this.bound = below || '';
    section.hidden = Boolean(none);
    this.input.addEventListener('input', changed);
  }

  get text() { return this.section.hidden ? '' : this.input.value; }

  show(text) { this.input.value = text || ''; }

  /** Says whether a comment is needed for such a figure; null where there is none yet. */
  needs(figure) {
    const isLow = Boolean(this.below && figure && compare(figure, this.below) < 0);
    this.section.querySelector('small').textContent = isLow ? `低于 ${this.bound} 分，须写评语` : this.below ? `低于 ${this.bound} 分须写，只给组织者看` : '选填，只给组织者看';
    return isLow && this.text.trim() === '';
  }
}
