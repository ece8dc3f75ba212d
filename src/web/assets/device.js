// The screen about this device: what it needs for a day without a network, what lies on it, and how to give it away.

import { chinaClock } from './event.js';
import { give } from './give.js';
import { signOut } from './leave.js';
import { isCard, isWhole } from './row.js';
import { spoken } from './stamp.js';
import { clone, say } from './template.js';

export class Screen {
  constructor(page) {
    this.title = '本机与送达';
    this.isCard = false;
    this.page = page;
    this.element = clone('device', { seat: `${page.view.judge_name}（${page.view.group_name}）` });
    this.element.querySelector('[data-give]').addEventListener('click', () => this.give());
    this.element.querySelector('[data-leave]').addEventListener('click', () => signOut(this.page));
  }

  shown() { this.page.ready.measure(); }

  fact(name, text, well) {
    const element = this.element.querySelector(`[data-fact="${name}"]`);
    say(element, text);
    element.classList.toggle('lacks', well === false);
  }

  draw({ ops, drafts, points, mended, status }) {
    const [whole, word] = [ops.filter((row) => isWhole(row) && isCard(row)), ops.filter((row) => !isCard(row)).pop()];
    const pending = whole.filter((row) => row.outcome === null).length;
    for (const name of Object.keys(points)) this.fact(name, points[name].text, points[name].well);
    this.fact('ops', `${whole.length} 份`);
    this.fact('delivered', `${whole.length - pending} 份`);
    this.fact('pending', `${pending} 份`);
    this.fact('unsigned', `${whole.filter((row) => !row.sig).length} 份`);
    this.fact('drafts', `${drafts.length} 张`);
    this.fact('word', !word ? '没有' : word.outcome === null ? '待送达' : word.body ? '服务器已答复' : '已丢失', !word || Boolean(word.body));
    const stays = this.element.querySelector('[data-stays]');
    stays.hidden = drafts.length === 0;
    say(stays, `${drafts.length} 张草稿没有提交，不在移交文件里，只留在本机：请先提交，或在另一台平板上重新填写。`);
    if (status.at) this.fact('contact', chinaClock(Number(status.at)));
    this.fact('program', document.documentElement.getAttribute('data-version'));
    this.fact('mended', mended ? `${chinaClock(mended.at)} 浏览器丢弃了数据库；找回 ${mended.restored} 张，丢失 ${mended.lost} 张` : '没有发生过', !mended);
    const lacking = Object.keys(points).filter((name) => !points[name].well).length;
    say(this.element.querySelector('[data-advice]'), lacking ? '还不可以出发：请组织者看一下标出的几项。' : '可以出发：断网也能照常评分。');
    this.page.journal.device().then((device) => this.fact('device', spoken(device)));
  }

  /** Gives the journal away as a file; the tablet keeps its own. */
  async give() {
    const [text, device] = [await this.page.journal.file(), await this.page.journal.device()];
    give(`移交-${this.page.view.judge_name}-${device.slice(0, 8)}.json`, text, 'application/json');
  }
}
