// The judge's own word on all cards: when it can be given, that it is given once, what becomes of it, and that it is
// nowhere taken for a card.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EVENT, JUDGE, Tablet, card } from './support/tablet.mjs';

const OWNER = `${EVENT}/${JUDGE}`;
const json = (value) => new Response(JSON.stringify(value));
const due = (entry, op, more) => Object.assign({
  component: 'visit', entry, expected: 'due', open: true, op, receipt: op && 'abcd-1234', marks: { effect: '27' }, comment: '', rivals: [], rulings: [], quarantined: [], missing: [],
}, more);
const viewOf = (cards, more) => Object.assign({
  id: EVENT, judge: JUDGE, judge_name: '一席', title: '观摩', version: 1, state: 'open', rules: 'r1', origin: 'guanmo/h/haian', confirming: 'wanted',
  components: [{ id: 'visit', name: '现场', kind: 'marks', criteria: [] }], entries: [{ id: '1', unit: '甲镇' }, { id: '2', unit: '乙镇' }], route: [], my_cards: cards,
}, more);
const word = (confirms, more) => Object.assign({ component: '', entry: '', base: null, marks: {}, comment: '', rules: 'r1', confirms, secret: '0f'.repeat(16) }, more);
const said = (row, outcome = 'confirmed', more = {}) => ({ op: row.op, outcome, receipt: 'wxyz-9876', revision: null, faults: [], ...more });

/** A place of the page, as far as it is asked for. */
class Part {
  constructor() { Object.assign(this, { hidden: false, textContent: '', value: '', innerHTML: '', parts: new Map(), handlers: {}, attributes: {}, focused: 0 }); }

  querySelector(name) {
    if (!this.parts.has(name)) this.parts.set(name, new Part());
    return this.parts.get(name);
  }

  addEventListener(name, work) { this.handlers[name] = work; }

  setAttribute(name, value) { this.attributes[name] = value; }

  removeAttribute(name) { delete this.attributes[name]; }

  contains() { return false; }

  appendChild(child) { this.textContent += child.textContent; }

  focus() { this.focused += 1; }

  get outerHTML() { return this.textContent; }

  press() { return this.handlers.click(); }
}

/** A page of all cards over a journal; `shows(view)` draws it. */
async function begun(view, { encrypted = false } = {}) {
  const tablet = new Tablet();
  if (encrypted) tablet.encrypts();
  const state = { tablet, view, rows: () => tablet.site.rows('ops'), now: 0, lost: 0 };
  state.opens = async () => {
    const page = tablet.page();
    page.document.createElement = () => new Part();
    const { journal, lease } = await page.journal();
    const [{ Confirming }, { stateOf }, modules] = [await page.module('confirm.js'), await page.module('state.js'), await page.module('word.js')];
    const root = new Part();
    const shown = { journal, status: { home: 'https://h', phase: 'well', reached: true }, delivery: { now: () => { state.now += 1; } }, lost: () => { state.lost += 1; } };
    shown.refresh = async () => {
      const ops = await journal.ops();
      confirming.draw({ view: state.view, ops, status: shown.status }, state.view.my_cards.map((one) => stateOf(one, ops, [])));
    };
    const confirming = new Confirming(shown, root);
    Object.assign(state, modules, { page, journal, lease, root, shown });
    await shown.refresh();
  };
  state.part = (name) => state.root.querySelector(`[data-part="${name}"]`);
  state.button = (name) => state.root.querySelector(`[data-press="${name}"]`);
  state.presses = async (name) => { const done = state.button(name).press(); await tablet.clock.settle(); await done; };
  state.confirms = async () => { await state.presses('ask'); await tablet.clock.pass(600); await state.presses('sure'); };
  state.word = async () => state.wordOf(state.view, await state.journal.ops());
  state.told = async (outcome, more) => {
    const row = state.rows().filter((one) => one.component === '').pop();
    await state.journal.settle([{ seq: row.seq, said: said(row, outcome, more) }]);
    return row;
  };
  await state.opens();
  return state;
}

const both = () => viewOf([due('1', 'op-b'), due('2', 'op-a'), due('3', null, { expected: 'recused' })]);

