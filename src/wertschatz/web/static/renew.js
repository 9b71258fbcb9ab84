// Parts of a page that renew themselves: asked again and again, only while one looks at the page.
"use strict";
for (const box of document.querySelectorAll("[data-renew]")) {
  const away = document.getElementById(box.dataset.away || "");
  let failed = 0;
  const ask = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      const answer = await fetch(box.dataset.renew, { credentials: "same-origin", redirect: "error" });
      // The address is no longer known: then the whole page says so.
      if (answer.status === 404) { location.reload(); return; }
      if (!answer.ok) throw new Error(String(answer.status));
      const fresh = document.createElement("template");
      fresh.innerHTML = (await answer.text()).trim();
      // Only what is new is put in: a screen reader would tell the same again and again.
      if (fresh.innerHTML !== box.innerHTML.trim()) box.innerHTML = fresh.innerHTML;
      failed = 0;
    } catch { failed += 1; } // the house is away for a moment; the next question will tell
    // What is shown may be wrong by now, and then it has to say so.
    if (away) away.hidden = failed < 3;
  };
  setInterval(ask, Number(box.dataset.every) * 1000);
  document.addEventListener("visibilitychange", ask);
}
