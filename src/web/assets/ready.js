// Whether this device can go through a day without a network, each point said as it is.

const WRONG_CLOCK = 120000; // milliseconds

/** Whether a worker serves this page when the network is gone, and still has its copy. */
async function worker() {
  if (!('serviceWorker' in navigator) || !navigator.serviceWorker.controller) return false;
  return Boolean(await caches.match('/judge').catch(() => null));
}

async function persisted() {
  if (!navigator.storage || !navigator.storage.persisted) return null;
  return navigator.storage.persisted();
}

/** The one address under which the event's tablets keep their journals, where this page is at another one. */
function otherHome({ home }) { return home && home !== location.origin ? home : ''; }

function clockOf(skew) {
  const minutes = Math.round(Math.abs(skew) / 60000);
  if (Math.abs(skew) < WRONG_CLOCK) return { well: true, text: '与服务器一致' };
  return { well: true, text: `比服务器${skew > 0 ? '快' : '慢'} ${minutes} 分；不影响评分，以服务器收到的时间为准` };
}

/** Each point: `{well, text}`, by the names of the device's screen. */
export async function readiness(view, status) {
  const secure = window.isSecureContext;
  const kept = await persisted();
  const home = otherHome(status);
  return {
    worker: await worker()
      ? { well: true, text: '可以' }
      : { well: false, text: secure ? '还没有准备好，请保持联网片刻' : '不可以：此网址不加密，断网后请勿关闭或刷新此页' },
    storage: kept
      ? { well: true, text: '浏览器答应长期保留' }
      : { well: secure, text: secure ? '浏览器未答应，请勿清理浏览器' : '此网址不加密，浏览器不保证保留，请勿清理浏览器' },
    view: view ? { well: true, text: '已存在本机' } : { well: false, text: '还没有取得，请联网一次' },
    clock: clockOf(status.skew || 0),
    address: home
      ? { well: false, text: `现在是 ${location.origin}，本次评比的网址是 ${home}。请改用那个网址；本机在此网址下的评分可存成移交文件` }
      : { well: true, text: location.origin },
  };
}

/** What is missing, in few words, for the notice above the route. */
export function missing(points) {
  const words = { worker: '断网后不能重新打开此页', address: '网址不是本次评比的网址' };
  return Object.keys(words).filter((name) => !points[name].well).map((name) => words[name]);
}
