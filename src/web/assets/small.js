// The small storage of an address, which may be full or forbidden, and its cookies.

/** The value of a cookie, as it stands; '' where there is none. */
export function cookie(name) {
  const found = document.cookie.split('; ').find((part) => part.startsWith(name + '='));
  return found ? found.slice(name.length + 1) : '';
}

/** Names in it that begin so. */
export function names(prefix) {
  try {
    return Array.from({ length: localStorage.length }, (none, index) => localStorage.key(index)).filter((key) => key.startsWith(prefix));
  } catch (error) {
    return [];
  }
}

/** What stands under those names. */
export function stored(prefix) { return names(prefix).map((name) => localStorage.getItem(name)); }

/** What texts say that are of the form; nothing of the others. */
export function parsed(texts, isFit) {
  return [].concat(...texts.map((text) => {
    try {
      const value = JSON.parse(text);
      return value && isFit(value) ? [value] : [];
    } catch (error) {
      return [];
    }
  }));
}
