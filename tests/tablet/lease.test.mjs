// Of two pages exactly one scores.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tablet, card, seeded } from './support/tablet.mjs';

/** A page that begins to score; `state.may` is null until it knows, `state.lost` counts. */
async function begins(tablet) {
  const page = tablet.page();
  const parts = await page.journal();
  const state = Object.assign({ page, may: null, lost: 0 }, parts);
  page.use();
  state.done = parts.lease.begin(() => { state.lost += 1; }).then((may) => { state.may = may; });
  await tablet.clock.settle();
  return state;
}

/** A page that was killed: its timers are gone, and nothing was said. */
function dies(tablet, state) { clearInterval(state.lease.timer); }

async function writes(state) {
  try { await state.journal.append(card('07')); return true; } catch (error) {
    assert.equal(error.message, 'another page scores');
    return false;
  }
}

test('the first page scores, and one that comes while it lives does not, however long it waits', async () => {
  const tablet = new Tablet();
  const first = await begins(tablet);
  assert.equal(first.may, true);
  const second = await begins(tablet);
  await tablet.clock.pass(30000);
  assert.equal(second.may, false);
  assert.equal(first.lost, 0);
  assert.deepEqual([await writes(first), await writes(second)], [true, false]);
  assert.equal(tablet.site.rows('ops').length, 1);
});

test('of many pages that begin at the same moment one scores', async () => {
  const tablet = new Tablet();
  const pages = [];
  for (let count = 0; count < 6; count += 1) pages.push(Object.assign({}, await tablet.page().journal()));
  const tried = Promise.all(pages.map(writes));
  assert.equal((await tried).filter(Boolean).length, 1);
  assert.equal(tablet.site.rows('ops').length, 1);
});

test('a page that was killed holds the lease until it has run out, and no longer', async () => {
  const tablet = new Tablet();
  const first = await begins(tablet);
  dies(tablet, first);
  await tablet.clock.pass(1000);
  const second = await begins(tablet);
  await tablet.clock.pass(4000);
  assert.equal(second.may, null, 'five seconds: it may still be alive');
  await tablet.clock.pass(1500);
  assert.equal(second.may, true);
  assert.equal(await writes(first), false, 'and had it only slept, it would not write any more');
});

test('a page that was left frees the lease at once, and gets it back if nobody took it', async () => {
  const tablet = new Tablet();
  const first = await begins(tablet);
  dies(tablet, first);
  first.page.leaves();
  first.page.comesBack();
  const refused = await begins(tablet);
  assert.equal(refused.may, null, 'it is back');
  first.page.leaves();
  await tablet.clock.pass(300);
  assert.equal(refused.may, true);
  first.page.comesBack();
  assert.equal(await writes(first), false);
});

test('the page from which the lease was taken hears of it within two seconds, and never takes it back by itself', async () => {
  const tablet = new Tablet();
  const first = await begins(tablet);
  const second = await tablet.page().journal();
  await second.lease.take();
  await tablet.clock.pass(2000);
  assert.equal(first.lost, 1);
  await tablet.clock.pass(60000);
  assert.equal(first.lost, 1, 'it is told once');
  assert.equal(await writes(first), false, 'even when the other one has gone long ago: what it shows may be old');
  assert.equal(await writes(second), true);
});

test('a page that comes to the front looks at once', async () => {
  const tablet = new Tablet();
  const first = await begins(tablet);
  await (await tablet.page().journal()).lease.take();
  first.page.use();
  first.page.document.hidden = true;
  first.page.document.dispatchEvent(new Event('visibilitychange'));
  await tablet.clock.settle();
  assert.equal(first.lost, 0);
  first.page.document.hidden = false;
  first.page.document.dispatchEvent(new Event('visibilitychange'));
  await tablet.clock.settle();
  assert.equal(first.lost, 1);
});

test('a lease from a clock that was wrong does not lock the tablet', async () => {
  const tablet = new Tablet();
  const first = await begins(tablet);
  dies(tablet, first);
  tablet.clock.time -= 86400000;
  const second = await begins(tablet);
  assert.equal(second.may, true);
});

test('a database that fails does not make two pages score', async () => {
  const tablet = new Tablet();
  const first = await begins(tablet);
  for (const [kind, error] of [['read', 'UnknownError'], ['write', 'QuotaExceededError'], ['commit', 'QuotaExceededError']]) {
    tablet.site.fail(kind, error, { store: 'facts' });
    await tablet.clock.pass(2000);
    assert.equal(first.lost, 0, 'a renewal that failed is no loss');
  }
  assert.equal(await writes(first), true);
  const page = tablet.page();
  const { lease } = await page.journal();
  page.use();
  tablet.site.fail('read', 'UnknownError', { store: 'facts' });
  await assert.rejects(lease.begin(() => {}), { name: 'UnknownError' });
});

test('without the browser’s small storage a page can be left, and the lease runs out instead', async () => {
  const tablet = new Tablet();
  const refuse = () => { throw new DOMException('no', 'SecurityError'); };
  Object.assign(localStorage, { getItem: refuse, setItem: refuse, removeItem: refuse });
  const first = await begins(tablet);
  dies(tablet, first);
  first.page.leaves();
  first.page.comesBack();
  const second = await begins(tablet);
  await tablet.clock.pass(7000);
  assert.equal(second.may, true);
});

test('whatever pages do, in any order, no two of them write in between each other', async () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = seeded(seed);
    const tablet = new Tablet();
    const pages = [await begins(tablet)];
    let owner = null;
    const had = new Set();
    for (let step = 0; step < 25; step += 1) {
      const one = random.one(pages);
      const what = random.below(6);
      if (what === 0 && pages.length < 4) pages.push(await begins(tablet));
      else if (what === 1) one.page.leaves();
      else if (what === 2) dies(tablet, one);
      else if (what === 3) await tablet.clock.pass(random.below(9000));
      else if (await writes(one)) {
        // a page that has lost the lease to a writer never writes again
        if (owner !== one && owner) had.add(owner);
        assert.ok(!had.has(one), `seed ${seed}, step ${step}`);
        owner = one;
      }
    }
    const rows = tablet.site.rows('ops');
    assert.deepEqual(rows.map((row) => row.seq), rows.map((row, index) => index + 1), `seed ${seed}`);
  }
});
