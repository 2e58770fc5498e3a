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
// On a slow line a person types in a search before htmx has come: what stands there by then is looked for.
document.addEventListener("load", (event) => {
  if (!event.target.matches("script")) return;
  document.querySelectorAll("input[hx-trigger^=input]").forEach((field) => {
    if (field.value !== field.defaultValue) field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}, true);
