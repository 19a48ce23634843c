// What the theme would have in every page, in a file: pages run no script of their own (their policy allows none).
// It runs before the theme’s own script and before anything is shown.
(function () {
  "use strict";
  var own = document.currentScript.dataset, root = document.documentElement;

  // The theme asks every alternate for a sitemap, feeds and Markdown too; programs that look for these do not see this space.
  document.querySelectorAll("link[rel=alternate]").forEach(function (link) { link.rel = "alternate "; });

  // Where the site of a language begins, and what readers chose there: the theme asks for these by these names.
  window.__md_scope = new URL(own.base, location);
  if (!window.__md_scope.pathname.endsWith("/")) window.__md_scope = new URL(window.__md_scope.pathname + "/", location);
  // A server that has chosen the language by what the browser asks for says so; the language chosen here counts more.
  if (location.hash === "#_asked") {
    history.replaceState(history.state, "", location.pathname + location.search);
    var chosen = null;
    try { chosen = localStorage.getItem("duizhao-language"); } catch (error) { /* storage is off */ }
    var other = chosen && new URL("../" + encodeURIComponent(chosen) + "/", window.__md_scope);
    if (other && other.href !== window.__md_scope.href && document.querySelector("link[hreflang][href$='/" + CSS.escape(chosen) + "/']")) {
      location.replace(other);
    }
  }
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
})();
