// Whether this device can go through a day without a network, each point said as it is. What the browser is asked for
// may take its time: nobody waits for it, and what it said last is shown.

import { isKept } from './kept.js';
import { optional } from './patience.js';
import { spoken } from './stamp.js';

const WRONG_CLOCK = 120000; // milliseconds
const CHINA = -480; // minutes, as a browser counts them
const PATIENCE = 5000;
const PROBE = 'room-guanmo';
const PIECE = 1024 * 1024;
const DAY = 8 * PIECE; // bytes: sixty entries in three components, corrected twice, with comments, in both stores

/** Browsers inside of other programs, which forget what pages keep when they like. */
const BUILT_IN = [
  [/MicroMessenger/i, '微信'], [/DingTalk/i, '钉钉'], [/wxwork/i, '企业微信'], [/Lark|Feishu/i, '飞书'], [/\bQQ\//, 'QQ'],
  [/Weibo/i, '微博'], [/AlipayClient/i, '支付宝'],
];

/** The program inside of which this page is shown; '' where it is a browser of its own. */
export function builtIn() {
  // WeChat for offices names itself beside WeChat
  const found = BUILT_IN.filter(([name]) => name.test(navigator.userAgent)).map(([, word]) => word);
  return found.includes('企业微信') ? '企业微信' : found[0] || '';
}

/** Whether a worker serves this page when the network is gone, and still has its copy. */
async function worker() {
  if (!('serviceWorker' in navigator) || !navigator.serviceWorker.controller) return false;
  return Boolean(await caches.match('/judge'));
}

/** Whether there is room for a day: what the browser promises is not what the disk has, so it is tried. */
async function room() {
  if (!navigator.storage || !navigator.storage.estimate) return null;
  const { quota, usage } = await navigator.storage.estimate();
  if (quota - usage < DAY) return false;
  try {
    const trial = await caches.open(PROBE);
    const piece = crypto.getRandomValues(new Uint8Array(65536));
    for (let put = 0; put < DAY; put += PIECE) {
      await trial.put('/room/' + put, new Response(new Blob(Array.from({ length: PIECE / piece.length }, () => piece))));
    }
    return true;
  } catch (error) {
    return false;
  } finally {
    caches.delete(PROBE);
  }
}

/** The one address under which the event's tablets keep their journals, where this page is at another one. */
function otherHome({ home }) { return home && home !== location.origin ? home : ''; }

function clockOf(skew) {
  const minutes = Math.round(Math.abs(skew) / 60000);
  const zone = new Date().getTimezoneOffset() === CHINA ? '' : '时区不是北京时间，此页一律按北京时间显示';
  if (Math.abs(skew) < WRONG_CLOCK) return { well: true, text: ['与服务器一致', zone].filter(Boolean).join('；') };
  return { well: true, text: [`比服务器${skew > 0 ? '快' : '慢'} ${minutes} 分；不影响评分，以服务器收到的时间为准`, zone].filter(Boolean).join('；') };
}

/** Whether cards are signed on this device, or why they are not; `word` is what is missing where they have to be. */
function signature(view, key) {
  const well = !view || view.signed !== 'required';
  const lacks = (text) => ({ well, text, word: '评分不带本机签名，本次评比不收' });
  if (key.why === 'plain') return lacks('此网址不加密，评分不带本机签名');
  if (key.why) return lacks('浏览器存不下签名密钥，评分不带本机签名');
  if (key.isRegistered()) return { well: true, text: `评分带本机签名（密钥 ${spoken(key.held.id)}）` };
  if (!key.said) return { well, text: '签名密钥还没有登记，请联网一次' };
  return lacks(key.said.text || '签名密钥没有登记上：请用本席的登录链接重新打开一次');
}

export class Ready {
  /** `changed` is told when the browser has said something new. */
  constructor(changed) {
    this.changed = changed;
    this.measured = false;
    this.known = { worker: null, persisted: null, room: null };
    this.early = true; // a first worker needs a moment: what comes and goes again would move the route under a finger
    setTimeout(() => { this.early = false; changed(); }, PATIENCE);
  }

  /** Asks the browser again, and waits for nothing. */
  look() {
    this.learn('worker', () => worker(), false);
    this.learn('persisted', () => navigator.storage.persisted(), null);
    if (!this.measured) this.measure();
  }

  /** Tries whether there is room: once a page, since that is written, and when somebody looks. */
  measure() {
    this.measured = true;
    this.learn('room', () => room(), null, 6 * PATIENCE);
  }

  learn(name, ask, otherwise, patience = PATIENCE) {
    optional(patience, ask, otherwise).then((found) => {
      if (this.known[name] === found) return;
      this.known[name] = found;
      this.changed();
    });
  }

  /** Each point: `{well, text}`, by the names of the device's screen. */
  points(view, status, key) {
    const secure = window.isSecureContext;
    const [home, inside, { persisted: kept, room: free, worker: serves }] = [otherHome(status), builtIn(), this.known];
    return {
      worker: serves
        ? { well: true, text: '可以' }
        : { well: false, text: secure ? '还没有准备好，请保持联网片刻' : '不可以：此网址不加密，断网后请勿关闭或刷新此页' },
      storage: kept
        ? { well: true, text: '浏览器答应长期保留' }
        : { well: secure, text: secure ? '浏览器未答应，请勿清理浏览器' : '此网址不加密，浏览器不保证保留，请勿清理浏览器' },
      room: free === false
        ? { well: false, text: `不够：一天的评分约需 ${DAY / PIECE} MB，请清理本机存储空间或换一台平板` }
        : { well: true, text: free ? '够一天使用' : '浏览器没有说明' },
      second: isKept()
        ? { well: true, text: '未送达的评分另存一份' }
        : { well: false, text: '第二份没有存住，请检查本机存储空间' },
      view: view ? { well: true, text: '已存在本机' } : { well: false, text: '还没有取得，请联网一次' },
      clock: clockOf(status.skew || 0),
      address: home
        ? { well: false, text: `现在是 ${location.origin}，本次评比的网址是 ${home}。请改用那个网址；本机在此网址下的评分可存成移交文件` }
        : { well: true, text: location.origin },
      browser: inside
        ? { well: false, text: `现在是${inside}内置的浏览器，可能清除评分：请点右上角“…”，选“在浏览器中打开”` }
        : { well: true, text: '独立的浏览器' },
      key: signature(view, key),
    };
  }

  /** What is missing, in few words, for the notice above the route. What the browser has not said yet is not missing. */
  missing(points) {
    const words = {
      worker: this.early ? '' : '断网后不能重新打开此页', room: '本机存储空间不够', address: '网址不是本次评比的网址',
      browser: `${builtIn()}内置的浏览器可能清除评分，请在浏览器中打开此页`, key: points.key.word,
    };
    return Object.keys(words).filter((name) => !points[name].well && words[name]).map((name) => words[name]);
  }
}
