// A button that copies what stands in a box. Without the browser's leave it is not there: the box can be marked by hand.
"use strict";
(() => {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const box = document.getElementById(button.dataset.copy);
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      box.select();
      await navigator.clipboard.writeText(box.value);
      button.textContent = button.dataset.done;
    });
  }
})();
