// Of pages for people who are signed in.
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
// A room is left by Esc, as well as by its corner button.
addEventListener("keydown", (event) => {
  const way = event.key === "Escape" && document.querySelector("a[data-leaves]");
  if (way) way.click();
});
// The key "/", in whichever letters it types, leads to the search: into the page's own field, that of the bar, or to its
// page. Not while somebody writes, nor where it was switched off: who speaks to a browser types such keys unawares.
const KEY_OFF = "find-key-off";
const isFindKeyOff = () => { try { return Boolean(localStorage.getItem(KEY_OFF)); } catch (error) { return false; } };
addEventListener("keydown", (event) => {
  if (event.key !== "/" && (event.code !== "Slash" || event.shiftKey)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isFindKeyOff()) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const fields = [...document.querySelectorAll("main [data-find], .top [data-find]")].filter((one) => one.offsetParent);
  const way = fields.pop() || document.querySelector("a[data-find]");
  if (!way) return;
  event.preventDefault();
  if (way.href) way.click(); else way.select();
});
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-find-key]")) return;
  try { if (event.target.checked) localStorage.removeItem(KEY_OFF); else localStorage.setItem(KEY_OFF, "1"); } catch (error) { /* nothing is kept */ }
});
