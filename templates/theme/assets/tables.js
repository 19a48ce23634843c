/* Pages are whole without this script. It sorts and filters the table of figures, switches between the matrices,
   and marks today on the line of time: the build never asks the clock. */
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

  /* The matrices: one at a time, chosen by the same links that lead to them without script. */
  function switching(nav) {
    var links = all("a", nav), views = all(".dz-view"), kinds = document.querySelector("[data-dz-kinds]");
    function choose() {
      var current = links.filter(function (link) { return link.hash === location.hash; })[0] || links[0];
      links.forEach(function (link) { link === current ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"); });
      views.forEach(function (view) {
        var is = !!view.querySelector(current.hash);
        view.hidden = !is;
        view.classList.toggle("dz-view--current", is);
      });
    }
    nav.parentNode.classList.add("dz-switches--live");
    window.addEventListener("hashchange", choose);
    choose();
    if (!kinds) return;
    kinds.hidden = false;
    kinds.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (!button) return;
      var on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", on);
      all(".dz-share[data-kind='" + button.dataset.kind + "']").forEach(function (share) { share.hidden = !on; });
    });
  }

  /* Time: what is over stands above today. The choices filter by the address, so that a choice can be sent to others. */
  function timed(nav) {
    var items = all(".dz-time-item"), links = all("ul a", nav), foot = nav.querySelector(".dz-choices-foot");
    var now = new Date(), today = [now.getFullYear(), ("0" + (now.getMonth() + 1)).slice(-2), ("0" + now.getDate()).slice(-2)].join("-");
    var status = foot.appendChild(document.createElement("span")), reset = foot.appendChild(document.createElement("button"));
    var jump = foot.appendChild(document.createElement("button")), line = document.createElement("li"), last = null;
    items.forEach(function (item) {
      if (item.dataset.last >= today) return;
      last = item;
      var due = item.querySelector(".dz-time-due");
      if (due) due.textContent = nav.dataset.past;
    });
    line.className = "dz-time-now";
    line.id = "today";
    line.appendChild(document.createElement("span")).textContent = nav.dataset.now;
    line.appendChild(document.createElement("span"));
    last ? last.after(line) : items[0].before(line);
    status.setAttribute("role", "status");
    reset.textContent = nav.dataset.reset;
    jump.textContent = nav.dataset.jump;
    reset.type = jump.type = "button";
    reset.addEventListener("click", function () { history.replaceState(null, "", location.pathname + location.search); apply(); });
    jump.addEventListener("click", function () { line.scrollIntoView({ block: "center" }); });
    links.forEach(function (link) {
      link.setAttribute("role", "button");
      link.addEventListener("keydown", function (event) { if (event.key === " ") { event.preventDefault(); link.click(); } });
      link.addEventListener("click", function (event) {
        event.preventDefault();
        var off = link.getAttribute("aria-pressed") === "true";
        history.replaceState(null, "", off ? location.pathname + location.search : link.hash);
        apply();
      });
    });
    all(".dz-time-index").forEach(function (index) { index.hidden = true; });
    function apply() {
      var known = links.some(function (link) { return link.hash === location.hash; });
      var choice = known ? /^#(kind|actor)-(.+)/.exec(location.hash) : null, shown = 0;
      items.forEach(function (item) {
        item.hidden = !!choice && (choice[1] === "kind" ? item.dataset.kind !== choice[2] : item.dataset.actors.split(" ").indexOf(choice[2]) < 0);
        shown += !item.hidden;
      });
      links.forEach(function (link) { link.setAttribute("aria-pressed", !!choice && link.hash === location.hash); });
      reset.hidden = !choice;
      status.textContent = fill(nav.dataset.text, { shown: shown, all: items.length });
    }
    window.addEventListener("hashchange", apply);
    apply();
  }

  all("table[data-dz-sort]").forEach(sortable);
  all("form[data-dz-filter]").forEach(filterable);
  all("[data-dz-views]").forEach(switching);
  all("[data-dz-choices]").forEach(timed);
})();
