// A clock that stands until it is told to go on, with the timers that hang on it.

const soon = setImmediate;
const RealDate = Date;

export class Clock {
  constructor(site, start = '2026-11-26T10:00:00Z') {
    Object.assign(this, { site, time: RealDate.parse(start), timers: [], last: 0 });
    const clock = this;
    globalThis.Date = class extends RealDate {
      constructor(...given) { super(...(given.length ? given : [clock.time])); }

      static now() { return clock.time; }
    };
    const set = (every) => (work, wait = 0) => {
      this.last += 1;
      this.timers.push({ id: this.last, due: this.time + wait, every: every ? wait : 0, work });
      return this.last;
    };
    const clear = (id) => { this.timers = this.timers.filter((timer) => timer.id !== id); };
    Object.assign(globalThis, { setTimeout: set(false), setInterval: set(true), clearTimeout: clear, clearInterval: clear });
  }

  /** Waits until nothing is under way but what waits for the clock. */
  async settle() {
    for (let quiet = 0; quiet < 12;) {
      await new Promise((done) => { soon(done); });
      quiet = this.site.isBusy() && !this.site.held ? 0 : quiet + 1;
    }
  }

  /** Lets so many milliseconds pass; what is due on the way happens in its order. */
  async pass(milliseconds) {
    const end = this.time + milliseconds;
    await this.settle();
    for (;;) {
      const next = this.timers.filter((timer) => timer.due <= end).sort((a, b) => a.due - b.due || a.id - b.id)[0];
      if (!next) break;
      this.time = Math.max(this.time, next.due);
      if (next.every) next.due += next.every;
      else this.timers = this.timers.filter((timer) => timer !== next);
      next.work();
      await this.settle();
    }
    this.time = end;
    await this.settle();
  }
}
