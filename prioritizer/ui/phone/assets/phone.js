// Keeps an answer on this phone until the server has confirmed it, and tries again.
"use strict";
(function () {
  const KEY = "pilot-prioritizer-pending", BACK = "pilot-prioritizer-back", HOME = "/w", PATIENCE_MS = 20000, LOOK_MS = 6000;
  let wake = null, looking = 0;

  // What the page has to say stands on it, in its language.
  function words(name) {
    const box = document.getElementById("sending");
    return box ? box.dataset[name] : "";
  }

  function say(name) {
    const box = document.getElementById("sending");
    if (box) { box.textContent = words(name); box.dataset.said = name; box.hidden = false; }
  }

  // Back leads from a question to the code, since all questions have one address: go on there.
  function returned() {
    let isBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    try { isBack ||= sessionStorage.getItem(BACK) === "yes"; sessionStorage.removeItem(BACK); } catch { /* refused */ }
    if (isBack && document.querySelector("main[data-seated]")) { location.replace(HOME); return true; }
    return false;
  }

  // A browser may refuse to keep anything; then the page says so.
  function keep(pending) {
    try { localStorage.setItem(KEY, JSON.stringify(pending)); return true; } catch { return false; }
  }

  function forget() {
    try { localStorage.removeItem(KEY); } catch { /* nothing was kept */ }
  }

  function kept() {
    try { return JSON.parse(localStorage.getItem(KEY)); } catch { return null; }
  }

  const patience = () => (AbortSignal.timeout ? AbortSignal.timeout(PATIENCE_MS) : undefined);

  async function send(pending, button) {
    const isKept = keep(pending);
    for (let pause = 1000; ; pause = Math.min(pause * 2, 10000)) {
      try {
        const answer = await fetch(pending.action, {
          method: "POST", credentials: "same-origin", redirect: "follow", signal: patience(),
          headers: { "Content-Type": "application/x-www-form-urlencoded" }, body: pending.body,
        });
        if (answer.status < 500) {
          const text = answer.redirected ? "" : await answer.text();
          forget();
          if (answer.redirected) { location.assign(answer.url); return; }
          const page = new DOMParser().parseFromString(text, "text/html");
          document.body.replaceWith(page.body);
          start();
          return;
        }
      } catch (error) { /* no network, or no word in time: try again */ }
      say(isKept ? "lost" : "unkept");
      if (button) { button.disabled = false; button.textContent = words("retry"); }
      await new Promise((done) => { wake = done; setTimeout(done, pause * (0.5 + Math.random())); });
      wake = null;
      if (button) { button.disabled = true; }
    }
  }

  function start() {
    const lang = document.documentElement.lang;
    for (const time of document.querySelectorAll("time")) {
      time.textContent = new Date(time.dateTime).toLocaleTimeString(lang === "en" ? [] : lang, { hour: "2-digit", minute: "2-digit" });
    }
    let isSending = false;
    for (const form of document.querySelectorAll("form[data-keep]")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (isSending) { if (wake) { wake(); } return; }
        isSending = true;
        const fields = new FormData(form, event.submitter);
        for (const button of document.querySelectorAll("form[data-keep] button")) { button.disabled = true; }
        send({ action: form.getAttribute("action"), body: new URLSearchParams(fields).toString() },
          event.submitter || form.querySelector("button"));
      });
    }
    clearTimeout(looking);
    looking = setTimeout(watch, LOOK_MS);
  }

  // A page that waits goes on; one that is being filled in says that the round has ended.
  async function watch() {
    const page = document.querySelector("main[data-state], main[data-open]");
    if (!page) { return; }
    const home = page.dataset.home || HOME;
    try {
      const answer = await fetch(`${home}/state`, { credentials: "same-origin", signal: patience() });
      const state = answer.ok ? await answer.text() : "";
      if (state && page.dataset.state && state !== page.dataset.state) { location.assign(home); return; }
      if (state && page.dataset.open && state !== page.dataset.open) {
        say("shut");
      } else if (page.dataset.open && !wake) {
        const box = document.getElementById("sending");
        if (box && box.dataset.said === "shut") { box.hidden = true; }
      }
    } catch (error) { /* no network: look again later */ }
    looking = setTimeout(watch, LOOK_MS + Math.random() * 4000);
  }

  // A page out of the browser's memory may be that of somebody before.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) { return; }
    try { sessionStorage.setItem(BACK, "yes"); } catch { /* refused */ }
    location.reload();
  });
  if (returned()) { return; }
  start();
  const pending = kept();
  if (pending && document.getElementById("sending")) { say("resent"); send(pending); }
})();
