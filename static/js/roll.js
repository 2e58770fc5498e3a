// One tap a person. A tap that cannot be sent now is kept on this phone and sent when the network is back.
"use strict";
(() => {
  const KEY = "roll:" + location.pathname;
  const read = () => { try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch (error) { return {}; } };
  const write = (taps) => { try { localStorage.setItem(KEY, JSON.stringify(taps)); } catch (error) { /* the page still works */ } };
  const waiting = document.getElementById("roll-waiting");
  const refused = document.getElementById("roll-refused");
  let sending = false;

  const show = (form, status) => {
    for (const button of form.querySelectorAll("button[name=status]")) button.setAttribute("aria-pressed", String(button.value === status));
    const there = document.querySelectorAll(".roll button.present[aria-pressed=true], .roll button.late[aria-pressed=true]").length;
    const count = document.getElementById("roll-there");
    if (count) count.textContent = there;
  };
  const formOf = (path) => [...document.querySelectorAll("form[data-roll]")].find((form) => new URL(form.action).pathname === path);
  const state = () => {
    const taps = read();
    waiting.hidden = Object.keys(taps).length === 0 || sending;
    for (const form of document.querySelectorAll("form[data-roll]")) form.closest("li").toggleAttribute("data-waiting", new URL(form.action).pathname in taps);
  };

  async function send(path, tap) {
    const form = formOf(path);
    const token = form && form.querySelector("[name=csrfmiddlewaretoken]").value;
    const body = new URLSearchParams({ status: tap.status, csrfmiddlewaretoken: token || "" });
    const answer = await fetch(path, { method: "POST", body, headers: { "X-Roll": "line" }, redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 403) throw new Error("signed out");
    if (answer.status >= 500 || answer.status === 429) throw new Error("later");
    return answer;
  }

  async function drain() {
    if (sending) return;
    sending = true;
    let failed = false;
    try {
      for (const [path, tap] of Object.entries(read())) {
        const answer = await send(path, tap);
        const taps = read();
        // A newer tap on the same person stays in the queue.
        if (taps[path] && taps[path].at === tap.at) { delete taps[path]; write(taps); }
        if (!answer.ok) { refused.hidden = false; refused.querySelector("span").textContent = await answer.text(); }
      }
    } catch (error) { failed = true; }
    sending = false;
    state();
    if (!failed && Object.keys(read()).length) drain();
  }

  // Before the page's own guard against double submits: a second tap corrects the first.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-roll]") || !event.submitter) return;
    event.preventDefault();
    event.stopPropagation();
    const taps = read();
    taps[new URL(form.action).pathname] = { status: event.submitter.value, at: Date.now() };
    write(taps);
    show(form, event.submitter.value);
    refused.hidden = true;
    state();
    drain();
  }, true);

  for (const [path, tap] of Object.entries(read())) { const form = formOf(path); if (form) show(form, tap.status); }
  addEventListener("online", drain);
  setInterval(() => { if (Object.keys(read()).length) drain(); }, 10000);
  drain();
})();
