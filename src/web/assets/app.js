// The judge's page: the screens, and delivery behind all of them.

import { Access } from './access.js';
import * as ballot from './ballot.js';
import * as card from './card.js';
import * as device from './device.js';
import { Missing, door, place, signedOut } from './door.js';
import { cardOf, componentOf, decoded } from './event.js';
import { Frame, wording } from './frame.js';
import * as own from './own.js';
import { Late, optional } from './patience.js';
import { Ready } from './ready.js';
import * as route from './route.js';
import { isAsked, isElsewhere, stateOf } from './state.js';
import { Delivery } from './sync.js';
import { Update } from './update.js';
import { noticeOf } from './word.js';

const RETRY = 4000; // milliseconds

export class Page {
  constructor(journal) {
    this.journal = journal;
    this.view = null;
    this.status = { phase: 'start', queued: 0, skew: 0, home: '' };
    this.screen = null;
    this.path = '';
    this.address = '';
    this.gone = false;
    this.delivery = new Delivery(journal, (status) => this.heard(status));
    this.access = new Access(journal);
    this.ready = new Ready(() => this.refresh());
    this.update = new Update(() => !this.screen || !this.screen.isCard, () => this.refresh());
  }

  async start() {
    const seen = await this.journal.seen();
    if (seen) { this.view = seen.view; this.status.home = seen.home; }
    await this.journal.mark();
    this.device = await this.journal.device();
    window.addEventListener('popstate', () => this.back());
    window.addEventListener('beforeunload', (event) => this.unloads(event));
    document.addEventListener('click', (event) => this.clicked(event));
    optional(RETRY, () => navigator.storage.persist(), null).then(() => this.ready.look());
    if (this.view) await this.show();
    else door({ title: '观摩评比', sentence: '正在取得行程…' });
    this.journal.key.get().then(() => this.refresh());
    this.journal.whole().then((cameBack) => { if (cameBack) { this.journal.mark(); this.refresh(); } });
    this.delivery.start();
    this.update.start();
  }

  clicked(event) {
    if (event.target.closest('[data-retry]')) { this.delivery.retry(); return; }
    const told = event.target.closest('[data-told]');
    if (told) { this.access.note(told.getAttribute('data-told')); this.refresh(); return; }
    const link = event.target.closest('a[href^="/judge"]:not([rel="external"])'); // what the server draws is external
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.go(link.getAttribute('href'));
  }

  async go(path) {
    if (!await this.leaves()) return;
    history.pushState(null, '', path);
    await this.show();
  }

  /** The browser went back or forward; where the screen is not to be left, so does the address. */
  async back() {
    if (await this.leaves()) await this.show();
    else history.pushState(null, '', this.address);
  }

  async leaves() { return !this.screen || !this.screen.leave || this.screen.leave(); }

  unloads(event) {
    if (!this.screen || !this.screen.editor || !this.screen.editor.isAtRisk()) return;
    event.preventDefault();
    event.returnValue = '';
  }

  /** The screen of the address, with its data. */
  screenOf() {
    const parts = location.pathname.split('/').slice(2).map(decoded);
    if (parts[0] === 'cards') return new own.Screen(this);
    if (parts[0] === 'device') return new device.Screen(this);
    const component = componentOf(this.view, parts[1] || '');
    const wanted = parts[0] === 'card' || parts[0] === 'ballot' ? cardOf(this.view, parts[1] || '', parts[2] || '') : null;
    if (wanted && component) return wanted.entry === '' ? new ballot.Screen(this, component) : new card.Screen(this, component, wanted.entry);
    if (parts[0] === 'card' || parts[0] === 'ballot') return new Missing();
    return new route.Screen(this, new URLSearchParams(location.search).get('component'));
  }

  async show() {
    if (this.gone || !this.view) return;
    this.screen = this.screenOf();
    this.frame = this.screen.isCard ? null : new Frame(this.screen.title, this.view, this.screen.element);
    document.title = [this.view.demo ? document.documentElement.getAttribute('data-demo') : '', this.screen.title, '观摩评比'].filter(Boolean).join(' · ');
    place.textContent = '';
    place.appendChild(this.frame ? this.frame.element : this.screen.element);
    for (const label of document.querySelectorAll('[data-label]')) label.hidden = !this.view[label.getAttribute('data-label')];
    const heading = place.querySelector('h1[tabindex]');
    if (heading && this.path) heading.focus({ preventScroll: true });
    if (this.path !== location.pathname) window.scrollTo(0, 0);
    this.path = location.pathname;
    this.address = location.pathname + location.search;
    await this.refresh();
    if (this.screen.shown) this.screen.shown();
    if (!performance.getEntriesByName('guanmo-usable').length) performance.mark('guanmo-usable');
    this.update.between();
  }

