// Who may score in a judge's place: what the judge is told of it, and how a sign-in ends.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EVENT, JUDGE, Tablet, card } from './support/tablet.mjs';

const OWN = { id: '11111111aaaa', device: 'this', at: '2026-11-30T01:00:00Z' };
const OTHER = { id: '3f2a91c0bbbb', device: 'that', at: '2026-11-30T01:12:00Z' };
const EARLIER = { id: '77777777cccc', device: 'this', at: '2026-11-29T16:30:00Z' };
const LINKS = [
  { number: 2, at: '2026-11-30T01:20:00Z', way: 'second', reason: '' }, { number: 3, at: '2026-11-30T01:21:00Z', way: 'consent', reason: '' },
  { number: 4, at: '2026-11-30T01:22:00Z', way: 'reason', reason: '平板没电' },
];
const key = (held, settled = true) => ({ held, isSettled: () => settled });

test('a judge is told of each further key and each new link, and not of this device’s own key', async () => {
  const { notices } = await new Tablet().page().module('access.js');
  const access = { keys: [OWN, OTHER, EARLIER], links: LINKS, code: null };
  const told = notices({ access }, key(OWN), 'this');
  assert.deepEqual(told.map(({ text }) => text), [
    '本席的另一台平板于 11月30日 09:12 登记了签名密钥（3F2A91C0）。不是您本人在用，请立即告诉组织者和监票人。',
    '本机于 11月30日 00:30 登记过另一个签名密钥（77777777），它已不在本机。如果本机的数据库没有丢失过，请告诉组织者和监票人。',
    '组织者于 11月30日 09:20 为本席另发了登录链接（第二人批准）。不是您本人要的，请告诉组织者和监票人。',
    '组织者于 11月30日 09:21 为本席另发了登录链接（您在平板上同意）。不是您本人要的，请告诉组织者和监票人。',
    '组织者于 11月30日 09:22 为本席另发了登录链接（未经第二人，理由：平板没电）。不是您本人要的，请告诉组织者和监票人。',
  ]);
  assert.equal(new Set(told.map(({ id }) => id)).size, 5);
  // until it is known which key is this device's own, none is called another's; without one all are
  assert.equal(notices({ access }, key(null, false), 'this').length, 3);
  assert.equal(notices({ access }, key(null), 'none').length, 6);
  for (const nothing of [{}, { access: null }, { access: {} }]) assert.deepEqual(notices(nothing, key(OWN), 'this'), []);
});

test('what the judge took note of is known to the next page, of this judge, and where nothing can be kept, to this one', async () => {
  const tablet = new Tablet();
  const access = async (owner) => { const { Access } = await tablet.page().module('access.js'); return new Access({ owner, key: key(OWN) }); };
  const noted = async (owner) => [...(await access(owner)).noted];
  const first = await access('e/L1');
  first.note('key:a');
  first.note('link:2');
  assert.deepEqual(await noted('e/L1'), ['key:a', 'link:2']);
  assert.deepEqual(await noted('e/L2'), []);
  tablet.stored.set('guanmo-noted:e/L3', '{"rubbish');
  assert.deepEqual(await noted('e/L3'), []);
  localStorage.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
  first.note('link:3');
  assert.ok(first.noted.has('link:3'));
});

test('of access each answer tells all there is: what it does not name is over', async () => {
  const { renewed } = await new Tablet().page().module('news.js');
  const whole = { version: 1, components: [], my_cards: [], signed: 'required', access: { keys: [], links: [], code: '4821' } };
  assert.equal(renewed(null, whole).access.code, '4821');
  const changed = renewed(whole, { since: 1, version: 1 });
  assert.deepEqual([changed.access, changed.signed], [null, 'required']);
  assert.deepEqual(renewed(changed, { since: 1, version: 2, access: { links: LINKS } }).access, { links: LINKS });
});

