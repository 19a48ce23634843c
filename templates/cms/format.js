// The format "duizhao" of the editing page: a file changes only where its editor has changed it.
// Decap's own formats read front matter as values and write it anew, without its comments, quotes and line ends. This one
// keeps the text of the file beside the fields, and when it is saved puts into that text what differs.
(function (root) {
  "use strict";

  var FRONT = /^(\uFEFF?---[ \t]*\r?\n)((?:(?!---[ \t]*(?:\r?\n|$)).*\r?\n)*)(---[ \t]*(?:\r?\n|$))/;
  var KEY = /^([A-Za-z_][\w-]*):(?:[ \t]+(.*))?$/;
  // Of words without quotes, what YAML would read as something else than a text.
  var SPECIAL = /^[\s\-?:,\[\]{}#&*!|>'"%@`]|:(\s|$)|\s#|\s$|[\n\r]|^(~|null|true|false|yes|no|on|off|y|n)$|^[-+.\d][\w.,:+-]*$/i;

  function split(text) {
    var found = FRONT.exec(text);
    return found
      ? { open: found[1], front: found[2], close: found[3], body: text.slice(found[0].length) }
      : { open: "", front: "", close: "", body: text };
  }

  // A text on one line as YAML writes it: its value, its quotes, and the comment behind it; null for all else.
  function scalar(source) {
    var found = /^'((?:[^']|'')*)'([ \t]+#.*)?[ \t]*$/.exec(source);
    if (found) return { value: found[1].replace(/''/g, "'"), quote: "'", rest: found[2] || "" };
    found = /^("(?:[^"\\]|\\.)*")([ \t]+#.*)?[ \t]*$/.exec(source);
    if (found) {
      try { return { value: JSON.parse(found[1]), quote: '"', rest: found[2] || "" }; } catch (error) { return null; }
    }
    found = /^([^\s'"\[\]{}&*!|>%@`#].*?)([ \t]+#.*)?[ \t]*$/.exec(source);
    if (!found) return null;
    var plain = found[1];
    var value = /^-?\d+$/.test(plain) ? Number(plain) : plain === "true" ? true : plain === "false" ? false : plain;
    return { value: value, quote: "", rest: found[2] || "" };
  }

  // The entries of front matter: key, first line, number of lines, and the text if it is one on one line.
  function entries(front) {
    var lines = front.split("\n"), found = [];
    lines.forEach(function (line, no) {
      var match = KEY.exec(line.replace(/\r$/, ""));
      if (match) found.push({ key: match[1], line: no, count: 1, scalar: scalar(match[2] || "") });
      else if (found.length && /^([ \t]+\S|- )/.test(line)) {
        var last = found[found.length - 1];
        last.count = no - last.line + 1;
        last.scalar = null;
      }
    });
    return { lines: lines, found: found };
  }

  function write(value, quote) {
    if (typeof value !== "string") return String(value);
    if (quote === "'" && !/[\n\r]/.test(value)) return "'" + value.replace(/'/g, "''") + "'";
    return quote || SPECIAL.test(value) ? JSON.stringify(value) : value;
  }

  function isEmpty(value) {
    return value === undefined || value === null || value === "";
  }

  function fromFile(text) {
    var parts = split(text), data = {};
    entries(parts.front).found.forEach(function (entry) {
      if (entry.scalar) data[entry.key] = entry.scalar.value;
    });
    data.body = parts.body.replace(/\r\n/g, "\n");
    data.original = text;
    return data;
  }

  function edited(front, data, end) {
    var read = entries(front), lines = read.lines, added = [];
    Object.keys(data).forEach(function (key) {
      var entry = read.found.filter(function (one) { return one.key === key; })[0];
      var before = entry && entry.scalar ? entry.scalar.value : undefined, now = data[key];
      if (key === "body" || key === "original" || now === before || (isEmpty(now) && isEmpty(before))) return;
      if (typeof now === "object" && !isEmpty(now)) return; // no field of this format
      if (!entry) return void added.push(key + ": " + write(now, "") + end);
      var kept = entry.scalar ? entry.scalar.rest : "";
      var line = isEmpty(now) ? null : key + ": " + write(now, entry.scalar ? entry.scalar.quote : "") + kept;
      for (var no = 0; no < entry.count; no++) lines[entry.line + no] = null;
      if (line !== null) lines[entry.line] = line + (end === "\r\n" ? "\r" : "");
    });
    return lines.filter(function (line) { return line !== null; }).join("\n") + added.join("");
  }

  function toFile(data) {
    var text = data.original || "", parts = split(text);
    var end = /\r\n/.test(text) && !/[^\r]\n/.test(text) ? "\r\n" : "\n";
    var front = edited(parts.front, data, end), body = String(data.body || "").replace(/\r\n/g, "\n");
    var before = parts.body.replace(/\r\n/g, "\n");
    if (body.replace(/\n+$/, "") === before.replace(/\n+$/, "")) body = parts.body;
    else {
      if (!text || /\n$/.test(before)) body = body.replace(/\n+$/, "") + "\n";
      body = body.replace(/\n/g, end);
    }
    var isFramed = parts.open || front;
    return (isFramed ? (parts.open || "---" + end) + front + (parts.close || "---" + end) : "") + body;
  }

  var format = { fromFile: fromFile, toFile: toFile };
  if (typeof module !== "undefined" && module.exports) module.exports = format;
  else {
    root.CMS.registerCustomFormat("duizhao", "md", format);
    root.CMS.init();
  }
})(typeof window === "undefined" ? this : window);
