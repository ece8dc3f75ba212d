// What stands around a judge's screens: the connection as a fact, then a comfort; the tabs; what is missing before
// the bus leaves.

import { address, chinaClock } from './event.js';
import { clone, redraw, say } from './template.js';

/** What answered in the place of our server, or what our server was in trouble with. */
function turnedAway({ status, own, page }) {
  const wait = '评分照常，稍后自动再送。';
  if (page) return ['连到了别的网页', '这个网络可能要先登录：请另开一个网页登录，或换一个网络。评分照常，不会丢失。'];
  if (status === 429) return ['请求过于频繁（429）', wait];
  if (status === 413) return ['网络不收这么大的内容（413）', '已改为一张一张送。' + wait];
  if (status >= 500) return [`${own ? '服务器暂时出错' : '网络可连接，服务器没有应答'}（${status}）`, wait];
  return [`${own ? '服务器' : '网络'}拒收（${status}）`, '请告诉组织者这个数字，或换一个网络。' + wait];
}

/** The connection in words. */
export function wording({ phase, queued, word, refused, lost, at, by, sentence }, view) {
  const waits = (cards, own) => [queued && `${queued} 张${cards}`, word && own].filter(Boolean).join('、');
  const kept = queued || word ? waits('待送达', '本人核对待送达') + '，已存在本机' : '';
  switch (phase) {
    case 'well': if (lost) return { look: 'bad', icon: 'fix', fact: `已连接 · ${lost} 张已丢失，请重新评分`, comfort: '其余已送达。' };
      if (refused) return { look: 'bad', icon: 'fix', fact: `可连接，但有 ${refused} 张被网络拒收`, comfort: '其余已送达。请打开标为“需处理”的评分卡，或换一个网络。' };
      if (word) return { look: 'bad', icon: 'fix', fact: '可连接，但本人核对没有送达', comfort: '评分卡已全部送达。核对会再送，也可换一个网络。' };
      return { look: 'well', icon: 'ok', fact: '已连接 · 全部送达', comfort: `${chinaClock(Number(at))} 与服务器核对过` };
    case 'turned-away': return { look: 'bad', icon: 'off', fact: [turnedAway(by)[0], kept].filter(Boolean).join(' · '), comfort: turnedAway(by)[1] };
    case 'sending': return { look: 'sending', icon: 'wait', fact: `正在送达 · ${waits('', '本人核对')}`, comfort: '已存在本机，可以照常评分。' };
    case 'offline': return { look: '', icon: 'off', fact: kept ? `离线 · ${kept}` : '离线 · 没有待送达的评分卡', comfort: '可以照常评分。有网络时自动送达，不用重复提交。' };
    case 'signed-out': if (sentence) return { look: 'bad', icon: 'fix', fact: ['登录已结束', kept].filter(Boolean).join(' · '), comfort: sentence };
      if (view.rehearsal) return { look: 'bad', icon: 'fix', fact: '演练已结束', comfort: '正式评分请用组织者新发的登录链接登录；演练中的评分不计入。' };
      return { look: 'bad', icon: 'fix', fact: kept ? `登录已失效 · ${kept}` : '登录已失效', comfort: '请用本席的登录链接重新登录，评分不会丢失。' };
    case 'broken': return { look: 'bad', icon: 'fix', fact: '此浏览器存不下评分', comfort: '请换用组织者提供的平板，或改用纸质评分卡。' };
    default: return null;
  }
}

function drawConnection(bar, status, view, lost) {
  const said = wording(Object.assign({ lost }, status), view);
  if (!said) return;
  bar.className = 'net ' + said.look;
  bar.querySelector('use').setAttribute('href', '#s-' + said.icon);
  say(bar.querySelector('strong'), said.fact);
  say(bar.querySelector('small'), said.comfort);
  bar.querySelector('button').hidden = said.look === 'well' || said.look === 'sending';
}

/** Links to cards, by unit and component. */
export function links(view, cards) {
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

/** Says it on all three places, with the way to where it is given. */
function drawWord(root, word) {
  const box = root.querySelector('[data-word]');
  box.hidden = !word;
  say(box.querySelector('b'), word ? word.title : '');
  say(box.querySelector('span'), word ? word.text : '');
  box.querySelector('a').hidden = location.pathname === '/judge/cards';
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

  /**
   * `open`: how many cards need the judge; `missing`: what this device lacks for a day without a network; `asked`: cards that
   * the organiser asks for; `lost`: `{mended, own, others}`, what was put back here, and cards that were made and are nowhere
   * or on another tablet; `word`: what there is to say of the judge's own word, `{title, text}`, or null.
   */
  draw(status, open, missing, view, asked, lost, word) {
    drawConnection(this.element.querySelector('.net'), status, view, lost.own.length);
    const badge = this.element.querySelector('[data-badge]');
    badge.hidden = open === 0;
    say(badge, String(open));
    badge.setAttribute('aria-label', `${open} 张需处理`);
    const notice = this.element.querySelector('[data-missing]');
    notice.hidden = missing.length === 0;
    say(notice.querySelector('span'), missing.join('；'));
    const ask = this.element.querySelector('[data-asked]');
    ask.hidden = asked.length === 0;
    redraw(ask.querySelector('span'), links(view, asked));
    for (const [name, cards] of [['own', lost.own], ['others', lost.others]]) {
      const box = this.element.querySelector(`[data-lost="${name}"]`);
      box.hidden = cards.length === 0;
      redraw(box.querySelector('span'), links(view, cards));
    }
    drawWord(this.element, word);
    const restored = lost.mended && lost.mended.restored && status.phase !== 'well';
    const mended = this.element.querySelector('[data-mended]');
    mended.hidden = !restored;
    say(mended.querySelector('span'), restored ? `浏览器丢弃了本机的数据库，已从第二份找回 ${lost.mended.restored} 张评分卡。请告诉组织者。` : '');
  }
}
