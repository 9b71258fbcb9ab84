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
    made.className = "help";
    made.setAttribute("aria-live", "polite");
    field.after(made);
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${id}`.trim());
    return made;
  };
  document.querySelectorAll("[data-gentle][id]").forEach((field) => {
    let wait = 0;
    field.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(async () => {
        const body = new URLSearchParams({ text: field.value, csrfmiddlewaretoken: token() });
        try {
          const answer = await fetch("/gently/", { method: "POST", body });
          if (answer.ok) line(field).textContent = await answer.text();
        } catch { /* without an answer there is no line */ }
      }, 400);
    });
  });
})();