test('it is an operation of the journal, of no card, with all that counts in order, and kept in all places', async () => {
  const { tablet, journal, rows } = await begun(both(), { encrypted: true });
  const held = await journal.key.get();
  journal.key.hear({ id: held.id, registered: true });
  await journal.append(card('1'));
  const row = await journal.append(word(['op-a', 'op-b'], { op: '00000000-0000-4000-8000-000000000001' }));
  await tablet.clock.settle();
  assert.equal(row.body, `{"at":"${row.at}","base":null,"comment":"","component":"","confirms":["op-a","op-b"],"device":"${JSON.parse(row.body).device}","entry":"",`
    + `"judge":"L1","marks":{},"op":"00000000-0000-4000-8000-000000000001","rules":"r1","secret":"${'0f'.repeat(16)}","seq":2}`);
  assert.ok(!JSON.parse(rows()[0].body).secret && !('confirms' in JSON.parse(rows()[0].body)), 'a card has nothing of it');
  const kept = rows()[1];
  assert.ok(kept.sig && kept.key === held.id);
  assert.ok(tablet.stored.get(`guanmo-kept:/kept/ops/${encodeURIComponent(OWNER)}/2`).includes(kept.sig));
  assert.ok(tablet.stored.get('guanmo-mark:' + OWNER).includes(kept.sig));
  const file = JSON.parse(await journal.file());
  assert.deepEqual(file.ops.map((op) => [op.seq, op.component, Boolean(op.sig)]), [[1, 'visit', true], [2, '', true]]);
  assert.deepEqual([file.last, file.lost], [2, []]);
});

test('it can be given where all cards that count are in, and else it is said what is lacking', async () => {
  const { hindrance, restOf, confirmsOf } = await begun(both());
  const states = (...names) => names.map((state) => ({ state }));
  assert.equal(hindrance(both(), states('ok', 'ok', 'out')), '');
  assert.deepEqual(confirmsOf(both()), ['op-a', 'op-b']);
  assert.equal(restOf(states('none', 'none', 'draft', 'wait', 'held', 'fix', 'ok', 'out')), '2 张未评，1 张草稿未提交，1 张待送达，1 张待开放或待认定，1 张需处理');
  for (const state of ['none', 'draft', 'wait', 'held', 'fix']) assert.match(hindrance(both(), states('ok', state)), /^还有 1 张/);
  assert.equal(hindrance(viewOf([due('1', 'op-a')], { state: 'closed' }), states('ok')), '评分已封存');
  assert.equal(hindrance(viewOf([due('1', null)]), states('ok')), '正在与服务器核对', 'receipted, and not known to a server that was restored');
});

test('it takes two steps, and neither a second tap nor a kill between them gives it', async () => {
  const state = await begun(both());
  const { tablet, part, button, rows } = state;
  assert.equal(state.root.hidden, false);
  assert.equal(button('ask').querySelector('b').textContent, '本人已核对，确认 2 张');
  assert.deepEqual([part('held').hidden, part('sure').hidden, part('slip').hidden], [true, true, true]);
  await state.presses('sure');
  assert.equal(rows().length, 0, 'not without the first step');
  await state.presses('ask');
  assert.deepEqual([part('sure').hidden, button('ask').hidden, button('sure').focused], [false, true, 1]);
  await state.presses('sure');
  assert.equal(rows().length, 0, 'a finger that taps twice');
  await state.opens();
  assert.deepEqual([part('sure').hidden, rows().length], [true, 0], 'the page was killed');
  await state.presses('ask');
  await state.presses('back');
  await tablet.clock.pass(600);
  await state.presses('sure');
  assert.equal(rows().length, 0, 'it was taken back');
  await state.presses('ask');
  await tablet.clock.pass(600);
  await Promise.all([button('sure').press(), button('sure').press(), tablet.clock.settle()]);
  await tablet.clock.settle();
  assert.equal(rows().length, 1);
  assert.match(JSON.parse(rows()[0].body).secret, /^[0-9a-f]{32}$/);
  assert.deepEqual(JSON.parse(rows()[0].body).confirms, ['op-a', 'op-b']);
  assert.equal(state.now, 1);
  assert.deepEqual([part('held').hidden, part('held').querySelector('b').textContent, part('held').querySelector('span').textContent], [false, '已核对 18:00', '已存在本机，待送达。']);
  assert.equal(button('ask').hidden, true);
});

