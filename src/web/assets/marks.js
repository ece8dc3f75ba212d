// The form of a card of marks: the criteria, the keypad and the live total in exact decimals.

import { ZERO, add, format, multiply } from './decimal.js';
import { Field } from './field.js';
import { Keypad } from './keypad.js';
import { Remark } from './remark.js';
import { clone } from './template.js';

const QUIET = 2000; // milliseconds: the total is read out at most once in this time
const NARROW = window.matchMedia('(max-width:700px)');

export class MarksForm {
  /** Builds the form into `work`, its total into `foot`; `changed` and `undo` are told of what the judge does. */
  constructor(component, work, foot, { changed, undo }) {
    this.foot = foot;
    this.work = work;
    this.notify = changed;
    this.current = null;
    this.fresh = true; // the first key after choosing a criterion replaces what stands in it
    this.keypad = new Keypad((key) => (key === 'undo' ? undo() : this.press(key)));
    this.fields = component.criteria.map((criterion, index) => new Field(criterion, index, (field) => this.changed(field)));
    this.column = document.createElement('div');
    for (const field of this.fields) this.column.appendChild(this.listen(field).section);
    const note = clone('note');
    this.remark = new Remark(note, component.commenting || {}, () => this.notify());
    this.comment = this.remark.input;
    this.column.appendChild(note);
    work.appendChild(this.column);
    work.appendChild(this.keypad.element);
    this.width = window.innerWidth;
    this.follow = () => this.turned();
    window.addEventListener('resize', this.follow);
  }

  listen(field) {
    field.input.addEventListener('focus', () => { this.choose(field); if (this.fresh) field.input.select(); });
    field.input.addEventListener('keydown', (event) => {
      if (event.isComposing) return;
      if (event.key === 'Enter') { event.preventDefault(); this.next(); }
      if (event.key === 'ArrowUp' || event.key === 'ArrowDown') { event.preventDefault(); field.move(event.key === 'ArrowUp'); }
      this.fresh = false;
    });
    field.input.addEventListener('blur', () => this.left(field));
    return field;
  }

  content() {
    const marks = {};
    for (const field of this.fields) if (field.text !== '') marks[field.id] = field.text;
    const filled = this.fields.filter((field) => field.value()).length;
    const lines = {};
    for (const field of this.fields) if (field.remark.text) lines[field.id] = field.remark.text;
    return { marks, comment: this.remark.text, lines, filled, fields: this.fields.length };
  }

  /** Before it is handed in: the marks stand as the server reads them. */
  settle() {
    for (const field of this.fields) field.settle();
    if (this.current) this.drawPad();
  }

  show({ marks, comment, lines }) {
    for (const field of this.fields) {
      field.show(marks[field.id] || '');
      field.remark.show((lines || {})[field.id]);
    }
    this.remark.show(comment);
    this.drawTotal();
    if (this.current) this.drawPad();
  }

  check() {
    const wrong = this.fields.find((field) => field.problem());
    const blank = this.fields.find((field) => field.text === '');
    if (wrong) return `改好“${wrong.name}”后可提交`;
    if (blank) return `填好“${blank.name}”后可提交`;
    const bare = this.fields.map((field) => field.remark.lacks(`“${field.name}”`, field.value())).find(Boolean);
    return bare || this.remark.lacks('合计', this.total());
  }

  /** The sum of the valid marks by their weights. */
  total() { return this.fields.filter((field) => field.value()).reduce((sum, field) => add(sum, multiply(field.value(), field.weight)), ZERO); }

  /** The screen is there: the first criterion without a good mark is current. */
  shown() { this.choose(this.fields.find((field) => !field.value()) || this.fields[0]); }

  press(key) {
    const field = this.current;
    if (!field) return;
    if (key === 'next') { this.next(); return; }
    if (key === 'clear') field.set('');
    else if (key === 'back') field.set(field.text.slice(0, -1));
    else if (key[0] === '=') field.set(key.slice(1));
    else field.set((this.fresh ? '' : field.text) + key);
    this.fresh = false;
    // a whole value in one tap goes on to the next criterion; on the last one it stays to be looked at
    if (key[0] === '=' && this.after(field)) this.next();
  }

  after(field) { return this.fields[this.fields.indexOf(field) + 1] || null; }

  choose(field) {
    if (this.current === field) return;
    if (this.current) {
      this.current.section.classList.remove('cur');
      this.current.draw(true);
    }
    this.current = field;
    this.fresh = true;
    field.section.classList.add('cur');
    this.keypad.name(field);
    this.drawPad();
    this.place();
    if (NARROW.matches) field.section.scrollIntoView({ block: 'start' });
  }

  /** On a narrow or enlarged screen the keypad stands under its field, and never over it. */
  place() {
    const pad = this.keypad.element;
    const before = NARROW.matches ? this.current.section : this.column;
    if (pad.previousSibling === before) return;
    const focused = pad.contains(document.activeElement) ? document.activeElement : null;
    before.parentNode.insertBefore(pad, before.nextSibling);
    if (focused) focused.focus({ preventScroll: true });
  }

  /** The tablet was turned, or shares its screen now. An on-screen keyboard changes the height alone. */
  turned() {
    if (!this.work.isConnected) window.removeEventListener('resize', this.follow);
    if (!this.work.isConnected || !this.current || this.width === window.innerWidth) return;
    this.width = window.innerWidth;
    this.place();
    const inUse = this.comment === document.activeElement ? this.comment : this.current.section;
    inUse.scrollIntoView({ block: NARROW.matches && inUse !== this.comment ? 'start' : 'center' });
  }

  left(field) {
    field.draw(true);
    if (field === this.current) this.drawPad();
  }

  next() {
    const after = this.after(this.current);
    if (after) after.input.focus();
    else if (!this.remark.section.hidden) this.comment.focus();
  }

  changed(field) {
    if (field === this.current) this.drawPad();
    this.drawTotal();
    this.notify();
  }

  drawPad() { this.keypad.show(this.current.text, this.current.brief, this.current.isBad); }

  drawTotal() {
    const valid = this.fields.filter((field) => field.value());
    const wrong = this.fields.filter((field) => field.problem()).length;
    const blank = this.fields.filter((field) => field.text === '').length;
    const total = this.total();
    const full = valid.reduce((sum, field) => add(sum, multiply(field.max, field.weight)), ZERO);
    const complete = valid.length === this.fields.length;
    const set = (name, text) => { this.foot.querySelector(`[data-total="${name}"]`).textContent = text; };
    set('word', complete ? '合计' : '小计');
    set('figure', valid.length ? format(total, 1) : '—');
    set('full', valid.length ? `/ ${format(full)}` : '');
    set('valid', complete ? `${this.fields.length} 项已填` : `${valid.length} 项有效；`);
    const rest = [wrong ? `${wrong} 项待改` : '', blank ? `${blank} 项未填` : ''].filter(Boolean);
    set('rest', rest.length ? rest.join('，') + '，未计入' : '');
    const line = ['word', 'figure', 'full', 'valid', 'rest'].map((name) => this.foot.querySelector(`[data-total="${name}"]`).textContent).join(' ');
    clearTimeout(this.spoken);
    this.spoken = setTimeout(() => set('spoken', line), QUIET);
  }
}
