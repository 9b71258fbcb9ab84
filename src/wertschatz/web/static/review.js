// One key for each button that names it in data-key; nothing while one types.
"use strict";
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (field.isContentEditable || /^(TEXTAREA|SELECT)$/.test(field.tagName)) return;
  if (field.tagName === "INPUT" && !/^(radio|checkbox|submit)$/.test(field.type)) return;
  if (document.querySelector("dialog[open]")) return;
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!wanted) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (/^(INPUT|SUMMARY)$/.test(wanted.tagName)) { wanted.closest("details")?.setAttribute("open", ""); wanted.focus(); }
  else wanted.click();
}, true);
