// What the theme would have in every page, in a file: pages run no script of their own (their policy allows none).
// It runs before the theme’s own script and before anything is shown.
(function () {
  "use strict";
  var own = document.currentScript.dataset, root = document.documentElement;

  // Where the site of a language begins, and what readers chose there: the theme asks for these by these names.
  window.__md_scope = new URL(own.base, location);
  if (!window.__md_scope.pathname.endsWith("/")) window.__md_scope = new URL(window.__md_scope.pathname + "/", location);
  window.__md_hash = function (text) {
    return Array.from(text).reduce(function (sum, char) { return (sum << 5) - sum + char.charCodeAt(0); }, 0);
  };
  window.__md_get = function (key, storage, scope) {
    return JSON.parse((storage || localStorage).getItem((scope || window.__md_scope).pathname + "." + key));
  };
  window.__md_set = function (key, value, storage, scope) {
    try {
      (storage || localStorage).setItem((scope || window.__md_scope).pathname + "." + key, JSON.stringify(value));
    } catch (error) { /* storage is off or full */ }
  };

  // The colours that were chosen before, as soon as there is something to colour.
  function colour() {
    var chosen = null;
    try { chosen = window.__md_get("__palette"); } catch (error) { /* storage is off */ }
    Object.entries((chosen && chosen.color) || {}).forEach(function (pair) {
      document.body.setAttribute("data-md-color-" + pair[0], pair[1]);
    });
  }
  new MutationObserver(function (changes, watcher) {
    if (document.body) { watcher.disconnect(); colour(); }
  }).observe(root, { childList: true });

  // The theme asks for the search index of the whole site on every page; it waits until the reader turns to search.
  var request = XMLHttpRequest.prototype, open = request.open, send = request.send, waiting = [];
  var isOn = /[?&]q=/.test(location.search), index = new RegExp(own.index + "\\.json$");
  request.open = function (method, address) {
    this.dzWaits = !isOn && index.test(address);
    return open.apply(this, arguments);
  };
  request.send = function () {
    var self = this, given = arguments;
    if (this.dzWaits && !isOn) waiting.push(function () { send.apply(self, given); });
    else send.apply(self, given);
  };
  function start(event) {
    if (isOn || !event.target.closest || !event.target.closest(".md-search,[for=__search],#__search")) return;
    isOn = true;
    waiting.forEach(function (each) { each(); });
  }
  ["focusin", "pointerdown", "change", "click"].forEach(function (name) { document.addEventListener(name, start); });

  // Who types a reference, or its end, gets that statement first: the theme’s own search ranks by single words. This
  // listens to its worker before the theme does, which then sees the results (messages of the type 3) in this order.
  var worker = window.Worker && Worker.prototype, listen = worker && worker.addEventListener;
  if (!listen || own.index !== "search_index") return;
  function fold(text) {
    return text.replace(/<[^>]*>|&\w+;/g, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
  }
  function byScore(one, other) { return other.score - one.score; }
  function order(event) {
    var input = document.querySelector("[data-md-component=search-query]"), asked = input ? fold(input.value) : "";
    if (event.data.type !== 3 || !/[^0-9][0-9]+$/.test(asked)) return;
    event.data.data.items.forEach(function (page) {
      page.forEach(function (result) {
        var title = result.location.indexOf("#") > 0 ? fold(result.title) : "";
        if (title.endsWith(asked)) result.score += title === asked ? 2e9 : 1e9;
      });
      page.sort(byScore);
    });
    event.data.data.items.sort(function (one, other) { return byScore(one[0], other[0]); });
  }
  worker.addEventListener = function (name) {
    if (name === "message" && !this.dzOrders) {
      this.dzOrders = true;
      listen.call(this, name, order);
    }
    return listen.apply(this, arguments);
  };
})();
