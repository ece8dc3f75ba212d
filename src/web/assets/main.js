// Begins the judge's page: who is signed in, and one page at a time.

import { Page } from './app.js';
import { door, signedOut } from './door.js';
import { Journal } from './journal.js';
import { Elsewhere, Lease } from './lease.js';
import { builtIn } from './ready.js';
import { seat } from './seat.js';

const RETRY = 4000; // milliseconds

const lease = new Lease();

async function begin() {
  const owner = await seat();
  if (!owner) { signedOut(''); return; }
  const page = new Page(new Journal(owner, lease));
  if (!await lease.begin(() => page.lost())) { page.lost(); return; }
  await page.start();
}

/** Begins, and begins again where the browser's storage does not answer: it may have been busy, or be mended by then. */
async function beginAgain() {
  try {
    await begin();
  } catch (error) {
    if (error instanceof Elsewhere) return;
    const more = String(error && error.message ? error.message : error);
    const inside = builtIn();
    const advice = inside ? `请点右上角“…”，选“在浏览器中打开”（现在是${inside}内置的浏览器）。` : '';
    const timer = setTimeout(beginAgain, RETRY);
    door({
      title: '本机的存储没有应答', more, button: '现在再试',
      sentence: `${advice}正在每隔几秒自动再试。一直如此，请关掉此浏览器再打开；仍不行，请换用组织者提供的平板，或改用纸质评分卡。`,
    }, () => { clearTimeout(timer); beginAgain(); });
  }
}

if (!document.documentElement.hasAttribute('data-floor')) beginAgain();
