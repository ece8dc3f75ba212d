// The route of the day: where the bus is, and how far each card is.

import { address, ballotName, cardOf, chinaClock, isBallot, project, routeAddress, site, stops } from './event.js';
import { drawChip, isAsked, stateOf } from './state.js';
import { clone, redraw } from './template.js';

const FILLED = { out: 'out', ok: 'ok', wait: 'wait', held: 'wait', fix: 'fix', draft: 'draft', none: '' };

function action(found) {
  switch (found.state) {
    case 'draft': return found.fields ? `继续评分（已填 ${found.filled} / ${found.fields} 项）` : '继续评分';
    case 'fix': return '去处理';
    case 'wait':
    case 'held':
    case 'ok': return '查看或修改评分';
    case 'out': return '查看';
    default: return '开始评分';
  }
}

const ASKED = '组织者请您补交';

function why(card, found) { return found.why || (isAsked(card, found) ? ASKED : ''); }

function times(stop) {
  if (!stop) return '';
  if (stop.arrived_at) return chinaClock(stop.arrived_at) + ' 到达';
  if (stop.skipped) return '不再前往';
  return stop.planned_arrival ? stop.planned_arrival + ' 计划' : '';
}

function hereTimes(stop) {
  const came = stop.arrived_at ? chinaClock(stop.arrived_at) + ' 到达' : stop.planned_arrival ? `计划 ${stop.planned_arrival} 到达` : '';
  return [came, stop.planned_departure ? `计划 ${stop.planned_departure} 离开` : ''].filter(Boolean).join(' · ');
}

export class Screen {
  constructor(page, component) {
    this.title = '今日行程';
    this.isCard = false;
    this.element = document.createElement('div');
    this.wanted = component;
    this.page = page;
  }

  component(view) {
    const scored = view.components.filter((one) => !isBallot(one));
    return view.components.find((one) => one.id === this.wanted) || scored[0] || view.components[0];
  }

  draw({ view, ops, drafts }) {
    const component = this.component(view);
    const shown = [];
    const list = [];
    const ballot = component && cardOf(view, component.id, '');
    if (ballot) {
      const found = stateOf(ballot, ops, drafts);
      shown.push(found);
      list.push(this.ballot(component, ballot, found));
    }
    for (const { number, stop, entry } of stops(view)) {
      const card = component && cardOf(view, component.id, entry.id);
      if (!card) continue;
      const found = stateOf(card, ops, drafts);
      shown.push(found);
      list.push(stop && stop.current ? this.here(number, stop, entry, card, found) : this.stop(number, stop, entry, card, found));
    }
    const out = shown.filter((one) => one.state === 'out').length;
    const handed = shown.filter((one) => ['ok', 'wait', 'held'].includes(one.state)).length;
    const screen = clone('route', {
      component: component ? component.name : '', handed, due: shown.length - out, out: out || '', now: chinaClock(Date.now()),
      states: shown.map((one, index) => `第 ${index + 1} 项${one.word}`).join('，'),
    });
    for (const one of shown) {
      const part = document.createElement('i');
      part.className = FILLED[one.state];
      screen.querySelector('.seg').appendChild(part);
    }
    this.parts(screen.querySelector('.parts'), view, component);
    for (const item of list) screen.querySelector('ol').appendChild(item);
    redraw(this.element, screen);
  }

  parts(nav, view, current) {
    nav.hidden = view.components.length < 2;
    for (const one of view.components) {
      const link = document.createElement('a');
      link.href = routeAddress(one.id);
      link.textContent = isBallot(one) ? `${one.name}（${ballotName(one)}）` : one.name;
      if (current && one.id === current.id) link.setAttribute('aria-current', 'true');
      nav.appendChild(link);
    }
  }

  /** A ballot is one card for all entries. */
  ballot(component, card, found) {
    const task = component.kind === 'ranking' ? `对 ${component.places} 项排名次` : `从 ${component.places} 项中选 ${component.votes.choose} 项`;
    const item = clone('stop', { number: '票', unit: ballotName(component), line: why(card, found) || task, address: address(card) });
    drawChip(item.querySelector('.chip'), found);
    return item;
  }

  stop(number, stop, entry, card, found) {
    const out = card.expected === 'withdrawn' ? '项目已退出评比，不再评分' : `本席${found.word}，不评此项`;
    const line = why(card, found) || (found.state === 'out' ? out : site(entry));
    const item = clone('stop', { number, unit: entry.unit, time: times(stop), line, address: address(card) });
    if (stop && stop.arrived_at) item.classList.add('done');
    drawChip(item.querySelector('.chip'), found);
    return item;
  }

  here(number, stop, entry, card, found) {
    const item = clone('here', {
      number, where: `${stop.arrived_at ? '当前' : '下一站'} · 第 ${number} 站`, time: hereTimes(stop), unit: entry.unit, project: project(entry),
      site: entry.site, theme: entry.theme, look: stop.look_at, why: why(card, found), address: address(card), action: action(found),
    });
    drawChip(item.querySelector('.chip'), found);
    return item;
  }
}
