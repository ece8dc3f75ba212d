// The line at the top of a card: how the connection is, and whether what was typed is kept. Nothing is said to be kept
// that is not.

import { chinaClock } from './event.js';
import { say } from './template.js';

const SLOW = 300; // milliseconds: a write that takes longer is said to be under way
/** Milliseconds after which a write is warned of. */
export const LATE = 3000;
const STAY = '请勿离开此页';
const LINES = { offline: '离线', 'signed-out': '登录已失效', 'turned-away': '没有连到服务器' };

export class Saved {
  /** `known()` gives how delivery stands and the card's state: `[status, state]`. */
  constructor(chip, known) {
    this.chip = chip;
    this.known = known;
    this.at = null; // when something was last kept
    this.since = null; // since when something is being written
    this.failed = null; // why the last write was none
    this.clocks = [];
  }

  /** Something is being written: from now on that is said, and where it takes long, warned of. */
  begins() {
    if (this.since !== null) return;
    this.since = Date.now();
    this.clocks = [SLOW, LATE].map((time) => setTimeout(() => this.draw(), time + 10));
    this.draw();
  }

  ends() {
    this.since = null;
    this.clocks.forEach(clearTimeout);
    this.draw();
  }

  succeeded() {
    this.at = Date.now();
    this.failed = null;
  }

  draw() {
    const [status, state] = this.known();
    const offline = status.phase in LINES;
    const trouble = this.trouble();
    const line = LINES[status.phase] || (status.reached ? '已连接' : '正在核对…');
    this.chip.className = 'local' + (trouble ? ' bad' : offline ? ' off' : '');
    this.chip.querySelector('use').setAttribute('href', trouble ? '#s-fix' : offline ? '#s-off' : status.reached ? '#s-ok' : '#s-none');
    say(this.chip.querySelector('span'), trouble || [line, this.where(state)].filter(Boolean).join(' · '));
  }

  /** Why what was typed is not safe, and what to do; '' where it is, or will be in a moment. */
  trouble() {
    if (this.failed && this.failed.name === 'QuotaExceededError') return `本机已存满，没有存住；${STAY}，联系组织者`;
    if (this.failed) return `没有存住，正在再试；${STAY}，联系组织者`;
    return this.since !== null && Date.now() - this.since >= LATE ? `还没有存住；${STAY}，一直如此请联系组织者，并记在纸上` : '';
  }

  /** Where what was typed is: being written, or on this device and on its way; the state beside the name says the rest. */
  where(state) {
    if (this.since !== null && (this.at === null || Date.now() - this.since >= SLOW)) return '正在存…';
    return this.at && !(state && state.state === 'ok') ? `${chinaClock(this.at)} 已存在本机` : '';
  }
}
