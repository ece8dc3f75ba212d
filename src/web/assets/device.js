// The page about this device: what is on it, what of it has arrived, and what the browser promises.

import { begin, clock } from './page.js';

function set(name, text) {
  const element = document.querySelector(`[data-fact="${name}"]`);
  if (element) element.textContent = text;
}

async function facts(page) {
  set('device', (await page.journal.device()).slice(0, 8).toUpperCase());
  if (!window.isSecureContext) set('storage', '此地址不加密：浏览器不保证保留数据，请勿清理浏览器');
  else if (navigator.storage && navigator.storage.persisted) {
    set('storage', await navigator.storage.persisted() ? '浏览器答应长期保留' : '浏览器未答应长期保留，请勿清理浏览器');
  }
}

begin(({ ops, drafts, status }) => {
  const pending = ops.filter((row) => row.outcome === null).length;
  set('ops', `${ops.length} 份`);
  set('delivered', `${ops.length - pending} 份`);
  set('pending', `${pending} 份`);
  set('drafts', `${drafts.length} 张`);
  if (status.at) set('contact', clock(status.at));
}).then(facts);
