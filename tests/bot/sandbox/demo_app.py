"""A small Bolt app with one of everything: command, shortcuts, buttons, type-ahead, modals, Home."""

from collections.abc import Callable
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def form(title: str = "登録", **more: Any) -> Json:
    number = {"type": "plain_text_input", "action_id": "value", "max_length": 5}
    pick = {"type": "external_select", "action_id": "kpi", "min_query_length": 0}
    note = {"type": "plain_text_input", "action_id": "note", "initial_value": "なし"}
    return {
        "type": "modal",
        "callback_id": "record",
        "title": plain(title),
        "submit": plain("登録"),
        "blocks": [
            {"type": "input", "block_id": "value", "label": plain("値"), "element": number},
            {"type": "input", "block_id": "kpi", "label": plain("指標"), "element": pick, "optional": True},
            {"type": "input", "block_id": "note", "label": plain("補足"), "element": note, "optional": True},
        ],
        **more,
    }


def card(number: int) -> Json:
    button = {"type": "button", "action_id": "detail", "text": plain("詳しく"), "value": f"p1-{number}"}
    return {"type": "card", "block_id": f"card{number}", "title": plain(f"事業{number}"), "actions": [button]}


FEEDBACK: Json = {
    "type": "feedback_buttons",
    "action_id": "useful",
    "positive_button": {"text": plain("役に立った"), "value": "good"},
    "negative_button": {"text": plain("改善が必要"), "value": "bad"},
}
MENU: Json = {
    "type": "static_select",
    "action_id": "year",
    "options": [{"text": plain("令和6年度"), "value": "2024"}, {"text": plain("令和5年度"), "value": "2023"}],
}
ANSWER: list[Json] = [
    {"type": "carousel", "elements": [card(1), card(2)]},
    {"type": "actions", "block_id": "menu", "elements": [MENU]},
    {"type": "context_actions", "elements": [FEEDBACK]},
]


def demo(client: WebClient, got: list[Json]) -> App:
    """Keeps every payload in `got` and does the usual thing with it."""
    app = App(client=client, signing_secret="unused")

    @app.middleware
    def keep(body: Json, next: Callable[[], None]) -> None:  # Bolt injects by this name
        got.append(body)
        next()

    @app.command("/senryaku")
    def command(ack: Any, command: Json, respond: Any, client: WebClient, body: Json) -> None:
        match command["text"]:
            case "登録":
                ack()
                client.views_open(trigger_id=body["trigger_id"], view=form())
            case "壊れた":
                ack(blocks=[{"type": "mystery"}])
            case text:
                ack(f"「{text}」を調べます")
                respond(text=f"{text}の結果", response_type="in_channel", blocks=ANSWER)

    @app.action("detail")
    def detail(ack: Any, respond: Any, action: Json) -> None:
        ack()
        respond(text=f"{action['value']}の詳細", replace_original=True)

    for action_id in ("year", "useful", "refresh"):
        app.action(action_id)(lambda ack: ack())

    @app.options("kpi")
    def options(ack: Any, payload: Json) -> None:
        count = 101 if payload["value"] == "全部" else 2
        ack(options=[{"text": plain(f"指標{n}"), "value": f"k{n}"} for n in range(count)])

    @app.view("record")
    def record(ack: Any, view: Json) -> None:
        match view["state"]["values"]["value"]["value"]["value"]:
            case "1":
                ack(response_action="errors", errors={"value": "小さすぎます"})
            case "2":
                ack(response_action="update", view=form("確認"))
            case "3":
                ack(response_action="push", view=form("次へ"))
            case "4":
                ack(response_action="clear")
            case "5":
                ack(response_action="errors", errors={"nowhere": "どこ？"})
            case _:
                ack()

    @app.shortcut("search")
    def shortcut(ack: Any, client: WebClient, body: Json) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=form("調べる"))

    @app.shortcut("related")
    def related(ack: Any, respond: Any, body: Json) -> None:
        ack()
        respond(text=f"「{body['message']['text']}」に近い事業")

    @app.event("app_home_opened")
    def home(event: Json, client: WebClient) -> None:
        button = {"type": "button", "action_id": "refresh", "text": plain("更新")}
        view = {"type": "home", "blocks": [{"type": "actions", "elements": [button]}]}
        client.views_publish(user_id=event["user"], view=view)

    return app
