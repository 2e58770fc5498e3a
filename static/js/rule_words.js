// The sentence of the chosen rule stands in the box, to be changed, until somebody writes words of their own.
"use strict";
(() => {
  const box = document.querySelector("textarea[data-follows-rule]");
  if (!box) return;
  let given = "";
  box.form.addEventListener("change", (event) => {
    if (event.target.type !== "radio" || box.value.trim() !== given) return;
    given = event.target.closest("label").querySelector("[data-rule-words]")?.textContent.trim() || "";
    box.value = given;
  });
})();
