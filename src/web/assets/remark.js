// The place for a judge's comment: whether there is one, and whether it is needed.

import { compare, parse } from './decimal.js';

export class Remark {
  /** `rule` is `{none, below}`. */
  constructor(section, { none, below }, changed) {
    this.section = section;
    this.input = section.querySelector('textarea');
    this.below = below;
    section.hidden = Boolean(none);
    section.querySelector('small').textContent = (below ? `低于 ${below} 分须写` : '选填') + '，只给组织者看';
    this.input.addEventListener('input', changed);
  }

  get text() { return this.section.hidden ? '' : this.input.value; }

  show(text) { this.input.value = text || ''; }

  /** Why a card with such a figure cannot be handed in; '' where it can. */
  lacks(name, figure) {
    const isLow = this.below && figure && compare(figure, parse(this.below)) < 0;
    return isLow && !this.text.trim() ? `${name}低于 ${this.below} 分，写好评语后可提交` : '';
  }
}
