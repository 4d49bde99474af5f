// Comforts that pages do without: "/" goes to the search, the KPI list can be narrowed to one state.
"use strict";

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, select, textarea");
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    document.querySelector("#search, #top-search").focus();
  }
});

const filter = document.querySelector("#state-filter");
if (filter) {
  const show = () => {
    let shown = 0;
    for (const section of document.querySelectorAll("main section")) {
      const rows = [...section.querySelectorAll("tr[data-state]")];
      for (const row of rows) row.hidden = Boolean(filter.value) && row.dataset.state !== filter.value;
      const left = rows.filter((row) => !row.hidden).length;
      section.hidden = left === 0;
      shown += left;
    }
    document.querySelector("#filter-result").textContent = filter.value ? `${shown}件を表示しています` : "";
  };
  filter.closest(".filter").hidden = false;
  filter.addEventListener("change", show);
  show();
}
