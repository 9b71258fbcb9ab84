// The button that copies a letter; without this script it stays hidden, and one marks the text.
"use strict";
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    // The clipboard is closed to pages that come without encryption; the old way is open.
    try { await navigator.clipboard.writeText(field.value); } catch { field.select(); document.execCommand("copy"); }
    const told = button.parentElement.querySelector("[data-copied]");
    told.textContent = document.querySelector("template[data-copied-text]").content.textContent;
  });
}
