// The reader's modules, as the tests import them.

import { readFileSync } from 'node:fs';
import { webcrypto } from 'node:crypto';

const FOLDER = new URL('../../../src/folder/bundle/reader/', import.meta.url);

export function source(name) { return readFileSync(new URL(name, FOLDER), 'utf8'); }

export function module(name) { return import(new URL(name, FOLDER)); }

const [{ verify }, { Verifier }, { Pace }] = [await module('verify.js'), await module('verifier.js'), await module('pace.js')];

/** What comes of a bundle's bytes; with the page's own arithmetic where the browser's is `null`. */
export function look({ bytes, known }, subtle = webcrypto.subtle) {
  return verify(new Uint8Array(bytes), known, { hire: (pace) => new Verifier(subtle, pace), pace: new Pace() });
}

/** A page in one file, put together as the program does it. */
export function page(known) {
  const joined = source('modules.txt').trim().split('\n').map((name) => {
    const exported = [];
    const lines = source(name).split('\n').map((line) => {
      const taken = /^import (?:\* as )?(.*) from '\.\/(\w+)\.js';$/.exec(line);
      if (taken) return `const ${taken[1]} = $${taken[2]};`;
      const declared = /^export ((?:async )?(?:function|class|const) (\w+).*)$/.exec(line);
      if (!declared) return line;
      exported.push(declared[2]);
      return declared[1];
    });
    return `const $${name.replace('.js', '')} = (() => {\n${lines.join('\n')}\nreturn { ${exported.join(', ')} };\n})();\n`;
  }).join('');
  const put = { title: '成果包核对', style: `<style>${source('page.css')}</style>`, known: `<script type="application/json" id="known">${JSON.stringify(known)}</script>`, script: `<script>${joined}</script>` };
  return source('page.html').replace(/<!--(\w+)-->/g, (_, mark) => put[mark]);
}
