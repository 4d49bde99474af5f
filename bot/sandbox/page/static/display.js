/** How the page looks for this person: light or dark, and larger letters for a projector. Kept in the browser. */

import { h } from "./dom.js";
import { withMenu } from "./menus.js";

const THEMES = { auto: "端末の設定に合わせる", light: "明るい", dark: "暗い" };
const SIZES = { normal: "標準の文字", large: "大きな文字（会議室向け）" };

function kept(name, fallback) {
  try {
    return localStorage.getItem(name) ?? fallback;
  } catch {
    return fallback;
  }
}

function use(name, value) {
  document.documentElement.dataset[name] = value;
  try {
    localStorage.setItem(name, value);
  } catch {
    // a browser that keeps nothing: the choice then lasts as long as the page
  }
}

export function displayMenu() {
  use("theme", kept("theme", "auto"));
  use("size", kept("size", "normal"));
  const entry = (name, value, label) => ({
    label: `${document.documentElement.dataset[name] === value ? "✓ " : "　 "}${label}`, run: () => use(name, value),
  });
  const button = h("button", { type: "button", class: "button quiet" }, "表示");
  return withMenu(button, "表示", () => [
    ...Object.entries(THEMES).map(([value, label]) => entry("theme", value, label)),
    ...Object.entries(SIZES).map(([value, label]) => entry("size", value, label)),
  ]);
}
