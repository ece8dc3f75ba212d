// Workers beside the page, which verify signatures on the other cores of the machine. They run the page's own script.

import { Verifier } from './verifier.js';

const MOST = 4;
const PATIENCE = 2000; // milliseconds that a worker may take to say that it is there

/** What a worker does: it answers what it is asked, in order. */
export function serve(scope) {
  const verifier = new Verifier((scope.crypto && scope.crypto.subtle) || null);
  let before = Promise.resolve();
  scope.onmessage = ({ data: { method, given } }) => {
    // answers are told apart by their order alone, and whoever asks must not wait for ever
    before = before.then(() => verifier[method](...given)).catch(() => null).then((answer) => scope.postMessage(answer));
  };
  scope.postMessage('ready');
}

/** One worker, as what is asked of it and not answered. */
class Worksite {
  constructor(address) {
    this.waiting = [];
    this.worker = new Worker(address);
    this.ready = new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
    this.worker.onmessage = ({ data }) => this.waiting.shift().resolve(data);
    this.worker.onerror = () => { for (const { reject } of this.waiting.splice(0)) reject(new Error('后台核对中断，请刷新本页再试')); };
  }

  ask(method, given) {
    this.worker.postMessage({ method, given });
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }
}

/** As a `Verifier`, but beside the page. */
export class Crew {
  constructor(sites) {
    this.sites = sites;
    this.next = 0;
  }

  /** Workers that run a script; null where the browser has none for this page. */
  static async hire(script) {
    const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    // the page itself mostly waits for signatures: it needs no core to itself
    const count = Math.min(MOST, navigator.hardwareConcurrency || 2);
    try {
      const sites = Array.from({ length: count }, () => new Worksite(address));
      const late = new Promise((resolve, reject) => setTimeout(() => reject(new Error('late')), PATIENCE));
      await Promise.race([Promise.all(sites.map(({ ready }) => ready)), late]);
      return new Crew(sites);
    } catch (error) {
      return null;
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  async add(name, point) {
    const answers = await Promise.all(this.sites.map((site) => site.ask('add', [name, point])));
    return answers.every((isPoint) => isPoint);
  }

  check(all) {
    this.next = (this.next + 1) % this.sites.length;
    return this.sites[this.next].ask('check', [all]);
  }
}
