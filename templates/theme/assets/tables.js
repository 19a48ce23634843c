/* Pages are whole without this script. It sorts and filters the table of figures, gives charts as pictures, filters lists
   of statements, sets reports side by side, says how large files are, and marks today on the line of time: the build
   never asks the clock. */
(function () {
  "use strict";
  var all = function (query, root) { return Array.prototype.slice.call((root || document).querySelectorAll(query)); };
  var order = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  var fill = function (text, values) { return text.replace(/\{(\w+)\}/g, function (_, key) { return values[key]; }); };

  /* Sorting: each heading becomes a button; a third press brings the groups back. Values stand by unit first. */
  function sortable(table) {
    var groups = all("tbody", table).map(function (body) { return { body: body, rows: all("tr", body) }; });
    var rows = all("tbody tr:not(.dz-group)", table);
    function compare(index) {
      return function (one, other) {
        var a = one.cells[index], b = other.cells[index];
        if (a.dataset.sort === undefined) return order(a.textContent, b.textContent);
        if (!a.dataset.sort || !b.dataset.sort) return !a.dataset.sort - !b.dataset.sort;
        return order(a.dataset.unit || "", b.dataset.unit || "") ||
          (a.dataset.unit ? a.dataset.sort - b.dataset.sort : order(a.dataset.sort, b.dataset.sort));
      };
    }
    all("thead th", table).forEach(function (head, index, heads) {
      var button = document.createElement("button");
      button.type = "button";
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener("click", function () {
        var next = { ascending: "descending", descending: "" }[head.getAttribute("aria-sort")];
        if (next === undefined) next = "ascending";
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        table.classList.toggle("dz-data--flat", !!next);
        groups.forEach(function (group) { group.rows.forEach(function (row) { group.body.appendChild(row); }); });
        all(".dz-group", table).forEach(function (row) { row.hidden = !!next; });
        if (next) {
          head.setAttribute("aria-sort", next);
          var sorted = rows.slice().sort(compare(index));
          (next === "ascending" ? sorted : sorted.reverse()).forEach(function (row) { groups[0].body.appendChild(row); });
        }
        table.dispatchEvent(new Event("dz-sorted"));
      });
    });
  }

  function filterable(form) {
    var table = document.getElementById(form.dataset.dzFilter), status = form.querySelector("[role=status]");
    var rows = all("tbody tr:not(.dz-group)", table);
    var plain = function (text) { return text.normalize("NFKC").toLowerCase(); };
    function apply() {
      var shown = 0, words = plain(form.elements.q.value).split(/\s+/).filter(Boolean);
      rows.forEach(function (row) {
        var text = plain(row.textContent);
        row.hidden = !["sector", "place", "report"].every(function (name) {
          return !form.elements[name].value || form.elements[name].value === row.dataset[name];
        }) || !words.every(function (word) { return text.indexOf(word) >= 0; });
        shown += !row.hidden;
      });
      all(".dz-group", table).forEach(function (head) {
        head.hidden = table.classList.contains("dz-data--flat") || !all("tr:not(.dz-group):not([hidden])", head.parentNode).length;
      });
      status.textContent = fill(status.dataset.text, { shown: shown, all: rows.length });
    }
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("reset", function () { setTimeout(apply); });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    table.addEventListener("dz-sorted", apply);
    apply();
  }

  var pages = {};
  function page(href) {
    pages[href] = pages[href] || fetch(href, { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status);
      return answer.text();
    }).then(function (text) {
      var found = new DOMParser().parseFromString(text, "text/html");
      all(".dz-list a[href], .dz-terms a[href], [data-dz-parts] a", found).forEach(function (link) { link.href = new URL(link.getAttribute("href"), href).href; });
      return found;
    });
    pages[href].catch(function () { delete pages[href]; });
    return pages[href];
  }
  /* The other parts of a list, each once. */
  function partsOf(root) {
    var found = all("[data-dz-parts] [data-part]", root).map(function (link) { return link.href; });
    return found.filter(function (href, no) { return found.indexOf(href) === no; });
  }

  /* Side by side: what two or three reports or actors say on one sector, from its lists, chosen by the address. */
  function sideBySide(form) {
    var result = document.querySelector("[data-dz-side-result]"), status = form.querySelector("[role=status]"), turn = 0;
    var boxes = all("input", form);
    function whole(href) {
      return page(href).then(function (first) {
        return Promise.all(partsOf(first).map(page)).then(function (others) { return [first].concat(others); });
      });
    }
    function column(box, lists) {
      var key = box.value.split(":"), section = document.createElement("section"), head = section.appendChild(document.createElement("h3"));
      section.className = "dz-column";
      head.textContent = box.parentNode.textContent.trim();
      lists.forEach(function (list) {
        var seen = {}, items = [];
        list.pages.forEach(function (found) {
          all(key[0] === "report" ? ".dz-of-report[data-report='" + key[1] + "']" : ".dz-group-of[data-group='" + key[1] + "'] .dz-of-report", found).forEach(function (report) {
            all(".dz-statements > li", report).forEach(function (item) {
              var href = item.querySelector(".dz-permalink").href;
              if (!seen[href]) { seen[href] = true; items.push(document.importNode(item, true)); }
            });
          });
        });
        var kind = section.appendChild(document.createElement("h4"));
        kind.textContent = list.name + " " + items.length;
        if (!items.length) { section.appendChild(document.createElement("p")).textContent = form.dataset.nothing; return; }
        var lines = section.appendChild(document.createElement("ul"));
        lines.className = "dz-statements";
        items.forEach(function (item) { lines.appendChild(item); });
      });
      return section;
    }
    function show() {
      var chosen = boxes.filter(function (box) { return box.checked; }), mine = ++turn, option = form.elements.sector.selectedOptions[0];
      boxes.forEach(function (box) { box.disabled = chosen.length > 2 && !box.checked; });
      status.textContent = chosen.length > 2 ? form.dataset.most : "";
      if (!chosen.length) { result.replaceChildren(); return; }
      Promise.all(option.dataset.lists.split(";").map(function (list) {
        var parts = list.split("|");
        return whole(new URL(parts[0], location.href.replace(/[?#].*/, "")).href).then(function (found) { return { name: parts[1], pages: found }; });
      })).then(function (lists) {
        if (mine !== turn) return;
        result.replaceChildren.apply(result, chosen.map(function (box) { return column(box, lists); }));
        document.dispatchEvent(new Event("dz-added"));
      }, function () { location.href = "../sectors/" + option.value + "/"; });
    }
    var query = new URLSearchParams(location.search);
    if (query.get("sector")) form.elements.sector.value = query.get("sector");
    boxes.forEach(function (box) { box.checked = query.getAll("with").indexOf(box.value) >= 0; });
    form.hidden = false;
    all("[data-dz-side-without]").forEach(function (other) { other.hidden = true; });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", function () {
      history.replaceState(null, "", location.pathname + "?" + new URLSearchParams(new FormData(form)) + "#side-by-side");
      show();
    });
    show();
  }

  /* Choices filter by the address, so that a choice can be sent to others: one of each key. Without script they lead to
     what they choose. `apply` hides and shows, and says how much of how much. */
  function choosing(nav, keys, apply) {
    var links = all("ul a", nav), foot = nav.querySelector(".dz-choices-foot");
    var status = foot.appendChild(document.createElement("span")), reset = foot.appendChild(document.createElement("button"));
    status.setAttribute("role", "status");
    reset.textContent = nav.dataset.reset;
    reset.type = "button";
    function chosen() {
      var query = new URLSearchParams(location.search), choice = {};
      keys.forEach(function (key) { choice[key] = query.get(key) || ""; });
      return choice;
    }
    function keyOf(link) { return keys.filter(function (key) { return key in link.dataset; })[0]; }
    function choose(choice) {
      var query = new URLSearchParams(location.search);
      keys.forEach(function (key) { choice[key] ? query.set(key, choice[key]) : query.delete(key); });
      history.replaceState(null, "", location.pathname + (query.toString() ? "?" + query : ""));
      show();
    }
    function show() {
      var choice = chosen(), any = keys.some(function (key) { return choice[key]; }), counts = apply(choice, any);
      links.forEach(function (link) { link.setAttribute("aria-pressed", choice[keyOf(link)] === link.dataset[keyOf(link)]); });
      reset.hidden = !any;
      status.textContent = any ? fill(nav.dataset.text, counts) : "";
    }
    links.forEach(function (link) {
      link.setAttribute("role", "button");
      link.addEventListener("keydown", function (event) { if (event.key === " ") { event.preventDefault(); link.click(); } });
      link.addEventListener("click", function (event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        var choice = chosen(), key = keyOf(link);
        choice[key] = choice[key] === link.dataset[key] ? "" : link.dataset[key];
        choose(choice);
      });
    });
    reset.addEventListener("click", function () { choose({}); });
    return { show: show, choose: choose, links: links };
  }

  /* Lists of statements: what stands on other parts of the list is fetched when somebody chooses. */
  function listing(nav) {
    var list = document.querySelector(".dz-list"), parts = partsOf(document), loading = null;
    function bring(found) {
      all(".dz-group-of", found).forEach(function (group) {
        var copy = document.importNode(group, true), own = all(".dz-group-of", list).filter(function (other) { return other.dataset.group === group.dataset.group; })[0];
        if (!own) { list.appendChild(copy); return; }
        all(".dz-of-report", copy).forEach(function (report) {
          var same = all(".dz-of-report", own).filter(function (other) { return other.dataset.report === report.dataset.report; })[0];
          if (!same) own.appendChild(report);
          else all(".dz-statements > li", report).forEach(function (item) { same.querySelector(".dz-statements").appendChild(item); });
        });
      });
    }
    var choices = choosing(nav, ["report", "group", "kind"], function (choice, any) {
      if (any && parts.length && !loading) {
        loading = Promise.all(parts.map(page)).then(function (found) {
          found.forEach(bring);
          parts = [];
          all("[data-dz-parts]").forEach(function (other) { other.hidden = true; });
          document.dispatchEvent(new Event("dz-added"));
          choices.show();
        }, function () { loading = null; });
      }
      var seen = {};
      all(".dz-group-of", list).forEach(function (group) {
        var is = !choice.group || group.dataset.group === choice.group, left = 0;
        all(".dz-of-report", group).forEach(function (report) {
          var some = 0, other = !!choice.report && report.dataset.report !== choice.report;
          all(".dz-statements > li", report).forEach(function (item) {
            item.hidden = !!choice.kind && item.dataset.kind !== choice.kind;
            if (item.hidden || other) return;
            some++;
            if (is) seen[item.querySelector(".dz-permalink").href] = true;
          });
          report.hidden = !some;
          left += some;
        });
        group.hidden = !is || !left;
      });
      return { shown: Object.keys(seen).length, all: nav.dataset.all };
    });
    choices.show();
  }

  /* Time: the page was parted on the day of the content; what is over by now goes above the line. */
  function timed(nav) {
    var line = document.getElementById("today"), coming = line.nextElementSibling, folded = document.querySelector(".dz-past");
    var now = new Date(), today = [now.getFullYear(), ("0" + (now.getMonth() + 1)).slice(-2), ("0" + now.getDate()).slice(-2)].join("-");
    var items = all(".dz-time-item"), keys = ["kind", "actor", "sector", "report"];
    if (today >= line.dataset.day) {
      line.firstChild.textContent = "\u2068" + nav.dataset.now + "\u2069 · " + new Intl.DateTimeFormat(nav.dataset.locale, { dateStyle: "long" }).format(now);
      items.forEach(function (item) { if (item.parentNode === coming && item.dataset.last < today) pass(item); });
    }
    function pass(item) {
      if (!folded) {
        folded = document.createElement("details");
        folded.className = "dz-fold dz-past";
        folded.appendChild(document.createElement("summary"));
        folded.appendChild(document.createElement("ol")).className = "dz-time";
        line.before(folded);
      }
      var list = folded.querySelector("ol"), due = item.querySelector(".dz-time-due");
      list.insertBefore(item, all(":scope > li", list).filter(function (other) { return other.dataset.first > item.dataset.first; })[0] || null);
      if (due) due.textContent = nav.dataset.past;
    }
    all(".dz-time-index").forEach(function (index) { index.hidden = true; });
    var choices = choosing(nav, keys, function (choice, any) {
      var shown = 0, over = 0;
      items.forEach(function (item) {
        item.hidden = !keys.every(function (key) { return !choice[key] || item.dataset[key].split(" ").indexOf(choice[key]) >= 0; });
        shown += !item.hidden;
        over += !item.hidden && item.parentNode !== coming;
      });
      if (folded) {
        folded.firstElementChild.textContent = fill(nav.dataset.earlier, { num: over });
        folded.hidden = !over;
        if (shown && shown === over) folded.open = true;  // nothing is to come
      }
      return { shown: shown, all: items.length };
    });
    /* An address of the index, which is for readers without script, is a choice too; one of an event opens what folds. */
    function arrive() {
      var link = choices.links.filter(function (link) { return link.hash && link.hash === location.hash && link.getAttribute("href")[0] === "#"; })[0];
      if (link) {
        var choice = {};
        keys.forEach(function (key) { if (link.dataset[key]) choice[key] = link.dataset[key]; });
        choices.choose(choice);
        return;
      }
      var target = location.hash && document.getElementById(location.hash.slice(1));
      if (target && folded && folded.contains(target) && !folded.open) { folded.open = true; target.scrollIntoView(); }
    }
    window.addEventListener("hashchange", arrive);
    choices.show();
    arrive();
  }

  /* Terms: found by what they are called in any language. Other parts of the glossary are fetched when somebody types. */
  function findable(form) {
    var box = form.elements.find, status = form.querySelector("[role=status]"), list = document.querySelector(".dz-terms");
    var parts = partsOf(document), loading = null, plain = function (text) { return text.normalize("NFKC").toLowerCase(); };
    function isNamed(row, wanted) {  // Latin words are found by how they begin: AMM is not in “programme”
      var names = plain(all("dt, .dz-also", row).map(function (part) { return part.textContent; }).concat(row.dataset.forms || "").join(" | "));
      for (var at = names.indexOf(wanted); at >= 0; at = names.indexOf(wanted, at + 1)) {
        if (!/^[a-z0-9]/.test(wanted) || !/[a-z0-9]/.test(names[at - 1] || "")) return true;
      }
      return false;
    }
    function apply() {
      var shown = 0, wanted = plain(box.value.trim()), query = new URLSearchParams(location.search);
      if (wanted && parts.length && !loading) {
        loading = Promise.all(parts.map(page)).then(function (found) {
          found.forEach(function (other) { all(".dz-terms > section", other).forEach(function (group) { list.appendChild(document.importNode(group, true)); }); });
          parts = [];
          all("[data-dz-parts]").forEach(function (other) { other.hidden = true; });
          apply();
        }, function () { loading = null; });
      }
      all(".dz-glossary > div", list).forEach(function (row) {
        row.hidden = !!wanted && !isNamed(row, wanted);
        shown += !row.hidden;
      });
      all("section", list).forEach(function (group) { group.hidden = !all(".dz-glossary > div:not([hidden])", group).length; });
      all(".dz-initials")[0].hidden = !!wanted;
      status.textContent = wanted ? fill(status.dataset.text, { shown: shown, all: status.dataset.all }) : "";
      box.value ? query.set("find", box.value) : query.delete("find");
      if (box.value !== (new URLSearchParams(location.search).get("find") || "")) history.replaceState(null, "", location.pathname + (query.toString() ? "?" + query : ""));
    }
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    box.value = new URLSearchParams(location.search).get("find") || "";
    apply();
  }

  /* Charts: the drawing as a picture, made of its file when somebody asks, and the words that embed it copied. */
  function portable(tools) {
    var svg = tools.querySelector("a[download$='.svg']"), area = tools.querySelector("[data-dz-embed]");
    var picture = document.createElement("button"), copy = document.createElement("button"), words = document.getElementById("dz-words").dataset;
    picture.type = copy.type = "button";
    picture.textContent = "PNG";
    picture.addEventListener("click", function () { draw(svg.href, svg.download.replace(/svg$/, "png")); });
    svg.after(" ", picture);
    copy.textContent = words.copy;
    copy.addEventListener("click", function () {
      area.select();
      navigator.clipboard.writeText(area.value).then(function () {
        copy.textContent = words.copied;
        setTimeout(function () { copy.textContent = words.copy; }, 2000);
      }, function () { /* the text stays selected, to be copied by hand */ });
    });
    area.parentNode.after(copy);
    area.addEventListener("focus", function () { area.select(); });
  }

  /* How large each file is stands in the package that describes them, which is made after the pages: asked for by those
     who come to the list. */
  function sized(list) {
    var format = new Intl.NumberFormat(document.documentElement.lang,
      { style: "unit", unit: "kilobyte", maximumSignificantDigits: 2 }).format;
    function say(file) {
      all('[data-dz-size="' + file.path + '"]', list).forEach(function (place) {
        place.textContent += (place.textContent ? " · " : "") + format(file.bytes / 1000);
      });
    }
    var watch = new IntersectionObserver(function (seen) {
      if (!seen.some(function (one) { return one.isIntersecting; })) return;
      watch.disconnect();
      fetch(list.dataset.dzSizes).then(function (answer) { return answer.json(); }).then(function (found) {
        found.resources.forEach(say);
      }).catch(function () {});
    });
    watch.observe(list);
  }

  function draw(address, name) {
    return fetch(address).then(function (answer) { return answer.blob(); }).then(function (blob) {
      var image = new Image();
      image.src = URL.createObjectURL(blob);
      return image.decode().then(function () { return image; });
    }).then(function (image) {
      var canvas = document.createElement("canvas");
      canvas.width = image.naturalWidth * 2;
      canvas.height = image.naturalHeight * 2;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(image.src);
      canvas.toBlob(function (made) {
        var link = document.createElement("a");
        link.href = URL.createObjectURL(made);
        link.download = name;
        link.click();
        setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
      });
    }, function () { location.href = address; });
  }

  all(".dz-chart-tools").forEach(portable);
  all("table[data-dz-sort]").forEach(sortable);
  all("form[data-dz-filter]").forEach(filterable);
  all("[data-dz-list]").forEach(listing);
  all("[data-dz-side]").forEach(sideBySide);
  all("[data-dz-time]").forEach(timed);
  all("[data-dz-terms]").forEach(findable);
  all("[data-dz-sizes]").forEach(sized);
})();
