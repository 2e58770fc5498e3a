// How the person will be named beside the idea, while it is typed. The server says it again before it is published.
"use strict";
(() => {
  const line = document.getElementById("named-as");
  const field = (name) => document.querySelector(`[name="${name}"]`);
  const short = field("short_name");
  // As `guess_first_name` on the server: no title, the part behind the comma, never half a name.
  const { titles, halves } = line.dataset;
  const firstOf = (name) => {
    let words = name.split(/[,،]/).at(-1).trim().split(/\s+/);
    while (words.length > 1 && titles.split(" ").includes(words[0].toLowerCase())) words = words.slice(1);
    return words.slice(0, halves.split(" ").includes(words[0].toLowerCase()) ? 2 : 1).join(" ");
  };
  // The guess follows the name until the person writes something of their own.
  let guess = "";
  const fill = () => {
    if (!short || short.value.trim() !== guess) return;
    guess = firstOf(field("display_name").value.trim());
    short.value = guess;
  };
  const say = (event) => {
    if (event?.target !== short) fill();
    const name = field("display_name").value.trim();
    const place = field("neighbourhood")?.value.trim();
    const isYounger = Boolean(document.querySelector('[name="age"][value="younger"]:checked'));
    const first = short?.value.trim() || firstOf(name);
    const shown = line.dataset.policy === "first" ? first + (first && place ? `${/[\u0600-\u06ff]/.test(place) ? "،" : ","} ${place}` : "") : name;
    line.querySelector("bdi").textContent = isYounger ? line.dataset.minor : shown;
    line.hidden = !isYounger && !shown;
  };
  line.closest("form").addEventListener("input", say);
  say();
})();
