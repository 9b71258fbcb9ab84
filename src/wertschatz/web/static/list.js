// "All on this page" ticks every customer of the list; without this script it stays hidden.
"use strict";
(() => {
  const show = () => { for (const box of document.querySelectorAll("[data-all]")) box.closest("label").hidden = false; };
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-all]")) return;
    for (const box of document.querySelectorAll("input[name=chosen]")) box.checked = event.target.checked;
  });
  // The list is swapped while one types.
  document.addEventListener("htmx:after:swap", show);
  show();
})();
