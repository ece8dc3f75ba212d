// Applies answers as a tablet does, and holds what comes of them against all of the event as it was at that moment. The
// file that is named has a line for each answer that arrived: `{tablet, event, whole}`.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isNews, renewed } from '../../../src/web/assets/news.js';

const views = new Map();
for (const [index, line] of readFileSync(process.argv[2], 'utf8').trim().split('\n').entries()) {
  const { tablet, event, whole } = JSON.parse(line);
  const view = views.get(tablet) || null;
  assert.ok(isNews(event, view), `answer ${index} to ${tablet}`);
  views.set(tablet, renewed(view, event));
  // of what hangs on no version, nothing is told where there is nothing to tell
  const bare = (news) => Object.assign({ access: null, confirmed: null }, news);
  assert.deepEqual(bare(views.get(tablet)), bare(whole), `after answer ${index} to ${tablet}`);
}
