// Delivery: in order, one request at a time, and only a proper answer of our own server for this judge changes anything.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EVENT, JUDGE, Tablet, card, seeded } from './support/tablet.mjs';

const view = (version = 1) => ({ id: EVENT, judge: JUDGE, version, my_cards: [], components: [], rules: 'r1' });
const json = (value, init) => new Response(JSON.stringify(value), init);

/** A server that judges nothing and remembers everything; `weather` answers in its place while it is set. */
class Server {
  constructor(tablet) {
    Object.assign(this, { tablet, weather: null, open: 0, most: 0, requests: [], known: [], outcome: () => 'recorded', slow: 0 });
    globalThis.fetch = (url, options) => this.fetch(url, options);
  }

  async fetch(url, options) {
    assert.deepEqual([url, options.method, options.credentials, options.cache, options.redirect], ['/api/sync', 'POST', 'same-origin', 'no-store', 'manual']);
    this.open += 1;
    this.most = Math.max(this.most, this.open);
    try {
      const request = JSON.parse(options.body);
      this.requests.push({ request, body: options.body });
      if (this.slow) await new Promise((done) => { setTimeout(done, this.slow); });
      const answer = await (this.weather ? this.weather(request, options) : json(this.answer(request), { headers: { 'guanmo-home': '/r' } }));
      // as a browser does with `redirect: manual`
      if (answer.status >= 300 && answer.status < 400) return Object.assign(Response.error(), { json: null });
      return answer;
    } finally {
      this.open -= 1;
    }
  }

  answer({ ops }) {
    const results = ops.map((op) => {
      const again = this.known.some((one) => one.op === op.op);
      if (!again) this.known.push(op);
      return { op: op.op, outcome: again ? 'duplicate' : this.outcome(op), receipt: 'r-' + op.op, revision: 1, faults: [] };
    });
    return { results, acked_seq: Math.max(0, ...this.known.map((op) => op.seq)), event: view(this.requests.length) };
  }
}

async function begun(cards = 0) {
  const tablet = new Tablet();
  const page = tablet.page();
  const { lease, journal } = await page.journal();
  for (let entry = 1; entry <= cards; entry += 1) await journal.append(card(String(entry)));
  const { Delivery } = await page.module('sync.js');
  const server = new Server(tablet);
  const heard = [];
  const delivery = new Delivery(journal, (status) => heard.push(status));
  const rows = () => tablet.site.rows('ops');
  return { tablet, page, lease, journal, server, heard, delivery, rows, last: () => heard[heard.length - 1] };
}

const outcomes = (rows) => rows.map((row) => row.outcome);

test('a queue is delivered in order, in batches, one request at a time, with its own bytes', async () => {
  const { tablet, server, delivery, rows, heard, last } = await begun(45);
  server.slow = 700;
  delivery.start();
  for (let count = 0; count < 30; count += 1) {
    await tablet.clock.pass(200);
    delivery.now();
  }
  await tablet.clock.pass(10000);
  assert.equal(server.most, 1);
  const sent = server.requests.map(({ request }) => request.ops.map((op) => op.seq)).filter((ops) => ops.length);
  assert.deepEqual(sent.map((ops) => ops.length), [20, 20, 5]);
  assert.deepEqual(sent.flat(), Array.from({ length: 45 }, (_, index) => index + 1));
  assert.equal(server.requests[0].request.ops.length, 0, 'first it is asked whether the server is there');
  for (const row of rows()) assert.ok(server.requests.some(({ body }) => body.includes(row.body)));
  assert.ok(rows().every((row) => row.outcome === 'recorded' && row.receipt === 'r-' + row.op));
  assert.equal(last().phase, 'well');
  assert.ok(heard.every((status, index) => index === 0 || status.phase !== 'sending' || status.queued <= 45));
});

