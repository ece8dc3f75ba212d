// Says so readably where a browser is too old. A classic script in old syntax on purpose: it has to run there.
(function () {
  function isOld() {
    try {
      return !('noModule' in document.createElement('script')) || typeof Promise.allSettled !== 'function'
        || typeof BigInt !== 'function' || typeof Object.fromEntries !== 'function' || typeof ''.matchAll !== 'function'
        || !window.indexedDB || !window.AbortController || !window.CSS || !CSS.supports('display', 'grid');
    } catch (error) {
      return true;
    }
  }
  if (!isOld()) return;
  document.documentElement.setAttribute('data-floor', 'below');
  document.addEventListener('DOMContentLoaded', function () {
    var note = document.querySelector('.floor');
    if (note) note.removeAttribute('hidden');
    var opening = document.querySelector('.door > p');
    if (opening) opening.setAttribute('hidden', '');
  });
}());
