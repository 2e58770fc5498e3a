// How the person will be named beside the idea, while it is typed. The server says it again before it is published.
"use strict";
(() => {
  const line = document.getElementById("named-as");
  const field = (name) => document.querySelector(`[name="${name}"]`);
  const say = () => {
    const name = field("display_name").value.trim();
    const place = field("neighbourhood").value.trim();
    const isYounger = Boolean(document.querySelector('[name="age"][value="younger"]:checked'));
    const first = name.split(/\s+/)[0];
    const shown = line.dataset.policy === "first" ? first + (first && place ? `, ${place}` : "") : name;
    line.querySelector("bdi").textContent = isYounger ? line.dataset.unnamed : shown;
    line.hidden = !isYounger && !shown;
  };
  line.closest("form").addEventListener("input", say);
  say();
})();
