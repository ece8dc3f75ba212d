// A card of marks: the criteria, the keypad and the live total.

import { ZERO, add, format, multiply } from './decimal.js';
import { Editor } from './editor.js';
import { Field } from './field.js';
import { Keypad } from './keypad.js';
import { Picker } from './picker.js';

const QUIET = 2000; // the total is read out at most once in this time

const root = document.querySelector('[data-work]');
const component = root.getAttribute('data-component');
const view = JSON.parse(document.getElementById('view').textContent);
const rules = view.components.find((one) => one.id === component);
const comment = document.querySelector('#comment');

let current = null;
let fresh = true; // the first key after choosing a criterion replaces what stands in it
let spoken = 0;

const fields = rules.criteria.map((criterion) =>
  new Field(document.querySelector(`[data-criterion="${CSS.escape(criterion.id)}"]`), criterion, changed));

const editor = new Editor({
  component,
  entry: root.getAttribute('data-entry'),
  content() {
    const marks = {};
    for (const field of fields) if (field.text !== '') marks[field.id] = field.text;
    return { marks, comment: comment.value, filled: fields.filter((field) => field.value()).length, fields: fields.length };
  },
  show(content) {
    for (const field of fields) {
      field.input.value = content.marks[field.id] || '';
      field.draw(true);
    }
    comment.value = content.comment;
    drawTotal();
  },
  check() {
    const wrong = fields.find((field) => field.problem());
    const blank = fields.find((field) => field.text === '');
    if (wrong) return `改好“${wrong.name}”后可提交`;
    return blank ? `填好“${blank.name}”后可提交` : '';
  },
  drawn({ card, state }) {
    const notice = document.querySelector('[data-notice]');
    notice.hidden = state.state !== 'fix';
    notice.querySelector('b').textContent = state.word;
    const faults = (state.faults || []).map((fault) => fault.text).join('；');
    notice.querySelector('span').textContent = faults || state.why;
    picker.draw(card, state);
  },
});

const picker = new Picker(editor, (marks) => rules.criteria.map((criterion) => [criterion.name, marks[criterion.id] || '—']));

const keypad = new Keypad(document.querySelector('.pad'), (key) => {
  if (!current) return;
  const text = fresh ? '' : current.text;
  if (key === 'next') { next(); return; }
  if (key === 'clear') current.set('');
  else if (key === 'back') current.set(current.text.slice(0, -1));
  else if (key[0] === '=') current.set(key.slice(1));
  else current.set(text + key);
  fresh = false;
});

function choose(field) {
  if (current === field) return;
  if (current) current.section.classList.remove('cur');
  current = field;
  fresh = true;
  field.section.classList.add('cur');
  keypad.name(field);
  drawPad();
}

function next() {
  const after = fields[fields.indexOf(current) + 1];
  if (after) after.input.focus();
  else comment.focus();
}

function drawPad() {
  const wrong = current.isPartial() ? null : current.problem();
  keypad.show(current.text, wrong ? wrong.short : '');
}

function drawTotal() {
  const valid = fields.filter((field) => field.value());
  const wrong = fields.filter((field) => field.problem()).length;
  const blank = fields.filter((field) => field.text === '').length;
  const total = valid.reduce((sum, field) => add(sum, multiply(field.value(), field.weight)), ZERO);
  const full = valid.reduce((sum, field) => add(sum, multiply(field.max, field.weight)), ZERO);
  const complete = valid.length === fields.length;
  const set = (name, text) => { document.querySelector(`[data-total="${name}"]`).textContent = text; };
  set('word', complete ? '合计' : '小计');
  set('figure', valid.length ? format(total, 1) : '—');
  set('full', valid.length ? `/ ${format(full)}` : '');
  set('valid', complete ? `${fields.length} 项已填` : `${valid.length} 项有效；`);
  const rest = [wrong ? `${wrong} 项待改` : '', blank ? `${blank} 项未填` : ''].filter(Boolean);
  set('rest', rest.length ? rest.join('，') + '，未计入' : '');
  clearTimeout(spoken);
  spoken = setTimeout(() => { set('spoken', document.querySelector('[data-total-line]').textContent); }, QUIET);
}

function changed(field) {
  if (field === current) drawPad();
  drawTotal();
  editor.changed();
}

for (const field of fields) {
  field.input.addEventListener('focus', () => { choose(field); field.input.select(); });
  field.input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') { event.preventDefault(); next(); }
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') { event.preventDefault(); field.move(event.key === 'ArrowUp'); }
    fresh = false;
  });
}
comment.addEventListener('input', () => editor.changed());
root.addEventListener('submit', (event) => event.preventDefault());

editor.open().then(() => choose(fields.find((field) => !field.value()) || fields[0]));
