/** What the page cannot draw is never left out silently: a box says so and shows what was sent. */

import { h, icon } from "../dom.js";

export function unknown(what, name, sent) {
  const kind = name === undefined ? "種類の指定がない" : `「${name}」という`;
  return h("div", { class: "unknown", role: "note" },
    h("p", {}, icon("warning"), h("strong", {}, `この画面では表示できません：${kind}${what}`)),
    h("p", {}, "実際の Slack では表示される場合があります。"),
    h("details", {}, h("summary", {}, "送られた内容"), h("pre", { tabindex: "0" }, JSON.stringify(sent, null, 2))));
}
