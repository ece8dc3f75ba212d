// Waiting with an end: a browser's own services hang now and then, and nothing here may hang with them.

const WAITS = [1000, 2000, 4000, 8000, 15000]; // a probe is small, and a queue must not wait long for a good line

/** Milliseconds until the next try after so many failures, not all tablets' at once. */
export function pause(failures, least) {
  const wait = WAITS[Math.min(failures, WAITS.length) - 1];
  return Math.max(least, wait / 2 + Math.random() * wait / 2);
}

/** What was waited for has not come in time. */
export class Late extends Error {}

/** What `promise` gives; `Late` where that takes more than `time` milliseconds. */
export function within(time, promise) {
  let timer = null;
  const late = new Promise((done, fail) => { timer = setTimeout(() => fail(new Late('no answer in time')), time); });
  const over = () => clearTimeout(timer);
  promise.then(over, over);
  return Promise.race([promise, late]);
}

/** The same of what one can do without: `otherwise` where it fails, throws or takes too long. */
export async function optional(time, work, otherwise) {
  try {
    return await within(time, Promise.resolve(work()));
  } catch (error) {
    return otherwise;
  }
}
