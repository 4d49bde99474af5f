/** 「動作の確認」: what the stand-in refused and why, the switches, and the clock. */

import { h, icon, freshId } from "./dom.js";
import { dayAndTime, fieldOf, secondsOf, timeOf } from "./dates.js";
import { placeWords, refusalWords } from "./words.js";
import { turn } from "./api.js";
import { reconcile } from "./messages.js";

const HOUR = 3600;
const JUMPS = [["1時間", HOUR], ["半日", 12 * HOUR], ["1日", 24 * HOUR], ["1週間", 7 * 24 * HOUR]];
const MOST_SHOWN = 50;

function refusalNode(refusal) {
  return h("li", { class: "refusal" },
    h("p", {}, icon("warning"), h("strong", {}, refusalWords(refusal.error))),
    h("p", { class: "hint" }, `${timeOf(refusal.at)}　${placeWords(refusal.where)}　`, h("code", {}, refusal.error)),
    refusal.details.length ? h("ul", { class: "reasons" }, refusal.details.map((detail) => h("li", {}, h("code", {}, detail)))) : null,
    Object.keys(refusal.request).length ? h("details", {}, h("summary", {}, "送られた内容"), h("pre", { tabindex: "0" }, JSON.stringify(refusal.request, null, 2))) : null);
}

export class Panel {
  constructor(app) {
    this.app = app;
    this.nodes = new Map();
    this.seen = 0;
    this.list = h("ol", { class: "refusals", reversed: true });
    this.count = h("span", { class: "count" });
    this.none = h("p", { class: "hint" }, "まだ何も拒否されていません。文字数や個数の上限を超えた投稿、遅れた応答などがここに出ます。");
    this.clock = h("p", { class: "clock" });
    const switchId = freshId("old");
    this.old = h("input", { type: "checkbox", role: "switch", id: switchId, "aria-describedby": `${switchId}-about`, onchange: () => this.#turn({ has_new_blocks: !this.old.checked }) });
    const timeId = freshId("time");
    this.time = h("input", { type: "datetime-local", id: timeId, class: "field short" });
    this.node = h("div", { class: "panel" },
      h("section", { "aria-labelledby": "panel-refused" }, h("h3", { id: "panel-refused" }, "Slack が拒否したもの", this.count), this.none, this.list),
      h("section", { "aria-labelledby": "panel-old" }, h("h3", { id: "panel-old" }, "古いワークスペース"),
        h("p", { class: "switch" }, this.old, h("label", { for: switchId }, "新しいブロックが使えないことにする")),
        h("p", { class: "hint", id: `${switchId}-about` }, "カード、表、グラフなどを拒否します。ボットは文章だけで答え直すはずです。元に戻しても、しばらくは文章だけのことがあります（時計を1週間進めると、また試します）。")),
      h("section", { "aria-labelledby": "panel-clock" }, h("h3", { id: "panel-clock" }, "時計を進める"), this.clock,
        h("p", { class: "jumps" }, JUMPS.map(([label, seconds]) => h("button", { type: "button", class: "button", onclick: () => this.#jump(seconds) }, `＋${label}`))),
        h("form", { class: "jump-to", onsubmit: (event) => { event.preventDefault(); this.#jumpTo(); } },
          h("label", { for: timeId }, "この日時まで"), this.time, h("button", { type: "submit", class: "button" }, "進める")),
        h("p", { class: "hint" }, "定期配信の時刻をすぐに迎えられます（1週間に20秒ほど。配信があると、その分ゆっくり進みます）。戻すことはできません。お試し環境を始め直すと、今の時刻に戻ります。")));
  }

  /** How many refusals came since the panel was last open. */
  get fresh() {
    return (this.app.state?.refusals.length ?? 0) - this.seen;
  }

  show(isOpen) {
    const { refusals, has_new_blocks: hasNew } = this.app.state;
    if (isOpen) this.seen = refusals.length;
    this.none.hidden = refusals.length > 0;
    this.count.textContent = refusals.length ? String(refusals.length) : "";
    this.old.checked = !hasNew;
    this.tick();
    reconcile(this.list, refusals.slice(-MOST_SHOWN).reverse().map((one) => this.#node(one)));
  }

  tick() {
    const now = this.app.now();
    this.clock.textContent = `いま：${dayAndTime(now)}`;
    if (document.activeElement !== this.time && !this.time.value) this.time.value = fieldOf(now + 24 * HOUR);
  }

  #node(refusal) {
    if (!this.nodes.has(refusal.number)) this.nodes.set(refusal.number, refusalNode(refusal));
    return this.nodes.get(refusal.number);
  }

  async #turn(wish) {
    try {
      await turn(wish);
    } catch (error) {
      this.app.warn(`切り替えられませんでした：${error.message}`);
    }
  }

  async #jump(seconds) {
    const buttons = [...this.node.querySelectorAll(".jumps button, .jump-to button")];
    const isBusy = (busy) => buttons.forEach((button) => { button.disabled = busy; });
    isBusy(true);
    this.app.announce("時計を進めています。");
    await this.#turn({ advance: seconds });
    isBusy(false);
    await this.app.refresh();
    this.time.value = "";
    this.tick();
    this.app.announce(`時計を進めました。${this.clock.textContent}`);
  }

  #jumpTo() {
    const ahead = secondsOf(this.time.value) - this.app.now();
    if (Number.isNaN(ahead) || ahead <= 0) this.app.warn("いまより後の日時を入れてください。");
    else this.#jump(ahead);
  }
}
