/** Interactive elements: one function for each type. In an input block they keep a draft, elsewhere they act at once. */

import { h, icon, freshId, safeUrl } from "../dom.js";
import { plainText, textNodes } from "./mrkdwn.js";
import { chooser } from "./choosing.js";
import { isEnter } from "../keys.js";
import { unknown } from "./unknown.js";

/** Where a type keeps its value in a view's state, and where a block gives the first one. */
const KEPT = {
  checkboxes: ["selected_options", "initial_options"],
  conversations_select: ["selected_conversation", "initial_conversation"],
  datepicker: ["selected_date", "initial_date"],
  external_select: ["selected_option", "initial_option"],
  multi_external_select: ["selected_options", "initial_options"],
  multi_users_select: ["selected_users", "initial_users"],
  plain_text_input: ["value", "initial_value"],
  radio_buttons: ["selected_option", "initial_option"],
  static_select: ["selected_option", "initial_option"],
  timepicker: ["selected_time", "initial_time"],
  users_select: ["selected_user", "initial_user"],
};

/** What stands in the element now: what was typed here, else what the stand-in keeps, else what the app gave. */
function current(one) {
  const draft = one.ctx.drafted(one.block, one.element);
  if (draft !== undefined) return draft;
  const [key, initial] = KEPT[one.element.type];
  const kept = one.ctx.kept(one.block, one.element);
  return kept ? kept[key] : one.element[initial];
}

/** A choice was made: a field of a form keeps it, anything else tells the app. */
function settle(one, choice, { ended = true } = {}) {
  if (one.isField) {
    one.ctx.draft(one.block, one.element, choice);
    if (!one.block.dispatch_action || !ended) return;
  }
  one.ctx.press(one.block, one.element, choice);
}

/** Asks first when the element has a confirm object; `undo` puts the control back when the person declines. */
async function confirmed(one, act, undo = () => {}) {
  if (one.element.confirm && !(await one.ctx.confirm(one.element.confirm))) undo();
  else act();
}

const named = (one) => ({
  id: one.id,
  "aria-label": one.isField ? null : one.label,
  "aria-describedby": one.describedBy || null,
  "aria-invalid": one.invalid ? "true" : null,
  "aria-required": one.isField && !one.block.optional ? "true" : null,
  "data-focus": one.element.focus_on_load ? "true" : null,
});

// Buttons

function button(one) {
  const { element, ctx, block } = one;
  if (element.visible_to_user_ids && !element.visible_to_user_ids.includes(ctx.viewer)) return null;
  const press = (event) => {
    const pressed = event.currentTarget;
    confirmed(one, () => {
      if (safeUrl(element.url)) window.open(element.url, "_blank", "noopener");
      ctx.busy(pressed, ctx.press(block, element, null));
    });
  };
  return h("button", {
    type: "button", class: `button ${element.style ?? ""}`, "aria-label": element.accessibility_label, onclick: press,
    "data-focus": element.focus_on_load ? "true" : null,
  }, plainText(element.text), element.url ? h("span", { class: "outward", "aria-hidden": "true" }, "↗") : null);
}

function feedback(one) {
  const row = h("span", { class: "feedback", role: "group", "aria-label": "回答の評価" });
  const side = (name, sign, positive) => {
    const choice = one.element[name];
    const words = plainText(choice.text);
    return h("button", {
      type: "button", class: "button quiet", "aria-pressed": "false", "aria-label": choice.accessibility_label,
      onclick: (event) => {
        for (const other of row.children) other.setAttribute("aria-pressed", String(other === event.currentTarget));
        one.ctx.press(one.block, one.element, positive);
      },
    }, icon(sign), words);
  };
  row.append(side("positive_button", "thumbUp", true), side("negative_button", "thumbDown", false));
  return row;
}

