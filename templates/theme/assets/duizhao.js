/* Pages are whole without this script. It keeps the statement when the language changes, and remembers the choice. */
(function () {
  "use strict";
  var KEY = "duizhao-language";

  function remember(code) {
    try { localStorage.setItem(KEY, code); } catch (error) { /* storage is off: nothing is remembered */ }
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-dz-language]");
    if (!link) return;
    remember(link.getAttribute("data-dz-language"));
    if (location.hash) link.hash = location.hash;
  });

  /* The target of a permalink may lie under the header when the page opens from another language. */
  function mark() {
    var old = document.querySelector(".dz-statement--target");
    if (old) old.classList.remove("dz-statement--target");
    if (location.hash.length < 2) return;
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.classList.contains("dz-statement")) target.classList.add("dz-statement--target");
  }
  window.addEventListener("hashchange", mark);
  mark();
})();
