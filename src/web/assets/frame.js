// What stands around a judge's screens: the connection as a fact, then a comfort; the tabs; what is missing before
// the bus leaves.

import { address } from './event.js';
import { clock, clone, redraw, say } from './template.js';

/** The connection in words. */
export function wording({ phase, queued, at }, view) {
  const kept = queued ? `${queued} 张待送达，已存在本机` : '';
  switch (phase) {
    case 'well': return { look: 'well', icon: 'ok', fact: '已连接 · 全部送达', comfort: `${clock(at)} 与服务器核对过` };
    case 'sending': return { look: 'sending', icon: 'wait', fact: `正在送达 · ${queued} 张`, comfort: '已存在本机，可以照常评分。' };
    case 'offline': return { look: '', icon: 'off', fact: kept ? `离线 · ${kept}` : '离线 · 没有待送达的评分卡', comfort: '可以照常评分。有网络时自动送达，不用重复提交。' };
    case 'signed-out': if (view.rehearsal) return { look: 'bad', icon: 'fix', fact: '演练已结束', comfort: '正式评分请用组织者新发的登录链接登录；演练中的评分不计入。' };
      return { look: 'bad', icon: 'fix', fact: kept ? `登录已失效 · ${kept}` : '登录已失效', comfort: '请用本席的登录链接重新登录，评分不会丢失。' };
    case 'broken': return { look: 'bad', icon: 'fix', fact: '此浏览器存不下评分', comfort: '请换用组织者提供的平板，或改用纸质评分卡。' };
    default: return null;
  }
}

function drawConnection(bar, status, view) {
  const said = wording(status, view);
  if (!said) return;
  bar.className = 'net ' + said.look;
  bar.querySelector('use').setAttribute('href', '#s-' + said.icon);
  say(bar.querySelector('strong'), said.fact);
  say(bar.querySelector('small'), said.comfort);
  bar.querySelector('button').hidden = said.look === 'well' || said.look === 'sending';
}

/** Links to the cards that the organiser asks for. */
function asks(view, cards) {
  const list = document.createElement('span');
  const name = (all, id) => (all.find((one) => one.id === id) || {});
  for (const card of cards) {
    const link = document.createElement('a');
    link.href = address(card);
    link.textContent = `${name(view.entries, card.entry).unit || ''} ${name(view.components, card.component).name}`;
    list.appendChild(link);
  }
  return list;
}

/** The frame of one of the three places; `body` goes into it. */
export class Frame {
  constructor(title, view, body) {
    this.element = clone('frame', { title, event: `${view.title} · ${view.group_name}`, seat: view.judge_name });
    this.element.querySelector('.body').appendChild(body);
    for (const tab of this.element.querySelectorAll('.tabs a')) {
      if (tab.getAttribute('href') === location.pathname) tab.setAttribute('aria-current', 'page');
    }
  }

  /** `open`: how many cards need the judge; `missing`: what this device lacks for a day without a network; `asked`: cards that the organiser asks for. */
  draw(status, open, missing, view, asked) {
    drawConnection(this.element.querySelector('.net'), status, view);
    const badge = this.element.querySelector('[data-badge]');
    badge.hidden = open === 0;
    say(badge, String(open));
    badge.setAttribute('aria-label', `${open} 张需处理`);
    const notice = this.element.querySelector('[data-missing]');
    notice.hidden = missing.length === 0;
    say(notice.querySelector('span'), missing.join('；'));
    const ask = this.element.querySelector('[data-asked]');
    ask.hidden = asked.length === 0;
    redraw(ask.querySelector('span'), asks(view, asked));
  }
}