function signButton(one) {
  const label = one.element.accessibility_label ?? plainText(one.element.text);
  if (one.element.visible_to_user_ids && !one.element.visible_to_user_ids.includes(one.ctx.viewer)) return null;
  const press = () => confirmed(one, () => one.ctx.press(one.block, one.element, null));
  return h("button", { type: "button", class: "button quiet", "aria-label": label, onclick: press },
    icon(one.element.icon === "trash" ? "trash" : "more"), plainText(one.element.text));
}

// Choices

const asChoice = (option) => ({
  value: option.value, label: plainText(option.text), choice: option,
  description: option.description && plainText(option.description),
});
const groupsOf = (sent) => sent.option_groups
  ? sent.option_groups.map((group) => ({ label: plainText(group.label), options: group.options.map(asChoice) }))
  : [{ options: (sent.options ?? []).map(asChoice) }];

const idChoice = (id, label) => ({ value: id, label, choice: id });
const LISTS = {
  users: (ctx) => [...ctx.people.values()].filter((one) => !one.deleted).map((one) => idChoice(one.id, one.real_name)),
  conversations: (ctx, element) => [...ctx.channels.values()].filter((one) => wanted(one, element.filter ?? {}))
    .map((one) => idChoice(one.id, one.is_im ? "ボットとのDM" : `#${one.name}`)),
};

function wanted(channel, filter) {
  const kind = channel.is_im ? "im" : channel.is_private ? "private" : "public";
  if (filter.include && !filter.include.includes(kind)) return false;
  if (filter.exclude_bot_users && channel.is_im) return false;
  return !(filter.exclude_external_shared_channels && channel.is_ext_shared);
}

/** Groups of options for a select that has them all: static ones, people, channels. */
function listed(one) {
  const kind = one.element.type.replace(/^multi_/, "").replace(/_select$/, "");
  return kind === "static" ? groupsOf(one.element) : [{ options: LISTS[kind](one.ctx, one.element) }];
}

const valueOf = (choice) => (typeof choice === "string" ? choice : choice?.value);

/** A single select whose options are all known is the browser's own: nothing is easier to use by keyboard or ear. */
function select(one) {
  const groups = listed(one);
  const start = valueOf(current(one) ?? (one.element.default_to_current_conversation ? one.ctx.place.channel : undefined));
  if (one.isField && start !== undefined) one.ctx.draft(one.block, one.element, find(groups, start)?.choice ?? null);
  const node = h("select", { ...named(one), class: "select" },
    h("option", { value: "" }, one.element.placeholder ? plainText(one.element.placeholder) : "選んでください"),
    groups.map((group) => {
      const inside = group.options.map((option) => h("option", { value: option.value, selected: option.value === start },
        option.description ? `${option.label}（${option.description}）` : option.label));
      return group.label ? h("optgroup", { label: group.label }, inside) : inside;
    }));
  let before = node.value;
  node.addEventListener("change", () => {
    const option = find(groups, node.value);
    if (!option && !one.isField) { node.value = before; return; }
    const act = () => { before = node.value; settle(one, option?.choice ?? null); };
    confirmed(one, act, () => { node.value = before; });
  });
  return node;
}

const find = (groups, value) => groups.flatMap((group) => group.options).find((option) => option.value === value);

function typeAhead(one, { many }) {
  const element = one.element;
  const isExternal = element.type.endsWith("external_select");
  const groups = isExternal ? [] : listed(one);
  const matching = (query) => groups.map((group) => ({
    ...group, options: group.options.filter((option) => option.label.toLowerCase().includes(query.toLowerCase())),
  }));
  const start = [current(one) ?? []].flat();
  const choices = start.map((choice) => (isExternal ? asChoice(choice) : find(groups, valueOf(choice)))).filter(Boolean);
  return chooser({
    id: one.id, label: one.label, describedBy: one.describedBy, invalid: one.invalid, announce: one.ctx.announce,
    placeholder: element.placeholder ? plainText(element.placeholder) : "入力して探す",
    most: many ? (element.max_selected_items ?? 1000) : 1,
    least: isExternal ? (element.min_query_length ?? 3) : 0,
    chosen: choices,
    find: isExternal ? async (query) => groupsOf(await one.ctx.suggest(one.block, element, query)) : async (query) => matching(query),
    change: (options) => {
      const picked = options.map((option) => option.choice);
      if (many || picked.length || one.isField) settle(one, many ? picked : (picked[0] ?? null));
    },
  });
}

