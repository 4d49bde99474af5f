/** One channel, direct conversation or thread: its messages, what the bot is doing, and where one writes. */

import { h } from "./dom.js";
import { Composer } from "./composer.js";
import { MessageList } from "./messages.js";

/** {count, last} of the replies by the message that heads them. */
function threads(messages) {
  const counts = new Map();
  for (const message of messages) {
    if (!message.thread_ts || message.thread_ts === message.ts) continue;
    const known = counts.get(message.thread_ts);
    counts.set(message.thread_ts, { count: (known?.count ?? 0) + 1, last: message.ts });
  }
  return counts;
}

const headsOrStandsAlone = (message) => !message.thread_ts || message.thread_ts === message.ts;

export class Conversation {
  /** `thread()` is the ts of the head when this is a thread, else null; `channel()` the channel. */
  constructor(app, { channel, thread = () => null, label }) {
    this.app = app;
    this.channel = channel;
    this.thread = thread;
    this.list = new MessageList(app, { label, inThread: thread() !== null });
    this.status = h("p", { class: "status", role: "status", hidden: true });
    this.prompts = h("div", { class: "prompts" });
    this.composer = new Composer(app, () => this.#target());
    this.notice = h("div", { class: "notice", hidden: true });
    this.node = h("div", { class: "conversation" }, this.list.node, this.status, this.prompts, this.notice, this.composer.node);
  }

  #target() {
    const channel = this.channel();
    return {
      channel: channel?.id, thread: this.thread(), isDm: Boolean(channel?.is_im), botHere: Boolean(channel?.is_im || channel?.is_member),
      name: channel?.is_im ? "ボット" : `#${channel?.name ?? ""}`,
    };
  }

  show() {
    const channel = this.channel();
    this.node.hidden = !channel; // a direct conversation begins when its tab is opened: until then, nothing of another person's
    if (!channel) return;
    const head = this.thread();
    const shown = channel.messages.filter((message) => (head ? message.ts === head || message.thread_ts === head : headsOrStandsAlone(message) || !this.#has(channel, message.thread_ts)));
    this.list.inThread = head !== null;
    this.list.show(`${this.app.viewer}/${channel.id}/${head}`, shown, { counts: head ? new Map() : threads(channel.messages), empty: head ? null : this.#empty() });
    this.#showAgent(channel, head);
    this.#showNotice(channel);
    this.composer.show();
  }

  #has(channel, ts) {
    return channel.messages.some((message) => message.ts === ts);
  }

  #empty() {
    this.emptyNode ??= h("div", { class: "empty" },
      h("p", {}, "まだ投稿はありません。たとえば、次のように尋ねてみてください。"),
      h("p", { class: "examples" }, this.app.menu.examples.map((example) => h("button", { type: "button", class: "button", onclick: () => this.composer.fill(example) }, example))));
    return this.emptyNode;
  }

  #showAgent(channel, head) {
    const own = this.app.state.agent_threads.filter((one) => one.channel === channel.id && (head === null || one.thread_ts === head));
    const busy = own.find((one) => one.status && !["active", "closed", "suspended"].includes(one.status));
    this.status.hidden = !busy;
    this.status.textContent = busy ? `ボット：${busy.status === "processing" ? "考えています" : busy.status}…` : "";
    const prompts = channel.is_im ? (own.findLast((one) => one.prompts.length)?.prompts ?? []) : [];
    const seen = JSON.stringify(prompts);
    if (this.prompts.dataset.seen === seen) return;
    this.prompts.dataset.seen = seen;
    this.prompts.replaceChildren(...prompts.map((prompt) => h("button", { type: "button", class: "button", onclick: () => this.app.play({ do: "dm", text: prompt.message }) }, prompt.title)));
  }

  #showNotice(channel) {
    const words = channel.is_archived ? "このチャンネルはアーカイブされています。読むことだけができます。" : !channel.is_im && !channel.is_member ? "ボットはまだこのチャンネルにいません。" : "";
    this.notice.hidden = words === "";
    this.composer.node.hidden = Boolean(channel.is_archived);
    if (this.notice.dataset.seen === words) return;
    this.notice.dataset.seen = words;
    const invite = h("button", { type: "button", class: "button primary", onclick: () => this.app.play({ do: "invite_bot", channel: channel.id }) }, "ボットを招待する");
    this.notice.replaceChildren(h("p", {}, words), ...(channel.is_archived ? [] : [invite]));
  }
}
