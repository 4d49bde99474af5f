/** data_visualization as SVG: lines and bars, which are what the bot sends, with the numbers as a table underneath. */

import { h, svg, freshId } from "../dom.js";
import { unknown } from "./unknown.js";

const WIDTH = 520;
const HEIGHT = 216;
const ROOM = { top: 26, right: 14, bottom: 38, left: 58 };
const COLOURS = 6; // Slack repeats its hues past six series as well
const number = (value) => value.toLocaleString("ja-JP", { maximumFractionDigits: 2 });
const hue = (index) => `hue-${index % COLOURS}`;

/** About five round steps that hold all values; zero is among them for bars. */
function scale(values, withZero = false) {
  const low = Math.min(...values, ...(withZero ? [0] : []));
  const high = Math.max(...values, ...(withZero ? [0] : []));
  const span = high - low || Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => span / size <= 5);
  const base = low >= span ? low : Math.min(low, 0); // zero stays in sight unless all values are far above it
  const from = Math.floor(base / step) * step;
  const to = Math.max(Math.ceil(high / step) * step, from + step);
  const ticks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step);
  const y = (value) => ROOM.top + (HEIGHT - ROOM.top - ROOM.bottom) * (1 - (value - from) / (to - from));
  return { ticks, y, from, to };
}

/** A category under the axis, a line for each word of it; digits take half the room of kanji. */
const LINE = 15;
const linesOf = (chart) => Math.max(1, ...(chart.axis_config?.categories ?? []).map((name) => name.split(" ").length));
const height = (chart) => HEIGHT + LINE * (linesOf(chart) - 1);

const shortened = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function axes(chart, { ticks, y }, x, step) {
  const { categories, x_label: xLabel, y_label: yLabel } = chart.axis_config;
  const every = Math.ceil(categories.length / 10);
  const most = Math.max(3, Math.floor((step * every) / 13));
  return [
    ticks.map((tick) => svg("g", {},
      svg("line", { class: tick === 0 ? "zero" : "grid", x1: ROOM.left, x2: WIDTH - ROOM.right, y1: y(tick), y2: y(tick) }),
      svg("text", { class: "chart-tick", x: ROOM.left - 8, y: y(tick) + 4, "text-anchor": "end" }, number(tick)))),
    categories.map((name, index) => (index % every ? null
      : name.split(" ").map((word, line) => svg("text", { class: "chart-tick", x: x(index), y: HEIGHT - ROOM.bottom + 18 + LINE * line, "text-anchor": "middle" },
        shortened(word, /^[\d,.▲＋]+$/.test(word) ? most * 2 - 1 : most))))),
    xLabel ? svg("text", { class: "axis", x: (ROOM.left + WIDTH - ROOM.right) / 2, y: height(chart) - 6, "text-anchor": "middle" }, xLabel) : null,
    yLabel ? svg("text", { class: "axis", x: 2, y: 14 }, `（${yLabel}）`) : null,
  ];
}

/** Each series in the order of the categories, whatever the order of its points. */
const valuesOf = (chart) => chart.series.map((series) => {
  const byLabel = new Map(series.data.map((point) => [point.label, point.value]));
  return chart.axis_config.categories.map((name) => byLabel.get(name));
});

function stepsOf(chart) {
  const count = chart.axis_config.categories.length;
  const step = (WIDTH - ROOM.left - ROOM.right) / count;
  return { step, x: (index) => ROOM.left + step * (index + 0.5) };
}

function mark(shape, x, y) {
  const r = 4.5;
  const points = { 1: `${x},${y - r} ${x + r},${y} ${x},${y + r} ${x - r},${y}`, 2: `${x},${y - r} ${x + r},${y + r} ${x - r},${y + r}` }[shape % 3];
  return points ? svg("polygon", { class: "mark", points }) : svg("circle", { class: "mark", cx: x, cy: y, r: r - 0.5 });
}

/** Series differ by colour, dashes and marks: none of them has to be told by its colour alone. */
function lines(chart) {
  const all = valuesOf(chart);
  const measure = scale(all.flat());
  const { step, x } = stepsOf(chart);
  return [axes(chart, measure, x, step), all.map((values, index) => svg("g", { class: `series ${hue(index)} dash-${index % 3}` },
    svg("polyline", { class: "line", points: values.map((value, at) => `${x(at)},${measure.y(value)}`).join(" ") }),
    values.map((value, at) => mark(index, x(at), measure.y(value)))))];
}

function bars(chart) {
  const all = valuesOf(chart);
  const measure = scale(all.flat(), true);
  const { step, x } = stepsOf(chart);
  const width = Math.min(46, (step * 0.72) / all.length);
  return [axes(chart, measure, x, step), all.map((values, index) => svg("g", { class: `series ${hue(index)}` }, values.map((value, at) => {
    const left = x(at) + (index - all.length / 2) * width;
    const top = Math.min(measure.y(value), measure.y(0));
    return svg("rect", { class: `fill pattern-${index % 3}`, x: left + 1, y: top, width: Math.max(1, width - 2), height: Math.abs(measure.y(value) - measure.y(0)), rx: 2 });
  })))];
}

const CHARTS = { line: [lines, "折れ線グラフ"], bar: [bars, "棒グラフ"] };

function legend(chart) {
  const sign = (index) => svg("svg", { class: `key ${hue(index)} dash-${index % 3}`, viewBox: "0 0 28 14", "aria-hidden": "true" },
    chart.type === "line" ? [svg("line", { class: "line", x1: 1, x2: 27, y1: 7, y2: 7 }), mark(index, 14, 7)]
      : svg("rect", { class: `fill pattern-${index % 3}`, x: 6, y: 0, width: 14, height: 14, rx: 3 }));
  return h("ul", { class: "legend" }, chart.series.map((one, index) => h("li", {}, sign(index), one.name)));
}

function twin(block) {
  const { chart } = block;
  const caption = h("caption", {}, block.title);
  const all = valuesOf(chart);
  return h("table", { class: "data" }, caption,
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, chart.axis_config.x_label ?? "項目"), chart.series.map((one) => h("th", { scope: "col", class: "number" }, one.name)))),
    h("tbody", {}, chart.axis_config.categories.map((name, at) => h("tr", {}, h("th", { scope: "row" }, name), all.map((values) => h("td", { class: "number" }, number(values[at])))))));
}

export function dataVisualization(block) {
  if (!CHARTS[block.chart?.type]) return unknown("グラフ", block.chart?.type, block);
  const [draw, kind] = CHARTS[block.chart.type];
  const title = freshId("chart");
  return h("figure", { class: "chart", "aria-labelledby": title },
    h("figcaption", { id: title }, block.title),
    svg("svg", { viewBox: `0 0 ${WIDTH} ${height(block.chart)}`, role: "img", "aria-label": `${kind}：${block.title}。数値は、続く「数値を表で見る」にあります。` }, draw(block.chart)),
    legend(block.chart),
    h("details", {}, h("summary", {}, "数値を表で見る"), h("div", { class: "table-room", tabindex: "0", role: "group", "aria-label": `数値の表：${block.title}` }, twin(block))));
}
