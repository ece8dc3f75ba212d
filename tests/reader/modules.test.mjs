// The modules, as the program puts them into one script: of the few forms that it understands, each after what it imports.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { Script } from 'node:vm';
import { page, source } from './support/reader.mjs';

const names = source('modules.txt').trim().split('\n');

test('every module is listed once, after all that it imports, with lines that can be joined', () => {
  const there = readdirSync(new URL('../../src/folder/bundle/reader/', import.meta.url)).filter((name) => name.endsWith('.js'));
  assert.deepEqual(names.slice().sort(), there.sort());
  names.forEach((name, i) => {
    for (const line of source(name).split('\n')) {
      const [, from] = /^import (?:\* as \w+|\{ [\w, ]+ \}) from '\.\/(\w+\.js)';$/.exec(line) || [];
      if (line.startsWith('import')) assert.ok(names.slice(0, i).includes(from), `${name}: ${line}`);
      if (line.startsWith('export')) assert.match(line, /^export (async function|function|class|const) \w/, name);
    }
    assert.ok(!/<\/script|<!--/i.test(source(name)), `${name} can stand in a page`);
  });
});

test('the page is one file that asks for nothing and has no handlers in its text', () => {
  const whole = page({ origin: 'guanmo/HOUSE/ev-1', keys: [], bundle: null });
  assert.ok(!/<!--/.test(whole), 'no mark is left');
  assert.ok(!/\s(src|href|on\w+|style)=/i.test(source('page.html')));
  assert.ok(!/url\(|@import/.test(source('page.css')));
  new Script(whole.slice(whole.lastIndexOf('<script>') + 8, whole.lastIndexOf('</script>')));
});

test('whatever ids the page asks for are there', () => {
  const ids = [...source('page.html').matchAll(/id="([\w-]+)"/g)].map(([, id]) => id).concat('known');
  for (const name of ['main.js', 'view.js']) {
    for (const [, id] of source(name).matchAll(/(?:find|fill)\('([\w-]+)'/g)) assert.ok(ids.includes(id), id);
  }
});
