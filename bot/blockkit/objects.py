"""Composition objects: text, option, confirm, files and the like (SLACK.md 1.4)."""

from bot.blockkit.shape import (
    Place,
    Rule,
    Violations,
    any_of,
    anything,
    boolean,
    choice,
    every,
    exactly_one,
    items,
    record,
    string,
    typed,
)

ACTION_ID = string(255, 1)
BLOCK_ID = string(255)
URL = string(3000, 1)


def plain(most: int, least: int = 1) -> Rule:
    return typed({"plain_text": record({"text": string(most, least)}, {"emoji": boolean})})


def text(most: int, least: int = 1) -> Rule:
    return typed(
        {
            "plain_text": record({"text": string(most, least)}, {"emoji": boolean}),
            "mrkdwn": record({"text": string(most, least)}, {"verbatim": boolean}),
        }
    )


CONFIRM = record(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)

_OPTION_REST = {"description": plain(75)}
SELECT_OPTION = record({"text": plain(75), "value": string(150)}, _OPTION_REST)
OVERFLOW_OPTION = record({"text": plain(75), "value": string(150)}, {**_OPTION_REST, "url": URL})
CHECK_OPTION = record({"text": text(75), "value": string(150)}, {"description": text(75)})
OPTION_GROUP = record({"label": plain(75), "options": items(SELECT_OPTION, 100)})
OPTION_FIELDS = {"options": items(SELECT_OPTION, 100), "option_groups": items(OPTION_GROUP, 100)}

SLACK_FILE = every(record({}, {"id": string(255, 1), "url": URL}), exactly_one("id", "url"))
_IMAGE_FIELDS = {"image_url": URL, "slack_file": SLACK_FILE}


def picture(extra: dict[str, Rule]) -> Rule:
    """`image_url` or `slack_file`, never both, and always words for those who cannot see it."""
    return every(
        record({"alt_text": string(2000, 1)}, {**_IMAGE_FIELDS, **extra}),
        exactly_one("image_url", "slack_file"),
    )


IMAGE_ELEMENT = typed({"image": picture({})})
ICON = typed({"icon": record({"name": string(100, 1)})})

DISPATCH_CONFIG = record(
    {"trigger_actions_on": items(choice("on_enter_pressed", "on_character_entered"), 2)},
)

CONVERSATION_FILTER = every(
    record(
        {},
        {
            "include": items(choice("im", "mpim", "private", "public"), 4),
            "exclude_external_shared_channels": boolean,
            "exclude_bot_users": boolean,
        },
    ),
    any_of("include", "exclude_external_shared_channels", "exclude_bot_users"),
)


def mapping(value: object, place: Place) -> Violations:
    if not isinstance(value, dict):
        yield place.wrong("type", "must provide an object")


def _metadata_size(value: object, place: Place) -> Violations:
    size = len(repr(value))
    if size > METADATA_CHARACTERS:
        yield place.wrong("metadata_too_large", "metadata is too large", METADATA_CHARACTERS, size)


METADATA_CHARACTERS = 16_000  # Slack's guide speaks of 16 kB; the method's error has no figure
METADATA = every(
    record(
        {"event_type": string(255, 1), "event_payload": mapping},
        {"entities": anything},
    ),
    _metadata_size,
)
