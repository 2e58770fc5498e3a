// Cards and marks of one evening are kept on this phone, with their moment, until the server has them; then they arrive
// once, in their order. What is refused is said, and not sent again.
"use strict";
(() => {
  const box = document.getElementById("kept");
  const KEY = `exchange:${box.dataset.kept}`;
  const read = () => { try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch (error) { return []; } };
  const write = (all) => { try { localStorage.setItem(KEY, JSON.stringify(all)); } catch (error) { /* the page still sends */ } };
  const part = (name) => document.getElementById("kept-" + name);
  const newKey = () => {
    const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };
  let running = null;
  let isAway = false;

  const show = () => {
    const all = read();
    part("waiting").hidden = !(isAway && all.length);
    part("list").replaceChildren(...all.filter((one) => one.shown).map((one) => {
      const line = document.createElement("li");
      const text = document.createElement("bdi");
      text.textContent = one.shown;
      line.append(text, ` · ${box.dataset.waits}`);
      return line;
    }));
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
  async function sendAll() {
    for (let [one] = read(); one; [one] = read()) {
      try {
        refuse(await send(one) || "");
        isAway = false;
      } catch (error) {
        isAway = true;
        break;
      }
      write(read().filter((other) => other.key !== one.key));
      show();
    }
    show();
    if (!isAway) document.getElementById("my-part").dispatchEvent(new Event("refresh"));
  }
  const drain = () => { running = running || sendAll().finally(() => { running = null; }); return running; };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const isCard = form.id === "card-form";
    if (!isCard && !form.matches("form[data-kept]")) return;
    const text = isCard ? form.elements.text.value.trim() : "";
    if (isCard && !text) return;
    event.preventDefault();
    event.stopPropagation();
    const fields = [...new FormData(form, event.submitter)].filter(([name]) => !["csrfmiddlewaretoken", "age", "key"].includes(name));
    const key = newKey();
    write([...read(), { key, fields: [...fields, ["key", key]], path: new URL(form.action).pathname, at: Date.now(), shown: text }]);
    if (isCard) {
      form.elements.text.value = "";
      form.elements.area.value = "";
      form.elements.area.focus();
    } else if (event.submitter) {
      const isOn = event.submitter.value === "1";
      event.submitter.setAttribute("aria-pressed", String(isOn));
      event.submitter.value = isOn ? "0" : "1";
    }
    show();
    drain();
  }, true);
  addEventListener("online", drain);
  setInterval(() => { if (read().length) drain(); }, 3000);
  show();
  if (read().length) drain();
})();
