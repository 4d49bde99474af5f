/** The page as a whole: who looks, where they are, and drawing anew whenever the stand-in says that something changed. */

import { h, icon, iconButton } from "./dom.js";
import { follow, loadMenu, loadState, play } from "./api.js";
import { renderBlocks } from "./blocks/blocks.js";
import { keepWhole } from "./blocks/mrkdwn.js";
import { Conversation } from "./conversation.js";
import { showAbove, Stage } from "./dialogs.js";
import { displayMenu } from "./display.js";
import { HomeTab, tabs } from "./home.js";
import { isOfInputMethod } from "./keys.js";
import { Nav, showViewers } from "./nav.js";
import { Panel } from "./panel.js";
import { errorsOf, forget, mark, placeFor, filled } from "./place.js";
import { isGone, outcomeWords, playWords } from "./words.js";

const TOAST_MS = 9000;
const SPOKEN_MOST = 300;
const CLOCK_MS = 10_000;
const AGAIN_MS = 5000; // within which the same press again is meant once
const $ = (id) => document.getElementById(id);

class App {
  constructor(menu) {
    this.menu = menu;
    keepWhole(menu.whole);
    this.viewer = sessionStorage.getItem("viewer") ?? menu.viewer;
    this.read = new Map();
    this.side = null; // "thread", "panel" or nothing
    this.announce = (words) => { $("live").textContent = words; };
    this.nav = new Nav(this, (name) => this.go(name));
    this.channelView = new Conversation(this, { channel: () => this.channels.get(this.channel), label: "メッセージ" });
    this.threadView = new Conversation(this, { channel: () => this.channels.get(this.channel), thread: () => this.route.thread, label: "スレッド" });
    this.home = new HomeTab(this);
    this.panel = new Panel(this);
    this.tabs = tabs([{ id: "home", label: "ホーム", panel: "home-tab" }, { id: "dm", label: "メッセージ", panel: "dm-tab" }], (name) => this.go(name));
    this.dmRoom = h("div", { id: "dm-tab", class: "room" });
    this.title = h("h2", { tabindex: "-1" });
    this.about = h("p", { class: "about" });
    $("main").append(h("div", { class: "main-head" }, this.title, this.about), this.tabs.node, this.home.node, this.dmRoom);
    this.dmRoom.append(this.channelView.node);
    this.stage = new Stage({
      draw: (view) => renderBlocks(view.blocks, placeFor(this, { view: view.id }, view)),
      submit: (view) => this.#submit(view),
      close: (everything) => this.play({ do: "close", everything }),
      rest: () => (this.side === "thread" ? this.threadView : this.channelView).composer.field,
    });
    this.#wire();
  }

