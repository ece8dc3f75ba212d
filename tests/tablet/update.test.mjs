// A new version takes over between cards, never in one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tablet } from './support/tablet.mjs';

class Worker extends EventTarget {
  constructor() { super(); this.told = []; }

  postMessage(message) { this.told.push(message); }
}

/** A tablet whose page has a card open or not, and what the browser does with its worker. */
async function begun({ controlled = true, registers = true, has = true } = {}) {
  const tablet = new Tablet();
  const container = Object.assign(new EventTarget(), { controller: controlled ? new Worker() : null, asked: [] });
  const registration = Object.assign(new EventTarget(), { active: new Worker(), waiting: null, installing: null, updates: 0, works: true });
  registration.update = async () => { registration.updates += 1; if (!registration.works) throw new TypeError('no network'); };
  container.register = async (...given) => { container.asked.push(given); if (!registers) throw new DOMException('no', 'SecurityError'); return registration; };
  if (has) navigator.serviceWorker = container;
  const state = { tablet, container, registration, between: true, changed: 0, loads: 0 };
  globalThis.location = { reload: () => { state.loads += 1; } };
  const { Update } = await tablet.page().module('update.js');
  state.update = new Update(() => state.between, () => { state.changed += 1; });
  await state.update.start();
  state.waits = () => {
    registration.installing = new Worker();
    const fresh = registration.installing;
    registration.dispatchEvent(new Event('updatefound'));
    registration.waiting = fresh;
    fresh.dispatchEvent(new Event('statechange'));
    return fresh;
  };
  state.takesOver = () => { container.controller = registration.waiting || new Worker(); container.dispatchEvent(new Event('controllerchange')); };
  return state;
}

test('a version that waits is let in at once where no card is open', async () => {
  const state = await begun();
  const fresh = state.waits();
  assert.deepEqual(fresh.told, ['take over']);
  state.takesOver();
  assert.equal(state.loads, 1);
  state.update.between();
  assert.equal(state.loads, 1, 'it is loaded once');
});

test('while a card is open it waits, and neither takes over nor loads', async () => {
  const state = await begun();
  state.between = false;
  const fresh = state.waits();
  state.update.between();
  assert.deepEqual(fresh.told, []);
  // another page of the tablet let it in
  state.takesOver();
  assert.equal(state.loads, 0);
  state.update.between();
  assert.equal(state.loads, 0);
  state.between = true;
  state.update.between();
  assert.equal(state.loads, 1, 'the version that took over is loaded before anything else is asked for');
});

test('a worker that the browser threw away loads nothing: there is nobody who would serve the page', async () => {
  const state = await begun();
  state.container.controller = null;
  state.container.dispatchEvent(new Event('controllerchange'));
  assert.deepEqual([state.loads, state.changed], [0, 1]);
});

test('a version that was waiting before the page was opened is let in', async () => {
  const state = await begun();
  state.registration.waiting = new Worker();
  await state.update.start();
  assert.deepEqual(state.registration.waiting.told, ['take over']);
});

test('the first worker serves what is running already: nothing is loaded again, the next one is', async () => {
  const state = await begun({ controlled: false });
  state.takesOver();
  assert.deepEqual([state.loads, state.changed], [0, 1]);
  state.takesOver();
  assert.deepEqual([state.loads, state.changed], [1, 2]);
});

test('a first worker that waits without one that is active is no new version', async () => {
  const state = await begun({ controlled: false });
  state.registration.active = null;
  assert.deepEqual(state.waits().told, []);
});

test('the server is asked for a new version from time to time, and soon again where that failed', async () => {
  const { tablet, update, registration } = await begun();
  update.look();
  update.look();
  assert.equal(registration.updates, 1);
  await tablet.clock.pass(599999);
  update.look();
  assert.equal(registration.updates, 1);
  await tablet.clock.pass(1);
  registration.works = false;
  update.look();
  await tablet.clock.settle();
  update.look();
  assert.equal(registration.updates, 3);
});

test('a clock that is put back does not keep a tablet from new versions', async () => {
  const { tablet, update, registration } = await begun();
  update.look();
  tablet.clock.time -= 86400000;
  update.look();
  assert.equal(registration.updates, 2);
});

test('an installation that failed is tried again while the line is up, and not all the time', async () => {
  for (const fails of ['register', 'install']) {
    const { tablet, update, registration, container } = await begun({ registers: fails !== 'register' });
    // one that failed to install is thrown away by the browser
    registration.active = null;
    for (let turn = 0; turn < 20; turn += 1) {
      update.look();
      await tablet.clock.pass(1000);
    }
    assert.ok(container.asked.length >= 4 && container.asked.length <= 6, `${fails}: ${container.asked.length}`);
    container.register = async () => registration;
    registration.active = new Worker();
    await tablet.clock.pass(5000);
    update.look();
    await tablet.clock.settle();
    const before = container.asked.length;
    await tablet.clock.pass(60000);
    update.look();
    assert.equal(container.asked.length, before);
  }
});

test('a browser without workers, or one that refuses them, goes on without', async () => {
  for (const without of [{ has: false }, { registers: false }]) {
    const { update, loads } = await begun(without);
    update.look();
    update.between();
    assert.equal(loads, 0);
  }
});

test('the worker is never taken from a cache, and is asked to serve the judge’s page only', async () => {
  const { container } = await begun();
  assert.deepEqual(container.asked, [['/worker.js', { scope: '/judge', updateViaCache: 'none' }]]);
});
