// The place on the page of all cards where the judge gives their own word on them, in two steps, and then has the slip.

import { chinaClock, isBeforeClose } from './event.js';
import { links } from './frame.js';
import { give } from './give.js';
import { Elsewhere } from './lease.js';
import { slipFile, slipOf } from './slip.js';
import { randomDigits, randomId } from './stamp.js';
import { disable, redraw, say } from './template.js';
import { confirmsOf, dueOf, hindrance, wordOf } from './word.js';

const BRIEF = 500; // milliseconds: a finger that taps twice has not read what it is asked

/** What is said of one that holds: on its way, there, from elsewhere. */
function heldBy({ state, row, paper, receipt, why }) {
  if (state === 'wait') return why || '已存在本机，待送达。';
  if (paper) return '按本席签名的纸质核对单登记。';
  return row ? `已送达${receipt ? ` 回执 ${receipt}` : ''}。` : '在本席的另一台平板上核对，已送达。';
}

/** Why one does not hold, before the cards that it does not hold for. */
function brokenBy(view, { state, changed, why }) {
  if (state === 'fix') return `${why}。`;
  return `其后评分卡有变动，${isBeforeClose(view) ? '请逐张看过，再核对一次' : '有疑问请告诉组织者'}${changed.length ? '：' : '。'}`;
}

export class Confirming {
  constructor(page, root) {
    this.page = page;
    this.root = root;
    this.asked = null; // `{text, at}`: what the judge is asked to confirm, and since when
    this.making = null; // the operation that is being made: a second try makes the same one
    this.isBusy = false;
    this.failed = false;
    this.slip = null; // `{key, text, body}`: the one that is shown, and of which operation and version it is
    for (const [name, press] of Object.entries({ ask: () => this.ask(), sure: () => this.confirm(), back: () => this.back(), file: () => this.file() })) {
      root.querySelector(`[data-press="${name}"]`).addEventListener('click', press);
    }
  }

  part(name) { return this.root.querySelector(`[data-part="${name}"]`); }

  /** `states` are those of all cards. */
  draw({ view, ops, status }, states) {
    const count = dueOf(view).length;
    this.view = view;
    this.root.hidden = !view.confirming || !count;
    if (this.root.hidden) return;
    const word = wordOf(view, ops);
    const why = hindrance(view, states);
    const isHeld = word.state === 'wait' || word.state === 'ok';
    this.text = why || isHeld ? null : JSON.stringify(confirmsOf(view));
    if (this.asked && this.asked.text !== this.text) this.asked = null;
    this.part('required').hidden = view.confirming !== 'required' || isHeld;
    this.part('held').hidden = !isHeld;
    say(this.part('held').querySelector('b'), isHeld ? `已核对 ${chinaClock(word.at)}` : '');
    say(this.part('held').querySelector('span'), isHeld ? heldBy(word) : '');
    this.drawBroken(view, word);
    this.drawButtons(count, isHeld, word.state === 'none' ? '' : '再次', why);
    this.drawSlip(view, word, status);
  }

  drawBroken(view, word) {
    const box = this.part('broken');
    box.hidden = word.state !== 'gone' && word.state !== 'fix';
    say(box.querySelector('b'), word.state === 'fix' ? '核对没有收下' : '核对已失效');
    say(box.querySelector('span'), box.hidden ? '' : brokenBy(view, word));
    redraw(box.querySelector('div'), links(view, word.changed));
  }

  drawButtons(count, isHeld, again, why) {
    const button = this.root.querySelector('[data-press="ask"]');
    button.hidden = isHeld || Boolean(this.asked);
    disable(button, why);
    say(button.querySelector('b'), `本人已${again}核对，确认 ${count} 张`);
    say(button.querySelector('small'), why);
    this.part('sure').hidden = !this.asked;
    say(this.part('sure').querySelector('p'), this.asked ? `${count} 张评分卡都逐张看过，是本人给的评分。` : '');
    disable(this.root.querySelector('[data-press="sure"]'), this.isBusy);
    this.part('failed').hidden = !this.failed;
  }

  /** The first step: asks once more. */
  ask() {
    if (!this.text || this.isBusy) return;
    this.asked = { text: this.text, at: Date.now() };
    this.failed = false;
    this.page.refresh().then(() => this.root.querySelector('[data-press="sure"]').focus());
  }

  back() {
    if (this.isBusy) return;
    this.asked = null;
    this.page.refresh().then(() => this.root.querySelector('[data-press="ask"]').focus());
  }

  /** The second step: an operation of the journal, made once however often it is pressed. */
  async confirm() {
    const { asked } = this;
    if (!asked || this.isBusy || Math.abs(Date.now() - asked.at) < BRIEF) return;
    this.isBusy = true;
    this.failed = false;
    if (!this.making || this.making.text !== asked.text) this.making = { text: asked.text, op: randomId(), secret: randomDigits(32) };
    const { op, secret } = this.making;
    const word = { op, component: '', entry: '', base: null, marks: {}, comment: '', rules: this.view.rules, confirms: JSON.parse(asked.text), secret };
    try {
      await this.page.journal.append(word);
      this.making = null;
      this.asked = null;
      this.page.delivery.now();
    } catch (error) {
      if (error instanceof Elsewhere) { this.page.lost(); return; }
      this.failed = true;
    } finally {
      this.isBusy = false;
    }
    await this.page.refresh();
    if (!this.failed) this.part('held').focus();
  }

  /** The slip of one that holds; that of one that was not made here is with the server alone. */
  drawSlip(view, { state, row }, status) {
    const [isHeld, isThere] = [state === 'wait' || state === 'ok', state === 'ok'];
    const key = row && isHeld ? `${row.op} ${view.version}` : '';
    if (!this.slip || this.slip.key !== key) {
      const body = key ? JSON.parse(row.body) : null;
      this.slip = { key, body, text: body && slipOf(view, body) };
    }
    const isReached = status.reached && status.phase !== 'signed-out';
    this.part('slip').hidden = !this.slip.text && !isThere;
    this.part('own').hidden = !this.slip.text;
    const shown = this.root.querySelector('textarea');
    if (shown.value !== (this.slip.text || '')) shown.value = this.slip.text || '';
    this.part('print').hidden = !(isThere && isReached);
    this.part('offline').hidden = this.part('slip').hidden || (isThere && isReached);
  }

  file() {
    const [{ text, body }, view] = [this.slip, this.view];
    if (text) give(`核对凭据-${view.judge_name}.txt`, slipFile(this.page.status.home || location.origin, view, body, text), 'text/plain;charset=utf-8');
  }
}
