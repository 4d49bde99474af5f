"""A Bolt app that answers with fixture messages: something of everything that the page has to draw.

It stands in for the real bot, whose own words are tested elsewhere. Names and figures are invented.
"""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def button(label: str, action_id: str, value: str = "x", **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(label), "value": value, **more}


def option(label: str, value: str) -> Json:
    return {"text": plain(label), "value": value}


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


YEARS = ["令和2年度", "令和3年度", "令和4年度", "令和5年度"]


def series(name: str, *values: float) -> Json:
    return {"name": name, "data": [{"label": y, "value": v} for y, v in zip(YEARS, values, strict=True)]}


def chart(kind: str, title: str, *all_series: Json) -> Json:
    axes = {"categories": YEARS, "x_label": "年度", "y_label": "人"}
    return {"type": "data_visualization", "title": title, "chart": {"type": kind, "series": [*all_series], "axis_config": axes}}


def number(value: float, unit: str = "") -> Json:
    return {"type": "raw_number", "value": value, "text": f"{value:,}{unit}"}


def text(words: str) -> Json:
    return {"type": "raw_text", "text": words}


ROWS = [
    ("移住者数", 48, 150, "遅れ ▲"),
    ("空き家バンク成約数", 12, 30, "やや遅れ △"),
    ("観光入込客数", 612, 700, "順調 ○"),
    ("合計特殊出生率の相談件数", 1240, 1200, "達成 ◎"),
    ("創業支援件数", 96, 120, "順調 ○"),
    ("公共交通の利用者数", 8300, 9000, "やや遅れ △"),
]
TABLE: Json = {
    "type": "data_table",
    "caption": "KPIの状況（架空の値・令和5年度）",
    "rows": [
        [text("KPI"), text("最新の実績"), text("目標値"), text("状態")],
        *([text(name), number(now), number(goal), text(state)] for name, now, goal, state in ROWS),
    ],
}
CONFIRM: Json = {"title": plain("取り消しますか"), "text": plain("登録した値を取り消します。"), "confirm": plain("取り消す"), "deny": plain("やめる")}
ANSWER: list[Json] = [
    {"type": "header", "text": plain("移住を増やす事業は3件あります")},
    {"type": "section", "text": mrkdwn("*基本目標1* 安定した雇用を創出する\n_出典_ `p.24`　<https://example.com/plan|計画の本文>\n&gt; 移住を希望する人への &lt;相談&gt; を増やす")},
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
            {"type": "static_select", "action_id": "pick", "placeholder": plain("ほかの事業を見る"), "options": [option("空き家対策", "p2"), option("婚活支援", "p5")]},
            {"type": "overflow", "action_id": "more", "options": [option("原文", "source"), option("会議用に表示", "meeting")]},
        ],
    },
    {"type": "context", "elements": [mrkdwn("第2期総合戦略 24ページ"), mrkdwn("<@U0SATO> さんへ")]},
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "useful",
                "positive_button": {"text": plain("役に立った"), "value": "good"},
                "negative_button": {"text": plain("改善が必要"), "value": "bad"},
            },
            {"type": "icon_button", "action_id": "delete", "icon": "trash", "text": plain("削除")},
        ],
    },
]
FIGURES: list[Json] = [
    TABLE,
    chart("line", "移住者数の推移（架空の値）", series("実績", 30, 34, 41, 48), series("目標", 30, 70, 110, 150)),
]
MORE_FIGURES: list[Json] = [
    chart("bar", "相談件数（架空の値）", series("窓口", 120, 160, 210, 260), series("電話", 80, 95, 90, 130)),
    {
        "type": "data_visualization",
        "title": "KPIの状態（架空の値）",
        "chart": {"type": "pie", "segments": [{"label": n, "value": v} for n, v in (("達成", 6), ("順調", 14), ("遅れ", 5), ("実績未登録", 13))]},
    },
]