test('what changes between the two steps is not confirmed unseen', async () => {
  const state = await begun(both());
  await state.presses('ask');
  state.view = viewOf([due('1', 'op-b'), due('2', 'op-c')]);
  await state.shown.refresh();
  assert.equal(state.part('sure').hidden, true);
  await state.tablet.clock.pass(600);
  await state.presses('sure');
  assert.equal(state.rows().length, 0);
});

test('what could not be written is said, and the second try makes the same operation', async () => {
  const state = await begun(both());
  state.tablet.site.fail('commit', 'QuotaExceededError', { store: 'ops' });
  await state.confirms();
  assert.deepEqual([state.rows().length, state.part('failed').hidden, state.part('sure').hidden, state.now], [0, false, false, 0]);
  // it was written, and the page did not hear of it
  const { append } = state.journal;
  const made = [];
  state.journal.append = async (given) => { made.push([given.op, given.secret]); await append.call(state.journal, given); throw new Error('not heard'); };
  await state.presses('sure');
  state.journal.append = (given) => { made.push([given.op, given.secret]); return append.call(state.journal, given); };
  assert.equal(state.rows().length, 1);
  await state.shown.refresh();
  assert.equal(state.part('held').hidden, false, 'what is kept is shown as kept');
  assert.equal(made.length, 1);
  const { op, secret } = JSON.parse(state.rows()[0].body);
  assert.deepEqual(made[0], [op, secret]);
  await append.call(state.journal, word(['op-a', 'op-b'], { op, secret }));
  assert.equal(state.rows().length, 1);
});

test('a page that has lost the lease gives no word', async () => {
  const state = await begun(both());
  await (await state.tablet.page().journal()).lease.take();
  state.page.use();
  await state.confirms();
  assert.deepEqual([state.rows().length, state.lost], [0, 1]);
});

test('once the server has it, that is said with the receipt, and the slip is there', async () => {
  const state = await begun(both());
  const { part } = state;
  await state.confirms();
  assert.deepEqual([part('slip').hidden, part('own').hidden, part('print').hidden, part('offline').hidden], [false, false, true, false], 'kept here, and nothing to print yet');
  const slip = state.root.querySelector('textarea').value;
  const row = await state.told('confirmed');
  state.view = Object.assign(both(), { version: 2, confirmed: { op: row.op, at: '2026-11-26T10:09:00Z', stands: true } });
  await state.shown.refresh();
  assert.equal(part('held').querySelector('b').textContent, '已核对 18:00', 'when it was given, not when it came');
  assert.equal(part('held').querySelector('span').textContent, '已送达 回执 wxyz。');
  assert.deepEqual([part('print').hidden, part('offline').hidden], [false, true]);
  assert.equal(state.root.querySelector('textarea').value, slip, 'the same slip');
  const { secret, at } = JSON.parse(Buffer.from(slip, 'base64url'));
  assert.deepEqual([secret, at], [JSON.parse(row.body).secret, JSON.parse(row.body).at]);
  // a second time is the same
  await state.told('confirmed', { again: true });
  assert.equal((await state.word()).state, 'ok');
  state.shown.status = { phase: 'offline', reached: false };
  await state.shown.refresh();
  assert.deepEqual([part('print').hidden, part('offline').hidden, part('own').hidden], [true, false, false]);
  state.view = Object.assign({}, state.view, { version: 3, origin: undefined });
  await state.shown.refresh();
  assert.deepEqual([part('own').hidden, part('slip').hidden], [true, false], 'a server that names no log');
});

