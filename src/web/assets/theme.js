// The theme of this device, set before the page is drawn. A classic script on purpose: a module would come too late.
(function () {
  var KEY = 'guanmo-theme';
  var before = ''; // what a toggle goes back to
  function stored() { try { return localStorage.getItem(KEY) || ''; } catch (error) { return ''; } }
  function apply(name) {
    if (name) document.documentElement.setAttribute('data-theme', name);
    else document.documentElement.removeAttribute('data-theme');
    press(document, name);
    // the judge's screens are copies of templates
    var templates = document.querySelectorAll('template');
    for (var i = 0; i < templates.length; i++) press(templates[i].content, name);
  }
  function press(root, name) {
    var buttons = root.querySelectorAll('[data-set-theme]');
    for (var i = 0; i < buttons.length; i++) {
      buttons[i].setAttribute('aria-pressed', String(buttons[i].getAttribute('data-set-theme') === name));
    }
  }
  apply(stored());
  // once the page is read, and before its modules run
  document.addEventListener('readystatechange', function () { apply(stored()); });
  document.addEventListener('click', function (event) {
    var button = event.target.closest ? event.target.closest('[data-set-theme]') : null;
    if (!button) return;
    var name = button.getAttribute('data-set-theme');
    var now = document.documentElement.getAttribute('data-theme') || '';
    if (now !== name) before = now;
    else if (button.hasAttribute('data-toggle')) name = before;
    try { localStorage.setItem(KEY, name); } catch (error) { /* the choice then lasts for this page only */ }
    apply(name);
  });
}());