const broken = (text) => new Response(new ReadableStream({
  start(control) { control.enqueue(new TextEncoder().encode(text)); },
  pull(control) { control.error(new TypeError('the line was cut')); },
}));
const page = '<!doctype html><title>Wi-Fi</title><script>{"results":[]}</script>';
/** All that may come back and is no answer; the proper one is handed in, to be spoilt. */
const NO_ANSWERS = {
  'a network that is gone': () => { throw new TypeError('network'); },
  'a redirect to a portal': () => new Response(null, { status: 302, headers: { location: 'http://portal/' } }),
  'a page of a portal': () => new Response(page, { headers: { 'content-type': 'text/html' } }),
  'JSON that was cut': (answer) => new Response(JSON.stringify(answer).slice(0, -1)),
  'a line that was cut': (answer) => broken(JSON.stringify(answer).slice(0, 40)),
  'nothing at all': () => new Response(''),
  'JSON of somebody else': () => json({ ok: true }),
  null: () => json(null),
  'a list': () => json([]),
  'refused': () => json({ error: 'x' }, { status: 403 }),
  'a bad request': (answer) => json(answer, { status: 400 }),
  'too many requests': (answer) => json(answer, { status: 429 }),
  'a server that failed, with a good body': (answer) => json(answer, { status: 500 }),
  'a gateway': () => new Response(page, { status: 502 }),
  'a server that is busy': () => new Response('', { status: 503 }),
  'one result too few': (answer) => json(Object.assign(answer, { results: answer.results.slice(1) })),
  'one result too many': (answer) => json(Object.assign(answer, { results: answer.results.concat(answer.results[0]) })),
  'results in another order': (answer) => json(Object.assign(answer, { results: answer.results.reverse() })),
  'a result about another operation': (answer) => { answer.results[1].op = 'other'; return json(answer); },
  'a result that is none': (answer) => { answer.results[1] = null; return json(answer); },
  'a result without an outcome': (answer) => { delete answer.results[1].outcome; return json(answer); },
  'results that are none': (answer) => json(Object.assign(answer, { results: { length: 3 } })),
  'no acknowledgement': (answer) => json(Object.assign(answer, { acked_seq: '3' })),
  'half an acknowledgement': (answer) => json(Object.assign(answer, { acked_seq: 1.5 })),
  'no event': (answer) => json(Object.assign(answer, { event: null })),
  'an event without cards': (answer) => { delete answer.event.my_cards; return json(answer); },
  'an event without components': (answer) => { delete answer.event.components; return json(answer); },
  'another event': (answer) => { answer.event.id = 'other'; return json(answer); },
  'another judge': (answer) => { answer.event.judge = 'L2'; return json(answer); },
  'signed out': () => json({ error: 'not-signed-in', message: '请登录' }, { status: 401 }),
  'a portal that wants to be signed in to': () => new Response(page, { status: 401 }),
};
const PHASES = {
  'another event': 'other-judge', 'another judge': 'other-judge', 'signed out': 'signed-out',
  'a network that is gone': 'offline', 'a line that was cut': 'offline',
};
/** What is wrong only where there are operations to be wrong about: an empty request then finds no network. */
const ABOUT_OPERATIONS = [
  'one result too few', 'one result too many', 'results in another order', 'a result about another operation', 'a result that is none',
  'a result without an outcome', 'results that are none',
];

for (const [name, weather] of Object.entries(NO_ANSWERS)) {
  test(`no answer: ${name}`, async () => {
    const { tablet, server, delivery, rows, last, journal } = await begun(3);
    const before = rows();
    // the first probe is answered, so that operations are sent into this weather
    let probed = false;
    server.weather = (request) => {
      if (!request.ops.length && !probed) { probed = true; return json({ results: [], acked_seq: 0, event: view() }); }
      if (!request.ops.length && ABOUT_OPERATIONS.includes(name)) throw new TypeError('network');
      const results = request.ops.map((op) => ({ op: op.op, outcome: 'recorded', receipt: 'r', revision: 1, faults: [] }));
      return weather({ results, acked_seq: 3, event: view(99) });
    };
    delivery.start();
    await tablet.clock.settle();
    // one for another judge is not tried again; with any other an empty request asks whether it was the line
    const isFinal = ['other-judge', 'signed-out'].includes(PHASES[name]);
    assert.deepEqual(server.requests.map(({ request }) => request.ops.length), isFinal ? [0, 3] : [0, 3, 0]);
    assert.deepEqual(rows(), before, 'nothing was changed');
    assert.equal((await journal.seen()).view.version, 1, 'nor what is shown');
    assert.equal(last().phase, PHASES[name] || (ABOUT_OPERATIONS.includes(name) ? 'offline' : 'turned-away'));
    assert.equal(last().queued, 3);
    server.weather = null;
    await tablet.clock.pass(25000);
    assert.deepEqual(outcomes(rows()), ['recorded', 'recorded', 'recorded'], 'and it goes on by itself');
    assert.deepEqual(server.known.map((op) => op.seq), [1, 2, 3]);
  });
}