test('a card that changes afterwards undoes it, here at once, and elsewhere as soon as that is known', async () => {
  const state = await begun(both());
  await state.confirms();
  const row = await state.told('confirmed');
  state.view = Object.assign(both(), { version: 2, confirmed: { op: row.op, at: row.at, stands: true } });
  await state.journal.append(card('2', { effect: '5' }));
  assert.deepEqual([(await state.word()).state, (await state.word()).changed.map((one) => one.entry)], ['gone', ['2']], 'before it is delivered');
  await state.shown.refresh();
  const { part, button } = state;
  assert.deepEqual([part('held').hidden, part('broken').hidden, part('slip').hidden, button('ask').hidden], [true, false, true, false]);
  assert.match(part('broken').querySelector('span').textContent, /请逐张看过，再核对一次：$/);
  assert.equal(part('broken').querySelector('div').textContent, '乙镇 现场');
  assert.equal(button('ask').querySelector('small').textContent, '还有 1 张待送达');
  assert.equal(button('ask').attributes['aria-disabled'], 'true');
  await state.presses('ask');
  assert.equal(part('sure').hidden, true, 'a disabled button does nothing');
  // from another tablet or from paper
  for (const changed of [[{ component: 'visit', entry: '1' }], [{ component: 'visit', entry: '1' }, { component: 'visit', entry: '2' }], [], undefined]) {
    const other = await begun(both());
    await other.confirms();
    const given = await other.told('confirmed');
    other.view = Object.assign(viewOf([due('1', 'op-new'), due('2', 'op-a')]), { version: 3, confirmed: { op: given.op, at: given.at, stands: false, changed } });
    const found = await other.word();
    assert.deepEqual([found.state, found.changed.map((one) => one.entry)], ['gone', (changed || []).map((one) => one.entry)]);
    await other.shown.refresh();
    assert.equal(other.button('ask').querySelector('b').textContent, '本人已再次核对，确认 2 张');
    const notice = other.noticeOf(other.view, other.rows(), []);
    assert.equal(notice.title, '本人核对已失效');
    // and it can be given again, of what there is now
    await other.confirms();
    assert.deepEqual(JSON.parse(other.rows()[1].body).confirms, ['op-a', 'op-new']);
    assert.equal((await other.word()).state, 'wait');
    assert.equal(other.noticeOf(other.view, other.rows(), []), null);
  }
});

test('two tablets: the word that was given on the other one is shown, and holds or not', async () => {
  const state = await begun(Object.assign(both(), { confirmed: { op: 'theirs', at: '2026-11-26T09:30:00Z', stands: true } }));
  const { part } = state;
  assert.deepEqual([part('held').querySelector('b').textContent, part('held').querySelector('span').textContent], ['已核对 17:30', '在本席的另一台平板上核对，已送达。']);
  assert.deepEqual([part('slip').hidden, part('own').hidden, part('print').hidden], [false, true, false], 'its secret is not here');
  await state.journal.append(card('1'));
  assert.equal((await state.word()).state, 'gone');
  // an earlier one from here was refused, and theirs holds; or theirs is past, too
  const here = await begun(both());
  await here.confirms();
  await here.told('invalid', { faults: [{ criterion: 'op', text: '还有 1 张评分卡没有送达' }] });
  assert.deepEqual([(await here.word()).state, (await here.word()).why], ['fix', '还有 1 张评分卡没有送达']);
  here.view = Object.assign(both(), { confirmed: { op: 'theirs', at: 'x', stands: true } });
  assert.equal((await here.word()).state, 'ok');
  here.view = Object.assign(both(), { confirmed: { op: 'theirs', at: 'x', stands: false, changed: [] } });
  assert.equal((await here.word()).state, 'fix');
});

test('one from paper is said to be from paper, and its slip is with the server alone', async () => {
  const state = await begun(Object.assign(both(), { confirmed: { op: 'paper', at: '2026-11-26T09:30:00Z', stands: true, paper: true } }));
  assert.equal(state.part('held').querySelector('span').textContent, '按本席签名的纸质核对单登记。');
  assert.deepEqual(['slip', 'own', 'print'].map((part) => state.part(part).hidden), [false, true, false]);
});

