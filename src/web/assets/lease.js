// One page scores at a time. Whoever holds the lease may write to the journal and send it; the lease is looked at
// inside each of those transactions, so that two pages cannot both believe that they hold it.

import { randomDigits } from './stamp.js';
import { result, write } from './store.js';

const LASTS = 6000; // a page that was killed holds it for this long at most
const RENEW = 2000;
const LEFT = 'guanmo-left'; // the page that went away last: its lease is free at once

/** Another page holds the lease. */
export class Elsewhere extends Error {}

function left() { try { return localStorage.getItem(LEFT); } catch (error) { return null; } }

export class Lease {
  constructor() {
    this.name = randomDigits(16);
    this.timer = null;
    this.had = false;
    window.addEventListener('pagehide', () => { try { localStorage.setItem(LEFT, this.name); } catch (error) { /* it then runs out */ } });
    // back from the browser's cache of pages: it is this page's again, if nobody took it
    window.addEventListener('pageshow', () => { if (left() === this.name) { try { localStorage.removeItem(LEFT); } catch (error) { /* as above */ } } });
  }

  isFree(held, now) {
    if (!held || held.value.page === this.name) return true;
    // it was this page's, and another one has scored since: what stands on this one may be older than that
    if (this.had) return false;
    // an end too far ahead was written under another clock
    return held.value.until <= now || held.value.until > now + LASTS || held.value.page === left();
  }

  /** Within a transaction over `facts`: goes on where the lease is this page's or free, and renews it. */
  async hold(facts) {
    const [held, now] = [await result(facts.get('page')), Date.now()];
    if (!this.isFree(held, now)) throw new Elsewhere('another page scores');
    await result(facts.put({ key: 'page', value: { page: this.name, until: now + LASTS } }));
    this.had = true;
  }

  /** Takes the lease, from another page if need be. */
  take() {
    return write(['facts'], (facts) => result(facts.put({ key: 'page', value: { page: this.name, until: Date.now() + LASTS } })));
  }

  /** Whether this page may score: waits for a lease that nobody renews. Then keeps it, and says when it is lost. */
  async begin(lost) {
    const until = Date.now() + LASTS + RENEW;
    for (;;) {
      try {
        await write(['facts'], (facts) => this.hold(facts));
        break;
      } catch (error) {
        if (!(error instanceof Elsewhere)) throw error;
        if (Date.now() > until) return false;
        await new Promise((done) => setTimeout(done, 300));
      }
    }
    const renew = () => write(['facts'], (facts) => this.hold(facts)).catch((error) => {
      if (error instanceof Elsewhere) { clearInterval(this.timer); lost(); }
    });
    clearInterval(this.timer);
    this.timer = setInterval(renew, RENEW);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) renew(); });
    return true;
  }
}
