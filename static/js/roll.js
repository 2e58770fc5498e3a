// One tap a person, and guests by name. What cannot be sent now is kept on this phone, for the person signed in, and sent
// when the network is back; what is refused stays too, with its name, until somebody has put it right or lets it go.
"use strict";
(() => {
  const taps = document.getElementById("taps");
  const KEY = `roll:${taps.dataset.person}:${taps.dataset.roll}`;
  const read = () => { try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch (error) { return {}; } };
  const write = (all) => { try { localStorage.setItem(KEY, JSON.stringify(all)); } catch (error) { /* the page still works */ } };
  const forget = (path) => { const all = read(); delete all[path]; write(all); };
  const part = (name) => document.getElementById("taps-" + name);
  // What a tap that takes a mark back sends, and the mark it leaves.
  const NONE = "none";
  const markOf = (tap) => (tap.status === NONE ? "" : tap.status);
  const lineOf = (path) => document.getElementById("person-" + path.split("/").filter(Boolean).pop());
  const waiting = () => Object.entries(read()).filter(([, tap]) => tap.said === undefined);
  const word = (status) => taps.getAttribute("data-word-" + status) || "";
  let running = null;
  let trouble = "";
  let becomes = "";
  let isStale = false;

  const PARTS = { present: "here", late: "here", excused: "away", absent: "away" };
  // Long enough that a second tap of the same thumb does not meet the next person.
  const PAUSE = 400;
  const everyLine = [...document.querySelectorAll(".roll > li")];

  const guestLines = () => [...document.querySelectorAll(".roll > [data-guest]")];
  const count = () => {
    const here = everyLine.filter((line) => line.querySelector(".tap[aria-pressed=true]"));
    const number = document.getElementById("roll-there");
    const all = document.getElementById("roll-all");
    if (number) number.textContent = here.length + guestLines().length;
    if (all) all.textContent = everyLine.length + guestLines().length;
    for (const shape of document.querySelectorAll("[data-of-sector]")) {
      shape.classList.toggle("off", !here.some((line) => line.dataset.sector === shape.dataset.ofSector));
    }
  };
  const countParts = () => {
    for (const part of document.querySelectorAll(".roll-part")) {
      const size = part.querySelectorAll(".roll > li").length;
      part.hidden = !size;
      part.querySelector("[data-count]").textContent = size;
    }
  };
  // A person stands in the part that the mark says, in the order of the list.
  const place = (line, status) => {
    const list = document.querySelector(`.roll[data-part="${PARTS[status] || "open"}"]`);
    if (!list || line.parentElement === list) return;
    const focused = document.activeElement;
    const next = [...list.children].find((other) => everyLine.indexOf(other) > everyLine.indexOf(line));
    list.insertBefore(line, next || null);
    if (line.contains(focused)) focused.focus({ preventScroll: true });
    countParts();
  };
  const show = (line, status, pause = 0) => {
    const tap = line && line.querySelector("button.tap");
    if (!tap) return;
    const isHere = PARTS[status] === "here";
    tap.setAttribute("aria-pressed", String(isHere));
    tap.value = isHere ? line.dataset.back : "present";
    tap.querySelector(".says").textContent = taps.getAttribute("data-says-" + tap.value);
    for (const button of line.querySelectorAll(".menu button")) button.setAttribute("aria-pressed", String(button.value === status));
    line.querySelector(".menu").open = false;
    line.querySelector(".mark").textContent = ["present", NONE].includes(status) ? "" : word(status);
    clearTimeout(line.moving);
    line.moving = setTimeout(place, pause, line, status);
    count();
  };

  const refusedLine = ([path, tap]) => {
    const line = part("line").content.firstElementChild.cloneNode(true);
    line.querySelector("bdi").textContent = tap.name;
    line.querySelector("span").textContent = `${tap.label}. ${tap.said}`;
    const link = line.querySelector("a");
    if (link && (tap.fields || tap.status === NONE)) link.remove();
    else if (link) link.href = `${path}correct/?status=${tap.status}&tapped=${tap.at}`;
    line.querySelector("button").addEventListener("click", () => { forget(path); state(); });
    return line;
  };
  // A guest who waits stands among those who are here; once sent, the page comes anew with the line of the server.
  const waitingLine = ([path, tap]) => {
    const line = part("guest").content.firstElementChild.cloneNode(true);
    line.dataset.guest = path;
    line.querySelector("bdi").textContent = tap.name;
    return line;
  };
  const showGuests = () => {
    const list = document.querySelector('.roll[data-part="here"]');
    if (!list || taps.dataset.state !== "held") return;
    for (const line of guestLines()) line.remove();
    list.append(...waiting().filter(([, tap]) => tap.fields).map(waitingLine));
    countParts();
    count();
  };
  const queueGuest = (form) => {
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    const name = String(new FormData(form).get("name")).trim();
    const path = `${new URL(form.action).pathname}#${encodeURIComponent(name)}`;
    write({ ...read(), [path]: { fields, name, at: Date.now(), label: taps.dataset.guest } });
    form.reset();
  };
  // One sentence at a time, the one that matters most.
  const NOTICES = ["first", "away", "kept", "waiting"];
  let wantsRecord = false;
  const tellOne = () => {
    const waits = waiting().length > 0;
    wantsRecord = wantsRecord && Object.keys(read()).length > 0;
    const why = waits ? trouble : "";
    const holds = { first: wantsRecord, away: why === "away", kept: taps.dataset.keptAt, waiting: why === "later" };
    const shown = NOTICES.find((name) => holds[name]);
    for (const name of NOTICES) part(name).hidden = name !== shown;
  };
  const state = () => {
    const all = read();
    const refused = Object.entries(all).filter(([, tap]) => tap.said !== undefined);
    tellOne();
    showGuests();
    part("refused").hidden = !refused.length;
    part("refused").querySelector("ul").replaceChildren(...refused.map(refusedLine));
    for (const line of everyLine) line.removeAttribute("data-waiting");
    for (const path of Object.keys(all)) { const line = lineOf(path); if (line) line.toggleAttribute("data-waiting", true); }
  };

  // What the server says of this tap: taken, refused with a sentence and its own mark, or a reason to try again later.
  async function send(path, tap) {
    // `once`: the page's token is that of all its taps, and a form that comes twice acts once. By how old the tap is the
    // server knows which of two was the later one, whatever this phone's clock says.
    const age = Math.max(0, Date.now() - tap.at);
    const says = tap.fields || [["status", tap.status]];
    // The page may be one that was kept for somebody who is not signed in any more: nobody else sends what they entered.
    const whose = ["person", taps.dataset.person];
    const body = new URLSearchParams([...says, ["age", age], ["once", tap.at], whose, ["csrfmiddlewaretoken", taps.dataset.token]]);
    const answer = await fetch(path, { method: "POST", body, headers: { "X-Roll": "line" }, redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 403) throw new Error("away");
    if (answer.status >= 500 || answer.status === 429) throw new Error("later");
    try { return await answer.json(); } catch (error) { return { said: taps.dataset.unknown }; }
  }

  async function sendAll() {
    try {
      for (let next = waiting()[0]; next; next = waiting()[0]) {
        const [path, tap] = next;
        const told = await send(path, tap);
        // What the roll says already needs no tap any more.
        const refused = told.said !== undefined && !(told.mark && told.mark === tap.status) && told;
        trouble = "";
        becomes = told.state || becomes;
        const all = read();
        // A newer tap on the same person stays in the queue.
        if (!all[path] || all[path].at !== tap.at) continue;
        if (refused) {
          all[path] = { ...tap, said: refused.said || taps.dataset.unknown };
          if (!tap.fields) show(lineOf(path), refused.mark || "");
        } else if (tap.fields) {
          delete all[path];
          isStale = true;
        } else {
          delete all[path];
          // A later tap on another phone counts.
          const line = lineOf(path);
          if (line) line.dataset.mark = told.mark;
          if (told.mark !== markOf(tap)) show(line, told.mark);
        }
        write(all);
        state();
      }
    } catch (error) { trouble = error.message === "away" ? "away" : "later"; }
    state();
    follow();
  }
  // Another device has recorded the session, or put it back, or a guest has arrived: the page comes anew. A name that is
  // still being typed holds it up; where no guest can be added any more it is kept with what was refused.
  function follow() {
    const hasMoved = becomes && becomes !== taps.dataset.state;
    if (!(hasMoved || isStale) || waiting().length) return;
    const form = document.querySelector("#guests form");
    const isTyping = form && form.elements.name.value.trim();
    if (isTyping && hasMoved) { queueGuest(form); drain(); } else if (!isTyping) location.reload();
  }
  const drain = () => { running = running || sendAll().finally(() => { running = null; }); return running; };

  // Before the page's own guard against double submits: a second tap corrects the first.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("form[data-roll]") && event.submitter) {
      event.preventDefault();
      event.stopPropagation();
      const [all, line, now, status] = [read(), form.closest("li"), Date.now(), event.submitter.value];
      if (event.submitter.matches(".tap") && now - (line.tapped || 0) < PAUSE) return;
      line.tapped = now;
      const tap = { status, at: now, name: form.getAttribute("aria-label"), label: word(status) };
      write({ ...all, [new URL(form.action).pathname]: tap });
      show(line, status, PAUSE);
      state();
      drain();
    }
    if (form.closest("#guests") && form.elements.name.value.trim()) {
      event.preventDefault();
      event.stopPropagation();
      queueGuest(form);
      form.closest("details").open = false;
      state();
      drain();
    }
    // The record is written when every tap has arrived: what comes later would be frozen as absent.
    if (form.matches("form[data-record]") && Object.keys(read()).length) {
      event.preventDefault();
      event.stopPropagation();
      drain().then(() => {
        wantsRecord = Object.keys(read()).length > 0;
        tellOne();
        if (!wantsRecord) form.submit();
      });
    }
  }, true);

  for (const [path, tap] of Object.entries(read())) {
    const line = lineOf(path);
    // What another device or a correction has made true meanwhile needs no tap any more.
    if (tap.fields) continue;
    if (tap.said !== undefined && line && line.dataset.mark === markOf(tap)) forget(path);
    else if (tap.said === undefined) show(line, tap.status);
  }
  // What others mark meanwhile stands here too; a tap of this phone that waits comes first.
  const showAge = (at) => {
    if (at) taps.dataset.keptAt = at; else delete taps.dataset.keptAt;
    tellOne();
    const shown = new Date(Number(at)).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    part("kept").querySelector("time").textContent = shown;
  };
  async function look() {
    if (document.hidden || !taps.dataset.marks) return;
    try {
      const answer = await fetch(taps.dataset.marks, { redirect: "manual" });
      if (!answer.ok) return;
      const { marks, state: now } = await answer.json();
      showAge(answer.headers.get("Kept-At"));
      const mine = new Set(Object.keys(read()).map((path) => lineOf(path)));
      for (const line of everyLine) {
        const status = marks[line.id.slice("person-".length)] || "";
        if (mine.has(line) || line.dataset.mark === status) continue;
        line.dataset.mark = status;
        show(line, status);
      }
      becomes = now || becomes;
      follow();
    } catch (error) { /* without a network the page stays as it is */ }
  }
  // On a page that is open when the session begins, the record can be written from then on.
  const early = document.getElementById("records-from");
  const showRecord = () => {
    if (!early || early.hidden || new Date(early.dataset.from) > new Date()) return;
    early.hidden = true;
    document.querySelector("details.record").hidden = false;
  };
  showRecord();
  setInterval(showRecord, 5000);
  setInterval(look, 8000);
  addEventListener("online", () => drain().then(look));
  setInterval(() => { if (waiting().length) drain(); }, 10000);
  if (taps.dataset.keptAt) { showAge(taps.dataset.keptAt); look(); }
  state();
  drain();
})();