test('whose sign-in was ended is told so in the server’s words, and nobody else', async () => {
  const tablet = new Tablet();
  const page = tablet.page();
  const { journal } = await page.journal();
  const { Delivery } = await page.module('sync.js');
  const { wording } = await page.module('frame.js');
  const sentence = '组织者已结束本席在这台平板上的登录：换用另一台平板。';
  let last;
  for (const [error, fact, comfort] of [['session-ended', '登录已结束 · 1 张待送达，已存在本机', sentence], ['not-signed-in', '登录已失效 · 1 张待送达，已存在本机', '请用本席的登录链接重新登录，评分不会丢失。']]) {
    globalThis.fetch = async () => new Response(JSON.stringify({ error, message: sentence }), { status: 401 });
    const delivery = new Delivery(journal, (status) => { last = status; });
    await journal.append(Object.assign(card('1'), { op: 'one' }));
    delivery.now();
    await tablet.clock.settle();
    delivery.stop();
    assert.equal(last.phase, 'signed-out');
    const said = wording(last, {});
    assert.deepEqual([said.fact, said.comfort], [fact, comfort]);
  }
  assert.equal(wording({ phase: 'signed-out', queued: 0, sentence: '' }, { rehearsal: true }).fact, '演练已结束');
});

/** A page at which a judge presses to sign out; `answer` is the server's. */
async function leaves({ answer, agrees = true, cards = 0, drafts = 0 }) {
  const tablet = new Tablet();
  const page = tablet.page();
  const drawn = [];
  const part = { hasAttribute: () => false, querySelectorAll: () => [], getAttribute: () => '' };
  page.document.getElementById = (id) => (id === 'screen' ? { textContent: '', appendChild: (element) => drawn.push(element) } : { content: id });
  page.document.importNode = (content) => ({ firstElementChild: Object.assign({ name: content }, part) });
  const state = { tablet, drawn, asked: [], warned: [], requests: [], left: 0, at: '' };
  Object.assign(page.window, { confirm: (text) => { state.asked.push(text); return agrees; }, alert: (text) => state.warned.push(text) });
  globalThis.history = { replaceState: (data, title, path) => { state.at = path; } };
  globalThis.fetch = async (url, options) => { state.requests.push([url, options.method, options.body, options.credentials, options.headers['content-type']]); return answer(tablet); };
  const { journal } = await page.journal();
  await (await page.module('seat.js')).seat();
  for (let entry = 1; entry <= cards; entry += 1) await journal.append(card(String(entry)));
  for (let entry = 1; entry <= drafts; entry += 1) await journal.saveDraft('visit', 'd' + entry, { marks: {}, comment: '' });
  const { signOut } = await page.module('leave.js');
  const done = signOut({ journal, leaveAll: () => { state.left += 1; } });
  await tablet.clock.pass(25000);
  await done;
  state.seat = async () => (await tablet.page().module('seat.js')).seat();
  state.rows = () => tablet.site.rows('ops').length + tablet.site.rows('drafts').length;
  return state;
}

const clears = (tablet) => { tablet.cookie = ''; };
const opaque = () => Object.assign(Response.error(), {});

test('a judge who signs out is asked with what stays, and nobody is signed in afterwards; what was scored stays', async () => {
  for (const answer of [(tablet) => { clears(tablet); return new Response(null, { status: 204 }); }, (tablet) => { clears(tablet); return opaque(); }]) {
    const state = await leaves({ answer, cards: 2, drafts: 1 });
    assert.deepEqual(state.requests, [['/judge/sign-out', 'POST', '', 'same-origin', 'application/x-www-form-urlencoded']]);
    assert.deepEqual(state.asked, ['2 份评分没有送达，1 张草稿没有提交，都留在本机；同一席重新登录后接着送达。退出以后，要用本席的登录链接才能再进入。现在退出吗？']);
    assert.deepEqual([state.warned, state.left, state.at, state.drawn.map(({ name }) => name)], [[], 1, '/judge', ['t-door']]);
    assert.equal(await state.seat(), null);
    assert.equal(state.rows(), 3);
  }
  assert.deepEqual((await leaves({ answer: (tablet) => { clears(tablet); return opaque(); } })).asked, ['退出以后，要用本席的登录链接才能再进入。现在退出吗？']);
});

test('who does not agree, or has no line to our server, stays signed in', async () => {
  const never = () => new Promise(() => {});
  const fails = () => { throw new TypeError('network'); };
  const portals = [fails, never, opaque, () => new Response('<p>Wi-Fi'), () => new Response('', { status: 503 })];
  for (const answer of portals) {
    const state = await leaves({ answer, cards: 1 });
    assert.deepEqual([state.warned, state.left, state.drawn], [['现在不能退出：没有连到服务器，登录还在。请联网后再试。'], 0, []]);
    assert.deepEqual(await state.seat(), { event: EVENT, judge: JUDGE });
  }
  const state = await leaves({ answer: fails, agrees: false });
  assert.deepEqual([state.requests, state.warned, state.left], [[], [], 0]);
});
