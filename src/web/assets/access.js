// What a judge is told of who may score in their place: further keys and sign-in links, each until the judge has taken
// note of it on this device, and the code that consents to another link.

import { chinaClock, chinaDay } from './event.js';
import { parsed, stored } from './small.js';
import { spoken } from './stamp.js';
import { clone, redraw, say } from './template.js';

const NOTED = 'guanmo-noted:';
const WAYS = { second: '第二人批准', consent: '您在平板上同意' };

function when(at) { return `${chinaDay(at)} ${chinaClock(at)}`; }

function ofKey({ id, device, at }, own) {
  // a browser that threw its database away has thrown away the key with it
  if (device === own) return `本机于 ${when(at)} 登记过另一个签名密钥（${spoken(id)}），它已不在本机。如果本机的数据库没有丢失过，请告诉组织者和监票人。`;
  return `本席的另一台平板于 ${when(at)} 登记了签名密钥（${spoken(id)}）。不是您本人在用，请立即告诉组织者和监票人。`;
}

function ofLink({ at, way, reason }) {
  return `组织者于 ${when(at)} 为本席另发了登录链接（${WAYS[way] || '未经第二人，理由：' + reason}）。不是您本人要的，请告诉组织者和监票人。`;
}

/** All that there is to tell, as `{id, text}`; `key` is this device's own, `device` its id. */
export function notices(view, key, device) {
  const { keys, links } = view.access || {};
  const others = key.isSettled() ? (keys || []).filter((one) => !key.held || one.id !== key.held.id) : [];
  return others.map((one) => ({ id: 'key:' + one.id, text: ofKey(one, device) }))
    .concat((links || []).map((link) => ({ id: 'link:' + link.number, text: ofLink(link) })));
}

export class Access {
  constructor({ owner, key }) {
    this.name = NOTED + owner;
    this.key = key;
    this.noted = new Set([].concat(...parsed(stored(this.name), Array.isArray)));
  }

  draw(root, view, device) {
    const { code } = view.access || {};
    const box = root.querySelector('[data-code]');
    box.hidden = !code;
    say(box.querySelector('strong'), code || '');
    const list = document.createElement('div');
    for (const one of notices(view, this.key, device)) if (!this.noted.has(one.id)) list.appendChild(clone('told', one));
    redraw(root.querySelector('[data-access]'), list);
  }

  /** The judge has taken note of one. */
  note(id) {
    this.noted.add(id);
    try { localStorage.setItem(this.name, JSON.stringify(Array.from(this.noted))); } catch (error) { /* the next page then says it again */ }
  }
}
