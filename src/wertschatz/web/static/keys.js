// Keys of the house: / search, j k next and previous, e change, n new contact, m note what happened,
// d door, t capture a task, w notice something, h today or to tomorrow, u take back, ? help, and the palette on
// Ctrl+K. And the drop zone.
"use strict";
(() => {
  const one = (selector) => document.querySelector(selector);
  // A field of a dialog that has just been closed may have the focus for a moment longer.
  const typing = (node) => node?.getClientRects().length && (node.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName) && !/^(radio|checkbox)$/.test(node.type)));
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const step = (by) => {
    const link = one(by > 0 ? "a[data-next]" : "a[data-previous]");
    if (link) { link.click(); return; }
    const all = rows();
    // From anywhere within a question it goes on to the next question.
    const here = document.activeElement?.closest("[data-rows]");
    const at = all.indexOf(here ? here.querySelector("[data-row]") : document.activeElement);
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
    if (next) next.focus();
  };
  const capture = (text) => {
    const dialog = document.getElementById("capture");
    if (!dialog) return;
    const line = dialog.querySelector("[name=line]");
    line.value = text;
    dialog.querySelector("[data-close]").onclick = () => dialog.close();
    dialog.showModal();
    line.focus();
  };
  // The customer of the page is whom one has in mind.
  const noticing = () => {
    const dialog = document.getElementById("noticing");
    if (!dialog) return;
    const [whom, line, person] = ["whom", "line", "person"].map((name) => dialog.querySelector(`[name=${name}]`));
    const here = one("[data-whom]")?.dataset;
    whom.value = here?.whom || "";
    // Two may have this name: the key says which one. Another name typed means another person.
    person.value = here?.person || "";
    whom.oninput = () => { person.value = ""; };
    dialog.querySelector("[data-close]").onclick = () => dialog.close();
    dialog.showModal();
    (whom.value ? line : whom).focus();
  };
  const acts = {
    "/": () => { const field = document.getElementById("q"); if (field) field.focus(); else location.assign(one("a[data-palette]").href); },
    "j": () => step(1),
    "k": () => step(-1),
    "e": () => one("a[data-edit]")?.click(),
    "n": () => { const button = one("[data-log]"); if (button) button.focus(); else one("a[data-new]")?.click(); },
    "m": () => one("button[name=kind]")?.focus(),
    "d": () => (one("#held [data-door]") || one("#holding [data-door]"))?.click(),
    "t": () => capture(""),
    "w": () => noticing(),
    "h": () => { const late = one("button[data-tomorrow]"); if (late) late.click(); else one("a[data-today]")?.click(); },
    "u": () => one("button[data-undo]")?.focus(),
    "?": () => document.getElementById("help")?.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      if (open()) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (one("dialog[open]") || !acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  });

  // -- the rest of the navigation: without this it is closed by its own summary
  const more = one("[data-more]");
  if (more) {
    const shut = (event) => { if (more.open && !more.contains(event.relatedTarget || event.target)) more.open = false; };
    more.addEventListener("focusout", (event) => { if (event.relatedTarget) shut(event); });
    document.addEventListener("pointerdown", shut);
    more.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !more.open) return;
      more.open = false;
      more.querySelector("summary").focus();
    });
  }

  // -- the palette
  const palette = document.getElementById("palette");
  const open = () => {
    if (!palette) return false;
    if (palette.open) { palette.close(); return true; }
    if (one("dialog[open]")) return false;
    field.value = "";
    list.replaceChildren();
    shown = null;
    palette.showModal();
    field.focus();
    ask();
    return true;
  };
  const field = document.getElementById("palette-q");
  const list = document.getElementById("palette-list");
  const none = palette?.querySelector("[data-none]");
  let newest = 0;
  // What the list answers; null while it answers nothing yet.
  let shown = null;
  const ask = async () => {
    const mine = ++newest;
    const asked = field.value;
    let text;
    try {
      const answer = await fetch(`${palette.dataset.from}?q=${encodeURIComponent(asked)}`);
      // The session is over: this page as a whole leads to the door, and back here.
      if (answer.redirected) { location.assign(location.pathname + location.search); return; }
      if (!answer.ok) return;
      text = await answer.text();
    } catch { return; } // the page is being left, or the house is closed
    // A slower answer to fewer letters must not replace a newer one.
    if (mine !== newest) return;
    list.innerHTML = text;
    shown = asked;
    none.textContent = list.children.length ? "" : none.dataset.none;
    choose(0);
  };
  const choose = (at) => {
    const all = [...list.children];
    all.forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
    if (all[at]) {
      field.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };
  const go = (row) => {
    if (!row) return;
    palette.close();
    if (row.dataset.capture) capture(row.dataset.capture);
    else if (row.dataset.href) location.assign(row.dataset.href);
    else acts[row.dataset.press]?.();
  };
  if (palette) {
    let waiting = 0;
    field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 120); });
    field.addEventListener("keydown", (event) => {
      const all = [...list.children];
      const at = all.findIndex((row) => row.getAttribute("aria-selected") === "true");
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
      if (event.key === "Enter") {
        event.preventDefault();
        if (field.value === shown) { go(all[at]); return; }
        // Typed faster than answered: what was typed is meant, not what stood there before.
        clearTimeout(waiting);
        ask().then(() => { if (field.value === shown) go(list.querySelector("[aria-selected=true]")); });
        return;
      }
      if (to === undefined || !all.length || (/^(Home|End)$/.test(event.key) && field.value)) return;
      event.preventDefault();
      choose((to + all.length) % all.length);
    });
    list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
    one("a[data-palette]")?.addEventListener("click", (event) => {
      // On a telephone the link leads to the page of its own.
      if (event.ctrlKey || event.metaKey || event.shiftKey || !matchMedia("(min-width: 42rem)").matches) return;
      event.preventDefault();
      open();
    });
  }

  // -- the drop zone
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
