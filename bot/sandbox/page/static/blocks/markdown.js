/** The `markdown` block: headings, lists, task lists, quotes, tables, code and marks. Images become links, as in Slack. */

import { h, link } from "../dom.js";

const MARK = /`([^`]+)`|!?\[([^\]]*)\]\(([^()\s]+)\)|(\*\*|__)(?=\S)(.+?)(?<=\S)\4|~~(?=\S)(.+?)(?<=\S)~~|(?<![\p{L}\p{N}])([*_])(?=\S)(.+?)(?<=\S)\7(?![\p{L}\p{N}])/gu;

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(MARK)) {
    const [all, code, label, url, , strong, strike, , em] = found;
    nodes.push(text.slice(end, found.index));
    if (code !== undefined) nodes.push(h("code", {}, code));
    else if (url !== undefined) nodes.push(link(url, label || url));
    else if (strong !== undefined) nodes.push(h("strong", {}, inline(strong)));
    else if (strike !== undefined) nodes.push(h("s", {}, inline(strike)));
    else nodes.push(h("em", {}, inline(em)));
    end = found.index + all.length;
  }
  return [...nodes, text.slice(end)];
}

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;

/** Items with the depth of their indent, nested; a deeper item belongs to the one before it. */
function list(items) {
  const ordered = /\d/.test(items[0].mark);
  const root = h(ordered ? "ol" : "ul", ordered ? { start: Number.parseInt(items[0].mark, 10) } : {});
  const depth = items[0].depth;
  for (let at = 0; at < items.length; at += 1) {
    let deeper = at + 1;
    while (deeper < items.length && items[deeper].depth > depth) deeper += 1;
    const task = /^\[([ xX])\]\s+(.*)$/.exec(items[at].text);
    const words = task
      ? [h("input", { type: "checkbox", disabled: true, checked: task[1] !== " ", "aria-label": task[2] }), " ", inline(task[2])]
      : inline(items[at].text);
    root.append(h("li", {}, words, deeper > at + 1 ? list(items.slice(at + 1, deeper)) : null));
    at = deeper - 1;
  }
  return root;
}

const cells = (row) => row.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
const RULE = /^\s*\|?(\s*:?-+:?\s*\|)+\s*:?-*:?\s*$/;

function table(rows) {
  const [head, , ...body] = rows.map(cells);
  return h("div", { class: "table-room", tabindex: "0", role: "group", "aria-label": "表" }, h("table", {},
    h("thead", {}, h("tr", {}, head.map((cell) => h("th", { scope: "col" }, inline(cell))))),
    h("tbody", {}, body.map((row) => h("tr", {}, row.map((cell) => h("td", {}, inline(cell))))))));
}

/** Each kind of block: whether it begins at a line, and its node with the number of lines that it takes. */
const KINDS = [
  [(line) => line.trim() === "", () => [null, 1]],
  [(line) => /^```/.test(line), (rest) => {
    const end = rest.findIndex((line, at) => at > 0 && /^```/.test(line));
    const last = end < 0 ? rest.length : end;
    return [h("pre", { tabindex: "0" }, h("code", {}, rest.slice(1, last).join("\n"))), last + 1];
  }],
  [(line) => /^#{1,6}\s/.test(line), ([line]) => {
    const depth = /^#+/.exec(line)[0].length;
    const level = Math.min(6, depth + 2); // below the page's own headings
    return [h("p", { class: "md-heading", role: "heading", "aria-level": level }, inline(line.slice(depth).trim())), 1];
  }],
  [(line) => /^\s*([-*_])\s*(\1\s*){2,}$/.test(line), () => [h("hr"), 1]],
  [(line) => /^>/.test(line), (rest) => {
    const taken = while_(rest, (line) => /^>/.test(line));
    return [h("blockquote", {}, inline(taken.map((line) => line.replace(/^>\s?/, "")).join("\n"))), taken.length];
  }],
  [(line) => ITEM.test(line), (rest) => {
    const taken = while_(rest, (line) => ITEM.test(line));
    const items = taken.map((line) => ITEM.exec(line)).map(([, indent, mark, text]) => ({ depth: indent.length, mark, text }));
    return [list(items), taken.length];
  }],
  [(line, next) => line.includes("|") && RULE.test(next ?? ""), (rest) => {
    const taken = while_(rest, (line) => line.includes("|"));
    return [table(taken), taken.length];
  }],
];

function while_(lines, condition) {
  const end = lines.findIndex((line) => !condition(line));
  return end < 0 ? lines : lines.slice(0, end);
}

export function markdown(text) {
  const nodes = [];
  let paragraph = [];
  const close = () => {
    if (paragraph.length) nodes.push(h("p", {}, inline(paragraph.join("\n"))));
    paragraph = [];
  };
  for (let rest = text.split("\n"); rest.length; ) {
    const kind = KINDS.find(([begins]) => begins(rest[0], rest[1]));
    if (!kind) {
      paragraph.push(rest[0]);
      rest = rest.slice(1);
      continue;
    }
    close();
    const [node, taken] = kind[1](rest);
    if (node) nodes.push(node);
    rest = rest.slice(taken);
  }
  close();
  return nodes;
}
