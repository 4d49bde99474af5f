/** Block Kit on the page: one function for each block type that the bot sends. Anything else is a visible warning.
 *
 * `ctx` is the place where the blocks stand: who looks (`viewer`), `people`, `channels`, `groups` by id, `place`
 * ({channel, ts} or {view}), `press`, `suggest`, `confirm`, `draft`, `drafted`, `kept`, `error`, `busy`, `announce`.
 */

import { h, freshId, iconButton } from "../dom.js";
import { plainText, textNodes } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { ELEMENTS, renderElement } from "./elements.js";
import { dataTable } from "./tables.js";
import { dataVisualization } from "./charts.js";
import { unknown } from "./unknown.js";

export { ELEMENTS };

const shortWords = (object) => plainText(object).replace(/[*_~`]/g, "").split("\n")[0].slice(0, 60);

function section(block, ctx) {
  const label = block.text ? shortWords(block.text) : undefined;
  return h("div", { class: "section" },
    h("div", { class: "section-words" },
      block.text ? h("div", { class: "words" }, textNodes(block.text, ctx)) : null,
      block.fields ? h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "words" }, textNodes(field, ctx)))) : null),
    block.accessory ? h("div", { class: "accessory" }, renderElement(block.accessory, block, ctx, { label: block.accessory.placeholder ? undefined : label })) : null);
}

function header(block) {
  return h("p", { class: "header level-1", role: "heading", "aria-level": 3 }, plainText(block.text));
}

function context(block, ctx) {
  return h("div", { class: "context" }, block.elements.map((element) => h("span", { class: "words" }, textNodes(element, ctx))));
}

const actions = (block, ctx) => h("div", { class: "actions" }, block.elements.map((element) => renderElement(element, block, ctx)));

const GROUPED = ["checkboxes", "radio_buttons"];

function input(block, ctx) {
  const id = freshId("field");
  const hint = block.hint ? freshId("hint") : null;
  const wrong = ctx.error(block.block_id);
  const error = wrong ? freshId("error") : null;
  const label = plainText(block.label);
  const tag = GROUPED.includes(block.element.type) ? "p" : "label";
  return h("div", { class: wrong ? "input wrong" : "input", "data-block": block.block_id },
    h(tag, tag === "label" ? { for: id, class: "label" } : { class: "label" }, label, block.optional ? h("span", { class: "optional" }, "（任意）") : null),
    renderElement(block.element, block, ctx, { label, id, invalid: Boolean(wrong), isField: true, describedBy: [error, hint].filter(Boolean).join(" ") }),
    wrong ? h("p", { class: "error", id: error }, wrong) : null,
    hint ? h("p", { class: "hint", id: hint }, plainText(block.hint)) : null);
}

function card(block, ctx) {
  const words = (name, tag = "p") => (block[name] ? h(tag, { class: `card-${name}` }, textNodes(block[name], ctx)) : null);
  const named = block.title ? freshId("card") : null;
  const title = block.title ? h("p", { class: "card-title", id: named, role: "heading", "aria-level": 3 }, textNodes(block.title, ctx)) : null;
  return h("div", { class: "card", role: "group", "aria-labelledby": named },
    title || block.subtitle ? h("div", { class: "card-head" }, h("div", {}, title, words("subtitle"))) : null,
    words("body"), words("subtext"),
    block.actions ? h("div", { class: "actions" }, block.actions.map((element) => renderElement(element, block, ctx))) : null);
}

function carousel(block, ctx) {
  const track = h("ul", { class: "track", tabindex: "0", role: "list", "aria-label": `カード ${block.elements.length}枚。左右の矢印キーで送れます` },
    block.elements.map((one) => h("li", {}, renderBlock(one, ctx))));
  const slide = (way) => track.scrollBy({ left: way * (track.firstElementChild.offsetWidth + 12), behavior: "smooth" });
  const back = iconButton("left", "前のカード", { onclick: () => slide(-1) });
  const on = iconButton("right", "次のカード", { onclick: () => slide(1) });
  const check = () => {
    const end = track.scrollWidth - track.clientWidth;
    back.disabled = track.scrollLeft < 4;
    on.disabled = track.scrollLeft > end - 4;
    turn.hidden = end < 2;
  };
  const turn = h("div", { class: "turn" }, back, h("span", { class: "hint" }, `${block.elements.length}枚`), on);
  track.addEventListener("scroll", check, { passive: true });
  new ResizeObserver(check).observe(track);
  return h("div", { class: "carousel" }, track, turn);
}

export const BLOCKS = {
  actions, card, carousel, context, header, input, section,
  context_actions: actions,
  data_table: dataTable,
  data_visualization: dataVisualization,
  divider: () => h("hr"),
  rich_text: richText,
};

/** One block. What the page cannot draw, or what is not shaped as it should be, becomes a warning that shows it. */
export function renderBlock(block, ctx) {
  const render = BLOCKS[block?.type];
  if (!render) return h("div", { class: "block" }, unknown("ブロック", block?.type, block));
  try {
    return h("div", { class: `block is-${block.type}` }, render(block, ctx));
  } catch (error) {
    console.warn(error);
    return h("div", { class: "block" }, unknown("ブロック（形が正しくありません）", block.type, block));
  }
}

export function renderBlocks(blocks, ctx) {
  return blocks.map((block) => renderBlock(block, ctx));
}
