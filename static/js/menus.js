"use strict";
// One menu is open at a time: another one, a tap elsewhere and Esc close it, and Esc leads back to its button.
const listOpenMenus = () => [...document.querySelectorAll("details.menu[open]")];
document.addEventListener("click", (event) => {
  const own = event.target.closest("details.menu");
  for (const menu of listOpenMenus()) if (menu !== own) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menus = event.key === "Escape" ? listOpenMenus() : [];
  if (!menus.length) return;
  event.stopPropagation();
  for (const menu of menus) {
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
});
