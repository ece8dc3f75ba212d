// All of a judge's own cards in the order of visits, to be looked over before the close, and the judge's own word on them.

import { Confirming } from './confirm.js';
import { format } from './decimal.js';
import { address, ballotName, cardOf, chinaClock, isBallot, project, stops } from './event.js';
import { said, sumOf } from './limits.js';
import { drawChip, givenOf, stateOf } from './state.js';
import { clone, redraw } from './template.js';
import { restOf } from './word.js';

/** What the judge gave, as it was typed. */
function marksOf(component, given) {
  if (!given) return '—';
  if (component.kind === 'grades') {
    const grade = component.grades.find((one) => one.id === given.marks.grade);
    return grade ? grade.name : '—';
  }
  if (isBallot(component)) return `${component.kind === 'ranking' ? '已排' : '已选'} ${Object.keys(given.marks).length} 项`;
  return component.criteria.map((criterion) => given.marks[criterion.id] || '—').join('\u00a0· ');
}

/** The card's sum, exact; nothing where a mark is missing. */
function totalOf(component, given) {
  const sum = given && component.kind === 'marks' ? sumOf(component, given.marks) : null;
  return sum ? format(sum, 1) : '';
}

function visit(stop) {
  if (!stop) return '';
  if (stop.skipped) return '不再前往';
  return stop.arrived_at ? chinaClock(stop.arrived_at) + ' 到达' : '未到';
}

export class Screen {
  constructor(page) {
    this.title = '我的评分卡';
    this.isCard = false;
    this.element = clone('own');
    this.confirming = new Confirming(page, this.element.querySelector('.confirming'));
  }

  draw(known) {
    const { view, ops, drafts } = known;
    const lists = document.createElement('div');
    const found = [];
    for (const component of view.components) {
      const list = clone('own-list', { component: component.name, limits: said(component, { view, ops, drafts }, '').join('；') });
      for (const row of this.rows(view, component)) {
        const state = stateOf(row.card, ops, drafts);
        found.push(state);
        list.querySelector('tbody').appendChild(this.row(component, row, state, givenOf(row.card, ops)));
      }
      lists.appendChild(list);
    }
    redraw(this.element.querySelector('.lists'), lists);
    const rest = restOf(found);
    this.element.querySelector('[data-complete]').hidden = rest !== '';
    this.element.querySelector('[data-open]').hidden = rest === '';
    this.element.querySelector('[data-open] span').textContent = rest;
    this.confirming.draw(known, found);
  }

  rows(view, component) {
    if (isBallot(component)) {
      const card = cardOf(view, component.id, '');
      return card ? [{ card, name: `${ballotName(component)}（${component.places} 项）`, visit: '' }] : [];
    }
    return stops(view)
      .map(({ number, stop, entry }) => ({ card: cardOf(view, component.id, entry.id), name: `${number}. ${entry.unit} ${project(entry)}`, visit: visit(stop) }))
      .filter((row) => row.card);
  }

  row(component, { card, name, visit: time }, state, given) {
    const values = { name, visit: time, marks: state.state === 'out' ? '' : marksOf(component, given), total: totalOf(component, given) };
    const row = clone('own-row', Object.assign(values, { address: address(card), label: '打开 ' + name }));
    drawChip(row.querySelector('.chip'), state);
    return row;
  }
}
