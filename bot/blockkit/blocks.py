"""Every block by its type, with the surfaces it may stand on (SLACK.md 1.1)."""

from bot.blockkit.data import DATA_TABLE, DATA_VISUALIZATION, TABLE
from bot.blockkit.elements import ACTIONS_ELEMENT, CARD_ACTION, CONTEXT_ACTION, INPUT_ELEMENT, SECTION_ACCESSORY
from bot.blockkit.objects import BLOCK_ID, ICON, IMAGE_ELEMENT, URL, picture, plain, text
from bot.blockkit.rich_text import RICH_TEXT
from bot.blockkit.shape import (
    Fields,
    Place,
    Rule,
    Violations,
    any_of,
    at_most_one,
    boolean,
    choice,
    every,
    integer,
    items,
    only_on,
    record,
    string,
    typed,
)

MARKDOWN_CHARACTERS = 12_000


def block(required: Fields | None = None, optional: Fields | None = None) -> Rule:
    return record(required, {**(optional or {}), "block_id": BLOCK_ID})


def _not_posted_by_apps(value: object, place: Place) -> Violations:
    yield place.at("type").wrong("unsupported_type", "unsupported type: file")


def _divider_or_collapsible(value: object, place: Place) -> Violations:
    if isinstance(value, dict) and value.get("is_collapsible") and value.get("has_header_divider"):
        detail = "has_header_divider cannot be set when is_collapsible is true"
        yield place.at("has_header_divider").wrong("exclusive", detail)


SECTION = every(
    block(
        {},
        {
            "text": text(3000),
            "fields": items(text(2000), 10),
            "accessory": SECTION_ACCESSORY,
            "expand": boolean,
        },
    ),
    any_of("text", "fields"),
)
CARD = every(
    block(
        {},
        {
            "hero_image": IMAGE_ELEMENT,
            "icon": IMAGE_ELEMENT,
            "slack_icon": ICON,
            "title": text(150),
            "subtitle": text(150),
            "body": text(200),
            "subtext": text(200),
            "actions": items(CARD_ACTION, 3),
        },
    ),
    any_of("hero_image", "title", "actions", "body"),
    at_most_one("icon", "slack_icon"),
)
CONTEXT = block({"elements": items(typed({"image": picture({}), "plain_text": text(3000), "mrkdwn": text(3000)}), 10)})
VIDEO = block(
    {"alt_text": string(2000, 1), "title": plain(199), "thumbnail_url": URL, "video_url": URL},
    {
        "title_url": URL,
        "description": plain(200),
        "provider_icon_url": URL,
        "provider_name": string(49),
        "author_name": string(49),
    },
)
_SOURCE = typed({"url": record({"url": URL, "text": string(3000, 1)})})
_TASK_FIELDS: Fields = {"task_id": string(255, 1), "title": string(3000, 1)}
_TASK_REST: Fields = {"details": RICH_TEXT, "output": RICH_TEXT, "sources": items(_SOURCE, 100, 0)}


def _task(*statuses: str) -> Rule:
    return block({**_TASK_FIELDS, "status": choice(*statuses)}, _TASK_REST)


_DONE_OR_RUNNING = ("in_progress", "complete", "error")
_PLANNED = typed({"task_card": _task("pending", *_DONE_OR_RUNNING)})

BASIC: Fields = {
    "actions": block({"elements": items(ACTIONS_ELEMENT, 25)}),
    "context": CONTEXT,
    "divider": block(),
    "header": block({"text": plain(150)}, {"level": integer(1, 4)}),
    "image": picture({"title": plain(2000), "block_id": BLOCK_ID}),
    "input": block(
        {"label": plain(2000), "element": INPUT_ELEMENT},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": RICH_TEXT,
    "section": SECTION,
    "table": every(only_on("message", "home"), TABLE),
    "video": VIDEO,
}
CONTAINER = every(
    only_on("message", "home"),
    block(
        {"child_blocks": items(typed({**BASIC, "file": _not_posted_by_apps}), 10)},
        {
            "title": plain(150),
            "rich_text_title": typed({"rich_text": RICH_TEXT}),
            "subtitle": text(150),
            "width": choice("narrow", "standard", "wide", "full"),
            "icon": IMAGE_ELEMENT,
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
    ),
    any_of("title", "rich_text_title"),
    _divider_or_collapsible,
)
BLOCKS: Fields = {
    **BASIC,
    "alert": every(
        only_on("modal"),
        block({"text": text(200)}, {"level": choice("default", "info", "warning", "error", "success")}),
    ),
    "card": CARD,
    "carousel": every(only_on("message", "home"), block({"elements": items(typed({"card": CARD}), 10)})),
    "container": CONTAINER,
    "context_actions": every(only_on("message"), block({"elements": items(CONTEXT_ACTION, 5)})),
    "data_table": every(only_on("message", "home"), DATA_TABLE),
    "data_visualization": every(only_on("message", "home"), DATA_VISUALIZATION),
    "file": _not_posted_by_apps,
    "markdown": every(only_on("message"), block({"text": string(MARKDOWN_CHARACTERS, 1)})),
    "plan": every(only_on("message"), block({"title": string(3000, 1)}, {"tasks": items(_PLANNED, 50, 0)})),
    "task_card": every(only_on("message"), _task(*_DONE_OR_RUNNING)),
}
BLOCK = typed(BLOCKS)