test('whatever a server refuses it with, that is said in words of its own', async () => {
  for (const [outcome, faults, words] of [
    ['invalid', [{ text: '核对以后评分卡有变动，请重新核对再确认' }], '核对以后评分卡有变动，请重新核对再确认'],
    ['invalid', [], '核对以后评分卡有变动，请逐张看过，再核对一次'],
    ['late', [{ text: '评分已截止，这一份已收存、未计入，由组织者认定' }], '送达时评分已封存，没有收下'],
    ['unknown', [{ text: '没有这个评分环节或参评项目，请刷新页面后重新提交' }], '服务器的程序较旧，还收不了本人核对，请告诉组织者'],
    ['bad-signature', undefined, '本机签名核对不符，请再核对一次'],
    ['of a newer server', [], '请联系组织者'],
  ]) {
    const state = await begun(both());
    await state.confirms();
    await state.told(outcome, { faults });
    const found = await state.word();
    assert.deepEqual([found.state, found.why], ['fix', words], outcome);
    await state.shown.refresh();
    assert.equal(state.part('broken').querySelector('b').textContent, '核对没有收下');
    assert.deepEqual([state.button('ask').hidden, state.part('slip').hidden], [false, true]);
    assert.deepEqual(state.noticeOf(state.view, state.rows(), []), { title: '本人核对没有收下', text: words + '。' });
  }
});

test('an older server knows nothing of it, and it is not shown; where it is required, that is said', async () => {
  for (const confirming of [undefined, '']) {
    const state = await begun(Object.assign(both(), { confirming }));
    assert.equal(state.root.hidden, true);
    assert.equal(state.noticeOf(state.view, [], [{ state: 'ok' }]), null);
  }
  const state = await begun(Object.assign(both(), { confirming: 'required' }));
  assert.equal(state.part('required').hidden, false);
  assert.equal(state.noticeOf(state.view, [], [{ state: 'ok' }]).title, '请核对');
  assert.equal(state.noticeOf(state.view, [], [{ state: 'ok' }, { state: 'draft' }]), null);
  assert.equal(state.noticeOf(both(), [], [{ state: 'ok' }]), null, 'wanted, and not asked for');
  const nobody = await begun(viewOf([due('3', null, { expected: 'recused' })], { confirming: 'required' }));
  assert.equal(nobody.root.hidden, true, 'there is nothing to confirm');
  assert.equal(nobody.noticeOf(nobody.view, [], [{ state: 'out' }]), null);
});

/** The browser found its database damaged, and made an empty one. */
async function empties(state, alsoCopies) {
  await state.tablet.clock.pass(7000);
  state.tablet.site.lose(false);
  state.tablet.site.disks.clear();
  if (alsoCopies) {
    for (const [key, text] of state.tablet.stored) {
      if (key.startsWith('guanmo-kept:')) state.tablet.stored.delete(key);
      else state.tablet.stored.set(key, text.replace(/"row":\{.*?"faults":\[\]\}/g, '"row":null'));
    }
  }
  await state.opens();
}

test('a database that was thrown away comes back with it, and no card is said to have come back', async () => {
  const state = await begun(both());
  await state.confirms();
  const before = state.rows();
  await empties(state, false);
  assert.deepEqual(state.rows(), before);
  assert.equal((await state.word()).state, 'wait');
  assert.equal((await state.journal.mended()), null);
  assert.equal(state.part('own').hidden, false, 'with its slip');
});

test('where it is nowhere, that is said until it is given again, and no card is said to be lost', async () => {
  const state = await begun(both());
  await state.journal.append(card('1'));
  await state.journal.settle([{ seq: 1, said: said(state.rows()[0], 'recorded') }]);
  state.view = viewOf([due('1', state.rows()[0].op), due('2', 'op-a')]);
  await state.shown.refresh();
  await state.confirms();
  await empties(state, true);
  assert.deepEqual(state.rows().map((row) => [row.seq, row.component, row.outcome]), [[2, '', 'lost']]);
  assert.equal(await state.journal.mended(), null);
  assert.match((await state.word()).why, /核对没有送达就丢失了/);
  const { stateOf } = await state.page.module('state.js');
  assert.deepEqual(state.view.my_cards.map((one) => stateOf(one, state.rows(), []).state), ['ok', 'ok']);
  const file = JSON.parse(await state.journal.file());
  assert.deepEqual(file.lost, [{ seq: 1, component: '', entry: '' }, { seq: 2, component: '', entry: '' }]);
  // a server misses no card behind its number
  await state.journal.settle([], [2]);
  assert.match((await state.word()).why, /核对没有送达就丢失了/);
  await state.shown.refresh();
  await state.confirms();
  assert.deepEqual([state.rows()[1].seq, (await state.word()).state], [3, 'wait']);
});

