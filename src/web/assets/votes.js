// The form of a ballot of votes: each entry is a switch, and so many are to be chosen.

import { project } from './event.js';
import { clone } from './template.js';

export class VotesForm {
  constructor(entries, root, changed, { choose, exactly }) {
    this.root = root;
    this.choose = choose;
    this.exactly = exactly;
    this.choices = entries.map(({ id, unit, name }) => {
      const item = clone('choice', { unit, project: project({ name }) });
      const input = item.querySelector('input');
      input.addEventListener('change', () => this.switched(input, changed));
      root.querySelector('.choices').appendChild(item);
      return { id, unit, input };
    });
    root.querySelector('[data-total="word"]').textContent = '已选';
  }

  content() {
    const marks = {};
    for (const one of this.choices) if (one.input.checked) marks[one.id] = '1';
    return { marks, comment: '', filled: this.count(), fields: this.choose };
  }

  count() { return this.choices.filter((one) => one.input.checked).length; }

  show({ marks }) {
    for (const one of this.choices) one.input.checked = marks[one.id] === '1';
    this.draw();
  }

  /** One more than may be chosen is not taken: the judge is told, and takes one back first. */
  switched(input, changed) {
    const isFull = this.count() > this.choose;
    if (isFull) input.checked = false;
    this.draw();
    this.root.querySelector('main .said').hidden = !isFull;
    if (!isFull) changed();
  }

  check() {
    const rest = this.choose - this.count();
    return this.exactly || rest === this.choose ? (rest ? `还要选 ${this.exactly ? rest : 1} 项` : '') : '';
  }

  /** What a version of the ballot says, a line for each entry. */
  told(marks) { return this.choices.map(({ id, unit }) => [unit, marks[id] ? '推荐' : '—']); }

  draw() {
    this.root.querySelector('[data-total="figure"]').textContent = this.count();
    this.root.querySelector('[data-total="full"]').textContent = `/ ${this.choose} 项`;
  }
}
