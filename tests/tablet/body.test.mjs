// An operation's bytes: there is one text of it, and whoever reads it reads the operation.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tablet, card, seeded } from './support/tablet.mjs';

const { canonical, signed } = await new Tablet().page().module('body.js');

const PIECES = ['a', 'Z', '10', '9', '', ' ', '"', '\\', '/', '\n', '\u0000', '\u001f', '\u007f', '\u2028', '评分', 'é', '\ue000', '\uffff', '😀', '𠮷', '-', ','];

function text(random) { return Array.from({ length: random.below(4) }, () => random.one(PIECES)).join(''); }

function value(random, depth) {
  const kind = random.below(depth > 2 ? 5 : 7);
  if (kind === 5) return Array.from({ length: random.below(4) }, () => value(random, depth + 1));
  if (kind === 6) return Object.fromEntries(Array.from({ length: random.below(6) }, () => [text(random), value(random, depth + 1)]));
  return [null, true, random.below(100000), text(random), '27.5'][kind];
}

/** The keys of each object of a JSON text, in the order in which they stand there. */
function keysOf(json) {
  const [found, open] = [[], []];
  const tokens = json.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^"{}[\],:]+/g);
  tokens.forEach((token, index) => {
    if (token === '{') { open.push([]); found.push(open[open.length - 1]); }
    if (token === '}') open.pop();
    if (token[0] === '"' && tokens[index + 1] === ':') open[open.length - 1].push(JSON.parse(token));
  });
  return found;
}

test('whatever a value holds, its text says it, has its keys by code point at each level, and has nothing between', () => {
  const random = seeded(29);
  // as UTF-32 has them; bytes of UTF-8 are in the same order
  const inOrder = (keys) => keys.slice().sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  let objects = 0;
  for (let turn = 0; turn < 2000; turn += 1) {
    const one = Object.fromEntries([['marks', value(random, 0)], ['b', value(random, 1)], [text(random), value(random, 1)]]);
    const json = canonical(one);
    assert.deepEqual(JSON.parse(json), one);
    assert.equal(json.length, JSON.stringify(one).length, 'the same, but for the order');
    for (const keys of keysOf(json)) {
      objects += 1;
      assert.deepEqual(keys, inOrder(keys), json);
    }
  }
  assert.ok(objects > 3000);
});

test('characters beyond the first plane come after all others, and numbers are texts as any other key', () => {
  assert.equal(canonical({ '😀': 1, '\uffff': 2, 10: 3, 9: 4, b: undefined, a: { d: [], c: {} } }), '{"10":3,"9":4,"a":{"c":{},"d":[]},"\uffff":2,"😀":1}');
});

test('an operation is one text, whatever the order in which its marks were made', async () => {
  const { journal } = await new Tablet().page().journal();
  const [one, other] = [await journal.append(card('07', { b: '1', a: '2' })), await journal.append(card('07', { a: '2', b: '1' }))];
  const marks = ({ body }) => body.match(/"marks":\{[^}]*\}/)[0];
  assert.equal(marks(one), '{"a":"2","b":"1"}'.replace(/^/, '"marks":'));
  assert.equal(marks(one), marks(other));
  assert.equal(one.body, canonical(JSON.parse(one.body)));
});

test('a signature goes behind the operation’s own bytes, and without one there are only those', () => {
  const row = { body: '{"a":1}', key: 'k', sig: 's' };
  assert.equal(signed(row), '{"a":1,"key":"k","sig":"s"}');
  assert.equal(signed(Object.assign(row, { sig: null })), '{"a":1}');
  assert.equal(signed({ body: '{"a":1}' }), '{"a":1}');
});