  /** Draws what is known now. */
  async refresh() {
    if (this.gone || !this.view || !this.screen) return;
    const screen = this.screen;
    try {
      const [ops, drafts, mended] = [await this.journal.ops(), await this.journal.drafts(), await this.journal.mended()];
      if (screen !== this.screen) return;
      for (const row of ops) row.refused = this.delivery.refused.get(row.op);
      const points = this.ready.points(this.view, this.status, this.journal.key);
      if (this.frame) this.drawFrame(points, ops, drafts, mended);
      screen.draw({ view: this.view, ops, drafts, points, mended, status: this.status });
    } catch (error) {
      this.broken(error);
    }
  }

  drawFrame(points, ops, drafts, mended) {
    const cards = this.view.my_cards.map((card) => ({ card, found: stateOf(card, ops, drafts) }));
    const those = (wanted) => cards.filter(wanted).map(({ card }) => card);
    const lost = {
      mended, own: those(({ found }) => found.lost), others: those(({ card, found }) => found.state !== 'out' && isElsewhere(card, ops, this.device)),
    };
    this.access.draw(this.frame.element, this.view, this.device);
    const open = those(({ found }) => found.state === 'fix').length;
    const word = noticeOf(this.view, ops, cards.map(({ found }) => found));
    this.frame.draw(this.status, open, this.ready.missing(points), this.view, those(({ card, found }) => isAsked(card, found)), lost, word);
  }

  /** Delivery says how it stands, and what the server told. */
  heard(status) {
    this.status = Object.assign({}, status, { home: status.home || this.status.home });
    if (status.phase === 'elsewhere') { this.lost(); return; }
    if (status.phase === 'other-judge') { this.replaced(); return; }
    if (status.reached) this.update.look();
    if (status.phase === 'well' || status.phase === 'offline') this.ready.look();
    if (status.view) {
      const first = !this.view;
      if (!first && this.view.rules !== status.view.rules) { this.amended(status.view); return; }
      this.view = status.view;
      if (first) { this.show(); return; }
    }
    if (!this.view && (status.phase === 'offline' || status.phase === 'turned-away')) {
      const { fact, comfort } = wording(status, null);
      door({ title: '观摩评比', sentence: '还没有取得过行程，请联网一次。', more: status.phase === 'offline' ? '' : `${fact}。${comfort}`, button: '重试' }, () => this.delivery.retry());
    }
    if (!this.view && status.phase === 'signed-out') signedOut(status.sentence);
    this.refresh();
  }

  /** The rules have changed: once the last digit is kept, the screen is drawn by the new ones, and a card says so. */
  async amended(view) {
    if (!await this.leaves()) return;
    this.view = view;
    await this.show();
    if (this.screen.isCard) window.alert('评分规则有变更，此卡已按新的规则显示，请核对。');
  }

  broken(error) {
    if (this.frame) this.frame.draw({ phase: 'broken', queued: 0 }, 0, [], this.view, [], { mended: null, own: [], others: [] }, null);
    // a database that has stopped may answer again
    clearTimeout(this.mending);
    this.mending = setTimeout(() => this.refresh(), RETRY);
    if (!(error instanceof Late)) throw error;
  }

  /** Another page scores now: this one shows nothing that could be typed into. */
  lost() {
    if (this.gone) return;
    this.leaveAll();
    door({ title: '评分已在另一个页面打开', sentence: '请只留一个评分页面，其余的关掉。', button: '改在此页继续' }, () => takeOver(this.journal.lease));
  }

  replaced() {
    this.leaveAll();
    door({ title: '本机已换另一席评委', sentence: '先前一席的评分仍存在本机，请那一席用自己的登录链接重新登录后送达。', button: '打开现在这一席' }, () => location.assign('/judge'));
  }

  leaveAll() {
    this.gone = true;
    this.delivery.stop();
  }
}

async function takeOver(lease) {
  await lease.take();
  location.reload();
}
