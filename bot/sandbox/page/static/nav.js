/** The list of channels and the bot's own entry; and who one may be. */

import { h, icon } from "./dom.js";
import { avatar, reconcile } from "./messages.js";

/** What a sample person may do, in a few words next to the name. */
function rights(person, groups, home) {
  const words = [
    person.is_admin && "管理者",
    ...[...groups.values()].filter((group) => group.users?.includes(person.id)).map((group) => group.name),
    person.is_restricted && "ゲスト",
    person.team_id !== home && "他の組織",
  ].filter(Boolean);
  return words.length ? words.join("・") : "一般職員";
}

export function showViewers(select, app) {
  const people = [...app.people.values()].filter((person) => !person.is_bot && !person.deleted);
  const seen = people.map((person) => person.id).join();
  if (select.dataset.seen !== seen) {
    select.replaceChildren(...people.map((person) => h("option", { value: person.id }, `${person.real_name}（${rights(person, app.groups, app.state.team.id)}）`)));
    select.dataset.seen = seen;
  }
  select.value = app.viewer;
}

const signOf = (channel) => (channel.is_private ? "lock" : "hash");

export class Nav {
  constructor(app, go) {
    this.app = app;
    this.go = go;
    this.nodes = new Map();
    this.channels = h("ul", { role: "list" });
    this.person = h("div", { class: "nav-person" });
    this.bot = h("ul", { role: "list" });
    this.node = document.getElementById("nav");
    this.node.append(h("h2", {}, "チャンネル"), this.channels, h("h2", {}, "アプリ"), this.bot, this.person);
  }

  show(route, unread) {
    const { app } = this;
    const shared = [...app.channels.values()].filter((channel) => !channel.is_im);
    reconcile(this.channels, shared.map((channel) => this.#entry(channel.id, {
      label: channel.name, sign: icon(signOf(channel)), current: route.name === channel.id, fresh: unread.get(channel.id) ?? 0,
      note: channel.is_archived ? "アーカイブ済み" : channel.is_ext_shared ? "他の組織と共有" : channel.is_member ? "" : "ボット未参加",
    })));
    const bot = app.people.get(app.bot);
    const links = app.state.bot.links;
    const dm = [...app.channels.values()].find((channel) => channel.is_im);
    reconcile(this.bot, [this.#entry("home", {
      label: bot.real_name, sign: avatar(bot), current: ["home", "dm"].includes(route.name), fresh: unread.get(dm?.id) ?? 0,
      note: links ? "接続中" : "接続していません",
    })]);
  }

  #entry(id, shown) {
    const seen = JSON.stringify([shown.label, shown.current, shown.fresh, shown.note, shown.sign.getAttribute("class")]);
    const known = this.nodes.get(id);
    if (known?.seen === seen) return known.node;
    const node = known?.node ?? h("li");
    const hadFocus = node.contains(document.activeElement);
    node.replaceChildren(h("button", { type: "button", class: "nav-entry", "aria-current": shown.current ? "page" : null, onclick: () => this.go(id) },
      shown.sign, h("span", { class: "nav-words" }, h("span", {}, shown.label), shown.note ? h("small", {}, shown.note) : null),
      shown.fresh ? h("span", { class: "count", "aria-label": `新着${shown.fresh}件` }, String(shown.fresh)) : null));
    if (hadFocus) node.firstElementChild.focus();
    this.nodes.set(id, { seen, node });
    return node;
  }
}
