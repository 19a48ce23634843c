/* Statements: the counterpart in another language beside each, and links and citations to take away. What is shown
   comes from the same page in the other language and from the citation files of the brief, when it is asked for. */
(function () {
  "use strict";
  var KEY = "duizhao-aligned";
  var list = document.querySelectorAll(".dz-statement"), events = document.querySelectorAll(".dz-time-item");
  var rows = document.querySelectorAll(".dz-data tbody tr:not(.dz-group)");  // in the order of the page, before they are sorted
  if (!list.length && !events.length && !rows.length) return;
  var said = document.getElementById("dz-words");
  var words = said ? said.dataset : {};
  var status = document.createElement("p");
  status.className = "dz-hidden";
  status.setAttribute("role", "status");
  document.body.appendChild(status);

  function say(text) { status.textContent = ""; setTimeout(function () { status.textContent = text || ""; }, 50); }

  var files = {};
  function load(url) {
    if (!files[url]) {
      files[url] = fetch(url, { credentials: "same-origin" }).then(function (answer) {
        if (!answer.ok) throw new Error(answer.status);
        return answer.text();
      });
      files[url].catch(function () { delete files[url]; });
    }
    return files[url];
  }

  /* A statement is known by its permalink below the language: the same in every language. */
  function permalink(item) {
    var link = item.querySelector(".dz-permalink");
    return link ? link.getAttribute("href") : "";
  }

  /* A permalink opens the page under the words of its statement: so it is called in tabs, bookmarks, and where it is shared. */
  var title = document.title;
  function entitle() {
    var id = "";
    try { id = decodeURIComponent(location.hash.slice(1)).replace(/\.cite$/, ""); } catch (error) { /* no anchor */ }
    var item = id && document.getElementById(id);
    var text = item && item.matches(".dz-statement") && item.querySelector(".dz-text");
    var said = text ? text.textContent.trim().replace(/\s+/g, " ") : "";
    document.title = said ? (said.length > 60 ? said.slice(0, 59) + "…" : said) + " · " + title : title;
  }
  window.addEventListener("hashchange", entitle);
  entitle();

  /* Aligned reading */

  var toggles = Array.prototype.slice.call(document.querySelectorAll("a[data-dz-align]"));

  function stored() { try { return localStorage.getItem(KEY) || ""; } catch (error) { return ""; } }
  function store(code) { try { localStorage.setItem(KEY, code); } catch (error) { /* nothing is remembered */ } }

  function clear() {
    document.documentElement.classList.remove("dz-aligned");
    document.querySelectorAll(".dz-other").forEach(function (node) { node.remove(); });
    toggles.forEach(function (toggle) { toggle.setAttribute("aria-pressed", "false"); });
  }

  function copyOf(node, url) {
    var copy = document.importNode(node, true);
    if (copy.nodeType !== Node.ELEMENT_NODE) return copy;
    copy.removeAttribute("id");
    copy.querySelectorAll("[id]").forEach(function (child) { child.removeAttribute("id"); });
    copy.querySelectorAll("a[href]").forEach(function (link) { link.href = new URL(link.getAttribute("href"), url).href; });
    return copy;
  }

  /* A mark of a footnote comes only with its note: the notes stand under the copy, numbered anew, with ids of its own. */
  var copies = 0;
  function bringNotes(box, page, url) {
    var list = document.createElement("ol"), numbers = {}, name = "fn-other-" + ++copies;
    list.className = "dz-footnote-list";
    box.querySelectorAll(".dz-fn-mark a").forEach(function (mark) {
      var id = decodeURIComponent(mark.hash.slice(1)), note = page.getElementById(id);
      if (!note) { mark.parentNode.remove(); return; }
      if (!numbers[id]) {
        var copy = copyOf(note, url);
        copy.querySelectorAll(".dz-fn-back, .dz-fn-mark").forEach(function (link) { link.remove(); });
        list.appendChild(copy);
        numbers[id] = list.children.length;
        copy.id = name + "-" + numbers[id];
      }
      mark.textContent = numbers[id];
      mark.href = "#" + name + "-" + numbers[id];
    });
    if (list.children.length) box.appendChild(list);
  }

  function counterpart(tag, language, direction) {
    var box = document.createElement(tag);
    box.className = "dz-other";
    box.lang = language;
    box.dir = direction;
    return box;
  }

  /* Of events and figures the words beside them: of the same event, and of the same row of the same tables. */
  function fillLine(own, other, language, direction) {
    if (!other || other.textContent === own.textContent) return;
    var box = counterpart("span", language, direction), missing = other.querySelector("[lang]:not(.dz-words)");
    box.textContent = missing ? words.notTranslated || "—" : other.textContent;
    if (missing) { box.lang = document.documentElement.lang; box.dir = document.body.dir; }
    own.appendChild(box);
  }

  function fillLines(page, language, direction) {
    events.forEach(function (item) {
      var hash = item.querySelector(".dz-permalink").hash, other = null;
      page.querySelectorAll(".dz-time-item").forEach(function (one) { if (one.querySelector(".dz-permalink").hash === hash) other = one; });
      if (other) fillLine(item.querySelector(".dz-time-label"), other.querySelector(".dz-time-label"), language, direction);
    });
    var theirs = page.querySelectorAll(".dz-data tbody tr:not(.dz-group)");
    if (theirs.length === rows.length) rows.forEach(function (row, no) {
      for (var cell = 0; cell < row.cells.length - 1; cell++) fillLine(row.cells[cell], theirs[no].cells[cell], language, direction);
    });
  }

  function fill(page, url) {
    var language = page.documentElement.lang, direction = page.body.dir || "ltr", theirs = {};
    fillLines(page, language, direction);
    page.querySelectorAll(".dz-statement").forEach(function (item) { theirs[permalink(item)] = item; });
    list.forEach(function (item) {
      var other = theirs[permalink(item)], text = item.querySelector(".dz-text");
      var box = counterpart("div", language, direction);
      var found = other && other.querySelector(".dz-text");
      if (!found || found.lang) {  // a text that bears a language is shown for want of a translation
        box.lang = document.documentElement.lang;
        box.dir = document.body.dir;
        box.textContent = words.notTranslated || "—";
      } else {
        other.querySelectorAll(".dz-text, .dz-note, .dz-stale, .dz-unreviewed").forEach(function (part) {
          box.appendChild(copyOf(part, url));
        });
        bringNotes(box, page, url);
      }
      text.after(box);
    });
    var intro = document.querySelector(".dz-intro"), theirIntro = page.querySelector(".dz-intro:not([lang])");
    if (intro && theirIntro) {
      var besideIntro = counterpart("div", language, direction);
      theirIntro.childNodes.forEach(function (node) { besideIntro.appendChild(copyOf(node, url)); });
      bringNotes(besideIntro, page, url);
      intro.appendChild(besideIntro);
    }
    document.querySelectorAll(".md-content h1, .md-content h2[id]").forEach(function (heading) {
      var isTitle = heading.tagName === "H1";  // the theme names it after its words
      var other = isTitle ? page.querySelector(".md-content h1") : page.getElementById(heading.id);
      if (!other || other.textContent === heading.textContent) return;
      var box = counterpart("span", language, direction);
      box.textContent = other.textContent;
      heading.appendChild(box);
    });
    document.documentElement.classList.add("dz-aligned");
  }

  function align(toggle, quiet) {
    return load(toggle.href).then(function (text) {
      clear();
      fill(new DOMParser().parseFromString(text, "text/html"), toggle.href);
      toggle.setAttribute("aria-pressed", "true");
      if (!quiet) say(toggle.textContent + ": " + (list.length + events.length + rows.length));
    });
  }

  toggles.forEach(function (toggle) {
    toggle.setAttribute("role", "button");
    toggle.setAttribute("aria-pressed", "false");
    function press(event) {
      event.preventDefault();
      if (toggle.getAttribute("aria-pressed") === "true") { store(""); clear(); return; }
      store(toggle.getAttribute("data-dz-align"));
      align(toggle).catch(function () { location.href = toggle.href; });
    }
    toggle.addEventListener("click", function (event) {
      if (!(event.ctrlKey || event.metaKey || event.shiftKey)) press(event);
    });
    toggle.addEventListener("keydown", function (event) { if (event.key === " ") press(event); });
  });

  /* Whoever reads aligned and changes the language goes on reading aligned, now with the language they came from. */
  var wanted = stored();
  if (wanted && toggles.length) {
    align(toggles.find(function (toggle) { return toggle.dataset.dzAlign === wanted; }) || toggles[0], true).catch(clear);
  }

  /* Notes: one switch folds and opens all of a page, and is remembered; without script each opens by itself. */

  var NOTES = "duizhao-notes", folding = ".dz-note > details", areOpen = false;
  if (document.querySelector(folding)) {
    var row = document.querySelector(".dz-align"), button = document.createElement("button");
    if (!row) {
      row = document.createElement("p");
      row.className = "dz-notes-switch";
      var title = document.querySelector("article h1");  // where pages with other languages beside have their row
      if (title) title.after(row);
      else list[0].closest("ol, ul").before(row);
    }
    button.type = "button";
    row.appendChild(button);
    button.addEventListener("click", function () {
      areOpen = !areOpen;
      try { localStorage.setItem(NOTES, areOpen ? "open" : ""); } catch (error) { /* nothing is remembered */ }
      openNotes();
    });
    try { areOpen = localStorage.getItem(NOTES) === "open"; } catch (error) { /* they stay folded */ }
    openNotes();
    document.addEventListener("dz-added", openNotes);
  }

  function openNotes() {
    document.querySelectorAll(folding).forEach(function (part) { part.open = areOpen; });
    button.textContent = areOpen ? words.foldNotes : words.openNotes;
    button.setAttribute("aria-expanded", String(areOpen));
  }

  /* Tools: on pages of several briefs they are made from a template when a statement is reached. */

  var template = document.getElementById("dz-tools");

  function equip(item) {
    if (!template || item.querySelector(".dz-tools")) return;
    var tools = document.importNode(template.content, true).firstElementChild;
    var link = item.querySelector(".dz-permalink"), plain = item.querySelector("a.dz-cite");  // an event has a plain link
    var name = plain ? plain.querySelector(".dz-hidden").textContent.trim() : link.textContent;
    tools.querySelector("summary .dz-hidden").textContent = " " + name;
    tools.querySelector(".dz-reference").textContent = name;
    var brief = link.href.replace(/(index\.html)?([?#].*)?$/, ""), hash = link.hash;
    tools.querySelectorAll("a").forEach(function (a) {
      var data = a.dataset;
      if ("dzCite" in data) a.href = brief + "cite." + data.dzCite;
      else if ("dzOther" in data) {
        var root = new URL(rootOf(), location.href);
        a.href = new URL("../" + data.dzOther + "/" + brief.slice(root.href.length), root).href + hash;
      } else a.href = link.href;
    });
    if (plain) {
      tools.querySelector("[data-dz-source]").parentNode.remove();
      plain.replaceWith(tools);
    } else link.parentNode.appendChild(tools);
  }

  /* The folder of the language, from the theme's own configuration. */
  function rootOf() {
    var config = document.getElementById("__config");
    return (config ? JSON.parse(config.textContent).base : ".") + "/";
  }

  if (template) {
    if ("IntersectionObserver" in window) {
      var watch = new IntersectionObserver(function (entries) {
        entries.forEach(function (entry) {
          if (entry.isIntersecting) { equip(entry.target); watch.unobserve(entry.target); }
        });
      }, { rootMargin: "50% 0px" });
      list.forEach(function (item) { watch.observe(item); });
      events.forEach(function (item) { watch.observe(item); });
    } else { list.forEach(equip); events.forEach(equip); }
    document.addEventListener("dz-added", function () {  // another part of a list
      list = document.querySelectorAll(".dz-statement");
      list.forEach(equip);
    });
  }

  function copyText(text) {
    var done = navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject(new Error("no clipboard"));
    return done.catch(function () {
      var area = document.createElement("textarea");
      area.value = text;
      area.className = "dz-hidden";
      document.body.appendChild(area);
      area.select();
      var copied = document.execCommand("copy");
      area.remove();
      if (!copied) throw new Error("not copied");
    }).then(function () { say(words.copied); return true; }, function () { return false; });
  }

  /* On paper a link is lost, so the whole address stands there; and nothing is folded. */
  var folded = [];
  window.addEventListener("afterprint", function () { folded.forEach(function (part) { part.open = false; }); });
  window.addEventListener("beforeprint", function () {
    folded = Array.prototype.slice.call(document.querySelectorAll(folding + ":not([open])"));
    folded.forEach(function (part) { part.open = true; });
    var root = document.querySelector('link[rel="canonical"]'), here = root ? root.href : location.href;
    list.forEach(function (item) {
      var address = new URL(permalink(item), here).href, meta = item.querySelector("ol > li > .dz-meta");
      item.setAttribute("data-dz-address", address);
      if (meta) meta.setAttribute("data-dz-address", address);
    });
  });

  /* One block of a citation file: the nth, because blocks stand in the order of the statements. The day of access is
     today, which the files cannot know. */
  function block(text, format, number) {
    var now = new Date(), day = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
    if (format === "json") {
      var item = JSON.parse(text)[number - 1];
      item.accessed = { "date-parts": [day] };
      return JSON.stringify([item], null, 1);
    }
    var own = text.trim().split(/\r?\n\r?\n/)[number - 1], iso = day.map(function (n) { return (n < 10 ? "0" : "") + n; });
    if (format === "bib") return own.replace(/\n}$/, "\n  urldate = {" + iso.join("-") + "},\n}");
    if (format === "ris") return own.replace(/\r\nER  -\s*$/, "\r\nY2  - " + iso.join("/") + "/\r\nER  - \r\n");
    return own.replace(/YYYY-MM-DD/g, iso.join("-"));
  }

  function numberOf(item, text) {
    if (item.value) return item.value;
    var hash = item.querySelector(".dz-permalink").hash;
    return JSON.parse(text).findIndex(function (entry) { return entry.URL.endsWith(hash); }) + 1;
  }

  function cite(link) {
    var item = link.closest(".dz-statement, .dz-time-item"), format = link.dataset.dzCite;
    var index = item.value ? Promise.resolve("") : load(link.href.replace(/[^.]*$/, "json"));
    Promise.all([index, load(link.href)]).then(function (texts) {
      show(link, block(texts[1], format, numberOf(item, texts[0])));
    }).catch(function () { location.href = link.href; });
  }

  function show(link, text) {
    var tools = link.closest(".dz-tools"), box = tools.querySelector(".dz-citation");
    if (!box) {
      box = document.createElement("div");
      box.className = "dz-citation";
      var pre = document.createElement("pre"), button = document.createElement("button");
      pre.tabIndex = 0;
      button.type = "button";
      button.textContent = words.copy || "Copy";
      button.addEventListener("click", function () {
        copyText(pre.textContent).then(function (copied) { if (copied) button.textContent = words.copied; });
      });
      box.append(pre, button);
      tools.appendChild(box);
    }
    box.querySelector("pre").textContent = text;
    box.querySelector("pre").setAttribute("aria-label", link.textContent);
    box.querySelector("button").textContent = words.copy || "Copy";
    tools.querySelectorAll("[data-dz-cite]").forEach(function (other) {
      if (other === link) other.setAttribute("aria-current", "true"); else other.removeAttribute("aria-current");
    });
    say(text);
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("[data-dz-copy], a[data-dz-cite]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.dataset.dzCite) { cite(link); return; }
    copyText(link.href).then(function (copied) {
      if (!copied) { location.href = link.href; return; }
      if (!link.dataset.dzText) link.dataset.dzText = link.textContent;
      link.textContent = words.copied;
      setTimeout(function () { link.textContent = link.dataset.dzText; }, 2000);
    });
  });

  document.addEventListener("keydown", function (event) {
    var open = event.key === "Escape" && event.target.closest && event.target.closest(".dz-tools[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });
})();