/** Checkboxes and radio buttons, each with its description. */
function ticks(one, { many }) {
  const start = new Set([current(one) ?? []].flat().map(valueOf));
  const name = freshId("choice");
  const boxes = one.element.options.map((option) => {
    const hint = option.description ? freshId("about") : null;
    const box = h("input", { type: many ? "checkbox" : "radio", name, id: freshId("box"), value: option.value,
      checked: start.has(option.value), "aria-describedby": hint });
    const label = h("label", { for: box.id }, textNodes(option.text, one.ctx));
    return { option, box, node: h("div", { class: "tick" }, box, h("div", {}, label, hint ? h("small", { id: hint }, textNodes(option.description, one.ctx)) : null)) };
  });
  const group = h("div", { class: "ticks", role: many ? "group" : "radiogroup", id: one.id, "aria-label": one.label,
    "aria-describedby": one.describedBy || null, "aria-invalid": !many && one.invalid ? "true" : null, tabindex: "-1" }, boxes.map((each) => each.node));
  group.addEventListener("change", () => {
    const picked = boxes.filter(({ box }) => box.checked).map(({ option }) => option);
    settle(one, many ? picked : (picked[0] ?? null));
  });
  return group;
}

// Typing

/** One line or several. Enter sends a field that tells the app (Home search); a form's fields wait for 送信. */
function typed(one) {
  const element = one.element;
  const start = current(one) ?? "";
  const tag = element.multiline ? "textarea" : "input";
  const node = h(tag, { ...named(one), class: "field", ...(tag === "input" ? { type: "text" } : { rows: 4 }),
    placeholder: element.placeholder && plainText(element.placeholder) });
  node.value = start;
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  node.addEventListener("input", () => settle(one, node.value === "" ? null : node.value, { ended: triggers.includes("on_character_entered") }));
  node.addEventListener("keydown", (event) => {
    if (!isEnter(event) || tag === "textarea" || !one.block.dispatch_action) return;
    event.preventDefault();
    if (triggers.includes("on_enter_pressed")) one.ctx.press(one.block, element, node.value);
  });
  if (one.isField && start !== "") one.ctx.draft(one.block, element, start);
  return node;
}

function picked(one, type) {
  const node = h("input", { ...named(one), class: "field short", type });
  node.value = current(one) ?? "";
  node.addEventListener("change", () => {
    if (!node.value && !one.isField) return;
    confirmed(one, () => settle(one, node.value || null));
  });
  return node;
}

export const ELEMENTS = {
  button,
  checkboxes: (one) => ticks(one, { many: true }),
  conversations_select: select,
  datepicker: (one) => picked(one, "date"),
  external_select: (one) => typeAhead(one, { many: false }),
  feedback_buttons: feedback,
  icon_button: signButton,
  multi_external_select: (one) => typeAhead(one, { many: true }),
  multi_users_select: (one) => typeAhead(one, { many: true }),
  plain_text_input: (one) => typed(one),
  radio_buttons: (one) => ticks(one, { many: false }),
  static_select: select,
  timepicker: (one) => picked(one, "time"),
  users_select: select,
};

/** `label` names the element where no label stands next to it. Marked so that focus finds its way back to it. */
export function renderElement(element, block, ctx, { label, id, describedBy, invalid, isField = false } = {}) {
  const render = ELEMENTS[element.type];
  if (!render) return unknown("要素", element.type, element);
  const words = label || (element.placeholder ? plainText(element.placeholder) : "選択");
  const node = render({ element, block, ctx, label: words, id: id ?? freshId("field"), describedBy, invalid, isField });
  if (node && element.action_id) node.dataset.action = `${block.block_id}/${element.action_id}`;
  return node;
}
