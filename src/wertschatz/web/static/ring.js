// The telephone rings: whoever calls stands on every open page. Typing goes on undisturbed; the keys
// act only once the focus is here, and Alt+T brings it.
"use strict";
(() => {
  const box = document.getElementById("ring");
  if (!box) return;
  const said = document.getElementById("ring-said");
  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value || "";
  const sections = () => [...box.querySelectorAll("[data-ring]")];

  // -- what was closed stays closed, on the next page and in other windows too
  const CLOSED = "ring-closed";
  const closed = () => { try { return JSON.parse(localStorage.getItem(CLOSED)) || []; } catch { return []; } };
  const remember = (name) => { try { localStorage.setItem(CLOSED, JSON.stringify([...closed(), name].slice(-100))); } catch { /* then it comes again */ } };

  // -- one call
  const section = (id) => sections().find((one) => one.dataset.ring === id);
  const make = (id) => {
    const made = document.createElement("section");
    made.dataset.ring = id;
    made.setAttribute("aria-labelledby", `ring-${id}`);
    const behind = document.createElement("div");
    behind.id = `behind-${id}`;
    behind.hidden = true;
    made.append(document.createElement("div"), behind);
    box.append(made);
    return made;
  };
  // The focus stays where it was, although everything around it is new.
  const fill = (one, html) => {
    const part = one.firstElementChild;
    const held = part.contains(document.activeElement) ? document.activeElement.dataset.ringKey || "" : null;
    const open = part.querySelector("[data-ring-unfold][aria-expanded=true]") !== null;
    part.innerHTML = html;
    if (open) unfold(one, true);
    const behind = part.querySelector("[data-ring-behind]");
    behind?.setAttribute("aria-expanded", String(!one.lastElementChild.hidden));
    if (held !== null) (shown(one, held) || part.querySelector("h2")).focus();
  };
  const shown = (one, key) => key && [...one.querySelectorAll(`[data-ring-key="${CSS.escape(key)}"]`)].find((button) => button.getClientRects().length);
  const unfold = (one, open) => {
    const button = one.querySelector("[data-ring-unfold]");
    const slots = button && document.getElementById(button.getAttribute("aria-controls"));
    if (!slots) return null;
    button.setAttribute("aria-expanded", String(open));
    slots.hidden = !open;
    return open ? slots.querySelector("button") : button;
  };
  const text = async (address, options) => {
    try {
      const answer = await fetch(address, { credentials: "same-origin", redirect: "error", ...options });
      return answer.ok || answer.status === 422 || answer.status === 503 ? await answer.text() : null;
    } catch { return null; } // the house is away for a moment
  };

  // -- a call comes in, or something happens to it
  const put = async (call) => {
    if (closed().includes(`${call.id} ${call.stage}`)) return;
    const known = section(call.id);
    const one = known || make(call.id);
    fill(one, call.html);
    box.hidden = false;
    if (said.textContent !== call.said) said.textContent = call.said;
    if (known || !box.dataset.more) return;
    // Who of the colleagues is there, and times for a call-back: the page does not wait for them.
    const more = await text(box.dataset.more.replace("00000000-0000-0000-0000-000000000000", call.id));
    if (more !== null && one.isConnected && !one.dataset.pressed) fill(one, more);
  };

  // -- what one presses
  let before = null;
  const leave = () => {
    box.hidden = true;
    said.textContent = "";
    if (before?.isConnected) before.focus();
    before = null;
  };
  const close = (one, stage) => {
    const held = one.contains(document.activeElement);
    remember(`${one.dataset.ring} ${stage}`);
    one.remove();
    const next = sections()[0];
    if (!next) leave();
    else if (held) next.querySelector("h2").focus();
  };
  const press = async (one, button) => {
    if ("ringClose" in button.dataset) {
      close(one, one.querySelector("[data-ring-stage]")?.dataset.ringStage || "ring");
    } else if ("ringUnfold" in button.dataset) {
      unfold(one, button.getAttribute("aria-expanded") !== "true")?.focus();
    } else if (button.dataset.ringBehind) {
      const behind = one.lastElementChild;
      behind.hidden = !behind.hidden;
      button.setAttribute("aria-expanded", String(!behind.hidden));
      if (behind.hidden) { behind.replaceChildren(); return; }
      const told = await text(button.dataset.ringBehind);
      if (told === null || behind.hidden) return;
      behind.innerHTML = told;
      behind.scrollIntoView({ block: "nearest" });
    } else if (button.dataset.ringPost) {
      one.dataset.pressed = "yes";
      const body = new URLSearchParams({ csrfmiddlewaretoken: token() });
      if (button.name) body.set(button.name, button.value);
      button.disabled = true;
      const told = await text(button.dataset.ringPost, { method: "POST", body });
      button.disabled = false;
      if (told !== null && one.isConnected) {
        fill(one, told);
        if (document.activeElement === document.body) one.querySelector("h2").focus();
      }
    }
  };
  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const one = button?.closest("[data-ring]");
    if (one) press(one, button);
  });
  box.addEventListener("focusin", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) before = event.relatedTarget;
  });
  // Before any key of the page: with the focus here a letter must decide nothing behind it.
  window.addEventListener("keydown", (event) => {
    if (box.hidden || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (event.altKey) {
      if (event.code !== "KeyT" && event.key.toLowerCase() !== "t") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      document.querySelector("dialog:modal")?.close();
      const all = sections();
      const at = all.findIndex((one) => one.contains(document.activeElement));
      all[(at + 1) % all.length]?.querySelector("h2").focus();
      return;
    }
    const one = box.contains(document.activeElement) && document.activeElement.closest("[data-ring]");
    if (!one) return;
    if (event.key.length === 1 || event.key === "Escape") event.stopImmediatePropagation();
    const button = shown(one, event.key);
    if (!button || button.disabled || event.repeat) return;
    event.preventDefault();
    press(one, button);
  }, true);

  // -- the stream: only while one looks at the page, for a browser opens few at a time
  let source = null;
  let wait = 1000;
  let later = 0;
  const listen = () => {
    if (source || document.visibilityState !== "visible") return;
    source = new EventSource(box.dataset.from);
    source.addEventListener("open", () => { wait = 1000; box.dataset.listens = "yes"; });
    source.addEventListener("call", (event) => put(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      delete box.dataset.listens;
      if (source?.readyState !== EventSource.CLOSED) return;
      source = null;
      later = setTimeout(listen, wait);
      wait = Math.min(wait * 2, 300000);
    });
  };
  const deafen = () => { source?.close(); source = null; clearTimeout(later); delete box.dataset.listens; };
  let idle = 0;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(idle);
    if (document.visibilityState === "visible") listen(); else idle = setTimeout(deafen, 60000);
  });
  window.addEventListener("pagehide", deafen);
  window.addEventListener("pageshow", listen);
  listen();
})();
