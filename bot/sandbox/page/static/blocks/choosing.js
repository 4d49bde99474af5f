/** A field to type into and choose from: type-ahead selects and every multi select. Options come at once or later. */

import { h, freshId, iconButton } from "../dom.js";
import { isOfInputMethod } from "../keys.js";

const PAUSE_MS = 200;

function shownOptions(groups, taken) {
  return groups
    .map((group) => ({ ...group, options: group.options.filter((option) => !taken.has(option.value)) }))
    .filter((group) => group.options.length);
}

/**
 * `find(query)` gives groups [{label, options}] or throws; options are {value, label, description, choice}.
 * `change(options)` is told the chosen ones, best called the value: at most `most` of them.
 */
export function chooser({ id, label, describedBy, invalid, placeholder, find, change, chosen = [], most = 1, least = 0, announce }) {
  const many = most > 1;
  const listId = freshId("list");
  let picked = [...chosen];
  let flat = [];
  let active = -1;
  let asked = 0;
  let timer;

  const chips = h("ul", { class: "chips", "aria-label": `${label}：選んだもの` });
  const list = h("ul", { id: listId, class: "options", role: "listbox", "aria-label": label, hidden: true });
  const note = h("p", { class: "hint", hidden: true });
  const field = h("input", {
    id, type: "text", role: "combobox", autocomplete: "off", placeholder, spellcheck: "false",
    "aria-label": label, "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId,
    "aria-describedby": describedBy, "aria-invalid": invalid ? "true" : null,
  });
  const clear = iconButton("close", `${label}：選択を取り消す`, { onclick: () => { pick([]); field.focus(); } });

  function close() {
    list.hidden = true;
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function tell(text) {
    note.textContent = text;
    note.hidden = text === "";
    if (text) announce?.(text);
  }

  function show() {
    chips.hidden = !many || picked.length === 0;
    chips.replaceChildren(...picked.map((option) => h("li", {}, option.label, iconButton("close", `${option.label}を外す`, {
      onclick: () => { pick(picked.filter((one) => one.value !== option.value)); field.focus(); },
    }))));
    clear.hidden = many || picked.length === 0;
    field.value = many ? "" : (picked[0]?.label ?? "");
  }

  function pick(options) {
    picked = options;
    show();
    close();
    tell("");
    change(picked);
  }

  function choose(option) {
    if (many && picked.length >= most) tell(`選べるのは${most}件までです。`);
    else pick(many ? [...picked, option] : [option]);
  }

  function light(at) {
    const nodes = [...list.querySelectorAll("[role=option]")];
    active = Math.max(-1, Math.min(nodes.length - 1, at));
    nodes.forEach((node, index) => node.classList.toggle("active", index === active));
    if (active < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", nodes[active].id);
      nodes[active].scrollIntoView({ block: "nearest" });
    }
  }

  const optionNode = (option) => {
    const node = h("li", { id: freshId("option"), role: "option", "aria-selected": "false" }, option.label,
      option.description ? h("small", {}, option.description) : null);
    node.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    node.addEventListener("click", () => choose(option));
    return node;
  };

  function open(groups) {
    const shown = shownOptions(groups, new Set(many ? picked.map((option) => option.value) : []));
    flat = shown.flatMap((group) => group.options);
    list.replaceChildren(...shown.flatMap((group) => {
      if (!group.label) return group.options.map(optionNode);
      const title = freshId("group");
      const head = h("li", { role: "presentation", id: title, class: "group" }, group.label);
      return [h("li", { role: "none" }, h("ul", { role: "group", "aria-labelledby": title }, head, group.options.map(optionNode)))];
    }));
    list.hidden = flat.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    light(-1);
    list.scrollIntoView({ block: "nearest" });
    tell(flat.length ? "" : "あてはまるものがありません。");
    if (flat.length) announce?.(`${flat.length}件の候補`);
  }

  async function ask(query) {
    asked += 1;
    const mine = asked;
    if (query.length < least) {
      close();
      tell(`${least}文字以上入力すると候補が出ます。`);
      return;
    }
    try {
      const groups = await find(query);
      if (mine === asked && document.activeElement === field) open(groups);
    } catch (error) {
      if (mine === asked) { close(); tell(error.message); }
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(field.value.trim()), PAUSE_MS);
  });
  field.addEventListener("focus", () => { if (!many) field.select(); });
  field.addEventListener("click", () => { if (list.hidden) ask(many || picked.length ? "" : field.value.trim()); });
  field.addEventListener("blur", () => { clearTimeout(timer); close(); show(); });
  field.addEventListener("keydown", (event) => {
    if (isOfInputMethod(event)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask(picked.length ? "" : field.value.trim());
      else light(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      if (active >= 0) choose(flat[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Backspace" && many && field.value === "" && picked.length) {
      pick(picked.slice(0, -1));
    }
  });
  show();
  return h("div", { class: "chooser" }, chips, h("div", { class: "chooser-field" }, field, clear), list, note);
}
