// The live board: counts and the route before the close; where there is another result, the page is asked for again and its
// parts are put in place, so that whoever reads stays where they were.

import { Live } from './live.js';

const AGAIN = 5000;

class Board extends Live {
  async another(at) {
    try {
      const response = await fetch(location.href, { cache: 'no-store', credentials: 'same-origin', redirect: 'error' });
      if (!response.ok) throw new Error(response.status);
      const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
      const box = fresh.getElementById('live');
      if (!box || !document.getElementById('board-body')) throw new Error('another page');
      this.put(fresh);
      this.version = box.getAttribute('data-version');
      this.well(at);
      this.announce();
    } catch (error) {
      this.say('bad', '有新的结果，正在读取');
      setTimeout(() => { if (!this.over) this.another(at); }, AGAIN);
    }
  }

  /** All of the page but what is signed in; what was unfolded stays so. */
  put(fresh) {
    const open = Array.from(document.querySelectorAll('details[open][id]')).map((one) => one.id);
    const focused = document.activeElement && document.activeElement.getAttribute('href');
    for (const id of ['board-head', 'board-body']) document.getElementById(id).replaceWith(fresh.getElementById(id));
    document.title = fresh.title;
    for (const id of open) {
      const again = document.getElementById(id);
      if (again) again.open = true;
    }
    const again = focused && Array.from(document.querySelectorAll('#board-body a')).find((one) => one.getAttribute('href') === focused);
    if (again) again.focus({ preventScroll: true });
  }

  /** Says for those who do not see it that the page is another one. */
  announce() {
    const said = document.getElementById('board-said');
    if (said) said.textContent = '页面已更新为最新的情况';
  }
}

new Board(document.getElementById('live'), 'board').start();
