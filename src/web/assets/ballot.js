// A ranking ballot: the entries are put in order by tapping and by large up and down buttons.
// Nothing is placed until the judge places it: a list as it came is not a vote.

import { Editor } from './editor.js';
import { Picker } from './picker.js';

const root = document.querySelector('[data-work]');
const items = {};
for (const item of document.querySelectorAll('[data-item]')) items[item.getAttribute('data-item')] = item;
const names = Object.keys(items);
const unit = (id) => items[id].querySelector('h3').textContent;

let placed = [];

const editor = new Editor({
  component: root.getAttribute('data-component'),
  entry: '',
  content() {
    const marks = {};
    placed.forEach((id, index) => { marks[id] = String(index + 1); });
    return { marks, comment: '', filled: placed.length, fields: names.length };
  },
  show(content) {
    const rank = (id) => Number(content.marks[id]);
    placed = names.filter((id) => content.marks[id]).sort((a, b) => rank(a) - rank(b));
    draw();
  },
  check() {
    const rest = names.length - placed.length;
    return rest ? `还有 ${rest} 项未排` : '';
  },
  drawn({ card, state }) {
    const notice = document.querySelector('[data-notice]');
    notice.hidden = state.state !== 'fix';
    notice.querySelector('b').textContent = state.word;
    notice.querySelector('span').textContent = (state.faults || []).map((fault) => fault.text).join('；') || state.why;
    picker.draw(card, state);
  },
});

const picker = new Picker(editor, (marks) =>
  names.slice().sort((a, b) => Number(marks[a]) - Number(marks[b])).map((id) => [unit(id), `第 ${marks[id] || '—'} 名`]));

function draw(moved) {
  const [ordered, pool] = [document.querySelector('.places'), document.querySelector('.pool')];
  for (const id of names) {
    const [item, index] = [items[id], placed.indexOf(id)];
    const isPlaced = index >= 0;
    (isPlaced ? ordered : pool).appendChild(item);
    item.classList.toggle('moved', id === moved);
    item.querySelector('.rank').textContent = isPlaced ? String(index + 1) : '';
    item.querySelector('.rank').hidden = !isPlaced;
    item.querySelector('.moves').hidden = !isPlaced;
    item.querySelector('[data-place]').hidden = isPlaced;
    item.querySelector('[data-placed]').hidden = !isPlaced;
    disable(item.querySelector('.up'), index === 0);
    disable(item.querySelector('.down'), index === placed.length - 1);
  }
  placed.forEach((id) => ordered.appendChild(items[id]));
  document.querySelector('[data-total="figure"]').textContent = String(placed.length);
  document.querySelector('[data-rest]').hidden = placed.length === names.length;
  document.querySelector('[data-rest] b').textContent = String(names.length - placed.length);
}

function disable(button, yes) {
  if (yes) button.setAttribute('aria-disabled', 'true');
  else button.removeAttribute('aria-disabled');
}

function move(id, by) {
  const index = placed.indexOf(id);
  const other = index + by;
  if (other < 0 || other >= placed.length) return;
  placed[index] = placed[other];
  placed[other] = id;
  told(id, `${unit(id)} 第 ${other + 1} 名`);
}

function told(id, sentence) {
  draw(id);
  document.querySelector('[data-spoken]').textContent = sentence;
  editor.changed();
}

root.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  const item = event.target.closest('[data-item]');
  if (!button || !item) return;
  const id = item.getAttribute('data-item');
  if (button.classList.contains('up')) { move(id, -1); button.focus(); }
  else if (button.classList.contains('down')) { move(id, 1); button.focus(); }
  else if (button.classList.contains('take')) { placed = placed.filter((one) => one !== id); told(id, `${unit(id)} 已移出`); }
  else if (!placed.includes(id)) { placed.push(id); told(id, `${unit(id)} 第 ${placed.length} 名`); }
});

editor.open();
