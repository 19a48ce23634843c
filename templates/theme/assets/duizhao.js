/* Pages are whole without this script. It keeps the statement when the language changes, remembers the choice, and
   shows what a term means. */
(function () {
  "use strict";
  var KEY = "duizhao-language";
  var PLACES = ".dz-statement[id], .dz-time-item[id], .dz-glossary dt[id], .md-content :is(h2, h3)[id]";

  function remember(code) {
    try { localStorage.setItem(KEY, code); } catch (error) { /* storage is off: nothing is remembered */ }
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-dz-language]");
    if (!link) return;
    remember(link.getAttribute("data-dz-language"));
    link.hash = target() && isSeen(target()) ? location.hash : atTop();
  });

  /* The list of languages folds again when one turns to something else. */
  var tongues = document.querySelector(".dz-tongues");
  if (tongues) {
    document.addEventListener("click", function (event) { if (!tongues.contains(event.target)) tongues.open = false; });
    tongues.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !tongues.contains(event.relatedTarget)) tongues.open = false;
    });
    tongues.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !tongues.open) return;
      tongues.open = false;
      tongues.querySelector("summary").focus();
    });
  }

  /* What begins first below the header, or else fills the screen, by its id, which is the same in every language. */
  function atTop() {
    if (window.scrollY < 80) return "";
    var above = "", all = document.querySelectorAll(PLACES);
    for (var no = 0; no < all.length; no++) {
      var top = all[no].getBoundingClientRect().top;
      if (top > window.innerHeight / 2) break;
      above = "#" + all[no].id;
      if (top > headerEnd() - 4) break;
    }
    return above;
  }

  function headerEnd() {
    var header = document.querySelector(".md-header");
    return header ? header.getBoundingClientRect().bottom : 0;
  }

  function isSeen(element) {
    var box = element.getBoundingClientRect();
    return box.bottom > headerEnd() && box.top < window.innerHeight;
  }

  function target() { return document.getElementById(fragment()); }

  /* An address may end in anything: #50% is no escape, and means itself. */
  function fragment() {
    var text = location.hash.slice(1);
    try { return decodeURIComponent(text); } catch (error) { return text; }
  }

  /* The target of a permalink may lie under the header when the page opens from another language. */
  function mark() {
    var old = document.querySelector(".dz-statement--target");
    if (old) old.classList.remove("dz-statement--target");
    var found = target();
    if (found && found.classList.contains("dz-statement")) found.classList.add("dz-statement--target");
  }
  window.addEventListener("hashchange", mark);
  mark();

  /* Of what falls due next, what is past by now is left out, and what follows takes its place. */
  var today = new Date().toISOString().slice(0, 10);
  document.querySelectorAll(".dz-ahead").forEach(function (list) {
    var shown = 0, most = Number(list.getAttribute("data-dz-most"));
    list.querySelectorAll("[data-dz-until]").forEach(function (item) {
      item.hidden = item.getAttribute("data-dz-until") < today || ++shown > most;
    });
  });

  /* The key / leads to the search: to its field, or where none is shown to its page. */
  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
    var ways = Array.prototype.slice.call(document.querySelectorAll(".dz-ask input, .dz-search input, .dz-search-link"));
    var way = ways.find(function (each) { return each.offsetParent; });
    if (!way) return;
    event.preventDefault();
    if (way.href) way.click(); else { way.focus(); way.select(); }
  });

  /* Terms: shown on hover, focus and first tap; Escape or a tap elsewhere hides; the pointer may rest on the tip. */
  var tip = null, term = null, timer = 0, touched = false;

  function show(link) {
    clearTimeout(timer);
    if (term === link) return;
    hide();
    if (!tip) {
      tip = document.createElement("div");
      tip.id = "dz-tip";
      tip.className = "dz-tip";
      tip.setAttribute("role", "tooltip");
      tip.addEventListener("pointerenter", function () { clearTimeout(timer); });
      tip.addEventListener("pointerleave", hideSoon);
      document.body.appendChild(tip);
    }
    term = link;
    tip.textContent = link.getAttribute("data-dz-term");
    tip.hidden = false;
    link.setAttribute("aria-describedby", tip.id);
    var box = link.getClientRects()[0], width = tip.offsetWidth;
    var left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8));
    var below = box.bottom + tip.offsetHeight + 8 < window.innerHeight;
    tip.style.left = left + window.scrollX + "px";
    tip.style.top = (below ? box.bottom + 4 : box.top - tip.offsetHeight - 4) + window.scrollY + "px";
  }

  function hide() {
    clearTimeout(timer);
    if (term) term.removeAttribute("aria-describedby");
    if (tip) tip.hidden = true;
    term = null;
  }

  function hideSoon() { clearTimeout(timer); timer = setTimeout(hide, 200); }

  function termOf(event) { return event.target.closest && event.target.closest("a[data-dz-term]"); }

  document.addEventListener("pointerdown", function (event) { touched = event.pointerType === "touch"; });
  document.addEventListener("pointerover", function (event) {
    var link = termOf(event);
    if (link && event.pointerType !== "touch") show(link);
  });
  /* A finger leaves whenever it is lifted, before its click: what it opened stays. */
  document.addEventListener("pointerout", function (event) {
    if (termOf(event) && event.pointerType !== "touch") hideSoon();
  });
  document.addEventListener("focusin", function (event) {
    var link = termOf(event);
    if (link && !touched) show(link); else if (!link) hide();
  });
  document.addEventListener("focusout", function (event) { if (termOf(event)) hideSoon(); });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") hide(); });
  document.addEventListener("click", function (event) {
    var link = termOf(event);
    if (!link) { hide(); return; }
    if (touched && term !== link) { event.preventDefault(); show(link); }
  });

  /* The drawer of narrow screens, for the keyboard as well. */
  var drawer = document.getElementById("__drawer"), menu = document.querySelector(".dz-menu");
  if (drawer && menu) {
    var sidebar = document.querySelector(".md-sidebar--primary");
    menu.addEventListener("click", function () {
      drawer.click();
      if (drawer.checked && sidebar) setTimeout(function () {
        var links = Array.prototype.slice.call(sidebar.querySelectorAll("a[href]:not(.md-logo), label[tabindex]"));
        var first = links.find(function (link) { return link.offsetParent; });
        if (first) first.focus();
      }, 300);
    });
    drawer.addEventListener("change", function () { menu.setAttribute("aria-expanded", String(drawer.checked)); });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && drawer.checked) { drawer.click(); menu.focus(); }
    });
  }

  /* The theme puts tables of prose into boxes of their own, which the keyboard must reach where they scroll. */
  function reachTables() {
    document.querySelectorAll(".md-typeset__scrollwrap").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    });
  }
  window.addEventListener("load", reachTables);
  window.addEventListener("resize", reachTables);
})();