/** A server over a line. */
async function delivered(state) {
  const { Delivery } = await state.page.module('sync.js');
  const server = { requests: [], known: new Map(), outcome: (op) => (op.component ? 'recorded' : 'confirmed'), weather: null, forgets: 0 };
  server.answer = ({ ops }) => {
    const results = ops.map((op) => {
      const again = server.known.has(op.op);
      if (!again) server.known.set(op.op, server.outcome(op));
      return { op: op.op, outcome: server.known.get(op.op), receipt: 'r-' + op.op, revision: op.component ? 1 : null, faults: [], again };
    });
    const seqs = [...server.known.keys()].map((op) => state.rows().find((row) => row.op === op).seq);
    return { results, acked_seq: Math.max(0, ...seqs), event: Object.assign({}, state.view, server.event) };
  };
  globalThis.fetch = async (url, { body }) => {
    const request = JSON.parse(body);
    server.requests.push(request);
    return server.weather ? server.weather(request) : json(server.answer(request));
  };
  const heard = [];
  server.delivery = new Delivery(state.journal, (status) => heard.push(status));
  return Object.assign(server, { heard, last: () => heard[heard.length - 1] });
}

test('it is delivered in its turn, and counts as no card on the way', async () => {
  const state = await begun(both());
  await state.journal.append(card('1'));
  await state.journal.append(word(['op-a', 'op-b']));
  await state.journal.append(card('2'));
  const server = await delivered(state);
  const { wording } = await state.page.module('frame.js');
  server.weather = () => { throw new TypeError('network'); };
  server.delivery.start();
  await state.tablet.clock.settle();
  assert.deepEqual([server.last().phase, server.last().queued, server.last().word], ['offline', 2, true]);
  assert.equal(wording(server.last(), state.view).fact, '离线 · 2 张待送达、本人核对待送达，已存在本机');
  assert.deepEqual(server.requests[0].unsent.map((one) => one.entry), ['1', '2'], 'the desk is told of cards');
  server.weather = null;
  await state.tablet.clock.pass(5000);
  assert.deepEqual(server.requests.find(({ ops }) => ops.length).ops.map((op) => [op.seq, op.component]), [[1, 'visit'], [2, ''], [3, 'visit']]);
  assert.deepEqual(state.rows().map((row) => row.outcome), ['recorded', 'confirmed', 'recorded']);
  assert.deepEqual([server.last().phase, server.last().queued, server.last().word], ['well', 0, false]);
  server.delivery.stop();
});

test('alone on its way, it is named; where the line does not take it, no card is blamed', async () => {
  const state = await begun(both());
  await state.journal.append(word(['op-a', 'op-b']));
  const server = await delivered(state);
  const { wording } = await state.page.module('frame.js');
  server.weather = (request) => (request.ops.length ? new Response('no', { status: 403 }) : json(server.answer(request)));
  server.delivery.start();
  await state.tablet.clock.pass(3000);
  const words = server.heard.map((status) => wording(Object.assign({ lost: 0 }, status), state.view)).filter(Boolean).map(({ fact }) => fact);
  assert.ok(words.includes('正在送达 · 本人核对'), words.join());
  assert.deepEqual([server.last().phase, server.last().refused, server.last().queued, server.last().word], ['well', 0, 0, true]);
  assert.equal(words[words.length - 1], '可连接，但本人核对没有送达');
  const ops = state.rows();
  for (const row of ops) row.refused = server.delivery.refused.get(row.op);
  assert.deepEqual([state.wordOf(state.view, ops).state, state.wordOf(state.view, ops).why], ['wait', '可连接，但核对被拒收（403）；会再送，也可换一个网络']);
  server.weather = null;
  await state.tablet.clock.pass(400000);
  assert.equal(state.rows()[0].outcome, 'confirmed');
  server.delivery.stop();
});

