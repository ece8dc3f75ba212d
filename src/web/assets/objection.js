// An objection: while it is written, the browser looks for the number that the server asks for, in pieces, so that the page
// stays as quick as it is. Whoever sends earlier waits for it.

import { after } from './sha256.js';

const PIECE = 20; // milliseconds of work in a row
const form = document.querySelector('form[data-puzzle]');

/** How many bits at the beginning are zero; more than 32 are never asked for. */
function zeros(words) {
  return words[0] === 0 ? 32 : Math.clz32(words[0]);
}

function solve(text, bits) {
  const hash = after(`${text}:`);
  let number = 0;
  return new Promise((resolve) => {
    function piece() {
      const until = Date.now() + PIECE;
      do {
        if (zeros(hash(String(number))) >= bits) {
          resolve(String(number));
          return;
        }
        number += 1;
      } while (Date.now() < until);
      setTimeout(piece, 0);
    }
    piece();
  });
}

if (form) {
  const said = document.getElementById('puzzle-said');
  let solved = null;
  let sending = false;

  function begin() {
    if (!solved) solved = solve(form.dataset.puzzle, Number(form.dataset.bits));
    return solved;
  }

  form.addEventListener('focusin', begin);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    form.setAttribute('aria-busy', 'true');
    said.textContent = '正在作防灌水验证：由您的浏览器计算，通常几秒，不用操作，请不要关闭此页。';
    form.elements.answer.value = await begin();
    form.elements.puzzle.value = form.dataset.puzzle;
    said.textContent = '验证完成，正在提交…';
    form.submit();
  });

  // a page that comes back from the history has used its puzzle: what was written stays, the puzzle is a new one
  window.addEventListener('pageshow', (event) => {
    sending = false;
    form.removeAttribute('aria-busy');
    said.textContent = '';
    if (event.persisted && form.elements.answer.value) renew();
  });

  async function renew() {
    const page = await (await fetch(form.action, { cache: 'no-store' })).text();
    const fresh = new DOMParser().parseFromString(page, 'text/html').querySelector('form[data-puzzle]');
    if (!fresh) return;
    form.dataset.puzzle = fresh.dataset.puzzle;
    form.dataset.bits = fresh.dataset.bits;
    solved = null;
  }
}
