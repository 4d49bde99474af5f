/** Where one writes: to everybody, to the bot by mention, a slash command, or a shortcut from the menu. */

import { h, icon, iconButton, freshId } from "./dom.js";
import { isEnter } from "./keys.js";
import { withMenu } from "./menus.js";

const TALLEST = 160;

/** What was begun in each place, also after the page is loaded again. */
const begun = (place) => sessionStorage.getItem(`draft ${place}`) ?? "";
function keep(place, text) {
  if (text) sessionStorage.setItem(`draft ${place}`, text);
  else sessionStorage.removeItem(`draft ${place}`);
}

/** `target()` gives {channel, thread, isDm, botHere, name} as it is at the moment of sending. */
export class Composer {
  constructor(app, target) {
    this.app = app;
    this.target = target;
    const id = freshId("write");
    this.label = h("label", { class: "spoken", for: id });
    this.field = h("textarea", { id, rows: 1, maxlength: 3000, "aria-describedby": `${id}-hint` });
    this.mention = h("button", { type: "button", class: "button quiet mention-switch", "aria-pressed": "true", onclick: () => this.#turn() });
    this.commands = h("div", { class: "command-hints", hidden: true });
    this.plus = withMenu(iconButton("plus", "ショートカットとコマンド"), "ショートカットとコマンド", () => this.#entries());
    const send = h("button", { type: "submit", class: "button primary send", "aria-label": "送信" }, icon("send"), h("span", {}, "送信"));
    this.node = h("form", { class: "composer" }, this.label, this.commands, this.field,
      h("div", { class: "composer-foot" }, this.plus, this.mention, h("small", { id: `${id}-hint`, class: "hint" }, h("span", {}, "Enterで送信、"), h("span", {}, "Shift+Enterで改行")), send));
    this.node.addEventListener("submit", (event) => { event.preventDefault(); this.#send(); });
    this.field.addEventListener("input", () => this.#changed());
    this.field.addEventListener("keydown", (event) => {
      if (!isEnter(event) || event.shiftKey) return;
      event.preventDefault();
      this.#send();
    });
    this.addressed = true;
    this.place = null;
  }

  /** Draws what depends on the place: its name, and whether the bot can be addressed there. */
  show() {
    const { isDm, botHere, name, thread } = this.target();
    this.#moveTo(this.#placeOf(this.target()));
    this.label.textContent = thread ? "スレッドに返信" : `${name}へのメッセージ`;
    this.field.placeholder = thread ? "返信を書く" : `${name}へのメッセージ`;
    this.mention.hidden = isDm || !botHere;
    this.mention.textContent = `@${this.app.people.get(this.app.bot)?.name ?? "bot"} に話しかける`;
    this.plus.hidden = Boolean(thread);
    this.#grow();
  }

  fill(text) {
    this.#write(text);
    this.field.focus();
  }

  #write(text) {
    this.field.value = text;
    this.#changed();
  }

  #placeOf({ channel, thread }) {
    return [this.app.viewer, channel, thread].join("/");
  }

  /** What was begun in one place waits there, and is not sent from another. */
  #moveTo(place) {
    if (place === this.place) return;
    this.place = place;
    this.#write(begun(place));
  }

  #turn() {
    this.addressed = !this.addressed;
    this.mention.setAttribute("aria-pressed", String(this.addressed));
  }

  #entries() {
    const { channel } = this.target();
    const { menu } = this.app;
    return [
      ...menu.shortcuts.map((one) => ({ label: one.name, description: "ショートカット", run: () => this.app.play({ do: "shortcut", callback_id: one.callback_id, channel }) })),
      ...menu.commands.map((one) => ({ label: `${one.name} ${one.usage_hint}`, description: one.description, run: () => this.fill(`${one.name} `) })),
    ];
  }

  /** As tall as what is written; where nothing is drawn, as on a phone behind a thread, there is nothing to measure. */
  #grow() {
    this.field.style.height = "auto";
    const tall = this.field.scrollHeight;
    if (tall) this.field.style.height = `${Math.min(TALLEST, tall + 2)}px`;
  }

  #changed() {
    this.#grow();
    const typed = this.field.value;
    keep(this.place, typed);
    const fitting = typed.startsWith("/") && !typed.includes(" ") ? this.app.menu.commands.filter((one) => one.name.startsWith(typed)) : [];
    this.commands.hidden = fitting.length === 0;
    this.commands.replaceChildren(...fitting.map((one) => h("button", { type: "button", class: "command-hint", onclick: () => this.fill(`${one.name} `) },
      h("strong", {}, one.name), ` ${one.usage_hint}`, h("small", {}, one.description))));
  }

  async #send() {
    const text = this.field.value.trim();
    if (text === "") return;
    const wish = this.#wish(text);
    if (!wish) return;
    const { place } = this;
    this.#write("");
    const told = await this.app.play(wish);
    if (told) return;
    if (place !== this.place) keep(place, text); // nothing was sent: the words come back
    else if (this.field.value === "") this.fill(text);
  }

  #wish(text) {
    const { channel, thread, isDm, botHere } = this.target();
    const shared = thread ? { channel, thread } : { channel };
    if (text.startsWith("/")) {
      if (thread) { this.app.warn("スラッシュコマンドはスレッドの中では使えません（Slack と同じです）。"); return null; }
      const [command, ...rest] = text.split(/\s+/);
      return { do: "command", channel, command, text: rest.join(" ") };
    }
    const name = `@${this.app.people.get(this.app.bot)?.name}`;
    const named = text.includes(name);
    if (named || (this.addressed && botHere && !isDm)) return { do: "mention", ...shared, text: text.replace(name, "").trim() };
    return { do: "say", ...shared, text };
  }
}
