// Keys of the house: / search, j k next and previous, u take back, ? help. And the drop zone.
"use strict";
(() => {
  const typing = (node) => node && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName));
  const rows = () => [...document.querySelectorAll("a[data-row]")];
  const step = (by) => {
    const link = document.querySelector(by > 0 ? "a[data-next]" : "a[data-previous]");
    if (link) { link.click(); return; }
    const all = rows();
    const at = all.indexOf(document.activeElement);
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
    if (next) next.focus();
  };
  const acts = {
    "/": () => document.getElementById("q")?.focus(),
    "j": () => step(1),
    "k": () => step(-1),
    "u": () => document.querySelector("button[data-undo]")?.focus(),
    "?": () => document.getElementById("help")?.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]") || !acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  });
  const zone = document.querySelector("form[data-drop]");
  if (zone) {
    const field = zone.querySelector("input[type=file]");
    const over = (event, on) => { event.preventDefault(); zone.classList.toggle("over", on); };
    zone.addEventListener("dragover", (event) => over(event, true));
    zone.addEventListener("dragleave", (event) => over(event, false));
    zone.addEventListener("drop", (event) => {
      over(event, false);
      if (event.dataTransfer.files.length) { field.files = event.dataTransfer.files; zone.requestSubmit(); }
    });
  }
})();
