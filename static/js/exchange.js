// Cards, marks and handshakes of one evening are kept on this phone, with their moment, until the server has them; then they
// arrive once, in their order. What is refused is said, with its words, and not sent again.
"use strict";
(() => {
  const box = document.getElementById("kept");
  const KEY = `exchange:${box.dataset.kept}`;
  const KEPT_FORMS = "#card-form, #hand-form, form[data-kept]";
  const read = () => { try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch (error) { return []; } };
  const write = (all) => { try { localStorage.setItem(KEY, JSON.stringify(all)); } catch (error) { /* the page still sends */ } };
  const drop = (key) => write(read().filter((one) => one.key !== key));
  const part = (name) => document.getElementById("kept-" + name);
  const hand = document.getElementById("hand");
  const newKey = () => {
    const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };
  // What is being typed is kept as well, until it is sent: a reload, and the way back, find it again. An evening lasts a day.
  const DRAFT_LASTS = 24 * 3600 * 1000;
  const save = (name, said) => { try { localStorage.setItem(name, JSON.stringify(said)); } catch (error) { /* it stands in the form */ } };
  const typedForms = () => [...document.querySelectorAll("#card-form, #hand-form")];
  const draftOf = (form) => `draft:${KEY}:${pathOf(form)}`;
  const isTyped = (name) => !["csrfmiddlewaretoken", "age", "key"].includes(name);
  let running = null;
  // A page out of the phone's own store: there is no network, until it is heard of.
  let isOfStore = box.dataset.ofStore !== undefined;
  let isAway = isOfStore;

  // The words stand in their form again: on this page, or on the page of the form.
  const pathOf = (form) => new URL(form.getAttribute("action") || "", location).pathname;
  const lay = (form, fields) => {
    for (const [name, value] of fields) {
      for (const field of form.querySelectorAll(`[name="${name}"]`)) {
        if (field.type === "radio") field.checked = field.value === value; else if (field.type !== "hidden") field.value = value;
      }
    }
    const folded = form.closest("details");
    if (folded) folded.open = true;
  };
  const keepDraft = (form) => save(draftOf(form), { fields: [...new FormData(form)].filter(([name]) => isTyped(name)), at: Date.now() });
  const dropDraft = (form) => { try { localStorage.removeItem(draftOf(form)); } catch (error) { /* nothing was kept */ } };
  const layDrafts = () => {
    for (const form of typedForms()) {
      const kept = JSON.parse(localStorage.getItem(draftOf(form)) || "null");
      if (kept && kept.at > Date.now() - DRAFT_LASTS) lay(form, kept.fields); else dropDraft(form);
      form.addEventListener("input", () => keepDraft(form));
    }
  };
  const fill = (one) => {
    const form = [...document.querySelectorAll("#card-form, #hand-form")].find((other) => pathOf(other) === one.path);
    if (!form) { location.assign(one.path); return; }
    lay(form, one.fields);
    keepDraft(form);
    drop(one.key);
    show();
    form.scrollIntoView();
  };
  const button = (label, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "btn small", textContent: label });
    made.addEventListener("click", act);
    return made;
  };
  const show = () => {
    const all = read();
    part("waiting").hidden = !(isOfStore || (isAway && all.some((one) => !one.refused)));
    // A refused hand stands in the form of this page already.
    const isInForm = (one) => hand && one.refused && one.again && one.path === location.pathname;
    part("list").replaceChildren(...all.filter((one) => one.shown && !isInForm(one)).map((one) => {
      const line = document.createElement("li");
      const text = document.createElement("bdi");
      text.textContent = one.shown;
      line.append(text, ` · ${one.refused || box.dataset.waits}`);
      if (one.refused && one.again) line.append(button(box.dataset.again, () => fill(one)));
      if (one.refused) line.append(button(box.dataset.drop, () => { drop(one.key); show(); }));
      return line;
    }));
    if (hand) hand.hidden = all.some((one) => one.path === location.pathname && !one.refused);
  };
  const refuse = (text) => {
    part("refused").querySelector("span").textContent = text;
    part("refused").hidden = !text;
  };
  // What the server says of it: taken, refused with a sentence, or a reason to try again later.
  async function send(one) {
    const body = new URLSearchParams([...one.fields, ["age", Math.max(0, Date.now() - one.at)]]);
    const headers = { "X-Kept": "1", "X-CSRFToken": box.dataset.csrf };
    const answer = await fetch(one.path, { method: "POST", body, headers, redirect: "manual" });
    if (answer.ok) return "";
    if (answer.status >= 500 || answer.status === 429 || answer.status === 401 || answer.type === "opaqueredirect") throw new Error("later");
    try { return (await answer.json()).said || " "; } catch (error) { return " "; }
  }
  const next = () => read().find((one) => !one.refused);
  async function sendAll() {
    let isTaken = false;
    for (let one = next(); one; one = next()) {
      let said = "";
      try {
        said = await send(one);
        isAway = false;
      } catch (error) {
        isAway = true;
        break;
      }
      // What somebody wrote is kept until they write it again or remove it themselves.
      if (said && one.shown) write(read().map((other) => (other.key === one.key ? { ...other, refused: said } : other)));
      else drop(one.key);
      isTaken = isTaken || !said;
      refuse(said);
      show();
    }
    show();
    if (isAway) return;
    if (box.dataset.home && isTaken) location.assign(box.dataset.home);
    const shown = document.getElementById("my-part");
    if (shown) shown.dispatchEvent(new Event("refresh"));
  }
  const drain = () => { running = running || sendAll().finally(() => { running = null; }); return running; };

  const valueOf = (form, name) => (form.elements[name] && form.elements[name].value ? form.elements[name].value.trim() : "");
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches(KEPT_FORMS)) return;
    const isCard = form.id === "card-form";
    const isHand = form.id === "hand-form";
    const words = isCard ? valueOf(form, "text") : valueOf(form, "gives");
    // What lacks an answer is told by the page itself.
    if (isCard && !words) return;
    if (isHand && form.elements.other && !(words && valueOf(form, "other"))) return;
    event.preventDefault();
    event.stopPropagation();
    const fields = [...new FormData(form, event.submitter)].filter(([name]) => isTyped(name));
    const key = newKey();
    const path = pathOf(form);
    const shown = words || form.dataset.kept || (isHand ? form.querySelector(".save button").textContent.trim() : "");
    const others = read().filter((one) => !(isHand && one.refused && one.path === path));
    write([...others, { key, fields: [...fields, ["key", key]], path, at: Date.now(), shown, again: isCard || isHand }]);
    dropDraft(form);
    if (isCard) {
      form.elements.text.value = "";
      form.elements.area.value = "";
      form.elements.area.focus();
    } else if (event.submitter && event.submitter.name === "on") {
      const isOn = event.submitter.value === "1";
      event.submitter.setAttribute("aria-pressed", String(isOn));
      event.submitter.value = isOn ? "0" : "1";
    }
    show();
    drain();
  }, true);
  // Once the writing is over the cards of the others stand first; a line that is being written stays open.
  let state = "";
  document.addEventListener("htmx:afterSwap", () => {
    const now = document.getElementById("my-version")?.dataset.state || "";
    const folded = document.getElementById("write");
    if (folded && state === "writing" && now !== state && !valueOf(folded.querySelector("form"), "text")) folded.open = false;
    state = now;
  });
  state = document.getElementById("my-version")?.dataset.state || "";
  addEventListener("online", drain);
  setInterval(() => { if (next()) drain(); }, 3000);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!isOfStore || !event.detail.successful) return;
    isOfStore = isAway = false;
    show();
  });
  try { layDrafts(); } catch (error) { /* a browser that keeps nothing */ }
  const refusedHere = hand && read().find((one) => one.refused && one.again && one.path === location.pathname);
  if (refusedHere) { refuse(refusedHere.refused); fill(refusedHere); }
  show();
  if (next()) drain();
})();
