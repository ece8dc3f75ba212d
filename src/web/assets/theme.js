// The theme of this device, set before the page is drawn. A classic script on purpose: a module would come too late.
(function () {
  var KEY = 'guanmo-theme';
  function stored() { try { return localStorage.getItem(KEY) || ''; } catch (error) { return ''; } }
  function apply(name) {
    if (name) document.documentElement.setAttribute('data-theme', name);
    else document.documentElement.removeAttribute('data-theme');
    var buttons = document.querySelectorAll('[data-set-theme]');
    for (var i = 0; i < buttons.length; i++) {
      buttons[i].setAttribute('aria-pressed', String(buttons[i].getAttribute('data-set-theme') === name));
    }
  }
  apply(stored());
  document.addEventListener('DOMContentLoaded', function () { apply(stored()); });
  document.addEventListener('guanmo-theme', function () { apply(stored()); });
  document.addEventListener('click', function (event) {
    var button = event.target.closest ? event.target.closest('[data-set-theme]') : null;
    if (!button) return;
    var name = button.getAttribute('data-set-theme');
    try { localStorage.setItem(KEY, name); } catch (error) { /* the choice then lasts for this page only */ }
    apply(name);
  });
}());