test('an answer that got lost is asked for again, and the server gets each operation once', async () => {
  const { tablet, server, delivery, rows } = await begun(3);
  server.weather = (request) => { server.answer(request); throw new TypeError('the answer was lost'); };
  delivery.start();
  await tablet.clock.pass(3000);
  server.weather = null;
  await tablet.clock.pass(25000);
  assert.deepEqual(server.known.map((op) => op.seq), [1, 2, 3]);
  assert.ok(rows().every((row) => row.receipt === 'r-' + row.op));
});

test('a server that has enough of a tablet is left alone for as long as it says, and then gets everything', async () => {
  const { tablet, server, delivery, rows, last } = await begun(45);
  const before = rows();
  let turned = 0;
  server.weather = (request) => {
    if (!request.ops.length) return json(server.answer(request));
    turned += 1;
    return json({ error: 'flood', message: '过一会儿再送' }, { status: 429, headers: { 'retry-after': '40' } });
  };
  delivery.start();
  await tablet.clock.pass(39000);
  assert.equal(turned, 1, 'it does not insist');
  assert.equal(last().phase, 'turned-away');
  assert.equal(last().by.status, 429);
  assert.equal(last().refused, 0, 'nothing is set aside: nothing is wrong with what was sent');
  assert.deepEqual(rows(), before, 'nothing was changed');
  await tablet.clock.pass(5000);
  assert.equal(turned, 2);
  server.weather = null;
  await tablet.clock.pass(45000);
  assert.ok(rows().every((row) => row.outcome === 'recorded'));
  const sent = server.requests.map(({ request }) => request.ops.length).filter((count) => count);
  assert.deepEqual(sent, [20, 20, 20, 20, 5], 'as much at a time as before');
});

test('a request that is never answered is given up after twenty seconds, and the next one is made', async () => {
  const { tablet, server, delivery, last } = await begun(1);
  server.weather = (request, { signal }) => new Promise((done, fail) => { signal.addEventListener('abort', () => fail(signal.reason)); });
  delivery.start();
  await tablet.clock.pass(19000);
  assert.equal(server.requests.length, 1);
  // twenty seconds, and as long as its bytes take on a slow line
  await tablet.clock.pass(1500);
  assert.equal(last().phase, 'offline');
  server.weather = null;
  await tablet.clock.pass(2000);
  assert.equal(last().phase, 'well');
  assert.equal(server.most, 1);
});

test('each outcome stands beside its operation, and none is sent again', async () => {
  const every = ['recorded', 'duplicate', 'op-reused', 'conflict', 'invalid', 'bad-signature', 'late', 'not-open', 'excluded', 'not-yours', 'unknown'];
  const { tablet, server, delivery, rows } = await begun(every.length);
  server.outcome = (op) => every[op.seq - 1];
  delivery.start();
  await tablet.clock.pass(70000);
  assert.deepEqual(outcomes(rows()), every);
  assert.equal(server.requests.flatMap(({ request }) => request.ops).length, every.length);
});

test('a server that was restored is told in order what it has forgotten, with the receipts, once', async () => {
  const { tablet, server, delivery, rows } = await begun(4);
  delivery.start();
  await tablet.clock.settle();
  const [before, receipts] = [rows().map((row) => row.body), rows().map((row) => row.receipt)];
  server.known = server.known.slice(0, 2);
  server.requests = [];
  await tablet.clock.pass(60000);
  const sent = server.requests.filter(({ request }) => request.ops.length);
  assert.deepEqual(sent.map(({ request }) => request.ops.map((op) => op.seq)), [[3, 4]]);
  assert.deepEqual(Object.values(sent[0].request.receipts).map((held) => held.receipt), receipts.slice(2));
  assert.deepEqual(rows().map((row) => row.body), before);
  // one that forgets for ever is not asked for ever
  server.known = [];
  server.weather = (request) => { const answer = server.answer(request); server.known = []; return json(Object.assign(answer, { acked_seq: 0 })); };
  server.requests = [];
  await tablet.clock.pass(200000);
  assert.ok(server.requests.filter(({ request }) => request.ops.length).length <= 2);
});

test('what a quiet report finds the server to have forgotten is told at once, not with the next report', async () => {
  const { tablet, server, delivery } = await begun(2);
  delivery.start();
  await tablet.clock.settle();
  server.known = [];
  server.requests = [];
  await tablet.clock.pass(21000);
  assert.deepEqual(server.requests.map(({ request }) => request.ops.map((op) => op.seq)), [[], [1, 2]]);
});

