// One tap a person. A tap that cannot be sent now is kept on this phone and sent when the network is back; one that is
// refused stays too, with the person's name, until somebody has put it right or lets it go.
"use strict";
(() => {
  const taps = document.getElementById("taps");
  const KEY = "roll:" + taps.dataset.roll;
  const read = () => { try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch (error) { return {}; } };
  const write = (all) => { try { localStorage.setItem(KEY, JSON.stringify(all)); } catch (error) { /* the page still works */ } };
  const forget = (path) => { const all = read(); delete all[path]; write(all); };
  const part = (name) => document.getElementById("taps-" + name);
  const lineOf = (path) => document.getElementById("person-" + path.split("/").filter(Boolean).pop());
  const waiting = () => Object.entries(read()).filter(([, tap]) => tap.said === undefined);
  let running = null;
  let trouble = "";

  const show = (line, status) => {
    if (!line) return;
    for (const button of line.querySelectorAll("button[name=status]")) button.setAttribute("aria-pressed", String(button.value === status));
    const there = document.querySelectorAll(".roll button.present[aria-pressed=true], .roll button.late[aria-pressed=true]").length;
    const count = document.getElementById("roll-there");
    if (count && line.querySelector("form")) count.textContent = there;
  };

  const refusedLine = ([path, tap]) => {
    const line = part("line").content.firstElementChild.cloneNode(true);
    line.querySelector("bdi").textContent = tap.name;
    line.querySelector("span").textContent = `${tap.label}. ${tap.said}`;
    const link = line.querySelector("a");
    if (link) link.href = `${path}correct/?status=${tap.status}`;
    line.querySelector("button").addEventListener("click", () => { forget(path); state(); });
    return line;
  };
  const state = () => {
    const all = read();
    const refused = Object.entries(all).filter(([, tap]) => tap.said !== undefined);
    part("waiting").hidden = trouble !== "later" || !waiting().length;
    part("away").hidden = trouble !== "away" || !waiting().length;
    part("refused").hidden = !refused.length;
    part("refused").querySelector("ul").replaceChildren(...refused.map(refusedLine));
    if (!Object.keys(all).length) part("first").hidden = true;
    for (const line of document.querySelectorAll(".roll > li")) line.removeAttribute("data-waiting");
    for (const path of Object.keys(all)) { const line = lineOf(path); if (line) line.toggleAttribute("data-waiting", true); }
  };

  // What the server says of this tap: taken, refused with a sentence and its own mark, or a reason to try again later.
  async function send(path, tap) {
    const body = new URLSearchParams({ status: tap.status, csrfmiddlewaretoken: taps.dataset.token });
    const answer = await fetch(path, { method: "POST", body, headers: { "X-Roll": "line" }, redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 403) throw new Error("away");
    if (answer.status >= 500 || answer.status === 429) throw new Error("later");
    if (answer.ok) return null;
    try { return await answer.json(); } catch (error) { return { said: taps.dataset.unknown }; }
  }

  async function sendAll() {
    try {
      for (let next = waiting()[0]; next; next = waiting()[0]) {
        const [path, tap] = next;
        const refused = await send(path, tap);
        trouble = "";
        const all = read();
        // A newer tap on the same person stays in the queue.
        if (!all[path] || all[path].at !== tap.at) continue;
        if (refused) { all[path] = { ...tap, said: refused.said || taps.dataset.unknown }; show(lineOf(path), refused.mark || ""); }
        else delete all[path];
        write(all);
        state();
      }
    } catch (error) { trouble = error.message === "away" ? "away" : "later"; }
    state();
  }
  const drain = () => { running = running || sendAll().finally(() => { running = null; }); return running; };

  // Before the page's own guard against double submits: a second tap corrects the first.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("form[data-roll]") && event.submitter) {
      event.preventDefault();
      event.stopPropagation();
      const all = read();
      const tap = { status: event.submitter.value, at: Date.now(), name: form.getAttribute("aria-label"), label: event.submitter.textContent.trim() };
      write({ ...all, [new URL(form.action).pathname]: tap });
      show(form.closest("li"), tap.status);
      state();
      drain();
    }
    // The record is written when every tap has arrived: what comes later would be frozen as absent.
    if (form.matches("form[data-record]") && Object.keys(read()).length) {
      event.preventDefault();
      event.stopPropagation();
      drain().then(() => {
        if (Object.keys(read()).length) part("first").hidden = false;
        else form.submit();
      });
    }
  }, true);

  for (const [path, tap] of Object.entries(read())) {
    const line = lineOf(path);
    // What another device or a correction has made true meanwhile needs no tap any more.
    if (tap.said !== undefined && line && line.dataset.mark === tap.status) forget(path);
    else if (tap.said === undefined) show(line, tap.status);
  }
  addEventListener("online", drain);
  setInterval(() => { if (waiting().length) drain(); }, 10000);
  state();
  drain();
})();
