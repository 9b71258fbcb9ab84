// Keys of the house: / search, j k next and previous, n note, u take back, ? help. And the drop zone.
"use strict";
(() => {
  const typing = (node) => node && (node.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName) && !/^(radio|checkbox)$/.test(node.type)));
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const step = (by) => {
    const link = document.querySelector(by > 0 ? "a[data-next]" : "a[data-previous]");
    if (link) { link.click(); return; }
    const all = rows();
    // From anywhere within a question it goes on to the next question.
    const here = document.activeElement?.closest("[data-rows]");
    const at = all.indexOf(here ? here.querySelector("[data-row]") : document.activeElement);
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
    if (next) next.focus();
  };
  const acts = {
    "/": () => document.getElementById("q")?.focus(),
    "j": () => step(1),
    "k": () => step(-1),
    "n": () => document.querySelector("button[name=kind]")?.focus(),
    "u": () => document.querySelector("button[data-undo]")?.focus(),
    "?": () => document.getElementById("help")?.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]") || !acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  });
  // A dropped folder holds files only by asking for them, a hundred at a time.
  const below = (entry) => new Promise((done) => {
    if (entry.isFile) { entry.file((file) => done([file]), () => done([])); return; }
    const reader = entry.createReader();
    const all = [];
    const next = () => reader.readEntries((some) => {
      if (!some.length) { Promise.all(all.map(below)).then((found) => done(found.flat())); return; }
      all.push(...some);
      next();
    }, () => done([]));
    next();
  });
  const zone = document.querySelector("form[data-drop]");
  if (zone) {
    const field = zone.querySelector("input[type=file]:not([webkitdirectory])");
    const over = (event, on) => { event.preventDefault(); zone.classList.toggle("over", on); };
    zone.addEventListener("dragover", (event) => over(event, true));
    zone.addEventListener("dragleave", (event) => over(event, false));
    zone.addEventListener("drop", (event) => {
      over(event, false);
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
      Promise.all(entries.map(below)).then((found) => {
        const box = new DataTransfer();
        for (const file of found.flat()) box.items.add(file);
        if (!box.files.length) return;
        field.files = box.files;
        zone.requestSubmit();
      });
    });
  }
})();
