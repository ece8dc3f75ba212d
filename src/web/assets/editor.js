// One card or ballot being filled in: its draft, its base, saving and submitting. Knows nothing of how it is drawn.

import { begin, clock } from './page.js';
import { contentOf, stateOf } from './state.js';

const same = (a, b) => JSON.stringify(a.marks) === JSON.stringify(b.marks) && a.comment === b.comment;
const sorted = (marks) => Object.keys(marks).sort().reduce((all, key) => Object.assign(all, { [key]: marks[key] }), {});

/**
 * `form`: `{component, entry, content(), show(content), check(), drawn(state)}`:
 * `content` gives `{marks, comment, filled, fields}`, `check` says why it cannot be submitted, or ''.
 */
export class Editor {
  constructor(form) {
    this.form = form;
    this.base = null;
    this.handed = null; // the content that was last handed in
    this.saving = null;
    this.dirty = false;
    this.savedAt = null;
    this.failed = false;
    this.ready = false;
  }

  async open() {
    this.page = await begin((known) => this.drawn(known));
    for (const button of document.querySelectorAll('[data-save]')) button.addEventListener('click', () => this.save());
    for (const button of document.querySelectorAll('[data-submit]')) button.addEventListener('click', () => this.submit());
    return this.page;
  }

  card(view) {
    return view.my_cards.find((one) => one.component === this.form.component && one.entry === this.form.entry);
  }

  drawn({ page, ops, drafts, status }) {
    const card = this.card(page.view);
    const draft = drafts.find((row) => row.component === card.component && row.entry === card.entry);
    if (!this.ready || (this.untouched() && !draft)) {
      const content = contentOf(card, ops, draft);
      const shown = { marks: sorted(content.marks), comment: content.comment, from: content.from };
      this.base = content.base;
      this.handed = draft ? null : shown;
      if (!this.ready || !same(this.current(), shown)) this.form.show(content);
      this.ready = true;
    }
    this.state = stateOf(card, ops, drafts);
    this.form.drawn({ card, state: this.state, ops });
    this.drawSaved(status);
    this.drawSubmit();
  }

  current() {
    const content = this.form.content();
    return Object.assign(content, { marks: sorted(content.marks) });
  }

  untouched() { return this.handed !== null && same(this.current(), this.handed); }

  /** Something was typed: keep it, one write after the other, until the last digit is durable. */
  changed() {
    this.dirty = true;
    this.drawSubmit();
    if (!this.saving) this.saving = this.keep().then(() => { this.saving = null; });
    return this.saving;
  }

  async keep() {
    while (this.dirty) {
      this.dirty = false;
      const { component, entry } = this.form;
      try {
        if (this.untouched()) await this.page.journal.dropDraft(component, entry);
        else await this.page.journal.saveDraft(component, entry, Object.assign({ base: this.base }, this.current()));
        this.savedAt = new Date();
        this.failed = false;
      } catch (error) {
        this.failed = true;
      }
      this.drawSaved(this.page.status);
      if (!this.dirty) await this.page.refresh();
    }
  }

  async save() { await this.changed(); }

  async submit() {
    if (this.submitting || this.why()) return;
    this.submitting = true;
    try {
      while (this.saving) await this.saving;
      await this.hand(this.current());
    } finally {
      this.submitting = false;
    }
  }

  /** Makes an operation of a content; also of the one that the judge picks among rivals. */
  async hand({ marks, comment }) {
    const { component, entry } = this.form;
    try {
      const row = await this.page.journal.append({ component, entry, base: this.base, marks, comment, rules: this.page.view.rules });
      this.base = row.op;
      this.handed = { marks: sorted(marks), comment, from: 'journal' };
      this.savedAt = new Date();
      this.failed = false;
    } catch (error) {
      this.failed = true;
      this.drawSaved(this.page.status);
      return;
    }
    // what was typed while that was written stands on the new operation
    if (!same(this.current(), this.handed)) this.changed();
    await this.page.refresh();
    this.page.delivery.now();
  }

  /** Why it cannot be submitted; '' where it can. */
  why() {
    const handed = this.handed && this.handed.from !== 'blank' && this.untouched() && this.state && this.state.state !== 'fix';
    return this.form.check() || (handed ? '已提交，改动后可再提交' : '');
  }

  drawSubmit() {
    const why = this.why();
    for (const button of document.querySelectorAll('[data-submit]')) {
      button.classList.toggle('send', !why);
      if (why) button.setAttribute('aria-disabled', 'true');
      else button.removeAttribute('aria-disabled');
      button.querySelector('small').textContent = why;
    }
  }

  drawSaved(status) {
    const chip = document.querySelector('.local');
    if (!chip) return;
    const offline = status.phase === 'offline' || status.phase === 'signed-out';
    const line = { offline: '离线', 'signed-out': '登录已失效', elsewhere: '另一个页面正在送达', broken: '存不下' }[status.phase] || '已连接';
    const word = this.state && this.savedAt === null ? this.state.word + (this.state.receipt ? ' 回执 ' + this.state.receipt : '') : '';
    const saved = this.savedAt ? `${clock(this.savedAt)} 已存在本机` : word;
    const delivered = this.savedAt && this.state && this.state.state === 'ok' ? `已送达 回执 ${this.state.receipt}` : saved;
    chip.className = 'local' + (this.failed ? ' bad' : offline ? ' off' : '');
    chip.querySelector('use').setAttribute('href', this.failed ? '#s-fix' : offline ? '#s-off' : this.state ? '#s-' + this.state.state : '#s-none');
    const text = this.failed ? '没有存住，请勿离开此页，联系组织者' : [line, delivered].filter(Boolean).join(' · ');
    const span = chip.querySelector('span');
    if (span.textContent !== text) span.textContent = text;
  }
}
