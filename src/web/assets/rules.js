// The editor of the rules: the numbers follow the lines, and a fault leads to its line. Without this script the text is
// edited all the same; the numbers are right again after each check.

import './once.js';

const SPARE = 4; // lines beyond the text

const text = document.getElementById('text');
const numbers = document.querySelector('.numbers');
const beside = document.querySelector('.beside');

/** Where a line begins, from 1. */
function startOf(line) {
  const lines = text.value.split('\n');
  return lines.slice(0, line - 1).reduce((at, one) => at + one.length + 1, 0);
}

function follow() {
  const lines = text.value.split('\n').length + SPARE;
  if (lines === numbers.children.length) return;
  // faults beside lines that have moved would stand beside the wrong ones
  if (beside) beside.classList.add('past');
  for (const one of numbers.querySelectorAll('.wrong')) one.classList.remove('wrong');
  while (numbers.children.length > lines) numbers.removeChild(numbers.lastChild);
  while (numbers.children.length < lines) {
    const one = document.createElement('span');
    one.textContent = String(numbers.children.length + 1);
    numbers.appendChild(one);
  }
  text.rows = lines;
}

function lead(event) {
  const link = event.target.closest('[data-line]');
  if (!link) return;
  event.preventDefault();
  const line = Number(link.dataset.line);
  const start = startOf(line);
  const end = text.value.indexOf('\n', start);
  text.focus();
  text.setSelectionRange(start, end < 0 ? text.value.length : end);
  const mark = numbers.children[line - 1];
  if (mark) mark.scrollIntoView({ block: 'center' });
}

if (text && numbers) {
  text.addEventListener('input', follow);
  document.addEventListener('click', lead);
}