test('where the tablet cannot write the answer down, it is not told as delivered', async () => {
  const { tablet, server, delivery, rows, last } = await begun(2);
  tablet.site.fail('commit', 'QuotaExceededError', { store: 'ops' });
  delivery.start();
  await tablet.clock.settle();
  assert.deepEqual(outcomes(rows()), [null, null]);
  assert.deepEqual([last().phase, last().queued], ['broken', 2]);
  await tablet.clock.pass(5000);
  assert.deepEqual(outcomes(rows()), ['duplicate', 'duplicate']);
  assert.deepEqual(server.known.map((op) => op.seq), [1, 2]);
});

test('a page that has lost the lease writes no answer down, and says so', async () => {
  const { tablet, page: first, delivery, rows, last } = await begun(1);
  await (await tablet.page().journal()).lease.take();
  first.use();
  delivery.start();
  await tablet.clock.settle();
  assert.deepEqual(outcomes(rows()), [null]);
  assert.equal(last().phase, 'elsewhere');
});

test('a browser in which another judge has signed in sends nothing', async () => {
  const { tablet, server, delivery, last } = await begun(1);
  tablet.cookie = `guanmo-seat=${EVENT}/L2`;
  delivery.start();
  await tablet.clock.pass(60000);
  assert.equal(server.requests.length, 0);
  assert.equal(last().phase, 'other-judge');
});

test('what stops sends nothing more and says nothing more', async () => {
  const { tablet, server, delivery, heard } = await begun(1);
  server.slow = 500;
  delivery.start();
  await tablet.clock.pass(100);
  const said = heard.length;
  delivery.stop();
  delivery.now();
  window.dispatchEvent(new Event('online'));
  await tablet.clock.pass(100000);
  assert.equal(heard.length, said);
  assert.equal(server.requests.filter(({ request }) => request.ops.length).length <= 1, true);
});

test('whatever the weather, in the end each operation is there once, and each row tells the truth', async () => {
  const weathers = Object.values(NO_ANSWERS).filter((_, index) => !Object.keys(PHASES).includes(Object.keys(NO_ANSWERS)[index]));
  for (let seed = 1; seed <= 15; seed += 1) {
    const random = seeded(seed);
    const { tablet, server, delivery, rows, journal } = await begun(random.below(4));
    server.weather = (request) => {
      const arrives = random.below(3) > 0;
      const fair = random.below(2) > 0;
      if (arrives && fair) return json(server.answer(request));
      const answer = arrives ? server.answer(request) : { results: request.ops.map((op) => ({ op: op.op, outcome: 'recorded' })), acked_seq: 0, event: view() };
      // what can be spoilt only where there are operations is a network that is gone elsewhere
      const weather = request.ops.length > 1 ? random.one(weathers) : weathers[0];
      return weather(answer);
    };
    delivery.start();
    for (let turn = 0; turn < 12; turn += 1) {
      await journal.append(card(`${seed}-${turn}`));
      if (random.below(2)) delivery.now();
      await tablet.clock.pass(random.below(9000));
      for (const row of rows()) if (row.outcome) assert.ok(server.known.some((op) => op.op === row.op), `seed ${seed}: said to be delivered and is not there`);
    }
    server.weather = null;
    // what was set aside, since others came through while it did not, is tried again after five minutes
    await tablet.clock.pass(400000);
    assert.deepEqual(server.known.map((op) => op.seq).sort((a, b) => a - b), rows().map((row) => row.seq), `seed ${seed}`);
    assert.ok(rows().every((row) => row.outcome !== null), `seed ${seed}`);
    assert.equal(server.most, 1);
    delivery.stop();
  }
});

test('one operation that the line does not take is found and set aside, and the others are delivered', async () => {
  for (const [name, verdict] of Object.entries({
    'a firewall': () => new Response(page, { status: 403 }),
    'our own server': () => json({ error: 'too-large', message: '过大' }, { status: 413 }),
    'a proxy in trouble': () => new Response('', { status: 502 }),
    'a line that breaks each time': () => { throw new TypeError('reset'); },
  })) {
    const { tablet, server, delivery, rows, last } = await begun(20);
    server.weather = (request) => (request.ops.some((op) => op.entry === '7') ? verdict() : json(server.answer(request)));
    delivery.start();
    await tablet.clock.pass(5000);
    assert.deepEqual(rows().filter((row) => row.outcome === null).map((row) => row.entry), ['7'], name);
    assert.deepEqual([last().phase, last().refused, last().queued], ['well', 1, 1], name);
    assert.deepEqual([...delivery.refused.keys()], [rows()[6].op], name);
    const sent = server.requests.length;
    await tablet.clock.pass(60000);
    assert.ok(server.requests.length - sent <= 4 && !server.requests.slice(sent).some(({ request }) => request.ops.length), `${name}: it is not asked for all the time`);
    // and when the line takes it, it goes without anybody's doing
    server.weather = null;
    await tablet.clock.pass(400000);
    assert.ok(rows().every((row) => row.outcome !== null), name);
    assert.equal(last().refused, 0, name);
    delivery.stop();
  }
});

