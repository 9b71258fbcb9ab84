// A soft line under free text, after a pause in the typing; it never hinders.
"use strict";
(() => {
  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value || "";
  const line = (field) => {
    const id = `${field.id}-gently`;
    const there = document.getElementById(id);
    if (there) return there;
    const made = document.createElement("p");
    made.id = id;
    made.className = "help gentle";
    made.setAttribute("aria-live", "polite");
    field.after(made);
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${id}`.trim());
    return made;
  };
  document.querySelectorAll("[data-gentle][id]").forEach((field) => {
    let wait = 0;
    let asked = 0;
    field.addEventListener("input", () => {
      clearTimeout(wait);
      // There before its words: a screen reader tells only what changes in a line it knows.
      line(field);
      wait = setTimeout(async () => {
        const body = new URLSearchParams({ text: field.value, csrfmiddlewaretoken: token() });
        const mine = ++asked;
        // A letter may be long.
        if (field.dataset.gentle === "letter") body.set("letter", "1");
        try {
          const answer = await fetch("/gently/", { method: "POST", body });
          const told = answer.ok && !answer.redirected ? await answer.text() : "";
          // What was typed meanwhile has its own answer.
          if (mine === asked && line(field).textContent !== told) line(field).textContent = told;
        } catch { /* without an answer there is no line */ }
      }, 400);
    });
  });
})();
