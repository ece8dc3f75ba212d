// The projector's page: it shows what it is sent. Only a line that is gone is said, quietly; a link that has ended shows
// nothing any more.

import { Live } from './live.js';

class Wall extends Live {
  say(look, words, before) {
    super.say(look, words, before || '截至');
    this.box.hidden = look !== 'bad';
    this.box.className = 'line';
  }

  ended(why) {
    if (why === 'replaced') { super.ended(why); return; }
    this.over = true;
    this.close();
    document.getElementById('part-wall').textContent = '';
    this.say('bad', '大屏链接已结束');
  }
}

new Wall(document.getElementById('live'), 'wall').start();
