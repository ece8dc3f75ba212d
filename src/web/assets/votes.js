// The form of a ballot of votes: each entry is a switch, and so many are to be chosen.

import { project } from './event.js';
import { clone, say } from './template.js';

export class VotesForm {
  constructor(entries, root, changed, { choose, exactly }) {
    this.root = root;
    this.choose = choose;
    this.exactly = exactly;
    this.ids = entries.map((entry) => entry.id);
    this.units = {};
    this.inputs = {};
    const list = root.querySelector('.choices');
    for (const entry of entries) {
      const item = clone('choice', { unit: entry.unit, project: project(entry) });
      const input = item.querySelector('input');
      this.units[entry.id] = entry.unit;
      this.inputs[entry.id] = input;
      input.addEventListener('change', () => this.switched(entry.id, changed));
      list.appendChild(item);
    }
    root.querySelector('[data-total="word"]').textContent = '已选';
  }

  chosen() { return this.ids.filter((id) => this.inputs[id].checked); }

  content() {
    const marks = {};
    for (const id of this.chosen()) marks[id] = '1';
    return { marks, comment: '', filled: this.chosen().length, fields: this.choose };
  }

  show({ marks }) {
    for (const id of this.ids) this.inputs[id].checked = marks[id] === '1';
    this.draw();
  }

  /** One more than may be chosen is not taken: the judge is told, and takes one back first. */
  switched(id, changed) {
    const spoken = this.root.querySelector('[data-spoken]');
    if (this.chosen().length > this.choose) {
      this.inputs[id].checked = false;
      this.root.querySelector('[data-full]').hidden = false;
      say(spoken, `已选满 ${this.choose} 项，请先取消一项`);
      return;
    }
    this.draw();
    say(spoken, `${this.units[id]} ${this.inputs[id].checked ? '已选' : '未选'}，共选 ${this.chosen().length} 项`);
    changed();
  }

  check() {
    const count = this.chosen().length;
    if (count === 0) return `还没有选，${this.exactly ? '请选' : '最多选'} ${this.choose} 项`;
    return this.exactly && count < this.choose ? `还要选 ${this.choose - count} 项` : '';
  }

  /** What a version of the ballot says, a line for each entry. */
  told(marks) { return this.ids.map((id) => [this.units[id], marks[id] === '1' ? '推荐' : '—']); }

  draw() {
    const count = this.chosen().length;
    this.root.querySelector('[data-total="figure"]').textContent = String(count);
    this.root.querySelector('[data-total="full"]').textContent = `/ ${this.choose} 项`;
    if (count < this.choose) this.root.querySelector('[data-full]').hidden = true;
  }
}
