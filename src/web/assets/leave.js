// A judge signs out: the sign-in ends on the server and here; the journal and its key stay on the tablet.

import { signedOut } from './door.js';
import { optional, within } from './patience.js';
import { isCard, isWhole } from './row.js';
import { forget, signedIn } from './seat.js';

const PATIENCE = 20000; // milliseconds

/** What stays on the tablet, in words; '' where nothing does. */
function staying(ops, drafts) {
  const waits = ops.filter((row) => isWhole(row) && row.outcome === null);
  const cards = waits.filter(isCard).length;
  return [cards && `${cards} 份评分没有送达`, cards < waits.length && '本人核对没有送达', drafts.length && `${drafts.length} 张草稿没有提交`].filter(Boolean).join('，');
}

/** Whether our server has ended the sign-in: a page of somebody else's takes no cookie of ours away. */
async function isEnded() {
  const before = signedIn();
  const { status } = await within(PATIENCE, fetch('/judge/sign-out', {
    method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: '',
    cache: 'no-store', credentials: 'same-origin', redirect: 'manual',
  }));
  return status === 204 || Boolean(before && !signedIn());
}

/** Asks the judge, and signs out; without a network the sign-in would live on, and so nothing happens. */
export async function signOut(page) {
  const rest = staying(await page.journal.ops(), await page.journal.drafts());
  const kept = rest ? `${rest}，都留在本机；同一席重新登录后接着送达。` : '';
  if (!window.confirm(`${kept}退出以后，要用本席的登录链接才能再进入。现在退出吗？`)) return;
  if (!await isEnded().catch(() => false)) {
    window.alert('现在不能退出：没有连到服务器，登录还在。请联网后再试。');
    return;
  }
  page.leaveAll();
  await optional(PATIENCE, forget, null);
  history.replaceState(null, '', '/judge');
  signedOut('');
}
