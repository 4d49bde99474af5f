"""What the fixture app says: cards, tables, charts, a form with every kind of input, a Home tab. All invented."""

from typing import Any

Json = dict[str, Any]
YEARS = ("令和2年度", "令和3年度", "令和4年度", "令和5年度")


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def button(label: str, action_id: str, value: str = "x", **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(label), "value": value, **more}


def option(label: str, value: str) -> Json:
    return {"text": plain(label), "value": value}


def options(**labels: str) -> list[Json]:
    return [option(label, value) for value, label in labels.items()]


def card(number: int, title: str, body: str) -> Json:
    return {
        "type": "card",
        "block_id": f"card{number}",
        "title": plain(title),
        "subtitle": plain("基本目標1・政策パッケージ2"),
        "body": plain(body),
        "subtext": plain("担当：移住定住促進課"),
        "actions": [button("詳しく", "detail", f"p{number}", accessibility_label=f"{title}を詳しく")],
    }


def series(name: str, *values: float) -> Json:
    data = [{"label": year, "value": value} for year, value in zip(YEARS, values, strict=True)]
    return {"name": name, "data": data}


def chart(title: str, *all_series: Json) -> Json:
    axes = {"categories": list(YEARS), "x_label": "年度", "y_label": "人"}
    drawn = {"type": "line", "series": list(all_series), "axis_config": axes}
    return {"type": "data_visualization", "title": title, "chart": drawn}


def words(text: str) -> Json:
    return {"type": "raw_text", "text": text}


ROWS = (
    ("移住者数", 48, 150, "遅れ ▽"),
    ("空き家バンク成約数", 12, 30, "やや遅れ △"),
    ("観光入込客数", 612, 700, "順調 ○"),
    ("子育て相談件数", 1240, 1200, "達成 ◎"),
    ("創業支援件数", 96, 120, "順調 ○"),
    ("公共交通の利用者数", 8300, 9000, "やや遅れ △"),
)
TABLE: Json = {
    "type": "data_table",
    "caption": "KPIの状況（架空の値・令和5年度）",
    "rows": [
        [words("KPI"), words("最新の実績"), words("目標値"), words("状態")],
        *([words(name), words(f"{now:,}"), words(f"{goal:,}"), words(state)] for name, now, goal, state in ROWS),
    ],
}
CONFIRM: Json = {
    "title": plain("取り消しますか"),
    "text": plain("登録した値を取り消します。"),
    "confirm": plain("はい、取り消す"),
    "deny": plain("やめる"),
    "style": "danger",
}
FEEDBACK: Json = {
    "type": "feedback_buttons",
    "action_id": "useful",
    "positive_button": {"text": plain("役に立った"), "value": "good"},
    "negative_button": {"text": plain("改善が必要"), "value": "bad"},
}
PURPOSE = (
    "*基本目標1* 安定した雇用を創出する\n"
    "_出典_ `p.24`　<https://example.com/plan|計画の本文>\n"
    "&gt; 移住を希望する人への &lt;相談&gt; を増やす"
)
MENU: Json = {
    "type": "static_select",
    "action_id": "pick",
    "placeholder": plain("ほかの事業を見る"),
    "options": options(p2="空き家対策", p5="婚活支援"),
}
ANSWER: list[Json] = [
    {"type": "header", "text": plain("移住を増やす事業は3件あります")},
    {"type": "section", "text": mrkdwn(PURPOSE)},
    {"type": "section", "fields": [mrkdwn("*基準値*\n30人（令和元年度）"), mrkdwn("*目標値*\n150人（令和6年度）")]},
    {
        "type": "carousel",
        "elements": [
            card(1, "移住相談窓口の設置", "首都圏での相談会と、市内の案内をひとつの窓口で行います。"),
            card(2, "空き家バンクの運営", "空き家の持ち主と、住みたい人をつなぎます。"),
            card(3, "お試し居住の支援", "最長3か月、市内の住宅に住むことができます。"),
            card(4, "関係人口の創出", "ふるさと納税をきっかけに、まちと関わる人を増やします。"),
        ],
    },
    {
        "type": "actions",
        "elements": [
            button("実績を登録", "record", style="primary"),
            button("取り消す", "undo", style="danger", confirm=CONFIRM),
            MENU,
        ],
    },
    {"type": "context", "elements": [mrkdwn("第2期総合戦略 24ページ"), mrkdwn("<@U0SATO> さんへ")]},
    {
        "type": "context_actions",
        "elements": [
            FEEDBACK,
            {"type": "icon_button", "action_id": "delete", "icon": "trash", "text": plain("削除")},
        ],
    },
]
FIGURES: list[Json] = [
    TABLE,
    chart("移住者数の推移（架空の値）", series("実績", 30, 34, 41, 48), series("目標", 30, 70, 110, 150)),
]


def field(block_id: str, label: str, kind: str, *, optional: bool = True, hint: str = "", **element: Any) -> Json:
    block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "optional": optional,
        "element": {"type": kind, "action_id": block_id, **element},
    }
    return {**block, "hint": plain(hint)} if hint else block


def form() -> Json:
    status = options(provisional="速報値", final="確定値")
    years = options(y2023="令和5年度", y2022="令和4年度")
    blocks = [
        {"type": "section", "text": mrkdwn("*移住者数*\n基準値 30人（令和元年度）→ 目標値 150人（令和6年度）")},
        field("year", "年度", "static_select", optional=False, options=years),
        field("value", "値", "plain_text_input", optional=False, hint="単位は「人」です。"),
        field("status", "区分", "radio_buttons", optional=False, options=status),
        field("kpi", "関連するKPI", "external_select", min_query_length=1, placeholder=plain("名前の一部を入力")),
        field("people", "担当者", "multi_users_select"),
        field("channel", "知らせる場所", "conversations_select", default_to_current_conversation=True),
        field("person", "確認した人", "users_select"),
        field("day", "時点", "datepicker", initial_date="2024-03-31"),
        field("time", "時刻", "timepicker", initial_time="09:00"),
        field("checks", "確認", "checkboxes", options=options(source="出典を確かめた")),
        field("note", "備考", "plain_text_input", multiline=True, max_length=300),
    ]
    heads = {"title": plain("実績を登録"), "submit": plain("登録"), "close": plain("やめる")}
    return {"type": "modal", "callback_id": "actual", **heads, "blocks": blocks}


def home(user: str, note: str = "架空の値で表示しています") -> Json:
    search = field("search", "戦略を調べる", "plain_text_input", optional=False, placeholder=plain("例：子育て"))
    blocks: list[Json] = [
        {"type": "header", "text": plain("総合戦略のようす")},
        {"type": "context", "elements": [mrkdwn(f"<@{user}> さん　{note}")]},
        {**search, "dispatch_action": True},
        {"type": "actions", "elements": [button("定期配信をつくる", "digest"), button("KPIの状況", "states")]},
        {"type": "divider"},
        TABLE,
    ]
    return {"type": "home", "blocks": blocks}
