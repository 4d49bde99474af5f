/** Elements from tags, attributes and children. A string is always a text node: no data can ever become markup. */

const SVG = "http://www.w3.org/2000/svg";
let numbers = 0;

/** An id that nothing else on the page has. */
export function freshId(prefix = "n") {
  numbers += 1;
  return `${prefix}-${numbers}`;
}

/** Web and mail addresses only; anything else, `javascript:` above all, is null. */
export function safeUrl(url) {
  try {
    return ["http:", "https:", "mailto:"].includes(new URL(url).protocol) ? url : null;
  } catch {
    return null;
  }
}

/** `onclick`: function; `true` stands for a bare attribute; null, undefined and false leave it out. */
function dress(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  return element;
}

function children(list) {
  return list.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== "");
}

export function h(tag, attributes = {}, ...inside) {
  const element = dress(document.createElement(tag), attributes);
  element.append(...children(inside));
  return element;
}

export function svg(tag, attributes = {}, ...inside) {
  const element = dress(document.createElementNS(SVG, tag), attributes);
  element.append(...children(inside));
  return element;
}

/** A link that opens elsewhere, or its bare words when the address is not one to follow. */
export function link(url, ...inside) {
  const address = safeUrl(url);
  if (address === null) return h("span", {}, ...inside);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...inside);
}

/** Words for screen readers only. */
export function spoken(...inside) {
  return h("span", { class: "spoken" }, ...inside);
}

const ICONS = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 9l6 6 6-6",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 9.2a2.8 2.8 0 100 5.6 2.8 2.8 0 000-5.6z",
  file: "M6 3h8l4 4v14H6zM14 3v5h4",
  gauge: "M4 17a8 8 0 1116 0M12 17l4-6",
  hash: "M9 4L7 20M17 4l-2 16M4 9h17M3 15h17",
  home: "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
  left: "M14 6l-6 6 6 6",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 017 0v3",
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M4.5 12h1M11.5 12h1M18.5 12h1",
  plus: "M12 5v14M5 12h14",
  reply: "M4 5h16v11H10l-5 4v-4H4z",
  right: "M10 6l6 6-6 6",
  send: "M4 12l16-8-6 16-3-7z",
  talk: "M4 5h16v11H10l-5 4v-4H4zM8 9h8M8 12h5",
  thumbDown: "M7 4v10M7 14l4 7c1.6 0 2.4-1 2.2-2.6L12.8 15H18c1.4 0 2.3-1.3 1.9-2.6L18 5.6C17.7 4.6 17 4 16 4H7M7 4H4v10h3",
  thumbUp: "M7 20V10M7 10l4-7c1.6 0 2.4 1 2.2 2.6L12.8 9H18c1.4 0 2.3 1.3 1.9 2.6L18 18.4c-.3 1-1 1.6-2 1.6H7M7 20H4V10h3",
  trash: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
  warning: "M12 4L2.8 20h18.4zM12 10v4M12 17h.01",
};

/** A drawn sign. It says nothing to screen readers: the words stand next to it or in a label. */
export function icon(name) {
  return svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: ICONS[name] }));
}

/** A square button that shows only a sign; `label` is its name. */
export function iconButton(sign, label, attributes = {}) {
  return h("button", { type: "button", class: "sign", "aria-label": label, title: label, ...attributes }, icon(sign));
}
