"""A Bolt app that answers with something of everything that the page has to draw.

It stands in for the real bot, whose own words are tested elsewhere. Names and figures are invented.
"""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.bot.sandbox.page.messages import ANSWER, FIGURES, Json, form, home, option

KPIS = ("移住者数", "移住相談件数", "空き家バンク成約数", "観光入込客数")


def fixture_app(client: WebClient) -> App:
    app = App(client=client, signing_secret="unused")
    _talk(app)
    _home(app)
    _act(app)
    _record(app)
    return app


def _talk(app: App) -> None:
    @app.event("app_mention")
    def answer(event: Json, client: WebClient) -> None:
        where = {"channel": event["channel"], "thread_ts": event.get("thread_ts", event["ts"])}
        blocks = FIGURES if "KPI" in event["text"] else ANSWER
        words = "KPIの状況です。" if "KPI" in event["text"] else "移住を増やす事業は3件あります。"
        try:
            client.chat_postMessage(**where, text=words, blocks=blocks)
        except SlackApiError:
            client.chat_postMessage(**where, text=f"{words}（文章だけで表示しています）")

    @app.event("message")
    def chat(event: Json, say: Any) -> None:
        if "subtype" not in event and "bot_id" not in event:
            say("こんにちは。総合戦略について尋ねてください。")

    @app.command("/senryaku")
    def command(ack: Any, command: Json, client: WebClient) -> None:
        if command["text"] != "印刷":
            ack(f"「{command['text']}」を調べました。")
            return
        ack()
        where, pdf = command["channel_id"], b"%PDF-1.7 sample"
        client.files_upload_v2(channel=where, filename="移住者数.pdf", content=pdf, title="会議用シート")

    @app.shortcut("related")
    def related(ack: Any, respond: Any, body: Json) -> None:
        ack()
        respond(text=f"「{body['message']['text']}」に関連する事業です。")


def _home(app: App) -> None:
    @app.event("member_joined_channel")
    def joined() -> None:
        pass

    @app.event("app_home_opened")
    def opened(event: Json, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view=home(event["user"]))

    @app.action("search")
    def search(ack: Any, body: Json, action: Json, client: WebClient) -> None:
        ack()
        user = body["user"]["id"]
        client.views_publish(user_id=user, view=home(user, f"「{action['value']}」を調べました"))


def _act(app: App) -> None:
    @app.action("detail")
    def detail(ack: Any, respond: Any, action: Json) -> None:
        ack()
        respond(text=f"{action['value']} の詳細です。", replace_original=False)

    @app.action("undo")
    def undo(ack: Any, respond: Any) -> None:
        ack()
        respond(text="取り消しました。", replace_original=False)

    for action_id in ("pick", "useful", "delete", "digest", "states"):
        app.action(action_id)(lambda ack: ack())


def _record(app: App) -> None:
    def opened(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=form())

    app.action("record")(opened)
    app.shortcut("search")(opened)

    @app.options("kpi")
    def options(ack: Any, payload: Json) -> None:
        ack(options=[option(name, name) for name in KPIS if payload["value"] in name])

    @app.view("actual")
    def submitted(ack: Any, view: Json, client: WebClient) -> None:
        values = {name: field[name] for name, field in view["state"]["values"].items()}
        value = values["value"]["value"]
        if value == "4800":
            ack(response_action="errors", errors={"value": "前の年度の約100倍です。ご確認ください。"})
            return
        ack()
        year = values["year"]["selected_option"]["text"]["text"]
        words = f"{year}の移住者数を登録しました：{value}人"
        client.chat_postMessage(channel=values["channel"]["selected_conversation"], text=words)
