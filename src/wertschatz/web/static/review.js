// One key for each button that names it in data-key; nothing while one types.
"use strict";
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (field.isContentEditable || /^(TEXTAREA|SELECT)$/.test(field.tagName)) return;
  // Out of the reason again, so that a letter decides.
  if (field.id === "reason" && /^(Enter|Escape)$/.test(event.key) && !event.isComposing) {
    event.preventDefault();
    field.closest("details").querySelector("summary").focus();
    return;
  }
  if (field.tagName === "INPUT" && !/^(radio|checkbox|submit)$/.test(field.type)) return;
  if (document.querySelector("dialog[open]")) return;
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!wanted) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const folded = wanted.closest("details");
  if (wanted.tagName === "SUMMARY") {
    folded.open = !folded.open;
    (folded.open ? folded.querySelector("button[name]") : wanted).focus();
  } else if (wanted.tagName === "INPUT") { folded.open = true; wanted.focus(); }
  else wanted.click();
}, true);
