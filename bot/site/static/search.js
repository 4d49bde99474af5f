// Finds records by name, kana reading and words. The data come from search-index.js; nothing leaves the browser.
"use strict";

const LIMIT = 50;
const QUOTE_BEFORE = 16;
const QUOTE_LENGTH = 110;
const LEAST_PAIRS = 0.6; // of a word's pairs of letters, when it stands nowhere as a whole

// As fold() of the program: widths, case, katakana and hiragana, spaces and signs make no difference.
const fold = (text) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/[\s・、。「」『』()（）【】\-‐–—−]/g, "");

const records = globalThis.senryakuIndex.map((record) => ({
  ...record,
  foldedTitle: fold(record.title),
  foldedAll: [record.title, record.text, record.home].map(fold).join("\n"),
  foldedTitleReading: fold(record.titleReading),
  foldedReading: fold(record.reading),
  foldedWords: fold(record.words.replaceAll(" ", "\n")),
}));

// 空家 also finds 空き家: a kana ending may stand after each kanji
const withEndings = (word) => (/^\p{Script=Han}{2,}$/u.test(word) ? new RegExp([...word].join("[ぁ-ん]?"), "u") : null);

const pairsOf = (word) => [...word].slice(1).map((letter, at) => [...word][at] + letter);

function scoreOfWord(record, word) {
  if (record.foldedTitle === word) return 120;
  if (record.foldedTitle.startsWith(word)) return 80;
  if (record.foldedTitle.includes(word)) return 60;
  if (word.length > 1 && record.foldedTitleReading.includes(word)) return 50;
  if (record.foldedAll.includes(word)) return 20;
  if (word.length > 1 && record.foldedReading.includes(word)) return 15;
  if (record.foldedWords.includes(word)) return 10;
  if (withEndings(word)?.test(record.foldedAll)) return 10;
  const pairs = pairsOf(word);
  if (pairs.length < 2) return 0;
  const share = pairs.filter((pair) => record.foldedAll.includes(pair)).length / pairs.length;
  return share >= LEAST_PAIRS ? 8 * share : 0;
}

function find(query) {
  const words = query.split(/\s+/).map(fold).filter(Boolean);
  if (words.length === 0) return [];
  return records
    .map((record, order) => {
      const scores = words.map((word) => scoreOfWord(record, word));
      return { record, order, score: scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0) };
    })
    .filter((hit) => hit.score > 0)
    .sort((one, other) => other.score - one.score || one.order - other.order)
    .slice(0, LIMIT);
}

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

function show() {
  const hits = find(input.value);
  const results = document.querySelector("#search-results");
  results.replaceChildren(...hits.map((hit) => listed(hit, input.value.trim())));
  const none = "見つかりませんでした。短いことばや、ひらがなの読みでも探せます。";
  const most = hits.length === LIMIT ? `上位${LIMIT}件を表示しています` : `${hits.length}件見つかりました`;
  document.querySelector("#search-count").textContent = input.value.trim() ? (hits.length ? most : none) : "";
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
