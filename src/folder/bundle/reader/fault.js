// What is wrong with a file, in words for people; anything else that is thrown is a slip of this page's own.

export class Fault extends Error {}

/** Refuses, unless it is so. */
export function must(isSo, said) {
  if (!isSo) throw new Fault(said);
}
