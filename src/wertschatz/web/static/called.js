// Who asks to be called out of a conversation: asked every five seconds, only while one looks at the page.
"use strict";
(() => {
  const box = document.getElementById("called");
  if (!box) return;
  let told = "";
  const ask = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      const answer = await fetch(box.dataset.ask, { credentials: "same-origin", redirect: "error" });
      const text = answer.ok ? (await answer.text()).trim() : "";
      // Only what is new is put in: a screen reader would tell the same again and again.
      if (text !== told) { told = text; box.innerHTML = text; }
    } catch { /* The house is away for a moment; the next question will tell. */ }
  };
  setInterval(ask, 5000);
  document.addEventListener("visibilitychange", ask);
  ask();
})();