  #wire() {
    $("open-nav").append(icon("menu"));
    $("open-nav").addEventListener("click", () => this.#openNav(!document.body.classList.contains("nav-open")));
    $("open-panel").addEventListener("click", () => this.openSide(this.side === "panel" ? null : "panel"));
    $("display").append(displayMenu());
    document.querySelector(".side-head").append(iconButton("close", "閉じる", { onclick: () => this.closeSide() }));
    document.querySelector("[data-skip]").addEventListener("click", (event) => { event.preventDefault(); $("main").focus(); });
    $("viewer").addEventListener("change", (event) => this.#become(event.target.value));
    window.addEventListener("hashchange", () => this.#arrive());
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || isOfInputMethod(event) || event.defaultPrevented || document.querySelector("dialog[open]")) return;
      if (document.body.classList.contains("nav-open")) this.#openNav(false);
      else if (this.side && $("side").contains(document.activeElement)) this.closeSide();
    });
    document.addEventListener("pointerdown", (event) => {
      const inNav = $("nav").contains(event.target) || $("open-nav").contains(event.target);
      if (document.body.classList.contains("nav-open") && !inNav) this.#openNav(false);
    });
    setInterval(() => { if (this.state) this.panel.tick(); }, CLOCK_MS);
  }

  // State

  /** The direct conversation is shown on the bot's own page, also when it is opened by its id. */
  get route() {
    const [name, thread] = decodeURIComponent(window.location.hash.slice(1)).split("/");
    const isDirect = this.channels?.get(name)?.is_im;
    return { name: isDirect ? "dm" : name || this.menu.channel, thread: thread ?? null };
  }

  /** The id of the channel in view; of the direct conversation on the bot's own page. */
  get channel() {
    const { name } = this.route;
    if (!["home", "dm"].includes(name)) return name;
    return [...this.channels.values()].find((channel) => channel.is_im)?.id;
  }

  /** The stand-in's clock, in seconds since 1970. */
  now() {
    return this.state.now + (performance.now() - this.loadedAt) / 1000;
  }

  /** Loads and draws. Changes that come in the meantime make it load once more, which all who asked wait for. */
  refresh() {
    this.again = Boolean(this.loading);
    this.loading ??= this.#loadAll();
    return this.loading;
  }

  async #loadAll() {
    do {
      this.again = false;
      await this.#load();
    } while (this.again);
    this.loading = null;
  }

  async #load() {
    const viewer = this.viewer;
    try {
      const state = await loadState(viewer);
      if (viewer !== this.viewer) { this.again = true; return; }
      this.loadedAt = performance.now();
      this.#take(state);
      $("broken").hidden = true;
      this.#draw();
    } catch (error) {
      this.#lost(error);
    }
  }

  #take(state) {
    const before = this.state;
    this.state = state;
    this.bot = state.bot.user;
    this.people = new Map(state.people.map((one) => [one.id, one]));
    this.channels = new Map(state.channels.map((one) => [one.id, one]));
    for (const channel of state.channels) for (const message of channel.messages) message.channel = channel.id;
    this.groups = new Map(state.groups.map((one) => [one.id, one]));
    if (before) this.#speak(before);
    const open = new Set(state.modals.map((view) => view.id));
    for (const view of before?.modals ?? []) if (!open.has(view.id)) forget(view.id);
  }

  /** New messages of others in the channel on the screen, and refusals, for those who listen. */
  #speak(before) {
    const known = new Set(before.channels.find((one) => one.id === this.channel)?.messages.map((message) => message.ts));
    const fresh = (this.channels.get(this.channel)?.messages ?? []).filter((message) => !known.has(message.ts) && message.user !== this.viewer);
    const words = fresh.map((message) => `${this.people.get(message.user)?.real_name}：${message.text.slice(0, SPOKEN_MOST)}`);
    if (this.state.refusals.length > before.refusals.length) words.push("Slack が拒否したものがあります。「動作の確認」をご覧ください。");
    if (words.length && before.team.id === this.state.team.id && known.size + fresh.length > 0) this.announce(words.join("。"));
  }

  #lost(error) {
    $("broken").hidden = false;
    $("broken").textContent = "お試し環境につながりません。端末で動かしているか、ご確認ください。つながると自動で戻ります。";
    if (error && !(error instanceof TypeError)) throw error;
  }

  // Drawing

  #draw() {
    const { name } = this.route;
    const onBot = ["home", "dm"].includes(name);
    if (!onBot && !this.channels.has(name)) {
      this.go(this.channels.has(this.menu.channel) ? this.menu.channel : ([...this.channels.keys()][0] ?? "home"));
      return;
    }
    showViewers($("viewer"), this);
    this.#markRead();
    this.nav.show(this.route, this.#unread());
    this.#drawHead(onBot);
    this.home.node.hidden = name !== "home";
    this.dmRoom.hidden = name === "home";
    for (const [name_, value] of [["role", "tabpanel"], ["aria-labelledby", "tab-dm"]]) {
      if (onBot) this.dmRoom.setAttribute(name_, value);
      else this.dmRoom.removeAttribute(name_);
    }
    if (name === "home") this.home.show();
    else this.channelView.show();
    this.#drawSide();
    const top = this.state.modals.at(-1);
    this.stage.show(this.state.modals, top ? errorsOf(top) : {});
  }

  #drawHead(onBot) {
    const channel = this.channels.get(this.channel);
    const title = onBot ? this.people.get(this.bot).real_name : `#${channel.name}`;
    if (this.title.textContent !== title) this.title.textContent = title;
    document.title = `${title} - お試し環境`;
    this.about.textContent = onBot ? "アプリ" : `${channel.members.length}人が参加${channel.is_ext_shared ? "・他の組織と共有" : ""}${channel.is_private ? "・非公開" : ""}`;
    this.tabs.node.hidden = !onBot;
    if (onBot) this.tabs.mark(this.route.name);
  }

  #drawSide() {
    const { thread } = this.route;
    if (thread && this.side !== "panel") this.side = "thread";
    if (!thread && this.side === "thread") this.side = null;
    const fresh = this.side === "panel" ? 0 : this.panel.fresh;
    $("side").hidden = !this.side;
    document.body.classList.toggle("side-open", Boolean(this.side));
    $("open-panel").setAttribute("aria-expanded", String(this.side === "panel"));
    const words = fresh ? `動作の確認（新しい拒否 ${fresh}件）` : "動作の確認";
    if ($("open-panel").textContent !== words) $("open-panel").replaceChildren(icon("gauge"), h("span", {}, words));
    $("open-panel").classList.toggle("fresh", fresh > 0);
    this.panel.show(this.side === "panel");
    if (!this.side) return;
    const view = this.side === "panel" ? this.panel : this.threadView;
    $("side-title").textContent = this.side === "panel" ? "動作の確認" : "スレッド";
    if ($("side-body").firstChild !== view.node) $("side-body").replaceChildren(view.node);
    if (this.side === "thread") this.threadView.show();
  }

  #markRead() {
    const messages = this.channels.get(this.channel)?.messages ?? [];
    if (this.route.name !== "home" && messages.length) this.read.set(`${this.viewer}/${this.channel}`, messages.at(-1).ts);
  }

  #unread() {
    const fresh = (channel) => channel.messages.filter((message) =>
      message.user !== this.viewer && message.ts > (this.read.get(`${this.viewer}/${channel.id}`) ?? "")).length;
    return new Map([...this.channels.values()].map((channel) => [channel.id, fresh(channel)]));
  }

  // Going about

  go(name) {
    this.#openNav(false);
    if (this.route.name === name && !this.route.thread) this.#arrive();
    else window.location.hash = name;
  }

  openThread(ts) {
    this.side = "thread";
    window.location.hash = `${this.route.name}/${ts}`;
    this.wantsFocus = "side";
  }

  openSide(side) {
    this.side = side;
    this.#draw();
    if (side) $("side-title").focus();
  }

  closeSide() {
    const { name, thread } = this.route;
    const wasPanel = this.side === "panel";
    this.side = null;
    if (thread) window.location.hash = name;
    else this.#draw();
    if (wasPanel) $("open-panel").focus();
    else $("main").focus();
  }

  #arrive() {
    if (!this.state) return;
    const { name } = this.route;
    if (name === "home") this.play({ do: "open_home" });
    if (name === "dm") this.play({ do: "open_messages_tab" });
    this.#draw();
    if (this.wantsFocus === "side") this.threadView.composer.field.focus();
    else if (!["home", "dm"].includes(name) && !this.route.thread) this.title.focus();
    this.wantsFocus = null;
  }

  #openNav(open) {
    document.body.classList.toggle("nav-open", open);
    $("open-nav").setAttribute("aria-expanded", String(open));
    if (open) document.querySelector(".nav-entry")?.focus();
  }

  async #become(viewer) {
    this.viewer = viewer;
    sessionStorage.setItem("viewer", viewer);
    this.state = null;
    await this.refresh();
    this.announce(`${this.people.get(viewer).real_name}になりました。`);
    if (["home", "dm"].includes(this.route.name)) this.#arrive();
  }

  // Acting

  /** What the stand-in told, or null when it could not be done; trouble is shown to the person. */
  async play(wish, { quiet = false } = {}) {
    const key = JSON.stringify(wish), isAgain = key === this.played?.key && performance.now() - this.played.at < AGAIN_MS;
    this.played = { key, at: performance.now() };
    try {
      const told = await play(this.viewer, wish);
      const trouble = quiet ? [] : told.outcomes.map(outcomeWords).filter(Boolean);
      for (const words of new Set(trouble)) this.warn(words);
      return told;
    } catch (error) {
      const isSecondPress = isAgain && isGone(error.message); // the first has done it, and changed the screen
      if (!isSecondPress) this.warn(playWords(error.message));
      return null;
    }
  }

  async #submit(view) {
    const told = await this.play({ do: "submit", view: view.id, values: filled(view) });
    const outcome = told?.outcomes[0];
    const wrong = Object.keys(outcome?.field_errors ?? {}).length > 0;
    mark(view.id, outcome?.error === "client_errors" ? outcome.field_errors : {});
    if (wrong) this.stage.stale();
    await this.refresh();
  }

  warn(words) {
    const toast = h("p", { class: "toast" }, icon("warning"), h("span", {}, words), iconButton("close", "知らせを閉じる", { onclick: () => toast.remove() }));
    showAbove($("toasts"));
    $("toasts").append(toast);
    setTimeout(() => toast.remove(), TOAST_MS);
  }

  start() {
    follow(() => this.refresh().then(() => { this.#first(); }), () => this.#lost());
  }

  #first() {
    if (this.started || !this.state) return;
    this.started = true;
    document.documentElement.dataset.ready = "true";
    if (["home", "dm"].includes(this.route.name)) this.#arrive();
  }
}

new App(await loadMenu()).start();
