/** rich_text blocks: sections, lists, quotes and preformatted text, with everything that may stand in a line. */

import { h, link } from "../dom.js";
import { broadcast, channelName, dateNode, emoji, groupName, mention } from "./mrkdwn.js";
import { unknown } from "./unknown.js";

const INLINE = {
  text: (part) => part.text,
  link: (part) => link(part.url, part.text || part.url),
  user: (part, ctx) => mention(part.user_id, ctx),
  usergroup: (part, ctx) => groupName(part.usergroup_id, ctx),
  channel: (part, ctx) => channelName(part.channel_id, ctx),
  emoji: (part) => emoji(part.name),
  date: (part) => dateNode(part.timestamp, part.format, part.url, part.fallback ?? ""),
  broadcast: (part) => broadcast(part.range),
  color: (part) => h("code", {}, part.value),
};
const STYLES = [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"], ["underline", "u"]];

function styled(node, style = {}) {
  return STYLES.filter(([name]) => style[name]).reduce((inner, [, tag]) => h(tag, {}, inner), node);
}

function inline(part, ctx) {
  const render = INLINE[part.type];
  return render ? styled(render(part, ctx), part.style) : unknown("rich_text の要素", part.type, part);
}

const line = (part, ctx) => part.elements.map((one) => inline(one, ctx));

const PARTS = {
  rich_text_section: (part, ctx) => h("div", { class: "rich-section" }, line(part, ctx)),
  rich_text_quote: (part, ctx) => h("blockquote", {}, line(part, ctx)),
  rich_text_preformatted: (part, ctx) => h("pre", { tabindex: "0" }, h("code", {}, line(part, ctx))),
  rich_text_list: (part, ctx) => {
    const attributes = part.style === "ordered" ? { start: (part.offset ?? 0) + 1 } : {};
    const tag = part.style === "ordered" ? "ol" : "ul";
    return h(tag, { class: `indent-${part.indent ?? 0}`, ...attributes }, part.elements.map((item) => h("li", {}, line(item, ctx))));
  },
};

export function richText(block, ctx) {
  return h("div", { class: "rich" }, block.elements.map((part) => {
    const render = PARTS[part.type];
    return render ? render(part, ctx) : unknown("rich_text の部分", part.type, part);
  }));
}
