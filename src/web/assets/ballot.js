// A ballot: one card over all entries, ranked or chosen.

import { Editor } from './editor.js';
import { ballotName, cardOf, routeAddress } from './event.js';
import { Picker, drawNotDue, drawNotices } from './notice.js';
import { RankingForm } from './ranking.js';
import { drawChip, stateOf } from './state.js';
import { clone } from './template.js';
import { VotesForm } from './votes.js';

/** What a judge is asked to do. */
function task({ votes }, count) {
  return votes ? `${count} 项中${votes.exactly ? '' : '最多'}选 ${votes.choose} 项` : `${count} 项从好到次，每项一个名次`;
}

export class Screen {
  constructor(page, component) {
    const entries = page.view.entries.filter((entry) => component.ballot.includes(entry.id));
    const isRanking = component.kind === 'ranking';
    this.isCard = true;
    this.component = component.id;
    this.title = component.name;
    this.element = clone(isRanking ? 'ballot' : 'votes', { back: routeAddress(component.id), component: component.name,
      place: ballotName(component), task: task(component, entries.length) });
    const changed = () => this.editor.changed();
    this.form = isRanking ? new RankingForm(entries, this.element, changed) : new VotesForm(entries, this.element, changed, component.votes);
    this.editor = new Editor(page, this.element, { component: component.id, entry: '' }, this.form);
    this.picker = new Picker(this.editor, this.element.querySelector('.picks'), (marks) => this.form.told(marks));
  }

  draw(known) {
    const card = cardOf(known.view, this.component, '');
    const due = Boolean(card) && card.expected === 'due';
    const chip = this.element.querySelector('.chip');
    chip.hidden = !card;
    if (card) drawChip(chip, stateOf(card, known.ops, known.drafts));
    this.element.querySelector('.local').hidden = !due;
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