test('an answer that got lost is asked for again, and a server that was restored gets it again with its receipt', async () => {
  const state = await begun(both());
  await state.journal.append(word(['op-a', 'op-b']));
  const server = await delivered(state);
  server.weather = (request) => { server.answer(request); throw new TypeError('the answer was lost'); };
  server.delivery.start();
  await state.tablet.clock.pass(3000);
  assert.equal(state.rows()[0].outcome, null);
  server.weather = null;
  await state.tablet.clock.pass(25000);
  assert.deepEqual([state.rows()[0].outcome, server.known.size], ['confirmed', 1]);
  server.known.clear();
  server.requests.length = 0;
  await state.tablet.clock.pass(60000);
  const sent = server.requests.filter(({ ops }) => ops.length);
  assert.deepEqual(sent.map(({ ops }) => ops.length), [1], 'once');
  assert.deepEqual(sent[0].receipts, { [state.rows()[0].op]: { receipt: 'r-' + state.rows()[0].op, revision: null } });
  server.delivery.stop();
});

test('an older server answers that it does not know what that is, and nothing is stuck behind it', async () => {
  const state = await begun(both());
  await state.journal.append(word(['op-a', 'op-b']));
  await state.journal.append(card('1'));
  const server = await delivered(state);
  server.outcome = (op) => (op.component ? 'recorded' : 'unknown');
  server.delivery.start();
  await state.tablet.clock.pass(60000);
  assert.deepEqual(state.rows().map((row) => row.outcome), ['unknown', 'recorded']);
  assert.equal(server.requests.flatMap(({ ops }) => ops).length, 2, 'and it is not sent again');
  assert.equal(server.last().phase, 'well');
  server.delivery.stop();
});

test('news tell what became of it whenever something has changed, and else it stays as it was', async () => {
  const { renewed, isNews } = await new Tablet().page().module('news.js');
  const view = Object.assign(both(), { version: 4, confirmed: { op: 'x', at: 'a', stands: true } });
  const news = (version, more) => Object.assign({ id: EVENT, judge: JUDGE, since: 4, version }, more);
  assert.deepEqual(renewed(view, news(4)).confirmed, view.confirmed);
  assert.equal(renewed(view, news(5)).confirmed, null);
  const other = { op: 'y', at: 'b', stands: false, changed: [{ component: 'visit', entry: '1' }] };
  assert.deepEqual(renewed(view, news(5, { confirmed: other })).confirmed, other);
  assert.deepEqual([renewed(view, news(5)).confirming, renewed(view, news(5)).origin], ['wanted', 'guanmo/h/haian']);
  assert.ok(isNews(news(5, { confirmed: other }), view) && isNews(news(5), view) && isNews(view, null) && isNews(both(), null));
  for (const confirmed of [null, 'x', {}, { op: 1 }, { op: 'x', changed: 'y' }]) assert.equal(isNews(news(5, { confirmed }), view), false, JSON.stringify(confirmed));
  assert.equal(isNews(Object.assign({}, view, { confirmed: { op: 'x', changed: {} } }), null), false);
});

test('no card has another state for it, and neither has one its content from it', async () => {
  const state = await begun(both());
  const { stateOf, contentOf } = await state.page.module('state.js');
  const ballot = due('', 'op-c', { component: 'rank' });
  const cards = [...both().my_cards, ballot];
  const look = (ops) => cards.map((one) => [stateOf(one, ops, []), contentOf(one, ops, null)]);
  const before = look([]);
  await state.journal.append(word(['op-a', 'op-b', 'op-c']));
  assert.deepEqual(look(state.rows()), before);
  await state.told('invalid');
  assert.deepEqual(look(state.rows()), before);
});

test('whoever signs out is told of it apart from the cards', async () => {
  const state = await begun(both());
  state.page.document.getElementById = () => null;
  const { signOut } = await state.page.module('leave.js');
  const asked = [];
  state.page.window.confirm = (words) => { asked.push(words); return false; };
  await state.journal.append(word(['op-a', 'op-b']));
  await signOut(state);
  await state.journal.append(card('1'));
  await signOut(state);
  assert.match(asked[0], /^本人核对没有送达，都留在本机/);
  assert.match(asked[1], /^1 份评分没有送达，本人核对没有送达，/);
});
