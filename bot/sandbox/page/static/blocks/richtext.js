/** rich_text blocks: what people write, with their mentions, and the bot's quotations of the document. */

import { h } from "../dom.js";
import { mention } from "./mrkdwn.js";
import { unknown } from "./unknown.js";

const INLINE = { text: (part) => part.text, user: (part, ctx) => mention(part.user_id, ctx) };
const inline = (part, ctx) => (INLINE[part.type] ? INLINE[part.type](part, ctx) : unknown("rich_text の要素", part.type, part));
const PARTS = {
  rich_text_section: (line) => h("div", { class: "rich-section" }, line),
  rich_text_quote: (line) => h("blockquote", {}, line),
};

export function richText(block, ctx) {
  return h("div", { class: "rich" }, block.elements.map((part) => {
    const render = PARTS[part.type];
    return render ? render(part.elements.map((one) => inline(one, ctx))) : unknown("rich_text の部分", part.type, part);
  }));
}
