// While one is on the telephone: how long, the way out at its time, and a ring tone to be called out.
"use strict";
(() => {
  const call = document.querySelector("[data-call]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "g" || document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
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
  let timers = [];
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
  const stop = () => {
    timers.forEach((one) => { clearTimeout(one); clearInterval(one); });
    timers = [];
    quiet.hidden = true;
    delete call.dataset.rings;
  };
  // Nobody lets it ring for longer than a minute.
  const ring = () => { burst(); timers.push(setInterval(burst, 5000), setTimeout(stop, 60000)); call.dataset.rings = "yes"; };
  call.querySelectorAll("[data-ring]").forEach((button) => button.addEventListener("click", () => {
    sound = sound || new AudioContext();
    // A second press begins anew, or one of two rings could not be stopped.
    stop();
    quiet.hidden = false;
    timers.push(setTimeout(ring, Number(button.dataset.ring) * 1000));
  }));
  quiet.addEventListener("click", stop);
})();
