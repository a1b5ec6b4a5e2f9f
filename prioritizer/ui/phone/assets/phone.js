// Keeps an answer on this phone until the server has confirmed it, and tries again by itself.
"use strict";
(function () {
  const KEY = "pilot-prioritizer-pending";
  const box = document.getElementById("sending");

  function say(text) {
    if (box) { box.textContent = text; box.hidden = false; }
  }

  function forget() {
    localStorage.removeItem(KEY);
  }

  async function send(pending) {
    localStorage.setItem(KEY, JSON.stringify(pending));
    for (let pause = 1000; ; pause = Math.min(pause * 2, 10000)) {
      try {
        const answer = await fetch(pending.action, {
          method: "POST", credentials: "same-origin", redirect: "follow",
          headers: { "Content-Type": "application/x-www-form-urlencoded" }, body: pending.body,
        });
        if (answer.status < 500) {
          forget();
          if (answer.redirected) { location.assign(answer.url); return; }
          const page = new DOMParser().parseFromString(await answer.text(), "text/html");
          document.body.replaceWith(page.body);
          start();
          return;
        }
      } catch (error) { /* no network: try again */ }
      say("Not saved yet: no connection. Your answer is kept on this phone; trying again …");
      await new Promise((done) => setTimeout(done, pause * (0.5 + Math.random())));
    }
  }

  function start() {
    for (const form of document.querySelectorAll("form[data-keep]")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const fields = new FormData(form, event.submitter);
        for (const button of form.querySelectorAll("button")) { button.disabled = true; }
        send({ action: form.getAttribute("action"), body: new URLSearchParams(fields).toString() });
      });
    }
  }

  async function watch() {
    const page = document.querySelector("main[data-state]");
    if (!page) { return; }
    try {
      const answer = await fetch("/w/state", { credentials: "same-origin" });
      if (answer.ok && (await answer.text()) !== page.dataset.state) { location.assign("/w"); return; }
    } catch (error) { /* no network: look again later */ }
    setTimeout(watch, 6000 + Math.random() * 4000);
  }

  // A page brought back from the browser's memory may be that of somebody who answered before.
  window.addEventListener("pageshow", (event) => { if (event.persisted) { location.reload(); } });
  start();
  setTimeout(watch, 6000);
  const kept = localStorage.getItem(KEY);
  if (kept && box) { say("Sending the answer that was kept on this phone …"); send(JSON.parse(kept)); }
})();
