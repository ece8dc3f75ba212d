// One card or ballot being filled in: its draft, its base, undoing, saving and submitting. Knows nothing of how its
// form is drawn: a form has `content()` (`{marks, comment, filled, fields}`), `show(content)` and `check()` (why it
// cannot be submitted, or ''), and `settle()` where what is typed can be written more plainly.

import { Elsewhere } from './lease.js';
import { optional } from './patience.js';
import { LATE, Saved } from './saved.js';
import { randomId } from './stamp.js';
import { contentOf, same, sorted, stateOf } from './state.js';
import { disable, say, wellFormed } from './template.js';

const STEPS = 50; // how many can be undone
const RETRY = 3000; // milliseconds after which what could not be kept is tried again

export class Editor {
  constructor(page, root, card, form) {
    this.page = page;
    this.root = root;
    this.key = { component: card.component, entry: card.entry };
    this.form = form;
    this.base = null;
    this.handed = null; // the content that was last handed in
    this.past = []; // contents to go back to
    this.last = null;
    this.saving = null;
    this.dirty = false;
    this.saved = new Saved(root.querySelector('.local'), () => [this.page.status, this.state]);
    this.notHandedIn = false; // the last time that it was to be handed in, that failed
    this.handing = null; // the operation that is being handed in: a second try makes the same one
    this.ready = false;
    root.querySelector('[data-save]').addEventListener('click', () => this.changed());
    root.querySelector('[data-submit]').addEventListener('click', () => this.submit());
    root.querySelector('[data-without]').addEventListener('click', () => this.submitWithoutComment());
  }

  draw({ ops, drafts }, card) {
    const draft = drafts.find((row) => row.component === card.component && row.entry === card.entry);
    if (!this.ready || (this.untouched() && !draft && !this.saving && !this.submitting)) {
      const content = contentOf(card, ops, draft);
      const shown = { marks: sorted(content.marks), comment: content.comment, lines: sorted(content.lines), from: content.from };
      this.base = content.base;
      this.handed = draft ? null : shown;
      if (!this.ready || !same(this.current(), shown)) this.form.show(content);
      if (!this.ready) this.last = this.current();
      this.ready = true;
    }
    this.state = stateOf(card, ops, drafts);
    this.saved.draw();
    this.drawSubmit();
  }

  current() {
    const content = this.form.content();
    return Object.assign(content, { marks: sorted(content.marks), comment: wellFormed(content.comment), lines: sorted(content.lines, wellFormed) });
  }

  untouched() { return this.handed !== null && same(this.current(), this.handed); }

  /** Something was typed: keep it, one write after the other, until the last digit is durable. */
  changed() {
    const now = this.current();
    if (this.last && !same(now, this.last)) this.past = this.past.concat([this.last]).slice(-STEPS);
    this.last = now;
    return this.kept();
  }

  /** Takes the last change back, as if it had not been made. */
  undo() {
    const before = this.past.pop();
    if (!before) return;
    this.form.show(before);
    this.last = this.current();
    this.kept();
  }

  kept() {
    this.dirty = true;
    this.saved.begins();
    this.drawSubmit();
    // whatever went wrong in one round: what was typed during it, and the next digit, start another
    const done = () => { this.saving = null; this.ends(); if (this.dirty) this.kept(); };
    if (!this.saving) this.saving = this.keep().then(done, done);
    return this.saving;
  }

  async keep() {
    const { component, entry } = this.key;
    while (this.dirty) {
      this.dirty = false;
      try {
        if (this.untouched()) await this.page.journal.dropDraft(component, entry);
        else await this.page.journal.saveDraft(component, entry, Object.assign({ base: this.base }, this.current()));
        this.saved.succeeded();
      } catch (error) {
        this.fail(error);
      }
      this.saved.draw();
      if (!this.dirty) await this.page.refresh();
    }
  }

  ends() { if (!this.saving && !this.submitting) this.saved.ends(); }

