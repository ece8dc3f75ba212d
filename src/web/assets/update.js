// The worker and its versions: a new one takes over between cards, never in one.

const LOOK = 600000; // milliseconds between two looks for a new version
const AGAIN = 5000; // the least between two tries to install one where none serves this page

export class Update {
  /** `isBetween` says whether no card is open; `changed` is told when the worker has begun to serve this page. */
  constructor(isBetween, changed) {
    this.isBetween = isBetween;
    this.changed = changed;
    this.registration = null;
    this.looked = 0;
    this.tried = 0;
    this.hadWorker = false;
    this.reload = false;
  }

  async start() {
    if (!('serviceWorker' in navigator)) return;
    this.hadWorker = Boolean(navigator.serviceWorker.controller);
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      // the first worker serves the version that is running already; and where the browser has thrown the worker away, to
      // load the page again would be to lose it
      const serves = Boolean(navigator.serviceWorker.controller);
      if (this.hadWorker && serves) this.reload = true;
      this.hadWorker = this.hadWorker || serves;
      this.changed();
      this.between();
    });
    await this.register();
  }

  async register() {
    this.tried = Date.now();
    let registration;
    try {
      registration = await navigator.serviceWorker.register('/worker.js', { scope: '/judge', updateViaCache: 'none' });
    } catch (error) {
      return; // no worker here: the device's screen says so, and it is tried again
    }
    if (registration !== this.registration) {
      this.registration = registration;
      registration.addEventListener('updatefound', () => {
        const fresh = registration.installing;
        if (fresh) fresh.addEventListener('statechange', () => this.between());
      });
    }
    this.between();
  }

  /** The server was just reached: looks for a new version, from time to time. */
  look() {
    if (!('serviceWorker' in navigator)) return;
    const found = this.registration;
    const lacks = !found || !(found.active || found.waiting || found.installing);
    // a clock that was put back has not looked, either
    const since = Math.abs(Date.now() - (lacks ? this.tried : this.looked));
    if (since < (lacks ? AGAIN : LOOK)) return;
    if (lacks) { this.register(); return; }
    this.looked = Date.now();
    this.registration.update().catch(() => { this.looked = 0; });
  }

  /** Called wherever no card may be open: lets a waiting version take over, or loads the one that did. */
  between() {
    if (!this.isBetween()) return;
    if (this.reload) { this.reload = false; location.reload(); return; }
    if (this.registration && this.registration.waiting && this.registration.active) this.registration.waiting.postMessage('take over');
  }
}
