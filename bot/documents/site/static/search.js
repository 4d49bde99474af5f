// The search page. What is found says matching.js; nothing leaves the browser.
"use strict";

const LIMIT = 50;
const QUOTE_BEFORE = 16;
const QUOTE_LENGTH = 110;
function quoted(text, query) {
  const word = query.split(/\s+/).find((own) => own && text.includes(own)) ?? "";
  const at = word ? text.indexOf(word) : 0;
  const start = Math.max(0, at - QUOTE_BEFORE);
  const quote = text.slice(start, start + QUOTE_LENGTH);
  const line = document.createElement("p");
  line.className = "quote";
  const before = (start > 0 ? "…" : "") + quote.slice(0, at - start);
  const mark = document.createElement("mark");
  mark.textContent = word;
  const rest = quote.slice(at - start + word.length) + (start + QUOTE_LENGTH < text.length ? "…" : "");
  line.append(before, ...(word ? [mark] : []), rest);
  return line;
}

function listed({ record }, query) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = record.at;
  link.textContent = record.title;
  const kind = document.createElement("span");
  kind.className = "tag";
  kind.textContent = record.kind;
  const home = document.createElement("p");
  home.className = "note";
  home.textContent = record.home;
  item.append(kind, " ", link, ...(record.home ? [home] : []), quoted(record.text, query));
  return item;
}

const input = document.querySelector("#search");

// As read_part() of the program
function readPart(question) {
  const letters = [...question.trim()];
  return { read: letters.slice(0, senryakuLength.most).join(""), isCut: letters.length > senryakuLength.most };
}

function show() {
  const { read, isCut } = readPart(input.value);
  const hits = senryakuFind(read).slice(0, LIMIT);
  const results = document.querySelector("#search-results");
  results.replaceChildren(...hits.map((hit) => listed(hit, read)));
  const none = "見つかりませんでした。短いことばや、ひらがなの読みでも探せます。";
  const most = hits.length === LIMIT ? `上位${LIMIT}件を表示しています` : `${hits.length}件見つかりました`;
  const found = read ? (hits.length ? most : none) : "";
  document.querySelector("#search-count").textContent = (isCut ? senryakuLength.cut : "") + found;
}

let isComposing = false; // kana on its way to kanji is not yet a question
input.addEventListener("compositionstart", () => (isComposing = true));
input.addEventListener("compositionend", () => {
  isComposing = false;
  show();
});
input.addEventListener("input", () => isComposing || show());
input.value = new URLSearchParams(location.search).get("q") ?? "";
show();