test('what came although its answer was lost is asked about, and not sent again', async () => {
  const { tablet, server, delivery, rows } = await begun(3);
  let lost = true;
  server.weather = (request) => {
    const answer = server.answer(request);
    if (request.ops.length && lost) { lost = false; throw new TypeError('the answer was lost'); }
    const known = request.asked.filter((op) => server.known.some((one) => one.op === op));
    return json(Object.assign(answer, { asked: known.map((op) => ({ op, outcome: 'duplicate', receipt: 'r-' + op, revision: 1, faults: [] })) }));
  };
  delivery.start();
  await tablet.clock.pass(30000);
  assert.deepEqual(outcomes(rows()), ['duplicate', 'duplicate', 'duplicate']);
  assert.equal(server.requests.filter(({ request }) => request.ops.length).length, 1);
});

test('a line of any pace takes all in the end: requests shrink until they pass, and grow again', async () => {
  for (const pace of [2, 0.5, 0.3]) {
    const { tablet, server, delivery, rows, journal } = await begun(0);
    for (let entry = 1; entry <= 19; entry += 1) await journal.append(Object.assign(card(String(entry)), { comment: '记'.repeat(6000) }));
    const sizes = [];
    // bytes a millisecond, up the line
    server.weather = (request, { body, signal }) => new Promise((done, fail) => {
      sizes.push(request.ops.length);
      const timer = setTimeout(() => done(json(server.answer(request))), body.length / pace);
      signal.addEventListener('abort', () => { clearTimeout(timer); fail(new DOMException('late', 'AbortError')); });
    });
    delivery.start();
    await tablet.clock.pass(1800000);
    assert.ok(rows().every((row) => row.outcome === 'recorded'), `${pace}: ${outcomes(rows())}`);
    assert.equal(server.known.length, 19);
    delivery.stop();
  }
});

test('changes are asked for from the version that is known, and all of the event where they do not fit', async () => {
  const { tablet, server, delivery, last, journal } = await begun();
  const whole = { id: EVENT, judge: JUDGE, version: 7, components: [{ id: 'visit', release: { closes_after: 30 } }], rules: 'r1' };
  whole.my_cards = ['A', 'B'].map((entry) => ({ component: 'visit', entry, open: true, revision: 0, missing: [] }));
  const told = (event) => { server.weather = () => json({ results: [], acked_seq: 0, tip: 'tip-' + event.version, event }); };
  const round = async () => { delivery.now(); await tablet.clock.pass(400); return server.requests[server.requests.length - 1].request; };
  told(whole);
  delivery.start();
  await tablet.clock.pass(1000);
  assert.equal(server.requests[0].request.have, undefined, 'nothing is known yet');
  const changes = { id: EVENT, judge: JUDGE, since: 7, version: 9, open: [{ component: 'visit', entry: 'B' }] };
  changes.cards = [{ component: 'visit', entry: 'A', open: true, revision: 3 }];
  changes.missing = [{ component: 'visit', entry: 'B', missing: [{ device: 'other', seq: null }] }];
  told(changes);
  let request = await round();
  assert.deepEqual([request.have, request.tip], [7, 'tip-7']);
  const { view } = await journal.seen();
  assert.deepEqual(view, Object.assign({}, whole, { version: 9, access: null, confirmed: null, my_cards: [
    { component: 'visit', entry: 'A', open: false, revision: 3, missing: [] },
    { component: 'visit', entry: 'B', open: true, revision: 0, missing: [{ device: 'other', seq: null }] },
  ] }));
  // from another version than the one that is known: nothing changes, and all of it is asked for
  told(Object.assign({}, changes, { since: 8, version: 10 }));
  server.requests.length = 0;
  await round();
  await tablet.clock.pass(1200);
  assert.equal(last().phase, 'turned-away');
  assert.deepEqual(server.requests.slice(0, 2).map(({ request: one }) => one.have), [9, undefined]);
  assert.equal((await journal.seen()).view.version, 9);
  told(Object.assign({}, whole, { version: 11 }));
  await round();
  assert.equal((await journal.seen()).view.version, 11);
  assert.equal(last().phase, 'well');
});
