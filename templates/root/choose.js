// The language chosen before, else the first of the browser's that the site has; who has none of them chooses below.
(function (own) {
  "use strict";
  var asked = [];
  try { asked.push(localStorage.getItem("duizhao-language")); } catch (error) { /* storage is off */ }
  asked = asked.concat(navigator.languages || navigator.language || []);
  for (var no = 0; no < asked.length; no++) {
    var code = String(asked[no] || "").toLowerCase(), main = code.split("-")[0];
    var found = own.filter(function (one) { return one.toLowerCase() === code; })[0] ||
      own.filter(function (one) { return one.toLowerCase().split("-")[0] === main; })[0];
    if (found) { location.replace(found + "/" + location.hash); return; }
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-language]");
    try { if (link) localStorage.setItem("duizhao-language", link.dataset.language); } catch (error) { /* off */ }
  });
})(document.currentScript.dataset.languages.split(" "));
