// Of rival versions: when each was made and came, on one clock, and which one is the newer.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tablet } from './support/tablet.mjs';

const { newestOf, timesOf } = await new Tablet().page().module('notice.js');

const version = (made, came) => ({ made_at: made, received_at: came });

test('all times are on the clock of China, and have their day only where it is not one for all', () => {
  const day = [version('2026-11-26T02:32:10Z', '2026-11-26T02:45:00Z'), version('2026-11-26T11:31:00+09:00', '2026-11-26T15:59:59Z')];
  assert.deepEqual(timesOf(day), ['10:32 填写 · 10:45 送达', '10:31 填写 · 23:59 送达']);
  const night = [day[0], version('2026-11-26T15:50:00Z', '2026-11-26T16:00:00Z')];
  assert.deepEqual(timesOf(night), ['11月26日 10:32 填写 · 11月26日 10:45 送达', '11月26日 23:50 填写 · 11月27日 00:00 送达']);
});

test('what is not known of a version is not said', () => {
  const known = version('2026-11-26T02:32:00Z', '2026-11-26T02:45:00Z');
  // from paper; and of a server that did not send times yet
  assert.deepEqual(timesOf([known, version(null, '2026-11-26T02:50:00Z'), {}]), ['10:32 填写 · 10:45 送达', '10:50 送达', '']);
  assert.equal(newestOf([known, version(null, '2026-11-26T02:50:00Z')]), undefined);
  assert.equal(newestOf([known, Object.assign({}, known)]), undefined, 'made in the same second');
});

test('the newer one is the one that was made last, not the one that came last', () => {
  const early = version('2026-11-26T02:32:00Z', '2026-11-26T09:00:00Z');
  const late = version('2026-11-26T10:33:00+08:00', '2026-11-26T03:00:00Z');
  assert.equal(newestOf([early, late]), late);
  assert.equal(newestOf([late, early, version('2026-11-26T02:32:59Z', '2026-11-26T10:00:00Z')]), late);
});
