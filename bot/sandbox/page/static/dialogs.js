/** Modals and confirmations. The browser's own <dialog> keeps the focus inside and gives it back. */

import { h, freshId, iconButton } from "./dom.js";
import { plainText, textNodes } from "./blocks/mrkdwn.js";

const nobody = { people: new Map(), channels: new Map(), groups: new Map() };

/** A confirm object as a question; true when the person agrees. */
export function ask(confirm) {
  return new Promise((resolve) => {
    const title = freshId("title");
    const text = freshId("text");
    const finish = (answer) => { dialog.close(); resolve(answer); };
    const dialog = h("dialog", { class: "confirm", role: "alertdialog", "aria-labelledby": title, "aria-describedby": text },
      h("h2", { id: title }, plainText(confirm.title)),
      h("div", { id: text, class: "words" }, textNodes(confirm.text, nobody)),
      h("div", { class: "dialog-foot" },
        h("button", { type: "button", class: "button", onclick: () => finish(false) }, plainText(confirm.deny)),
        h("button", { type: "button", class: `button ${confirm.style ?? "primary"}`, onclick: () => finish(true) }, plainText(confirm.confirm))));
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); finish(false); });
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Into the dialog on top, if any: all else on the page is dimmed then, cannot be pressed and is not read out. */
export function showAbove(element) {
  const top = [...document.querySelectorAll("dialog:modal")].at(-1);
  (top ?? document.body).append(element);
  top?.addEventListener("close", () => document.body.append(element), { once: true });
}

/** Where the focus stood: the same element may have been drawn anew by the time it is to go back there. */
export function remembered(root = document) {
  const element = document.activeElement;
  const holder = element?.closest?.("[data-action]");
  if (!holder || !root.contains(element)) return () => {};
  const at = typeof element.selectionStart === "number" ? [element.selectionStart, element.selectionEnd] : null;
  const place = holder.closest("[data-key]")?.dataset.key;
  return () => {
    const scope = place ? (document.querySelector(`[data-key="${CSS.escape(place)}"]`) ?? root) : root;
    const again = scope.querySelector(`[data-action="${CSS.escape(holder.dataset.action)}"]`);
    const target = again?.matches("button, input, select, textarea") ? again : again?.querySelector("button, input, select, textarea");
    if (!target) return;
    target.focus();
    if (at && typeof target.setSelectionRange === "function" && target.type === "text") target.setSelectionRange(...at);
  };
}

const isHeld = (element) => Boolean(element?.isConnected && element !== document.body);

/** A field that the browser gave the focus back to is not yet one that an input method writes into: it is entered anew. */
function focusAnew(element) {
  element.blur();
  element.focus();
}

/** The one modal on the screen: the top view of the stack. `draw(view)` gives its blocks, `rest()` where one writes. */
export class Stage {
  constructor({ draw, submit, close, rest }) {
    this.draw = draw;
    this.acts = { submit, close, rest };
    this.shown = null;
    this.back = () => {};
    this.title = h("h2", { id: "modal-title", tabindex: "-1" });
    this.body = h("div", { class: "modal-body" });
    this.foot = h("div", { class: "dialog-foot" });
    this.problem = h("p", { class: "problem", role: "alert" });
    this.backButton = iconButton("back", "前の画面に戻る", { onclick: () => close(false) });
    const head = h("div", { class: "modal-head" }, this.backButton, this.title, iconButton("close", "閉じる", { onclick: () => close(this.depth > 1) }));
    this.form = h("form", { novalidate: true }, head, this.problem, this.body, this.foot);
    this.dialog = h("dialog", { id: "modal", class: "modal", "aria-labelledby": "modal-title" }, this.form);
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.#send(); });
    this.dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(false); });
    document.body.append(this.dialog);
  }

  async #send() {
    if (this.submitButton?.getAttribute("aria-busy") === "true") return;
    this.submitButton?.setAttribute("aria-busy", "true");
    await this.acts.submit(this.shown.view);
    this.submitButton?.removeAttribute("aria-busy");
  }

  /** The next `show` draws, and moves the focus to the first mistake, even if nothing else changed. */
  stale() {
    if (this.shown) this.shown.key = null;
  }

  /** Draws the top view when it is another one, or has other content or errors. */
  show(stack, errors) {
    const view = stack.at(-1);
    if (!view) { this.#leave(); return; }
    const key = JSON.stringify([view.id, view.hash, view.blocks, view.title, view.submit, errors]);
    if (this.shown?.key === key) return;
    const isNew = this.shown?.view.id !== view.id;
    const isSame = !isNew && plainText(this.shown.view.title) === plainText(view.title);
    const place = isSame ? this.body.scrollTop : 0; // a form that only changed stays where one is in it
    const restore = remembered(this.dialog);
    this.shown = { key, view };
    this.depth = stack.length;
    this.#fill(view, stack.length, Object.keys(errors).length);
    if (!this.dialog.open) {
      this.back = remembered();
      this.opener = document.activeElement;
      this.dialog.showModal();
    }
    if (Object.keys(errors).length) this.#first(".wrong input, .wrong select, .wrong textarea, .wrong .ticks")?.focus();
    else if (isNew) (this.#first("[data-focus]") ?? this.#first("input, select, textarea, .modal-body button") ?? this.title).focus();
    else restore();
    if (!Object.keys(errors).length) this.body.scrollTop = place;
  }

  #first(selector) {
    return this.form.querySelector(selector);
  }

  #fill(view, depth, mistakes) {
    this.title.textContent = plainText(view.title);
    this.backButton.hidden = depth < 2;
    this.problem.textContent = mistakes ? `入力を確かめてください（${mistakes}か所）。` : "";
    this.body.replaceChildren(...this.draw(view));
    this.submitButton = view.submit ? h("button", { type: "submit", class: "button primary" }, plainText(view.submit)) : null;
    const away = h("button", { type: "button", class: "button", onclick: () => this.acts.close(false) }, view.close ? plainText(view.close) : "閉じる");
    this.foot.replaceChildren(...[away, this.submitButton].filter(Boolean));
  }

  #leave() {
    if (!this.dialog.open) return;
    this.shown = null;
    this.dialog.close();
    if (isHeld(this.opener)) focusAnew(this.opener);
    else this.back();
    const holder = document.activeElement; // for a moment still the button inside that closed it
    if (!isHeld(holder) || this.dialog.contains(holder)) this.acts.rest()?.focus();
  }
}
