// A grade ballot for one entry: one large button a grade.

import { Editor } from './editor.js';
import { Picker } from './picker.js';

const root = document.querySelector('[data-work]');
const component = root.getAttribute('data-component');
const comment = document.querySelector('#comment');
const choices = Array.from(document.querySelectorAll('input[name="grade"]'));
const name = (id) => {
  const choice = choices.find((one) => one.value === id);
  return choice ? choice.getAttribute('data-name') : '—';
};

const editor = new Editor({
  component,
  entry: root.getAttribute('data-entry'),
  content() {
    const chosen = choices.find((one) => one.checked);
    return { marks: chosen ? { grade: chosen.value } : {}, comment: comment.value, filled: chosen ? 1 : 0, fields: 1 };
  },
  show(content) {
    for (const choice of choices) choice.checked = choice.value === content.marks.grade;
    comment.value = content.comment;
    drawChoice();
  },
  check() { return choices.some((one) => one.checked) ? '' : '选定等次后可提交'; },
  drawn({ card, state }) {
    const notice = document.querySelector('[data-notice]');
    notice.hidden = state.state !== 'fix';
    notice.querySelector('b').textContent = state.word;
    notice.querySelector('span').textContent = (state.faults || []).map((fault) => fault.text).join('；') || state.why;
    picker.draw(card, state);
  },
});

const picker = new Picker(editor, (marks) => [['等次', name(marks.grade)]]);

function drawChoice() {
  const chosen = choices.find((one) => one.checked);
  document.querySelector('[data-total="figure"]').textContent = chosen ? name(chosen.value) : '—';
}

for (const choice of choices) choice.addEventListener('change', () => { drawChoice(); editor.changed(); });
comment.addEventListener('input', () => editor.changed());
root.addEventListener('submit', (event) => event.preventDefault());

editor.open();
