// The hash that the page for objections works with, held against Node's own.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { after } from '../../src/web/assets/sha256.js';

const hex = (words) => Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');

test('the hash is the one that everybody has', () => {
  const text = 'ev-观摩/16/'.repeat(40);
  for (let length = 0; length < 200; length += 1) {
    const hash = after(text.slice(0, length));
    for (const more of ['', '0', '123456', text.slice(0, 61), text.slice(0, 150)]) {
      const whole = text.slice(0, length) + more;
      assert.equal(hex(hash(more)), createHash('sha256').update(whole).digest('hex'), `${length} letters, ${more}`);
    }
  }
});
