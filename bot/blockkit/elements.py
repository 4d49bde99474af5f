"""Interactive elements (SLACK.md 1.4), and in which blocks each of them may stand."""

import re

from bot.blockkit.objects import (
    ACTION_ID,
    CHECK_OPTION,
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH_CONFIG,
    OPTION_FIELDS,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    SELECT_OPTION,
    URL,
    picture,
    plain,
)
from bot.blockkit.shape import (
    Fields,
    Place,
    Rule,
    Violations,
    anything,
    boolean,
    choice,
    every,
    exactly_one,
    integer,
    items,
    only_on,
    record,
    string,
    typed,
)

ID = string(255, 1)
INTERACTIVE: Fields = {"action_id": ACTION_ID, "confirm": CONFIRM, "focus_on_load": boolean}
PLACEHOLDER: Fields = {"placeholder": plain(150)}
LABEL: Fields = {"accessibility_label": string(75)}


def element(required: Fields | None = None, optional: Fields | None = None) -> Rule:
    return record(required, {**INTERACTIVE, **(optional or {})})


def pattern(expression: str, wanted: str) -> Rule:
    known = re.compile(expression)

    def check(value: object, place: Place) -> Violations:
        if not isinstance(value, str) or not known.fullmatch(value):
            yield place.wrong("format", f"must be {wanted}")

    return check


DATE = pattern(r"\d{4}-\d{2}-\d{2}", "a date in the format YYYY-MM-DD")
TIME = pattern(r"([01]\d|2[0-3]):[0-5]\d", "a time in the format HH:mm")
NUMERAL = pattern(r"-?\d+(\.\d+)?", "a number in a string")


def select(fields: Fields, multi_fields: Fields) -> tuple[Rule, Rule]:
    most: Fields = {"max_selected_items": integer(1, 1000)}
    return element({}, {**PLACEHOLDER, **fields}), element({}, {**PLACEHOLDER, **multi_fields, **most})


_options = exactly_one("options", "option_groups")
_static, _multi_static = select(
    {**OPTION_FIELDS, "initial_option": SELECT_OPTION},
    {**OPTION_FIELDS, "initial_options": items(SELECT_OPTION, 100)},
)
_external, _multi_external = select(
    {"initial_option": SELECT_OPTION, "min_query_length": integer(0, 3000)},
    {"initial_options": items(SELECT_OPTION, 100), "min_query_length": integer(0, 3000)},
)
_users, _multi_users = select({"initial_user": ID}, {"initial_users": items(ID, 1000)})
_RESPONSE_URL: Fields = {"response_url_enabled": boolean}
_CONVERSATION: Fields = {"default_to_current_conversation": boolean, "filter": CONVERSATION_FILTER}
_conversations, _multi_conversations = select(
    {"initial_conversation": ID, **_CONVERSATION, **_RESPONSE_URL},
    {"initial_conversations": items(ID, 1000), **_CONVERSATION},
)
_channels, _multi_channels = select({"initial_channel": ID, **_RESPONSE_URL}, {"initial_channels": items(ID, 1000)})

BUTTON = element(
    {"text": plain(75)},
    {
        "value": string(2000),
        "url": URL,
        "style": choice("primary", "danger"),
        "agent_prompt": string(4000),
        "visible_to_user_ids": items(ID, 10),
        **LABEL,
    },
)
_feedback = record({"text": plain(75), "value": string(2000)}, LABEL)

SELECTS = {
    "static_select": every(_static, _options),
    "external_select": _external,
    "users_select": _users,
    "conversations_select": _conversations,
    "channels_select": _channels,
}
MULTI_SELECTS = {
    "multi_static_select": every(_multi_static, _options),
    "multi_external_select": _multi_external,
    "multi_users_select": _multi_users,
    "multi_conversations_select": _multi_conversations,
    "multi_channels_select": _multi_channels,
}
BUTTONS = {
    "button": BUTTON,
    "workflow_button": every(
        only_on("message"),
        element({"text": plain(75), "workflow": anything}, {"style": choice("primary", "danger"), **LABEL}),
    ),
    "overflow": element({"options": items(OVERFLOW_OPTION, 5)}),
}
CHOICES = {
    "checkboxes": element({"options": items(CHECK_OPTION, 10)}, {"initial_options": items(CHECK_OPTION, 10)}),
    "radio_buttons": element({"options": items(CHECK_OPTION, 10)}, {"initial_option": CHECK_OPTION}),
}
DATES = {
    "datepicker": element({}, {"initial_date": DATE, **PLACEHOLDER}),
    "timepicker": element({}, {"initial_time": TIME, "timezone": string(255, 1), **PLACEHOLDER}),
}
DATETIME = {
    "datetimepicker": every(
        only_on("message", "modal"),
        element({}, {"initial_date_time": integer(1_000_000_000, 9_999_999_999)}),
    )
}
_TYPED: Fields = {**PLACEHOLDER, "dispatch_action_config": DISPATCH_CONFIG}
RICH_TEXT_INPUT = {
    "rich_text_input": every(
        only_on("modal", "home"),
        element(
            {},
            {
                "initial_value": anything,
                "min_lines": integer(1, 100),
                "max_lines": integer(1, 100),
                **_TYPED,
            },
        ),
    )
}
FIELDS = {
    "plain_text_input": element(
        {},
        {
            "initial_value": string(3000),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
            **_TYPED,
        },
    ),
    "number_input": every(
        only_on("modal"),
        element(
            {"is_decimal_allowed": boolean},
            {"initial_value": NUMERAL, "min_value": NUMERAL, "max_value": NUMERAL, **_TYPED},
        ),
    ),
    "email_text_input": every(only_on("modal"), element({}, {"initial_value": string(3000), **_TYPED})),
    "url_text_input": every(only_on("modal"), element({}, {"initial_value": string(3000), **_TYPED})),
    "file_input": every(only_on("modal"), element({}, {"filetypes": items(ID, 100), "max_files": integer(1, 10)})),
}

_ANY_SELECT = {**SELECTS, **MULTI_SELECTS}
SECTION_ACCESSORY = typed({**_ANY_SELECT, **BUTTONS, **CHOICES, **DATES, "image": picture({})})
ACTIONS_ELEMENT = typed({**_ANY_SELECT, **BUTTONS, **CHOICES, **DATES, **DATETIME, **RICH_TEXT_INPUT})
INPUT_ELEMENT = typed({**_ANY_SELECT, **CHOICES, **DATES, **DATETIME, **RICH_TEXT_INPUT, **FIELDS})
CARD_ACTION = typed({"button": BUTTON})
CONTEXT_ACTION = typed(
    {
        "feedback_buttons": record(
            {"positive_button": _feedback, "negative_button": _feedback}, {"action_id": ACTION_ID}
        ),
        "icon_button": element(
            {"text": plain(75), "icon": choice("trash")},
            {"value": string(2000), "visible_to_user_ids": items(ID, 10), **LABEL},
        ),
    }
)
SUGGESTIONS = every(
    record({}, {"options": items(SELECT_OPTION, 100, 0), "option_groups": items(OPTION_GROUP, 100, 0)}),
    exactly_one("options", "option_groups"),
)
