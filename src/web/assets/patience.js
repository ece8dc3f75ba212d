// Waiting with an end: a browser's own services hang now and then, and nothing here may hang with them.

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
