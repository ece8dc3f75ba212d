// What all of a judge's pages do: open the journal, deliver, and say truly how both stand.

import { Journal } from './journal.js';
import { stateOf } from './state.js';
import { Delivery } from './sync.js';

const clock = (date) => date.toTimeString().slice(0, 5);

/** The connection as a fact, then a comfort. */
function wording({ phase, queued, at }) {
  const kept = queued ? `${queued} 张待送达，已存在本机` : '';
  switch (phase) {
    case 'well': return { look: 'well', icon: 'ok', fact: '已连接 · 全部送达', comfort: `${clock(at)} 与服务器核对过` };
    case 'sending': return { look: 'sending', icon: 'wait', fact: `正在送达 · ${queued} 张`, comfort: '已存在本机，可以照常评分。' };
    case 'offline': return { look: '', icon: 'off', fact: kept ? `离线 · ${kept}` : '离线 · 没有待送达的评分卡', comfort: '可以照常评分。有网络时自动送达，不用重复提交。' };
    case 'signed-out': return { look: 'bad', icon: 'fix', fact: kept ? `登录已失效 · ${kept}` : '登录已失效', comfort: '请用本席的登录链接重新登录，评分不会丢失。' };
    case 'elsewhere': return { look: '', icon: 'lost', fact: '另一个页面正在送达', comfort: '请只留一个评分页面，其余的关掉。' };
    case 'broken': return { look: 'bad', icon: 'fix', fact: '此浏览器存不下评分', comfort: '请换用组织者提供的平板，或改用纸质评分卡。' };
    default: return null;
  }
}

function drawBar(bar, said) {
  bar.className = 'net ' + said.look;
  bar.querySelector('use').setAttribute('href', '#s-' + said.icon);
  const [fact, comfort] = [bar.querySelector('strong'), bar.querySelector('small')];
  // a live region is read out again on every write: write only what has changed
  if (fact.textContent !== said.fact) fact.textContent = said.fact;
  if (comfort.textContent !== said.comfort) comfort.textContent = said.comfort;
  bar.querySelector('button').hidden = said.look === 'well' || said.look === 'sending';
}

function drawBadge(page, ops, drafts) {
  const open = page.view.my_cards.filter((card) => stateOf(card, ops, drafts).state === 'fix').length;
  for (const badge of document.querySelectorAll('[data-badge]')) {
    badge.hidden = open === 0;
    badge.textContent = String(open);
    badge.setAttribute('aria-label', `${open} 张需处理`);
  }
}

/** Begins a page. `draw({page, ops, drafts, status})` is called at first and after every change. */
export async function begin(draw) {
  const page = { view: JSON.parse(document.getElementById('view').textContent), status: { phase: 'start', queued: 0 } };
  page.journal = new Journal(page.view);
  const bar = document.querySelector('.net');
  const say = (status) => {
    page.status = status;
    const said = wording(status);
    if (said && bar) drawBar(bar, said);
  };
  page.refresh = async () => {
    const [ops, drafts] = [await page.journal.ops(), await page.journal.drafts()];
    drawBadge(page, ops, drafts);
    draw({ page, ops, drafts, status: page.status });
  };
  page.delivery = new Delivery(page.journal, (status) => {
    if (status.view) page.view = status.view;
    say(status);
    page.refresh().catch(page.broken);
  });
  page.broken = (error) => {
    say({ phase: 'broken', queued: 0 });
    throw error;
  };
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-retry]')) page.delivery.now();
  });
  await page.refresh().catch(page.broken);
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  page.delivery.start();
  return page;
}

export { clock };
