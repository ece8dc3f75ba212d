// A live page: the server sends the parts of it that changed, or says that it is another page. What stands beside the dot is
// the truth: live, or since when nothing is known.

import { putAll } from './parts.js';

const PATIENCE = 40000; // the server says every 15 seconds that the line is alive
const AGAIN = 3000;
const PROBE = 10000; // a question that is not answered by then is asked again
const HIDDEN = 60000; // a page that nobody sees gives its connection to others
const AGES = 15000;

/** The time of the day in the one time of the whole country. */
function clock(moment) { return new Date(moment + 8 * 3600000).toISOString().slice(11, 19); }

function ago(minutes) {
  if (minutes < 1) return '刚刚';
  if (minutes < 60) return `${minutes} 分钟前`;
  return minutes < 1440 ? `${Math.floor(minutes / 60)} 小时前` : `${Math.floor(minutes / 1440)} 天前`;
}

export class Live {
  /** `told` is the name of the events that bring parts. */
  constructor(box, told) {
    this.box = box;
    this.told = told;
    this.address = box.getAttribute('data-live');
    this.version = box.getAttribute('data-version');
    this.source = null;
    this.heard(box.getAttribute('data-at'));
  }

  start() {
    document.addEventListener('visibilitychange', () => this.seen());
    window.addEventListener('pagehide', () => this.close());
    window.addEventListener('pageshow', (event) => { if (event.persisted) this.connect(); });
    window.addEventListener('online', () => { if (!this.source && !this.over) this.probe(); });
    setInterval(() => this.ages(), AGES);
    this.say('wait', '正在接通');
    this.connect();
  }

  seen() {
    clearTimeout(this.hiding);
    if (document.hidden) this.hiding = setTimeout(() => this.close(), HIDDEN);
    else if (!this.source && !this.over) this.connect();
  }

  close() {
    clearTimeout(this.watching);
    clearTimeout(this.coming);
    if (this.source) this.source.close();
    this.source = null;
  }

  connect() {
    this.close();
    const more = this.address.includes('?') ? '&' : '?';
    const source = new EventSource(`${this.address}${more}since=${encodeURIComponent(this.version)}`);
    source.addEventListener(this.told, (event) => this.parts(event));
    source.addEventListener('alive', (event) => { if (event.data) this.well(event.data); else this.watch(); });
    source.addEventListener('stalled', () => { this.watch(); this.say('bad', '服务器暂时读不到数据'); });
    source.addEventListener('end', (event) => this.ended(event.data));
    source.addEventListener('error', () => this.broken());
    this.source = source;
    this.watch();
  }

  /** A line that says nothing for long is none, whatever the browser believes. */
  watch() {
    clearTimeout(this.watching);
    this.watching = setTimeout(() => this.broken(), PATIENCE);
  }

  parts(event) {
    const data = JSON.parse(event.data);
    this.version = event.lastEventId;
    if (data.anew) { this.another(data.at); return; }
    putAll(data, (whole) => { if (whole) this.ages(); else this.anew(); });
    this.well(data.at);
  }

  /** The page is not what the server takes it for: it gets all of it. */
  anew() {
    this.version = '';
    if (this.source) this.connect();
  }

  /** What is shown is a page of before: whoever made this says how the new one is had. */
  another() { location.reload(); }

  heard(at) {
    this.at = Date.parse(at);
    this.ahead = this.at - Date.now();
  }

  well(at) {
    this.watch();
    this.heard(at);
    this.say('well', '实时', '核对于');
  }

  broken() {
    this.close();
    this.say('bad', '连接已断，正在重连');
    this.coming = setTimeout(() => this.probe(), AGAIN + Math.random() * 1000);
  }

  /** Asks first how it stands: a stream that is refused does not say why. */
  async probe() {
    const again = () => this.broken();
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(), PROBE);
    try {
      const response = await fetch(this.address, { method: 'HEAD', cache: 'no-store', credentials: 'same-origin', redirect: 'error', signal: control.signal });
      if (this.source || this.over) return;
      if (response.status === 401 || response.status === 403) this.ended('signed-out');
      else if (response.status === 404) this.ended('gone');
      else if (response.ok) this.connect();
      else again();
    } catch (error) {
      again();
    } finally {
      clearTimeout(timer);
    }
  }

  ended(why) {
    this.over = true;
    this.close();
    if (why === 'gone') { this.say('bad', '此评比活动已不在'); return; }
    if (why === 'replaced') { this.say('bad', '打开的页面太多，此页已停止更新，刷新可恢复'); return; }
    this.say('bad', '登录已失效，请重新登录');
    const link = document.createElement('a');
    link.href = location.href;
    link.className = 'link';
    link.textContent = '登录';
    this.box.appendChild(link);
  }

  say(look, words, before) {
    const [state, time] = [this.box.querySelector('span'), this.box.querySelector('small')];
    this.box.className = 'live ' + look;
    // a screen reader reads it out again on every write
    if (state.textContent !== words) state.textContent = words;
    time.textContent = `${before || '最近更新'} ${clock(this.at)}`;
  }

  /** How long ago a device was heard goes on, with a line and without. */
  ages() {
    const now = Date.now() + this.ahead;
    for (const time of document.querySelectorAll('time[datetime] small')) {
      const words = ago(Math.floor(Math.max(0, now - Date.parse(time.parentNode.getAttribute('datetime'))) / 60000));
      if (time.textContent !== words) time.textContent = words;
    }
  }
}
