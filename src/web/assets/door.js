// Screens without an event, and the place where all screens are drawn.

import { clone } from './template.js';

/** Where screens are drawn. */
export const place = document.getElementById('screen');

/** A screen without an event: what it is, what to do. */
export function door(values, press) {
  const element = clone('door', values);
  if (press) element.querySelector('button').addEventListener('click', press);
  place.textContent = '';
  place.appendChild(element);
}

/** An address of a card that is none of this judge's. */
export class Missing {
  constructor() {
    this.title = '没有这张评分卡';
    this.isCard = false;
    this.element = clone('door', { title: this.title, sentence: '评比活动中没有这一项，或者它不由本席评分。请检查网址，或从行程进入。', link: '/judge', word: '回今日行程' });
  }

  draw() {}
}

/** Whether this browser keeps a cookie; without one no link signs anybody in. */
function takesCookies() {
  try {
    document.cookie = 'guanmo-try=1;path=/judge';
    return document.cookie.includes('guanmo-try=');
  } catch (error) {
    return false;
  }
}

/** Nobody is signed in on this browser; `sentence` says why, where somebody ended it. */
export function signedOut(sentence) {
  if (!takesCookies()) {
    door({ title: '此浏览器不收 Cookie', sentence: '登录需要 Cookie：请在浏览器设置中允许本网址使用 Cookie，再用登录链接进入；或换一个浏览器、换一台平板。' });
    return;
  }
  door({ title: sentence ? '登录已结束' : '需要登录', sentence: sentence || '评委请用组织者发给本席的链接或二维码进入，不需要密码。', more: '已存在本机的评分不会丢失，同一席重新登录后自动送达。' });
}