def field(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": {"action_id": block_id, **element}, **more}


FORM: Json = {
    "type": "modal",
    "callback_id": "actual",
    "title": plain("実績を登録"),
    "submit": plain("登録"),
    "close": plain("やめる"),
    "blocks": [
        {"type": "section", "text": mrkdwn("*移住者数*\n基準値 30人（令和元年度）→ 目標値 150人（令和6年度）")},
        {"type": "alert", "level": "info", "text": plain("前の年度の値は 41人 です（架空の値）。")},
        field("year", "年度", {"type": "static_select", "options": [option("令和5年度", "2023"), option("令和4年度", "2022")]}),
        field("value", "値", {"type": "number_input", "is_decimal_allowed": False, "min_value": "0"}, hint=plain("単位は「人」です。")),
        field("status", "区分", {"type": "radio_buttons", "options": [option("速報値", "provisional"), option("確定値", "final")]}),
        field("kpi", "関連するKPI", {"type": "external_select", "min_query_length": 1, "placeholder": plain("名前の一部を入力")}, optional=True),
        field("divisions", "担当課", {"type": "multi_static_select", "options": [option("移住定住促進課", "a"), option("企画課", "b"), option("総務課", "c")]}, optional=True),
        field("channel", "知らせる場所", {"type": "conversations_select", "default_to_current_conversation": True}, optional=True),
        field("person", "確認した人", {"type": "users_select"}, optional=True),
        field("day", "時点", {"type": "datepicker", "initial_date": "2024-03-31"}, optional=True),
        field("time", "時刻", {"type": "timepicker", "initial_time": "09:00"}, optional=True),
        field("checks", "確認", {"type": "checkboxes", "options": [option("出典を確かめた", "source")]}, optional=True),
        field("note", "備考", {"type": "plain_text_input", "multiline": True, "max_length": 300}, optional=True),
    ],
}  # fmt: skip


def home(user: str, note: str = "") -> Json:
    blocks: list[Json] = [
        {"type": "header", "text": plain("総合戦略のようす")},
        {"type": "context", "elements": [mrkdwn(f"<@{user}> さん　{note or '架空の値で表示しています'}")]},
        {
            "type": "input",
            "block_id": "search",
            "dispatch_action": True,
            "label": plain("戦略を調べる"),
            "element": {"type": "plain_text_input", "action_id": "search", "placeholder": plain("例：子育て")},
        },
        {"type": "actions", "elements": [button("定期配信をつくる", "digest"), button("KPIの状況", "states")]},
        {"type": "divider"},
        TABLE,
    ]
    return {"type": "home", "blocks": blocks}


KPIS = ("移住者数", "移住相談件数", "空き家バンク成約数", "観光入込客数")


def fixture_app(client: WebClient) -> App:  # one registration after another, as in any Bolt app
    app = App(client=client, signing_secret="unused")

    @app.event("app_mention")
    def answer(event: Json, client: WebClient) -> None:
        where = {"channel": event["channel"], "thread_ts": event.get("thread_ts", event["ts"])}
        blocks = FIGURES if "KPI" in event["text"] else MORE_FIGURES if "グラフ" in event["text"] else ANSWER
        words = "KPIの状況です。" if "KPI" in event["text"] else "移住を増やす事業は3件あります。"
        try:
            client.chat_postMessage(**where, text=words, blocks=blocks)
        except SlackApiError:
            client.chat_postMessage(**where, text=f"{words}（このワークスペースでは文章だけで表示します）")

    @app.event("message")
    def chat(event: Json, say: Any) -> None:
        if "subtype" not in event:
            say("こんにちは。総合戦略について尋ねてください。")

    @app.event("app_home_opened")
    def opened(event: Json, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view=home(event["user"]))

    @app.command("/senryaku")
    def command(ack: Any, command: Json, client: WebClient) -> None:
        if command["text"] == "印刷":
            ack()
            client.files_upload_v2(channel=command["channel_id"], filename="移住者数.pdf", content=b"%PDF-1.7 sample", title="会議用シート")
            return
        ack(f"「{command['text']}」を調べました。")

    @app.action("record")
    def record(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.options("kpi")
    def options(ack: Any, payload: Json) -> None:
        ack(options=[option(name, name) for name in KPIS if payload["value"] in name])

    @app.view("actual")
    def submitted(ack: Any, view: Json, client: WebClient, body: Json) -> None:
        values = view["state"]["values"]
        if values["value"]["value"]["value"] == "4800":
            ack(response_action="errors", errors={"value": "前の年度の約100倍です。ご確認ください。"})
            return
        ack()
        year = values["year"]["year"]["selected_option"]["text"]["text"]
        client.chat_postMessage(channel=values["channel"]["channel"]["selected_conversation"], text=f"{year}の移住者数を登録しました：{values['value']['value']['value']}人")

    @app.action("detail")
    def detail(ack: Any, respond: Any, action: Json) -> None:
        ack()
        respond(text=f"{action['value']} の詳細です。", replace_original=False)

    @app.action("search")
    def search(ack: Any, body: Json, action: Json, client: WebClient) -> None:
        ack()
        client.views_publish(user_id=body["user"]["id"], view=home(body["user"]["id"], f"「{action['value']}」を調べました"))

    for action_id in ("undo", "pick", "more", "useful", "delete", "digest", "states"):
        app.action(action_id)(lambda ack: ack())

    @app.shortcut("search_strategy")
    def shortcut(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.shortcut("related_projects")
    def related(ack: Any, respond: Any, body: Json) -> None:
        ack()
        respond(text=f"「{body['message']['text']}」に関連する事業です。")

    return app
