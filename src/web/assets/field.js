// One criterion on the card: what is typed in it, whether the rules allow it, and its two step buttons.

import { ZERO, add, compare, format, halfWidth, isMultiple, multiply, parse, readMark, subtract } from './decimal.js';
import { Remark } from './remark.js';
import { clone, disable, say } from './template.js';

const TEN = parse('10');
const MANY = parse('200'); // step buttons from end to end beyond which they take larger steps

/** What a step button adds: the rule's step, or ten of it and so on where that would take for ever. */
function nudgeOf(step, range) {
  let nudge = step;
  while (compare(multiply(nudge, MANY), range) < 0) nudge = multiply(nudge, TEN);
  return parse(format(nudge));
}

export class Field {
  constructor(criterion, index, changed) {
    this.id = criterion.id;
    this.name = criterion.name;
    this.min = parse(criterion.min);
    this.max = parse(criterion.max);
    this.step = parse(criterion.step);
    this.weight = parse(criterion.weight);
    this.nudge = nudgeOf(this.step, subtract(this.max, this.min));
    this.changed = changed;
    const by = format(this.nudge);
    this.section = clone('criterion', {
      id: criterion.id, field: 'm' + index, message: 'e' + index, reading: 'r' + index, line: 'c' + index, about: `e${index} r${index}`, name: criterion.name, guide: criterion.guide,
      range: `${format(this.min)}–${format(this.max)}`, minus: '−' + by, plus: '+' + by,
      less: `${criterion.name}减 ${by}`, more: `${criterion.name}加 ${by}`,
    });
    this.input = this.section.querySelector('input');
    this.remark = new Remark(this.section.querySelector('.line'), criterion.commenting || { none: true }, () => changed(this));
    this.input.addEventListener('input', (event) => this.typed(event.isComposing));
    this.input.addEventListener('compositionend', () => this.typed(false));
    for (const button of this.section.querySelectorAll('[data-by]')) {
      button.addEventListener('click', () => this.move(button.getAttribute('data-by') === 'up'));
    }
  }

  get text() { return halfWidth(this.input.value); }

  /** What an input method still composes stays its own until it is done: rewritten, it would be typed twice. */
  typed(isComposing) {
    if (!isComposing) { this.set(this.input.value); return; }
    this.draw(false);
    this.changed(this);
  }

  set(text) {
    const plain = halfWidth(text);
    if (this.input.value !== plain) this.input.value = plain;
    this.draw(false);
    this.changed(this);
  }

  /** Shows a text that nobody typed just now. */
  show(text) {
    this.input.value = text;
    this.draw(true);
  }

  get mark() { return readMark(this.text); }

  /** The value where the rules allow it, else null. */
  value() { return this.mark && !this.problem() ? this.mark.number : null; }

  /** `{text, short}` of what is wrong, or null; a blank is not wrong. */
  problem() {
    if (this.text === '') return null;
    const mark = this.mark;
    const range = `${format(this.min)}–${format(this.max)}`;
    if (!mark) return { text: '不是数字，请改', short: '不是数字' };
    const { number, plain, isClear } = mark;
    if (compare(number, this.max) > 0) return { text: `超出 ${range}，请改`, short: `超出上限 ${format(this.max)}` };
    if (compare(number, this.min) < 0) return { text: `超出 ${range}，请改`, short: `低于下限 ${format(this.min)}` };
    if (!isMultiple(number, this.step)) return { text: `应为 ${format(this.step)} 的整数倍，请改`, short: `间隔 ${format(this.step)}` };
    return isClear ? null : { text: `请写成 ${plain}`, short: `请写成 ${plain}` };
  }

  /** What may become a mark with the next digit: no fault while it is typed. */
  isPartial() {
    if (/^-?(\.|0(\.0*)?)?$/.test(this.text)) return true;
    const mark = this.mark;
    if (!mark || !mark.isClear || compare(mark.number, this.max) > 0) return false;
    const point = this.text.indexOf('.');
    if (point >= 0) return this.text.length - point - 1 < this.step.places;
    const more = multiply(mark.number, TEN);
    return compare(more, this.max) <= 0 && (compare(more, ZERO) > 0 || compare(more, this.min) >= 0);
  }

  /** What a mark is read as where that is not what stands there; '' elsewhere. */
  reading() { return this.value() && this.mark.plain !== this.text ? `按 ${this.mark.plain} 计` : ''; }

  /** Writes a mark as it is read. */
  settle() { if (this.reading()) this.show(this.mark.plain); }

  /** A step up or down; from a blank, down from the top or up from the bottom. */
  move(up) {
    const from = this.mark ? this.mark.number : (up ? this.min : this.max);
    const to = up ? add(from, this.nudge) : subtract(from, this.nudge);
    const within = compare(to, this.max) > 0 ? this.max : compare(to, this.min) < 0 ? this.min : to;
    this.set(format(within, this.nudge.places));
  }

  /** `left`: nobody types here any more. */
  draw(left) {
    const wrong = this.isPartial() && !left ? null : this.problem();
    this.isBad = Boolean(wrong);
    this.brief = wrong ? wrong.short : this.reading();
    const message = this.section.querySelector('.msg');
    this.section.classList.toggle('bad', this.isBad);
    if (wrong) this.input.setAttribute('aria-invalid', 'true');
    else this.input.removeAttribute('aria-invalid');
    message.hidden = !wrong;
    if (wrong) {
      message.querySelector('b').textContent = wrong.text;
      message.querySelector('span').textContent = `输入的是 ${this.text}，已原样留在本机`;
    }
    say(this.section.querySelector('.reading'), this.reading());
    const number = this.value();
    const ends = { up: this.max, down: this.min };
    for (const button of this.section.querySelectorAll('[data-by]')) {
      disable(button, number && compare(number, ends[button.getAttribute('data-by')]) === 0);
    }
  }
}
