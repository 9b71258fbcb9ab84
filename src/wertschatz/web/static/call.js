// While one is on the telephone: how long, the way out at its time, and a ring tone to be called out.
"use strict";
(() => {
  const call = document.querySelector("[data-call]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "g" || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    const more = document.querySelector("[data-reveal]");
    if (more) { more.open = !more.open; more.querySelector("summary").focus(); }
  });
  if (!call) return;
  const since = new Date(call.dataset.since).getTime();
  const tick = () => {
    const minutes = Math.max(0, Math.floor((Date.now() - since) / 60000));
    call.querySelector("[data-clock]").textContent = `${minutes} min`;
    const after = Number(call.dataset.after);
    if (after && minutes >= after) call.querySelector("[data-way-out]").hidden = false;
  };
  tick();
  setInterval(tick, 5000);
  // Two tones a second on, four seconds off: as a telephone in Germany rings.
  let sound = null;
  let beat = 0;
  const quiet = call.querySelector("[data-quiet]");
  const burst = () => {
    for (const pitch of [425, 440]) {
      const tone = sound.createOscillator();
      const level = sound.createGain();
      level.gain.value = 0.15;
      tone.frequency.value = pitch;
      tone.connect(level).connect(sound.destination);
      tone.start();
      tone.stop(sound.currentTime + 1);
    }
  };
  const ring = () => { burst(); beat = setInterval(burst, 5000); call.dataset.rings = "yes"; };
  call.querySelectorAll("[data-ring]").forEach((button) => button.addEventListener("click", () => {
    sound = sound || new AudioContext();
    quiet.hidden = false;
    const wait = setTimeout(ring, Number(button.dataset.ring) * 1000);
    quiet.addEventListener("click", () => { clearTimeout(wait); clearInterval(beat); quiet.hidden = true; delete call.dataset.rings; }, { once: true });
  }));
})();
