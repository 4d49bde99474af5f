/** data_table: it sorts by any column and shows a page at a time. */

import { h, freshId } from "../dom.js";
import { cellText } from "./mrkdwn.js";
import { unknown } from "./unknown.js";

const cellNodes = (cell) => (cell.type === "raw_text" ? cellText(cell.text) : unknown("セル", cell.type, cell));

const words = (cell) => cell.text ?? "";

const BRIEF = 8; // characters that stay on one line: 「遅れ ▽」 in a narrow column

const classOf = (cell) => (words(cell).length <= BRIEF ? "brief" : null);

/** As Japanese text, in which a number has no size, as in Slack. */
function byColumn(rows, column, ascending) {
  const sorted = [...rows].sort((a, b) => words(a[column]).localeCompare(words(b[column]), "ja", { numeric: false }));
  return ascending ? sorted : sorted.reverse();
}

export function dataTable(block) {
  const [head, ...body] = block.rows;
  const size = block.page_size ?? 5;
  const rowHead = block.row_header_column_index ?? 0;
  const pages = Math.ceil(body.length / size);
  let order = body;
  let sort = { column: -1, ascending: true };
  let page = 0;

  const rows = h("tbody");
  const count = h("span", { role: "status" });
  const turn = (step) => { page = Math.max(0, Math.min(pages - 1, page + step)); show(); };
  const before = h("button", { type: "button", class: "button quiet", onclick: () => turn(-1) }, "前へ");
  const after = h("button", { type: "button", class: "button quiet", onclick: () => turn(1) }, "次へ");

  const sorters = head.map((cell, column) => h("th", { scope: "col", class: classOf(cell) },
    h("button", { type: "button", onclick: () => {
      sort = { column, ascending: sort.column === column ? !sort.ascending : true };
      order = byColumn(body, column, sort.ascending);
      page = 0;
      show();
    } }, cell.text, h("span", { class: "arrow", "aria-hidden": "true" }))));

  function show() {
    const first = page * size;
    rows.replaceChildren(...order.slice(first, first + size).map((row) => h("tr", {}, row.map((cell, column) =>
      h(column === rowHead ? "th" : "td", { scope: column === rowHead ? "row" : null, class: classOf(cell) }, cellNodes(cell))))));
    sorters.forEach((cell, column) => {
      const way = sort.column === column ? (sort.ascending ? "ascending" : "descending") : null;
      if (way) cell.setAttribute("aria-sort", way);
      else cell.removeAttribute("aria-sort");
    });
    count.textContent = `${body.length}件中 ${first + 1}～${Math.min(first + size, body.length)}件`;
    before.disabled = page === 0;
    after.disabled = page === pages - 1;
  }
  show();
  const captionId = freshId("caption"); // outside the room that scrolls sideways, so that it stays readable on a phone
  const table = h("table", { class: "data", "aria-labelledby": captionId }, h("thead", {}, h("tr", {}, sorters)), rows);
  return h("div", { class: "data-table" },
    h("p", { class: "caption", id: captionId, "aria-hidden": "true" }, block.caption), // said as the table's name, once
    h("div", { class: "table-room", tabindex: "0", role: "group", "aria-label": "表" }, table),
    pages > 1 ? h("div", { class: "pages" }, before, count, after) : null);
}
