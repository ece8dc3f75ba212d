// Work in slices, so that the page answers while it verifies, and how far it has come.

const SLICE = 40; // milliseconds; above some 50 a page feels stuck

/** What a byte of these takes, where one that is only hashed takes 1: the bar has to move evenly. */
export const WORK = { log: 10, cards: 25, scores: 30 };

export class Pace {
  /** `show` is told a share between 0 and 1, once a slice. */
  constructor(show = () => {}) {
    this.show = show;
    this.plan(1, 0, 1);
    this.until = performance.now() + SLICE;
  }

  /** Says how much there is to do, in bytes or what takes as long as one, and which part of the bar it fills. */
  plan(whole, from, to) {
    Object.assign(this, { whole: Math.max(whole, 1), done: 0, from, to });
  }

  /** Notes what was done; true where it is time to `rest`. Apart, because waiting for nothing costs more than a hash. */
  isOver(amount) {
    this.done += amount;
    return performance.now() > this.until;
  }

  /** Lets the browser draw and hear. A message, as timers of pages in the background come once a second. */
  async rest() {
    this.show(this.from + (this.to - this.from) * Math.min(this.done / this.whole, 1));
    const { port1, port2 } = new MessageChannel();
    await new Promise((resolve) => { port1.onmessage = resolve; port2.postMessage(null); });
    port1.close();
    this.until = performance.now() + SLICE;
  }
}
