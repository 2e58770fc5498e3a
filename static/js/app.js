// Small helps; every page works without them.
"use strict";
// Pages that ask for parts of themselves bring htmx along; the others, a resident's first one above all, do without.
const { htmx: htmxAddress, person } = document.currentScript.dataset;
addEventListener("load", () => {
  if (!document.querySelector("[hx-get], [hx-post]")) return;
  document.head.append(Object.assign(document.createElement("script"), { src: htmxAddress }));
});
// What a page has put by on this device is of the person signed in alone.
if (window.caches) caches.keys().then((names) => names.filter((name) => name !== "kept." + person).map((name) => caches.delete(name)));
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method === "post" && !form.hasAttribute("hx-post")) {
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 4000);
  }
});
// Another language, chosen in the middle of writing: what stands in the page's forms stands there again.
const formsOfPage = () => [...document.querySelectorAll("main form[method=post]")];
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".languages")) return;
  const typed = formsOfPage().map((form) => [...form.elements]
    .filter((one) => one.name && !["hidden", "password", "file"].includes(one.type) && one.type !== "submit")
    .map((one) => [one.name, one.value, Boolean(one.checked)]));
  try { sessionStorage.setItem("typed:" + location.pathname, JSON.stringify(typed)); } catch (error) { /* nothing is kept */ }
});
const fillAgain = () => {
  const key = "typed:" + location.pathname;
  const typed = JSON.parse(sessionStorage.getItem(key) || "[]");
  sessionStorage.removeItem(key);
  formsOfPage().forEach((form, at) => {
    const free = [...form.elements];
    for (const [name, value, checked] of typed[at] || []) {
      const ticked = (one) => !["checkbox", "radio"].includes(one.type) || one.value === value;
      const found = free.findIndex((one) => one.name === name && ticked(one));
      if (found < 0) continue;
      const [field] = free.splice(found, 1);
      if (["checkbox", "radio"].includes(field.type)) field.checked = checked; else field.value = value;
    }
  });
};
// In sight wherever the page is scrolled to.
const pin = (notice) => Object.assign(notice.style, { position: "fixed", insetBlockStart: ".5rem", insetInline: "var(--gap)", zIndex: 4 });
// A part of the page that met the end of the session: the page says so, and asks for no part of itself any more.
document.addEventListener("signed-out", () => {
  const notice = document.getElementById("signed-out");
  if (!notice || !notice.hidden) return;
  notice.hidden = false;
  pin(notice);
  document.addEventListener("htmx:beforeRequest", (event) => event.preventDefault());
});
// A button that sends by a part of the page and gets no answer would look as if nothing had been pressed. What a page asks
// for by itself, it asks for again by itself.
const showNoAnswer = (event, hidden) => {
  const notice = document.getElementById("no-answer");
  if (!notice || event.detail.requestConfig.verb === "get") return;
  notice.hidden = hidden;
  pin(notice);
};
for (const failed of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(failed, (event) => showNoAnswer(event, false));
document.addEventListener("htmx:beforeRequest", (event) => showNoAnswer(event, true));
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-submits]");
  if (form) form.requestSubmit();
});
// A button of a row that leads back to the same list leads back to the place: the next row stands where the other one was.
document.addEventListener("submit", ({ target }) => {
  if (target.method !== "post" || !target.closest("main li, main tr")) return;
  try { sessionStorage.setItem("place", JSON.stringify([location.pathname + location.search, scrollY])); } catch (error) { /* the top, then */ }
});
const takePlace = () => {
  try {
    const [address, top] = JSON.parse(sessionStorage.getItem("place") || "[]");
    sessionStorage.removeItem("place");
    if (address === location.pathname + location.search && !location.hash) scrollTo({ top, behavior: "instant" });
  } catch (error) { /* a browser that keeps nothing */ }
};
// A page that opens at one of its rows, or where it was left, shows there, until it is scrolled on, what came of the act.
addEventListener("load", () => {
  takePlace();
  const told = document.getElementById("messages");
  if (!told || !told.children.length || told.getBoundingClientRect().bottom > 0) return;
  const gap = document.createElement("div");
  gap.style.blockSize = `${told.offsetHeight}px`;
  told.before(gap);
  pin(told);
  // The row itself begins below it, however many lines it has.
  const row = location.hash && document.getElementById(location.hash.slice(1));
  if (row) scrollBy({ top: Math.min(row.getBoundingClientRect().top - told.getBoundingClientRect().bottom - 12, 0), behavior: "instant" });
  const opened = scrollY;
  const leave = () => {
    if (Math.abs(scrollY - opened) < 100) return;
    removeEventListener("scroll", leave);
    gap.remove();
    told.removeAttribute("style");
  };
  addEventListener("scroll", leave, { passive: true });
});
// A day in words of the page behind the browser's own calendar, which writes it in the browser's language.
document.addEventListener("input", (event) => {
  const words = event.target.type === "date" && document.querySelector(`output[data-day][for="${event.target.id}"]`);
  if (!words) return;
  const day = event.target.valueAsDate;
  const form = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC", numberingSystem: "latn" };
  words.textContent = day ? day.toLocaleDateString(document.documentElement.lang, form) : "";
});
// What counts now is in sight: the current door of the navigation, this year of the five. Only its own scroller moves.
const show = (one, scroller) => {
  if (!one || !scroller || scroller.scrollWidth <= scroller.clientWidth) return;
  const [inner, outer] = [one.getBoundingClientRect(), scroller.getBoundingClientRect()];
  scroller.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
};
document.addEventListener("DOMContentLoaded", () => {
  const summary = document.getElementById("error-summary");
  if (summary) summary.focus();
  show(document.querySelector(".top nav [aria-current]"), document.querySelector(".top nav"));
  for (const ribbon of document.querySelectorAll(".ribbon")) show(ribbon.querySelector(".y.now"), ribbon);
  const switchOfKey = document.querySelector("[data-find-key]");
  if (switchOfKey) { switchOfKey.checked = !isFindKeyOff(); switchOfKey.parentElement.hidden = false; }
  try { fillAgain(); } catch (error) { /* a browser that keeps nothing */ }
  drafts();
});
// On paper nothing can be opened: the folded years of a program are open while the page prints.
addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll(".year-line > details:not([open])")) { one.open = true; one.dataset.printed = ""; }
});
addEventListener("afterprint", () => {
  for (const one of document.querySelectorAll("details[data-printed]")) { one.open = false; delete one.dataset.printed; }
});
// A draft survives a closed page: boxes marked data-draft keep their text in this browser until it has arrived. The
// server alone knows that, and says so by a cookie; a page that refused the text, or a sign-in between, leaves it. Over a
// text that was changed meanwhile no draft is laid, none that is older than a week, and none that is empty.
const WEEK = 7 * 24 * 3600 * 1000;
const drafts = () => {
  try {
    const arrived = document.cookie.match(/(?:^|; )((?:__Host-)?arrived)="?([^;"]+)/);
    if (arrived) {
      const gone = arrived[2].split("|").map((key) => `draft:${key}.`);
      for (const name of Object.keys(localStorage)) if (gone.some((key) => name.startsWith(key))) localStorage.removeItem(name);
      document.cookie = `${arrived[1]}=; path=/; max-age=0${location.protocol === "https:" ? "; secure" : ""}`;
    }
    for (const field of document.querySelectorAll("textarea[data-draft]")) {
      const name = `draft:${field.dataset.draft}.${field.name}`;
      const base = field.value;
      const kept = JSON.parse(localStorage.getItem(name) || "null");
      if (kept && kept.text.trim() && kept.at > Date.now() - WEEK && kept.base === base) field.value = kept.text;
      field.addEventListener("input", () => localStorage.setItem(name, JSON.stringify({ text: field.value, base: field.dataset.base ?? base, at: Date.now() })));
    }
  } catch (error) { /* a browser that keeps nothing still sends the form */ }
};
