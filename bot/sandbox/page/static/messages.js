/** Messages: who said what and when, with blocks, files, replies and what one can do with them. */

import { h, freshId, icon, iconButton } from "./dom.js";
import { dayAndTime, dayOf, timeOf } from "./dates.js";
import { mrkdwn } from "./blocks/mrkdwn.js";
import { renderBlocks } from "./blocks/blocks.js";
import { withMenu } from "./menus.js";
import { fileAddress } from "./api.js";
import { placeFor } from "./place.js";
import { remembered } from "./dialogs.js";

const NEAR_END = 120;
const SAME_PLACE = 4;
const AWAITED_MS = 5000; // an answer to a button that comes within this time is shown
const DAY_ROOM = 40; // under the day that stays at the top

export function avatar(person) {
  const sum = [...(person?.id ?? "")].reduce((total, letter) => total + letter.codePointAt(0), 0);
  return h("span", { class: `avatar tone-${person?.is_bot ? "bot" : sum % 5}`, "aria-hidden": "true" }, person?.real_name?.[0] ?? "？");
}

const sizeWords = (bytes) => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))}KB` : `${(bytes / 1024 / 1024).toFixed(1)}MB`);

function fileCard(file, viewer) {
  const kind = file.name.includes(".") ? file.name.split(".").at(-1).toUpperCase() : "ファイル";
  return h("a", { class: "file", href: fileAddress(file.id, viewer), download: file.name }, icon("file"),
    h("span", {}, h("strong", {}, file.title), h("small", {}, `${kind}・${sizeWords(file.size)}・ダウンロード`), file.alt_txt ? h("small", {}, file.alt_txt) : null));
}

function attachment(one, ctx) {
  const inside = one.blocks ? renderBlocks(one.blocks, ctx) : mrkdwn(one.text ?? one.fallback ?? "", ctx);
  return h("div", { class: "attachment" }, inside);
}

function body(message, app) {
  const ctx = placeFor(app, { channel: message.channel, ts: message.ts });
  const said = message.blocks?.length ? renderBlocks(message.blocks, ctx) : message.text ? h("div", { class: "words" }, mrkdwn(message.text, ctx)) : null;
  return [said, (message.attachments ?? []).map((one) => attachment(one, ctx)),
    message.files?.length ? h("div", { class: "files" }, message.files.map((file) => fileCard(file, app.viewer))) : null];
}

function tools(message, app, inThread) {
  const about = `${app.people.get(message.user)?.real_name ?? ""}の投稿`;
  const own = message.user === app.viewer;
  const entries = () => [
    ...app.menu.message_shortcuts.map((shortcut) => ({
      label: shortcut.name, description: "ショートカット",
      run: () => app.play({ do: "message_shortcut", callback_id: shortcut.callback_id, channel: message.channel, ts: message.ts }),
    })),
    ...(own ? [{ label: "削除", danger: true, run: () => app.play({ do: "delete", channel: message.channel, ts: message.ts }) }] : []),
  ];
  const reply = iconButton("reply", `スレッドで返信：${about}`, { onclick: () => app.openThread(message.thread_ts ?? message.ts) });
  const more = entries().length ? withMenu(iconButton("more", `その他の操作：${about}`), `その他の操作：${about}`, entries) : null;
  return h("div", { class: "tools" }, inThread || message.only_for ? null : reply, message.only_for ? null : more);
}

function replies(thread, message, app) {
  if (!thread) return null;
  return h("button", { type: "button", class: "replies", onclick: () => app.openThread(message.ts) }, icon("reply"),
    `${thread.count}件の返信`, h("small", {}, `最終 ${timeOf(thread.last)}`));
}

/** `thread` is {count, last} when replies are to be counted under it. */
export function messageNode(message, app, { thread, inThread = false } = {}) {
  const person = app.people.get(message.user);
  const name = freshId("who");
  const ownClass = [message.only_for ? "ephemeral" : "", person?.is_bot ? "from-bot" : ""].join(" ");
  return h("article", { class: `message ${ownClass}`, "aria-labelledby": name, "data-key": `${message.channel}/${message.ts}/${inThread}` },
    avatar(person),
    h("div", { class: "message-main" },
      h("p", { class: "byline", id: name }, h("strong", {}, person?.real_name ?? message.user),
        person?.is_bot ? h("span", { class: "tag" }, "アプリ") : null,
        h("time", { title: dayAndTime(message.ts) }, timeOf(message.ts)),
        message.edited ? h("small", {}, "（編集済み）") : null),
      message.only_for ? h("p", { class: "only-you" }, icon("eye"), "あなただけに表示されています") : null,
      body(message, app),
      replies(thread, message, app)),
    tools(message, app, inThread));
}

/** A scrolling list that draws only what changed, so that open menus, sorted tables and the focus stay as they are. */
export class MessageList {
  constructor(app, { label, inThread = false }) {
    this.app = app;
    this.inThread = inThread;
    this.drawn = new Map();
    this.owner = null;
    this.restsAt = 0;
    this.pressedAt = -Infinity;
    this.last = null;
    this.node = h("div", { class: "messages", tabindex: "0", role: "region", "aria-label": label });
    this.node.addEventListener("click", (event) => { if (event.target.closest("button")) this.pressedAt = performance.now(); });
  }

  /** `owner` says whose messages these are: another one begins at its end. `counts` gives {count, last} by ts. */
  show(owner, messages, { counts = new Map(), empty = null } = {}) {
    const { node } = this;
    const isOther = owner !== this.owner;
    const isFresh = messages.at(-1)?.ts !== this.last;
    const follows = isFresh && (this.#isAtEnd() || performance.now() - this.pressedAt < AWAITED_MS);
    const staysAtEnd = this.#below() < SAME_PLACE;
    this.last = messages.at(-1)?.ts;
    if (isOther) this.drawn.clear();
    this.owner = owner;
    const restore = remembered(node);
    const nodes = messages.length ? this.#nodes(messages, counts) : [empty].filter(Boolean);
    reconcile(node, nodes);
    if (document.activeElement === document.body) restore();
    if (isOther || follows) this.#toEnd();
    else if (staysAtEnd) node.scrollTop = node.scrollHeight;
  }

  /** How much is still to be read below. */
  #below() {
    return this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight;
  }

  /** Also where a long last message has been left as it came: with its beginning at the top. */
  #isAtEnd() {
    const { scrollTop } = this.node;
    return this.#below() < NEAR_END || (scrollTop > 0 && Math.abs(scrollTop - this.restsAt) < SAME_PLACE);
  }

  /** To the end, but never past the beginning of the last message: a long answer is read from its top. */
  #toEnd() {
    const { node } = this;
    node.scrollTop = node.scrollHeight;
    const last = node.lastElementChild;
    if (last && last.offsetHeight > node.clientHeight) node.scrollTop = last.offsetTop - node.offsetTop - DAY_ROOM;
    this.restsAt = node.scrollTop;
  }

  #nodes(messages, counts) {
    let day = null;
    const nodes = messages.flatMap((message) => {
      const own = this.#kept(message.ts, [message, counts.get(message.ts)], () =>
        messageNode(message, this.app, { thread: counts.get(message.ts), inThread: this.inThread }));
      const today = dayOf(message.ts);
      const divider = today === day ? [] : [this.#kept(`day ${today}`, today, () => h("p", { class: "day" }, h("span", {}, today)))];
      day = today;
      return [...divider, own];
    });
    return nodes;
  }

  #kept(key, content, make) {
    const seen = JSON.stringify(content);
    const known = this.drawn.get(key);
    if (known?.seen === seen) return known.node;
    const node = make();
    this.drawn.set(key, { seen, node });
    return node;
  }
}

/** Puts the nodes in order without touching those that stand where they should. */
export function reconcile(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.childNodes[index] !== node) parent.insertBefore(node, parent.childNodes[index] ?? null);
  });
}
