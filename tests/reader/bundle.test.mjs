// Bundles in each form, and every lie that one can be told with: each is refused, by name.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { House, makeBundle } from './support/bundle.mjs';
import { currentCards, hexOf, makeEvent } from './support/event.mjs';
import { FAULTS, FORMS, after, forged, other, text } from './support/faults.mjs';
import { look } from './support/reader.mjs';

for (const form of FORMS) {
  test(`a bundle with cards ${form} passes, by the browser’s arithmetic and by the page’s own`, async () => {
    const bundle = makeBundle(form);
    for (const report of [await look(bundle), await look(bundle, null)]) {
      assert.equal(report.fault, null);
      assert.ok(report.checks.every(({ state }) => state === 'ok' || (state === 'none' && form !== 'open')));
      assert.equal(report.found.seats.length, 3);
      assert.equal(report.isKnown, true);
      assert.deepEqual([report.signatures.length, report.signatures[1].account], [2, '-scrutineer']);
    }
    const unknown = await look({ ...bundle, known: { origin: '', keys: [] } });
    assert.deepEqual([unknown.fault, unknown.isKnown], [null, false]);
  });
}

test('a witness’s line, a key of earlier and one of later are passed over', async () => {
  const earlier = new House();
  const bundle = makeBundle('open', { before: [earlier], since: [other], lie: after('checkpoint.txt', (note) => note + earlier.signature(note.slice(0, note.indexOf('\n\n') + 1), 'witness.example')) });
  const report = await look(bundle);
  assert.deepEqual([report.fault, report.checkpoint.witnesses], [null, 1]);
});

test('cards that no longer count may stand among the scores where they are voided, or their judge is dropped, and only there', async () => {
  const event = makeEvent();
  // L1 is recused from one entry, L2 from another and thereby counts for none in “level”; a card of L3 is void; 04 has left
  const isGone = (judge, entry) => entry === '04' || (judge === 'L1' && entry === '02') || (judge === 'L2' && entry === '03');
  const isDue = ({ judge, component, entry }) => !isGone(judge, entry) && !(judge === 'L2' && component === 'level') && !(judge === 'L3' && component === 'visit' && entry === '01');
  const ops = new Set(currentCards(event).filter(isDue).map(({ op }) => op));
  const seats = (rows) => { for (const row of rows) row.cards = row.cards.filter((op) => ops.has(op)); };
  const files = (own) => {
    text(own, 'exclusions.csv', (table) => `${table}L1,,02,recused,\nL2,,03,recused,\nL3,visit,01,void,\n`);
    text(own, 'entries.csv', (table) => table.replace(/^04.*\n/m, ''));
    // on ballots what is behind a gap moves up
    const cast = new Map();
    for (const [, judge, entry, place] of own.get('scores.csv').toString().matchAll(/^(L\d),order,(\d\d),,(\d)$/gm)) cast.set(judge + entry, Number(place));
    const moved = (whole, judge, entry, place) => `${judge},order,${entry},,${place - ['01', '02', '03', '04'].filter((other) => isGone(judge, other) && cast.get(judge + other) < place).length}`;
    text(own, 'scores.csv', (table) => table.replace(/^(L\d),order,(\d\d),,(\d)$/gm, moved).replace(/^(L\d),\w+,(\d\d),.*\n/gm, (row, judge, entry) => (isGone(judge, entry) ? '' : row)));
  };
  const seen = async (change) => (await look(makeBundle('open', { event, lie: { seats, files: (own) => { files(own); change(own); } } }))).fault;
  assert.equal(await seen(() => {}), null);
  const differs = /scores\.csv 与评分卡不一致/;
  assert.match(await seen((own) => text(own, 'scores.csv', (table) => table.replace(/^(L1,order,\d\d,,)1$/m, '$19'))), differs);
  assert.match(await seen((own) => text(own, 'scores.csv', (table) => table.replace(/^(L1,order,\d\d,,)2$/m, '$13'))), differs);
  assert.match(await seen((own) => text(own, 'exclusions.csv', (table) => table.replace(/.*void.*\n/, ''))), /“visit”给“01”的评分没有评分卡/);
  assert.match(await seen((own) => text(own, 'exclusions.csv', (table) => table.replace('L2,,03,recused', 'L2,,03,absent'))), /“level”给“01”的评分没有评分卡/);
});

test('marks that the rules cannot read may be lacking where the result says that cards are missing, and are counted', async () => {
  const lacking = (files) => text(files, 'scores.csv', (table) => table.replace(/^\w+,visit,03,plan.*\n/m, ''));
  assert.match((await look(makeBundle('pseudonymous', { lie: { files: lacking } }))).fault, /scores\.csv 与评分卡不一致/);
  const said = (files) => { lacking(files); text(files, 'result.json', () => '{"blockers":[{"kind":"missing"}]}'); };
  const report = await look(makeBundle('pseudonymous', { lie: { files: said } }));
  assert.equal(report.fault, null);
  assert.ok(report.checks.some((check) => check.said.startsWith('1 项不合现行规则')));
});

for (const [forms, lie, said] of FAULTS) {
  for (const form of forms === 'every' ? FORMS : forms.split(' ')) {
    test(`refused in ${form}: ${said}`, async () => {
      const report = await look(makeBundle(form, { lie }));
      assert.match(report.fault || 'nothing', said);
      const at = report.checks.findIndex(({ state }) => state === 'bad');
      assert.ok(report.checks.slice(at + 1).every(({ state }) => state === 'open'));
    });
  }
}

test('a card whose tablet signed other bytes is refused by the page’s own arithmetic, too', async () => {
  assert.match((await look(makeBundle('open', { lie: forged() }), null)).fault, /平板签名不对/);
});

test('a bundle of another event, of another house, and one by a key that is not known, are named so', async () => {
  const [bundle, strange] = [makeBundle('open'), makeBundle('open', { house: other })];
  const seen = async (own, known) => (await look({ ...own, known: { ...bundle.known, ...known } })).fault;
  assert.match(await seen(bundle, { origin: 'guanmo/HOUSE/ev-9' }), /另一次评比（ev-1）.*ev-9/);
  assert.match(await seen(bundle, { origin: 'guanmo/OTHER/ev-1' }), /另一单位（HOUSE）/);
  assert.match(await seen(strange, {}), /不认识的密钥签署（指纹 [0-9a-f ]{19}）/);
  assert.equal(await seen(strange, { keys: [] }), null, 'without a key that is known, people compare it');
});

test('a bundle of another publication of the same event does not pass as this one', async () => {
  const later = (lines) => lines.push(...lines.slice(-1).map(([own, salt, payload]) => {
    const changed = JSON.stringify({ after: { ...JSON.parse(payload).after, number: 3 } });
    return [{ ...own, n: own.n + 1, commit: hexOf(Buffer.from(salt, 'hex'), changed) }, salt, changed];
  }));
  assert.match((await look(makeBundle('open', { lie: { leaves: later } }))).fault, /最后公布的是第 3 次封存/);
});

test('an event without signatures says so', async () => {
  const none = { files: (files) => text(files, 'signatures.csv', (own) => `${own.split('\n')[0]}\n`), about: (about) => { about.signatures = 0; } };
  const report = await look(makeBundle('open', { lie: none }));
  assert.equal(report.fault, null);
  assert.ok(report.checks.some(({ said }) => said === '无签字'));
  assert.deepEqual(report.signatures, []);
});
