/** Slack's mrkdwn as nodes: bold, italic, strike, code, quotes, links and mentions. */

import { h, link } from "../dom.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const unescape = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

// A mark begins and ends at the edge of a word: これは*太字*です stays as it is typed, in Slack too.
const MARK = /`([^`\n]+)`|<([^<>\n]+)>|(?<![\p{L}\p{N}*_~])([*_~])(?!\3)(?=\S)(.+?)(?<=[^\s])\3(?![\p{L}\p{N}*_~])/gu;
const TAGS = { "*": "strong", _: "em", "~": "s" };
const ADDRESS = /https?:\/\/[^\s<>|「」（）、。]+/g;
const EMOJI = {
  bar_chart: "📊", bell: "🔔", bulb: "💡", calendar: "📅", chart_with_upwards_trend: "📈", eyes: "👀",
  hourglass_flowing_sand: "⏳", information_source: "ℹ️", mag: "🔍", memo: "📝", pushpin: "📌", tada: "🎉",
  thumbsdown: "👎", thumbsup: "👍", warning: "⚠️", white_check_mark: "✅", x: "❌",
};

const emoji = (name) => EMOJI[name] ?? `:${name}:`;

/** plain_text: nothing is a mark, but `:eyes:` is a picture unless `emoji` is false. */
export function plainText(object) {
  if (object.emoji === false) return object.text;
  return object.text.replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name));
}

export function mention(id, ctx, fallback) {
  const person = ctx.people.get(id);
  const own = id === ctx.viewer ? " own" : "";
  return h("span", { class: `mention${own}` }, `@${person ? (person.is_bot ? person.name : person.real_name) : (fallback ?? id)}`);
}

function channelName(id, ctx, fallback) {
  return h("span", { class: "mention" }, `#${ctx.channels.get(id)?.name ?? fallback ?? id}`);
}

function groupName(id, ctx, fallback) {
  return h("span", { class: "mention" }, `@${ctx.groups.get(id)?.handle ?? fallback?.replace(/^@/, "") ?? id}`);
}

function broadcast(range) {
  return h("span", { class: "mention own" }, `@${range}`);
}

function special(name, fallback, ctx) {
  const [kind, id] = name.split("^");
  if (kind === "subteam") return groupName(id, ctx, fallback);
  return broadcast(kind);
}

function reference(inside, ctx) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : unescape(inside.slice(bar + 1));
  switch (target[0]) {
    case "@": return mention(target.slice(1), ctx, label);
    case "#": return channelName(target.slice(1), ctx, label);
    case "!": return special(target.slice(1), label, ctx);
    default: return link(unescape(target), label ?? unescape(target).replace(/^mailto:/, ""));
  }
}

const STATE = /([\p{sc=Han}\p{sc=Hiragana}]{1,5} [◎○△▽▼×－？](?: [\d,]+件)?)/gu;

const STATE_AT_END = new RegExp(`${STATE.source}(?=\n|$)`, "gu");

/** The word and the sign of a state stay on one line, with the number of those in it: 「後退 ▼ 3件」. */
export function together(text, state = STATE) {
  return text.split(state).map((part, index) => (index % 2 ? h("span", { class: "together" }, part) : part));
}

const BEHIND = /^([^（）]+ [◎○△▽▼×－？])(（.+）)$/u;

/** Of a cell, what stands in brackets behind the state (「（あと16人）」) is a line of its own where there is room. */
export function cellText(text) {
  const [, state, behind] = text.match(BEHIND) ?? [];
  return behind ? [...together(state), h("span", { class: "behind" }, together(behind))] : together(text);
}

let whole = /(?!)/u;

/** Words of several parts that no line ends within, as 「やや遅れ」 in a sentence. */
export function keepWhole(words) {
  const signs = /[.*+?^${}()|[\]\\]/g;
  if (words.length) whole = new RegExp(words.map((word) => word.replace(signs, "\\$&")).join("|"), "gu");
}

/** In a sentence, by signs that do not break: a part of its own would be read out by itself. */
const joined = (text) => together(text, STATE_AT_END).map((part) => {
  if (typeof part !== "string") return part;
  const bound = part.replaceAll(STATE, (state) => state.replaceAll(" ", "\u00a0"));
  return bound.replace(whole, (word) => [...word].join("\u2060"));
});

/** A bar of squares is a picture: read out, it would be ten times 「黒い四角」. */
function drawn(text) {
  return text.split(/([■□]{3,})/).flatMap((part, index) => (index % 2 ? h("span", { "aria-hidden": "true" }, part) : joined(part)));
}

/** Bare addresses become links unless the text object is `verbatim`. */
function words(text, verbatim) {
  const shown = unescape(text).replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name));
  if (verbatim) return drawn(shown);
  const nodes = [];
  let end = 0;
  for (const found of shown.matchAll(ADDRESS)) {
    nodes.push(...drawn(shown.slice(end, found.index)), link(found[0], found[0]));
    end = found.index + found[0].length;
  }
  return [...nodes, ...drawn(shown.slice(end))];
}

function inline(text, ctx, verbatim) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(MARK)) {
    const [all, code, target, mark, marked] = found;
    nodes.push(...words(text.slice(end, found.index), verbatim));
    if (code !== undefined) nodes.push(h("code", {}, unescape(code)));
    else if (target !== undefined) nodes.push(reference(target, ctx));
    else nodes.push(h(TAGS[mark], {}, inline(marked, ctx, verbatim)));
    end = found.index + all.length;
  }
  return [...nodes, ...words(text.slice(end), verbatim)];
}

const QUOTE = /^(?:&gt;|>) ?/;

function lines(text, ctx, verbatim) {
  const nodes = [];
  let quoted = [];
  const close = () => {
    if (quoted.length) nodes.push(h("blockquote", {}, inline(quoted.join("\n"), ctx, verbatim)));
    quoted = [];
  };
  let open = [];
  const closeOpen = () => {
    if (open.length) nodes.push(...inline(open.join("\n"), ctx, verbatim));
    open = [];
  };
  for (const line of text.split("\n")) {
    if (QUOTE.test(line)) {
      closeOpen();
      quoted.push(line.replace(QUOTE, ""));
    } else {
      close();
      open.push(line);
    }
  }
  close();
  closeOpen();
  return nodes;
}

/** Nodes for a mrkdwn text. `ctx` knows people, channels and groups by id, and who is looking. */
export function mrkdwn(text, ctx, verbatim = false) {
  return text.split(/```\n?([\s\S]+?)\n?```/).flatMap((part, index) => {
    if (index % 2) return [h("pre", {}, h("code", {}, unescape(part)))];
    return part === "" ? [] : lines(part, ctx, verbatim);
  });
}

/** A text object of either kind. */
export function textNodes(object, ctx) {
  return object.type === "mrkdwn" ? mrkdwn(object.text, ctx, object.verbatim) : joined(plainText(object));
}
