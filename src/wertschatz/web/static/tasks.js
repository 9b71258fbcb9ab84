// Tasks: J and K move the line that has the focus, x says that it is done, and lines are dragged.
"use strict";
(() => {
  const typing = (node) => /^(INPUT|TEXTAREA|SELECT)$/.test(node?.tagName || "");
  const keys = { J: "button[value=down]", K: "button[value=up]", x: "[data-done]" };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    const line = document.activeElement?.closest("[data-task]");
    if (!line || !keys[event.key]) return;
    event.preventDefault();
    line.querySelector(keys[event.key])?.click();
  });
  // After a move the same line has the focus again: the address names its link.
  if (location.hash.startsWith("#t-")) document.getElementById(location.hash.slice(1))?.focus();

  const form = document.getElementById("placing");
  const lists = [...document.querySelectorAll("[data-class]")];
  let held = null;
  for (const line of document.querySelectorAll("[data-class] > [data-task]")) {
    line.draggable = true;
    line.addEventListener("dragstart", (event) => { held = line; event.dataTransfer.effectAllowed = "move"; event.dataTransfer.setData("text/plain", line.dataset.task); });
    line.addEventListener("dragend", () => { held = null; });
  }
  for (const section of lists.map((list) => list.closest("section"))) {
    section.addEventListener("dragover", (event) => { if (held) event.preventDefault(); });
    section.addEventListener("drop", (event) => {
      if (!held) return;
      event.preventDefault();
      const list = section.querySelector("[data-class]");
      const below = [...list.children].find((one) => one !== held && event.clientY < one.getBoundingClientRect().top + one.offsetHeight / 2);
      form.action = form.dataset.press.replace(/0{8}-[0-]+/, held.dataset.task);
      form.elements.importance.value = list.dataset.class;
      form.elements.before.value = below ? below.dataset.task : "";
      form.submit();
    });
  }
})();
