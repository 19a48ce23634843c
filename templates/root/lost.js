// The language of the address that was asked for, else the one chosen before, else the first of the browser's that the site
// has: what is said in others is hidden. The last words of the address are what is searched for.
(function (base) {
  "use strict";
  var items = Array.prototype.slice.call(document.querySelectorAll("main li[lang]"));
  var path = location.pathname.indexOf(base) === 0 ? location.pathname.slice(base.length) : "";
  var asked = [path.split("/")[0]];
  try { asked.push(localStorage.getItem("duizhao-language")); } catch (error) { /* storage is off */ }
  asked = asked.concat(navigator.languages || navigator.language || []);

  function find(code) {
    var main = code.split("-")[0];
    return items.filter(function (item) { return item.lang.toLowerCase() === code; })[0] ||
      items.filter(function (item) { return item.lang.toLowerCase().split("-")[0] === main; })[0];
  }

  var own = asked.map(function (code) { return code && find(String(code).toLowerCase()); }).filter(Boolean)[0];
  if (own) {
    items.forEach(function (item) { item.hidden = item !== own; });
    document.documentElement.lang = own.lang;
    document.title = own.dataset.title;
  }
  var words = "";
  try { words = decodeURIComponent(path.split("/").filter(Boolean).slice(1).pop() || ""); } catch (error) { /* no address */ }
  words = words.replace(/\.[a-z]+$/, "").replace(/[-_+]+/g, " ");
  items.forEach(function (item) { item.querySelector("input").value = words; });
})(document.currentScript.dataset.base);
