// The form of a decision follows the members' answers where nobody wrote in it, and says so beside the box; what was written by
// hand stays, is marked, and the server asks about it.
"use strict";
(() => {
  const plain = (text) => String(text ?? "").trim().split(/\s+/).join(" ");
  const mark = (box, text) => {
    const sign = box.parentElement.querySelector(".follows") || document.createElement("span");
    Object.assign(sign, { className: "follows tag sun", textContent: text });
    sign.setAttribute("role", "status");
    box.after(sign);
  };
  const follow = (now) => {
    const form = document.querySelector(`form[action="${now.dataset.form}"]`);
    if (!form || !form.elements.filled_in) return;
    const { filled_in: filled, answered } = form.elements;
    const before = JSON.parse(filled.value || "{}"), boxes = JSON.parse(now.dataset.boxes), names = Object.keys({ ...before, ...boxes });
    const isTouched = (name) => Boolean(form.elements[name]) && plain(form.elements[name].value) !== plain(before[name]);
    // The languages of the wording are one text: none of them follows where one was written in.
    const words = names.filter((name) => name.startsWith("words_")), isWritten = words.some(isTouched);
    for (const name of names) {
      const box = form.elements[name], value = boxes[name] ?? "";
      if (!box || plain(value) === plain(before[name])) continue;
      const isOwn = words.includes(name) ? isWritten : isTouched(name);
      // Against what stands in a box of one's own the server still holds what was read there.
      if (isOwn) { form.dataset.own = "1"; boxes[name] = before[name] ?? ""; } else { box.value = value; box.dataset.base = value; }
      mark(box, isOwn ? now.dataset.kept : now.dataset.followed);
    }
    filled.value = JSON.stringify(boxes);
    // What stands in a box against the answers of now is asked about when it is sent.
    if (!form.dataset.own) answered.value = now.dataset.answered;
  };
  // Nothing can be sent any more once somebody else has ended the meeting; what was typed stays to be read.
  const close = () => document.querySelectorAll("[aria-labelledby=current] button, #people-now button, [aria-labelledby=agenda] .ends details, #weight").forEach((one) => { one.hidden = true; });
  document.addEventListener("htmx:load", () => { if (document.querySelector("#question[data-over]")) close(); });
  // Told of each part that comes into the page, the first time of the whole of it.
  document.addEventListener("htmx:load", () => document.querySelectorAll("[data-boxes]").forEach(follow));
})();
