// The screen of a card for one entry: a form of marks or of grades, its notices, its footer.

import { Editor } from './editor.js';
import { address, cardOf, componentOf, project, routeAddress, stops } from './event.js';
import { GradeForm } from './grade.js';
import { MarksForm } from './marks.js';
import { Picker, drawNotDue, drawNotices } from './notice.js';
import { drawSpread } from './spread.js';
import { drawChip, stateOf } from './state.js';
import { clone, say } from './template.js';

export class Screen {
  constructor(page, component, entry) {
    const [view, along] = [page.view, stops(page.view)];
    const about = view.entries.find((one) => one.id === entry);
    const here = along.find((one) => one.entry.id === entry);
    this.isCard = true;
    this.component = component.id;
    this.entry = entry;
    this.title = `${about.unit} · ${component.name}`;
    this.element = clone('card', {
      back: routeAddress(component.id), component: component.name, place: here ? `第 ${here.number} 站，共 ${along.length} 站` : '',
      unit: about.unit, project: project(about), theme: about.theme, site: about.site, look: here && here.stop ? here.stop.look_at : '',
    });
    this.work = this.element.querySelector('.work');
    this.foot = this.element.querySelector('.foot');
    this.work.addEventListener('submit', (event) => event.preventDefault());
    const told = { changed: () => this.editor.changed(), undo: () => this.editor.undo() };
    const Form = component.kind === 'grades' ? GradeForm : MarksForm;
    this.form = new Form(component, this.work, this.foot, told);
    this.editor = new Editor(page, this.element, { component: component.id, entry }, this.form);
    this.picker = new Picker(this.editor, this.element.querySelector('.picks'), (marks) => this.lines(component, marks));
  }

  lines(component, marks) {
    if (component.kind !== 'grades') return component.criteria.map((criterion) => [criterion.name, marks[criterion.id] || '—']);
    const grade = component.grades.find((one) => one.id === marks.grade);
    return [['等次', grade ? grade.name : '—']];
  }

  draw(known) {
    const card = cardOf(known.view, this.component, this.entry);
    const [found, chip] = [card && stateOf(card, known.ops, known.drafts), this.element.querySelector('.chip')];
    const isDue = Boolean(card) && card.expected === 'due';
    this.work.hidden = !isDue;
    this.foot.querySelector('.sum').hidden = !isDue;
    this.element.querySelector('.local').hidden = !isDue;
    chip.hidden = !card;
    if (card) drawChip(chip, found);
    drawNotDue(this.element, this.foot, isDue ? '' : card ? found.word : '没有这张评分卡');
    this.hops(known);
    if (!isDue) { this.notDue(); return; }
    this.editor.draw(known, card);
    drawNotices(this.element, known, card, this.editor.state);
    drawSpread(this.foot, componentOf(known.view, this.component), known, this.entry);
    this.picker.draw(card, this.editor.state);
  }

  /** Nothing is to be scored here; what was typed stays where it is. */
  notDue() {
    this.element.querySelector('.picks').hidden = true;
    for (const notice of this.element.querySelectorAll('.entry .said')) notice.hidden = true;
  }

  /** The stops before and after, with the state of their cards. */
  hops({ view, ops, drafts }) {
    const along = stops(view);
    const index = along.findIndex((one) => one.entry.id === this.entry);
    for (const [name, word, other] of [['before', '上一站', along[index - 1]], ['after', '下一站', along[index + 1]]]) {
      const link = this.foot.querySelector(`[data-hop="${name}"]`);
      const card = other && cardOf(view, this.component, other.entry.id);
      link.hidden = !card;
      if (!card) continue;
      link.setAttribute('href', address(card));
      say(link.querySelector('span'), `${word} ${other.entry.unit}（${stateOf(card, ops, drafts).word}）`);
    }
  }

  shown() { this.form.shown(); }

  leave() { return this.editor.leave(); }
}