  /** Nothing is said to be kept that is not; what could not be kept is tried again. */
  fail(error, handingIn = false) {
    if (error instanceof Elsewhere) { this.page.lost(); return; }
    this.saved.failed = error;
    this.notHandedIn = this.notHandedIn || handingIn;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => { if (!this.page.gone) this.kept(); }, RETRY);
  }

  /** Whether something typed is nowhere but on the screen. */
  isAtRisk() { return Boolean(this.saved.failed || this.saving || this.submitting) && !this.page.gone; }

  /** Before the screen is left: the last digit is durable, or the judge is asked. Gives whether it may be left. */
  async leave() {
    const saved = async () => { while (this.saving) await this.saving; };
    await optional(LATE, saved, null);
    if (this.isAtRisk() && !window.confirm('刚才填的没有存住，离开此页就会丢失。仍要离开吗？')) return false;
    clearTimeout(this.retry);
    return true;
  }

  submit() { return this.once(() => (this.why() ? null : this.settled())); }

  /** What is handed in, and stands in the form from then on: marks as the server reads them. */
  settled() {
    if (this.form.settle) this.form.settle();
    this.last = this.current();
    return this.last;
  }

  /** The marks alone, where the line does not take the comment; the comment stays a draft. */
  submitWithoutComment() { return this.once(() => (this.form.check() ? null : Object.assign({}, this.settled(), { comment: '', lines: {} }))); }

  /** The judge picked a version among rivals: it stands on the one that counts, `base`, and settles those, by op. */
  pick(base, content, settles) {
    return this.once(() => {
      this.base = base;
      this.form.show(content);
      return Object.assign({ settles }, content);
    });
  }

  /** Hands in what `content` gives, when all is kept that was typed; a second tap meanwhile is none. */
  async once(content) {
    if (this.submitting) return;
    this.submitting = true;
    this.notHandedIn = false;
    this.saved.begins();
    try {
      while (this.saving) await this.saving;
      const given = content();
      if (given) await this.hand(given);
      await this.page.refresh();
    } finally {
      this.submitting = false;
      this.ends();
      this.drawSubmit();
    }
  }

  /** Makes an operation of a content. */
  async hand({ marks, comment, lines, settles }) {
    const { component, entry } = this.key;
    const some = Object.keys(lines || {}).length ? lines : undefined; // JSON leaves out what is none
    const card = { component, entry, base: this.base, marks, comment, lines: some, rules: this.page.view.rules, settles };
    const text = JSON.stringify(card);
    if (!this.handing || this.handing.text !== text) this.handing = { text, op: randomId() };
    try {
      const row = await this.page.journal.append(Object.assign(card, { op: this.handing.op }), this.page.delivery.refused);
      this.handing = null;
      this.base = row.op;
      this.handed = { marks: sorted(marks), comment, lines: sorted(lines), from: 'journal' };
      this.saved.succeeded();
    } catch (error) {
      return void this.fail(error, true);
    }
    // what was typed while that was written stands on the new operation
    if (!same(this.current(), this.handed)) this.changed();
    this.page.delivery.now();
  }

  /** Why it cannot be submitted; '' where it can. */
  why() {
    const wrong = this.form.check();
    if (wrong || !this.state || !this.untouched() || this.handed.from === 'blank') return wrong;
    if (this.state.waits) return this.state.word === '待开放' ? '已提交，开放后再提交一次' : '已提交，等组织者认定';
    return this.state.state === 'fix' ? '' : '已提交，改动后可再提交';
  }

  drawSubmit() {
    const [why, button] = [this.submitting ? '正在提交…' : this.why(), this.root.querySelector('[data-submit]')];
    button.classList.toggle('send', !why);
    disable(button, why);
    say(button.querySelector('small'), why || (this.notHandedIn ? '没有提交成功，请再按一次' : ''));
    for (const one of this.root.querySelectorAll('[data-key="undo"]')) disable(one, this.past.length === 0);
  }
}
