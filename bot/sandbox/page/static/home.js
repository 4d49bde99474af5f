/** The bot's own page: App Home and the direct conversation, as two tabs. */

import { h } from "./dom.js";
import { renderBlocks } from "./blocks/blocks.js";
import { placeFor } from "./place.js";
import { remembered } from "./dialogs.js";

export class HomeTab {
  constructor(app) {
    this.app = app;
    this.seen = null;
    this.node = h("div", { class: "home", id: "home-tab", role: "tabpanel", "aria-labelledby": "tab-home", tabindex: "0" });
  }

  show() {
    const view = this.app.state.home;
    const seen = JSON.stringify([this.app.viewer, view?.id, view?.hash, view?.blocks]);
    if (seen === this.seen) return;
    this.seen = seen;
    const restore = remembered(this.node);
    const inside = view
      ? renderBlocks(view.blocks, placeFor(this.app, { view: view.id }, view))
      : [h("p", { class: "empty" }, "ボットはまだホームを作っていません。")];
    this.node.replaceChildren(h("div", { class: "home-sheet" }, inside));
    restore();
  }
}

/** Two tabs; the arrow keys go from one to the other. */
export function tabs(names, choose) {
  const buttons = names.map(({ id, label, panel }) => h("button", {
    type: "button", role: "tab", id: `tab-${id}`, "aria-controls": panel, "aria-selected": "false", tabindex: "-1", onclick: () => choose(id),
  }, label));
  const node = h("div", { class: "tabs", role: "tablist", "aria-label": "ボットの画面" }, buttons);
  node.addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const at = buttons.indexOf(document.activeElement);
    const next = buttons[(at + (event.key === "ArrowRight" ? 1 : buttons.length - 1)) % buttons.length];
    next.focus();
    next.click();
  });
  const mark = (id) => buttons.forEach((button) => {
    const own = button.id === `tab-${id}`;
    button.setAttribute("aria-selected", String(own));
    button.tabIndex = own ? 0 : -1;
  });
  return { node, mark };
}
