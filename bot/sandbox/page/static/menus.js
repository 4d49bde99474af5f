/** A button with a menu: arrow keys, Home, End and Esc, in the top layer so that nothing cuts it off. */

import { h, freshId } from "./dom.js";

const GAP = 4;

function place(menu, button) {
  const box = button.getBoundingClientRect();
  const room = { width: menu.offsetWidth, height: menu.offsetHeight };
  const below = box.bottom + GAP + room.height <= window.innerHeight;
  menu.style.top = `${Math.max(GAP, below ? box.bottom + GAP : box.top - GAP - room.height)}px`;
  menu.style.left = `${Math.max(GAP, Math.min(box.left, window.innerWidth - room.width - GAP))}px`;
}

function move(items, step) {
  const at = items.indexOf(document.activeElement);
  items[(at + step + items.length) % items.length].focus();
}

/** `entries()` gives {label, description, danger, run, url} each time it opens. `button` gets its behaviour here. */
export function withMenu(button, label, entries) {
  const id = freshId("menu");
  const menu = h("div", { id, class: "menu", role: "menu", popover: "auto", "aria-label": label });
  const close = () => { menu.hidePopover(); button.focus(); };

  const item = (entry) => {
    const inside = [h("span", {}, entry.label), entry.description ? h("small", {}, entry.description) : null];
    const shared = { role: "menuitem", tabindex: "-1", class: entry.danger ? "danger" : "" };
    const run = () => { close(); entry.run?.(); };
    if (!entry.url) return h("button", { type: "button", ...shared, onclick: run }, inside);
    return h("a", { href: entry.url, target: "_blank", rel: "noopener noreferrer", ...shared, onclick: run }, inside);
  };
  const keys = {
    ArrowDown: (items) => move(items, 1),
    ArrowUp: (items) => move(items, -1),
    Home: (items) => items[0].focus(),
    End: (items) => items.at(-1).focus(),
    Tab: () => menu.hidePopover(),
  };
  menu.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act) return;
    if (event.key !== "Tab") event.preventDefault();
    act([...menu.children]);
  });
  menu.addEventListener("toggle", (event) => button.setAttribute("aria-expanded", String(event.newState === "open")));
  for (const [name, value] of [["aria-haspopup", "menu"], ["aria-expanded", "false"], ["aria-controls", id]]) {
    button.setAttribute(name, value);
  }
  button.addEventListener("click", () => {
    if (menu.matches(":popover-open")) {
      menu.hidePopover();
      return;
    }
    menu.replaceChildren(...entries().map(item));
    menu.showPopover();
    place(menu, button);
    menu.firstElementChild?.focus();
  });
  return h("span", { class: "menu-place" }, button, menu);
}
