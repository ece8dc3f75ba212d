// The route and the list of one's own cards: lays the tablet's knowledge over what the server drew.

import { begin, clock } from './page.js';
import { drawChip, stateOf } from './state.js';

const FILLED = { out: 'out', ok: 'ok', wait: 'wait', fix: 'fix', draft: 'draft', none: '' };

function action(found) {
  switch (found.state) {
    case 'draft': return found.fields ? `继续评分（已填 ${found.filled} / ${found.fields} 项）` : '继续评分';
    case 'fix': return '去处理';
    case 'wait':
    case 'ok': return '查看或修改评分';
    case 'out': return '查看';
    default: return '开始评分';
  }
}

function drawCard(element, found) {
  const chip = element.querySelector('.chip');
  if (chip) drawChip(chip, found);
  const go = element.querySelector('[data-action]');
  if (go) go.textContent = action(found);
  const line = element.querySelector('[data-line]');
  if (line) line.textContent = found.why || line.getAttribute('data-line');
}

function drawProgress(found) {
  const count = (state) => found.filter((one) => one.state === state).length;
  const set = (name, value) => {
    const element = document.querySelector(`[data-count="${name}"]`);
    if (element) element.textContent = String(value);
  };
  set('handed', count('ok') + count('wait'));
  set('due', found.length - count('out'));
  const segments = document.querySelectorAll('.seg i');
  found.forEach((one, index) => { if (segments[index]) segments[index].className = FILLED[one.state]; });
  const bar = document.querySelector('.seg');
  if (bar) bar.setAttribute('aria-label', found.map((one, index) => `第 ${index + 1} 项${one.word}`).join('，'));
  set('now', clock(new Date()));
}

begin(({ page, ops, drafts }) => {
  const shown = [];
  for (const element of document.querySelectorAll('[data-card]')) {
    const [component, entry] = [element.getAttribute('data-component'), element.getAttribute('data-card')];
    const card = page.view.my_cards.find((one) => one.component === component && one.entry === entry);
    if (!card) continue;
    const found = stateOf(card, ops, drafts);
    drawCard(element, found);
    shown.push(found);
  }
  drawProgress(shown);
});
