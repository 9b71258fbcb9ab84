// The button that prints; without this script it stays hidden, and the browser's own menu does it.
"use strict";
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
