/* Leads on from where something was: by the anchor of the address to where that stands now, else to the new page, with
   the anchor. Without it the page leads on by itself, and what has moved is a link. */
(function () {
  "use strict";

  function leadOn() {
    var found = document.getElementById(location.hash.slice(1));
    var own = found && found.matches("[data-dz-moved]") && found.querySelector("a");
    var whole = document.querySelector("a[data-dz-moved]");
    if (own) location.replace(own.href);
    else if (whole) location.replace(whole.href.replace(/#.*/, "") + (location.hash || new URL(whole.href).hash));
  }
  window.addEventListener("hashchange", leadOn);
  leadOn();
})();
