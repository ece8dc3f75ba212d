// The form of a ranking ballot: the entries are put in order by tapping, by choosing a place, by dragging, and by large up and
// down buttons. Nothing is placed until the judge places it: a list as it came is not a vote.

import { Drag } from './drag.js';
import { project } from './event.js';
import { clone, disable, say } from './template.js';

const GAP = 8; // pixels between two rows

/** What is placed, in which order. */
export class RankingForm {
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
    const list = root.querySelector('.ballot');
    list.addEventListener('click', (event) => this.clicked(event));
    list.addEventListener('keydown', (event) => { if (event.key === 'Escape') this.ask(null); });
    this.asked = null; // whose place is being chosen
    this.drag = new Drag(list, {
      rows: () => this.placed.map((id) => this.items[id]), foot: root.querySelector('.foot'),
      show: (row, index) => this.drawRoom(row, index), drop: (row, index) => this.put(row.getAttribute('data-item'), index),
    });
    root.querySelector('[data-total="word"]').textContent = '已排';
  }

  content() {
    const marks = {};
    this.placed.forEach((id, index) => { marks[id] = String(index + 1); });
    return { marks, comment: '', filled: this.placed.length, fields: this.ids.length };
  }

  show({ marks }) {
    this.drag.end(false);
    this.placed = this.ids.filter((id) => marks[id]).sort((a, b) => Number(marks[a]) - Number(marks[b]));
    this.draw();
  }

  check() {
    const rest = this.ids.length - this.placed.length;
    return rest ? `还有 ${rest} 项未排` : '';
  }

  /** What a version of the ballot says, a line for each entry. */
  told(marks) {
    const ranked = this.ids.slice().sort((a, b) => Number(marks[a]) - Number(marks[b]));
    return ranked.map((id) => [this.units[id], `第 ${marks[id] || '—'} 名`]);
  }

  draw(moved) {
    const [ordered, pool] = [this.root.querySelector('.places'), this.root.querySelector('.pool')];
    this.ask(null);
    for (const id of this.ids) {
      const [item, index] = [this.items[id], this.placed.indexOf(id)];
      const isPlaced = index >= 0;
      (isPlaced ? ordered : pool).appendChild(item);
      item.classList.toggle('moved', id === moved);
      this.drawRank(id, index);
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

  drawRank(id, index) {
    const rank = this.items[id].querySelector('.rank');
    rank.querySelector('b').textContent = index < 0 ? '' : String(index + 1);
    rank.setAttribute('aria-label', `${index < 0 ? '' : `第 ${index + 1} 名 `}${this.units[id]} 放到第几名`);
  }

  /** The others make room for a dragged row, and all have the places that they would have; null: as it is. */
  drawRoom(row, index) {
    const id = row.getAttribute('data-item');
    const from = this.placed.indexOf(id);
    const others = this.placed.filter((one) => one !== id);
    others.forEach((one, at) => {
      const was = at + Number(from >= 0 && at >= from);
      const is = index === null ? was : at + Number(at >= index);
      const room = (is - was) * (row.offsetHeight + GAP);
      this.items[one].style.transform = room ? `translateY(${room}px)` : '';
      this.drawRank(one, is);
    });
    this.drawRank(id, index === null ? from : index);
  }

  /** Asks for the place of an entry, below it; of none with null. */
  ask(id) {
    if (this.asked) {
      const [item, spots] = [this.items[this.asked], this.root.querySelector('.spots')];
      const focused = spots.contains(document.activeElement);
      item.removeChild(spots);
      item.classList.remove('asked');
      item.querySelector('.rank').setAttribute('aria-expanded', 'false');
      if (focused) item.querySelector('.rank').focus({ preventScroll: true });
    }
    this.asked = id;
    if (!id) return;
    const [item, spots] = [this.items[id], clone('spots', { title: this.units[id] + ' 放到第几名？' })];
    const places = this.placed.length + (this.placed.includes(id) ? 0 : 1);
    for (let place = 1; place <= places; place += 1) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'spot';
      button.textContent = String(place);
      if (this.placed[place - 1] === id) button.setAttribute('aria-current', 'true');
      spots.insertBefore(button, spots.lastChild);
    }
    item.appendChild(spots);
    item.classList.add('asked');
    item.querySelector('.rank').setAttribute('aria-expanded', 'true');
    spots.scrollIntoView({ block: 'nearest' });
    spots.querySelector('.spot').focus();
  }

  moved(id, sentence) {
    this.draw(id);
    say(this.root.querySelector('[data-spoken]'), sentence);
    this.notify();
  }

  /** Puts an entry at a place, counted from 0 without it. */
  put(id, index) {
    if (this.placed[index] === id) return;
    this.placed = this.placed.filter((one) => one !== id);
    this.placed.splice(index, 0, id);
    this.moved(id, `${this.units[id]} 第 ${index + 1} 名`);
  }

  take(id) {
    this.placed = this.placed.filter((one) => one !== id);
    this.moved(id, `${this.units[id]} 已移出`);
  }

  clicked(event) {
    const [button, item] = [event.target.closest('button'), event.target.closest('[data-item]')];
    if (!button || !item || this.drag.wasDrag) return;
    const id = item.getAttribute('data-item');
    const is = (name) => button.classList.contains(name);
    const index = this.placed.indexOf(id);
    if (is('rank')) { this.ask(this.asked === id ? null : id); return; }
    if (is('cancel')) { this.ask(null); return; }
    if (is('take')) { this.take(id); return; }
    if (is('spot')) {
      this.put(id, Number(button.textContent) - 1);
      this.ask(null);
      item.querySelector('.rank').focus();
      return;
    }
    if (button.hasAttribute('aria-disabled')) return;
    this.put(id, is('up') ? index - 1 : is('down') ? index + 1 : this.placed.length);
    if (is('up') || is('down')) button.focus();
  }
}
