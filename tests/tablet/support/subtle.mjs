// The browser's cryptography: Node's own, whose work the clock of these tests waits for. What `fails(name)`
// gives is the answer in its place; what never answers is not waited for. Nothing is done before `gate` opens.

import { webcrypto } from 'node:crypto';

export class Subtle {
  constructor() { Object.assign(this, { busy: 0, fails: () => undefined, gate: null, asked: [] }); }

  async ask(name, given) {
    this.asked.push(name);
    await this.gate;
    const instead = this.fails(name);
    if (instead) return instead;
    this.busy += 1;
    try { return await webcrypto.subtle[name](...given); } finally { this.busy -= 1; }
  }
}

for (const name of ['generateKey', 'exportKey', 'digest', 'sign']) {
  Subtle.prototype[name] = function asked(...given) { return this.ask(name, given); };
}

export function getRandomValues(bytes) { return webcrypto.getRandomValues(bytes); }
