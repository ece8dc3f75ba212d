// A ranking ballot: the entries are put in order by tapping and by large up and down buttons.
// Nothing is placed until the judge places it: a list as it came is not a vote.

import { Editor } from './editor.js';
import { cardOf, project, routeAddress } from './event.js';
import { Picker, drawNotDue, drawNotices } from './notice.js';
import { clone, disable, say } from './template.js';

/** The form: what is placed, in which order. */
class BallotForm {
  constructor(entries, root, changed) {
    this.root = root;
    this.notify = changed;
    this.placed = [];
    this.ids = entries.map((entry) => entry.id);
    this.units = {};
    this.items = {};
    for (const entry of entries) {
      const { id, unit } = entry;
      this.units[id] = unit;
      this.items[id] = clone('item', { id, unit, project: project(entry), up: unit + ' 上移', down: unit + ' 下移', take: unit + ' 移出' });
    }
    root.querySelector('.ballot').addEventListener('click', (event) => this.clicked(event));
    root.querySelector('[data-total="word"]').textContent = '已排';
  }

  content() {
    const marks = {};
    this.placed.forEach((id, index) => { marks[id] = String(index + 1); });
    return { marks, comment: '', filled: this.placed.length, fields: this.ids.length };
  }

  show({ marks }) {
    this.placed = this.ids.filter((id) => marks[id]).sort((a, b) => Number(marks[a]) - Number(marks[b]));
    this.draw();
  }

  check() {
    const rest = this.ids.length - this.placed.length;
    return rest ? `还有 ${rest} 项未排` : '';
  }

  draw(moved) {
    const [ordered, pool] = [this.root.querySelector('.places'), this.root.querySelector('.pool')];
    for (const id of this.ids) {
      const [item, index] = [this.items[id], this.placed.indexOf(id)];
      const isPlaced = index >= 0;
      (isPlaced ? ordered : pool).appendChild(item);
      item.classList.toggle('moved', id === moved);
      item.querySelector('.rank').textContent = isPlaced ? String(index + 1) : '';
      item.querySelector('.rank').hidden = !isPlaced;
      item.querySelector('.moves').hidden = !isPlaced;
      item.querySelector('[data-placed]').hidden = !isPlaced;
      item.querySelector('[data-place]').hidden = isPlaced;
      disable(item.querySelector('.up'), index === 0);
      disable(item.querySelector('.down'), index === this.placed.length - 1);
    }
    this.placed.forEach((id) => ordered.appendChild(this.items[id]));
    const rest = this.ids.length - this.placed.length;
    this.root.querySelector('[data-total="figure"]').textContent = String(this.placed.length);
    this.root.querySelector('[data-total="full"]').textContent = `/ ${this.ids.length} 项`;
    this.root.querySelector('[data-rest]').hidden = rest === 0;
    this.root.querySelector('[data-rest] b').textContent = String(rest);
  }

  told(id, sentence) {
    this.draw(id);
    say(this.root.querySelector('[data-spoken]'), sentence);
    this.notify();
  }

  move(id, by) {
    const index = this.placed.indexOf(id);
    const other = index + by;
    if (other < 0 || other >= this.placed.length) return;
    this.placed[index] = this.placed[other];
    this.placed[other] = id;
    this.told(id, `${this.units[id]} 第 ${other + 1} 名`);
  }

  clicked(event) {
    const [button, item] = [event.target.closest('button'), event.target.closest('[data-item]')];
    if (!button || !item) return;
    const id = item.getAttribute('data-item');
    if (button.classList.contains('up')) { this.move(id, -1); button.focus(); }
    else if (button.classList.contains('down')) { this.move(id, 1); button.focus(); }
    else if (button.classList.contains('take')) { this.placed = this.placed.filter((one) => one !== id); this.told(id, `${this.units[id]} 已移出`); }
    else if (!this.placed.includes(id)) { this.placed.push(id); this.told(id, `${this.units[id]} 第 ${this.placed.length} 名`); }
  }
}

export class Screen {
  constructor(page, component) {
    const entries = page.view.entries.filter((entry) => component.ballot.includes(entry.id));
    this.isCard = true;
    this.component = component.id;
    this.title = component.name;
    this.element = clone('ballot', { back: routeAddress(component.id), component: component.name,
      place: '名次票', task: `${entries.length} 项从好到次，每项一个名次` });
    this.form = new BallotForm(entries, this.element, () => this.editor.changed());
    this.editor = new Editor(page, this.element, { component: component.id, entry: '' }, this.form);
    const ranked = (marks) => this.form.ids.slice().sort((a, b) => Number(marks[a]) - Number(marks[b]));
    this.picker = new Picker(this.editor, this.element.querySelector('.picks'),
      (marks) => ranked(marks).map((id) => [this.form.units[id], `第 ${marks[id] || '—'} 名`]));
  }

  draw(known) {
    const card = cardOf(known.view, this.component, '');
    const due = Boolean(card) && card.expected === 'due';
    this.element.querySelector('.ballot').hidden = !due;
    this.element.querySelector('.foot').hidden = !due;
    drawNotDue(this.element, this.element.querySelector('.foot'), due ? '' : '不需要填写');
    if (!due) return;
    this.editor.draw(known, card);
    drawNotices(this.element, known, card, this.editor.state);
    this.picker.draw(card, this.editor.state);
  }

  leave() { return this.editor.leave(); }
}
