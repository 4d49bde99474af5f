"""The limits of Slack's reference, one line a case: what is sent, which rule answers, at which pointer."""

import copy
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.blockkit.check import NEW_BLOCKS, check_message, check_options, check_view
from bot.blockkit.tables import kinds, limits, rule
from tests.bot.blockkit.alone import check_blocks

EXAMPLES = Path(__file__).parent / "examples"
Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "本文", **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("開く"), "action_id": "open", **more}


def card(**more: Any) -> Json:
    return {"type": "card", "title": mrkdwn("定住誘導推進事業"), **more}


def table(*rows: list[str], **more: Any) -> Json:
    cells = [[{"type": "raw_text", "text": text} for text in row] for row in rows]
    return {"type": "data_table", "caption": "指標", "rows": cells, **more}


def chart(*series: tuple[str, Sequence[float]], categories: tuple[str, ...] = ("R2", "R3")) -> Json:
    drawn = [
        {"name": name, "data": [{"label": c, "value": v} for c, v in zip(categories, values, strict=False)]}
        for name, values in series
    ]
    axis = {"categories": list(categories)}
    body = {"type": "line", "series": drawn, "axis_config": axis}
    return {"type": "data_visualization", "title": "推移", "chart": body}


def pie(*values: float) -> Json:
    segments = [{"label": f"区分{n}", "value": value} for n, value in enumerate(values)]
    return {"type": "data_visualization", "title": "内訳", "chart": {"type": "pie", "segments": segments}}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def options(count: int) -> list[Json]:
    return [{"text": plain(f"選択肢{n}"), "value": str(n)} for n in range(count)]


def select(count: int, **more: Any) -> Json:
    return {"type": "static_select", "action_id": "pick", "options": options(count), **more}


MESSAGE_CASES = [
    ("an unknown block", [{"type": "layout_x"}], "unsupported_type", "/blocks/0/type"),
    ("a block without type", [{}], "required", "/blocks/0"),
    ("51 blocks", [{"type": "divider"}] * 51, "max_items", "/blocks"),
    ("a section of 3001", [section("あ" * 3001)], "max_length", "/blocks/0/text/text"),
    ("an empty section text", [section("")], "min_length", "/blocks/0/text/text"),
    ("a section of nothing", [{"type": "section"}], "required", "/blocks/0"),
    ("11 fields", [{"type": "section", "fields": [plain("x")] * 11}], "max_items", "/blocks/0/fields"),
    (
        "a field of 2001",
        [{"type": "section", "fields": [plain("x" * 2001)]}],
        "max_length",
        "/0/fields/0/text",
    ),
    ("a header of 151", [{"type": "header", "text": plain("x" * 151)}], "max_length", "/blocks/0/text/text"),
    ("mrkdwn in a header", [{"type": "header", "text": mrkdwn("x")}], "unsupported_type", "/0/text/type"),
    ("a bare string as text", [{"type": "section", "text": "x"}], "type", "/blocks/0/text"),
    ("an unknown field", [section(colour="red")], "unknown_field", "/blocks/0"),
    ("11 context elements", [{"type": "context", "elements": [plain("x")] * 11}], "max_items", "/0/elements"),
    ("26 buttons", [actions(*[button(action_id=f"a{n}") for n in range(26)])], "max_items", "/0/elements"),
    ("no buttons", [actions()], "min_items", "/blocks/0/elements"),
    ("a button text of 76", [actions(button(text=plain("x" * 76)))], "max_length", "/elements/0/text/text"),
    ("a button value of 2001", [actions(button(value="x" * 2001))], "max_length", "/elements/0/value"),
    ("an unknown button style", [actions(button(style="green"))], "choice", "/elements/0/style"),
    ("101 options", [actions(select(101))], "max_items", "/elements/0/options"),
    ("options and groups", [actions(select(1, option_groups=[]))], "exclusive", "/elements/0"),
    ("6 overflow options", [actions({"type": "overflow", "options": options(6)})], "max_items", "/0/options"),
    (
        "11 radio buttons",
        [actions({"type": "radio_buttons", "options": options(11)})],
        "max_items",
        "/options",
    ),
    ("a number input in a message", [actions({"type": "number_input"})], "unsupported_type", "/0/type"),
    ("an image without words", [{"type": "image", "image_url": "http://x"}], "required", "/blocks/0"),
    (
        "an image with two sources",
        [{"type": "image", "alt_text": "x", "image_url": "u", "slack_file": {"id": "F"}}],
        "exclusive",
        "/blocks/0",
    ),
    (
        "a block_id used twice",
        [section(block_id="a"), section(block_id="a")],
        "duplicate_block_id",
        "/blocks",
    ),
    ("an action_id used twice", [actions(button(), button())], "duplicate_action_id", "/blocks/0"),
    ("a block_id of 256", [section(block_id="x" * 256)], "max_length", "/blocks/0/block_id"),
    ("a card body of 201", [card(body=mrkdwn("x" * 201))], "max_length", "/blocks/0/body/text"),
    ("a card with a bare title", [{"type": "card", "title": "x"}], "type", "/blocks/0/title"),
    ("a card of a subtitle only", [{"type": "card", "subtitle": mrkdwn("x")}], "required", "/blocks/0"),
    (
        "4 buttons on a card",
        [card(actions=[button(action_id=str(n)) for n in range(4)])],
        "max_items",
        "/actions",
    ),
    ("11 cards", [{"type": "carousel", "elements": [card()] * 11}], "max_items", "/blocks/0/elements"),
    ("no cards", [{"type": "carousel", "elements": []}], "min_items", "/blocks/0/elements"),
    ("a table without body", [table(["a"])], "min_items", "/blocks/0/rows"),
    ("202 rows", [table(*[["a"]] * 202)], "max_items", "/blocks/0/rows"),
    ("21 columns", [table(["a"] * 21, ["b"] * 21)], "max_items", "/blocks/0/rows/0"),
    ("a ragged table", [table(["a", "b"], ["c"])], "columns", "/blocks/0/rows/1"),
    ("an empty cell", [table(["a"], [""])], "min_length", "/blocks/0/rows/1/0/text"),
    ("a table without caption", [{**table(["a"], ["b"]), "caption": None}], "required", "/blocks/0"),
    ("a page of 101 rows", [table(["a"], ["b"], page_size=101)], "range", "/blocks/0/page_size"),
    ("20001 characters", [table(["a"], ["x" * 20_000])], "max_total", "/blocks/0/rows"),
    ("20001 in two tables", [table(["a"], ["x" * 10_000])] * 2, "max_total", "/blocks"),
    (
        "a header cell of numbers",
        [{**table(["a"], ["b"]), "rows": [[{"type": "raw_number"}]]}],
        "unsupported_type",
        "/rows/0/0/type",
    ),
    ("13 series", [chart(*[(f"s{n}", [1, 2]) for n in range(13)])], "max_items", "/chart/series"),
    ("a gap in a series", [chart(("実績", [1]))], "categories", "/chart/series/0/data"),
    ("a series name twice", [chart(("実績", [1, 2]), ("実績", [3, 4]))], "duplicate", "/chart/series"),
    ("a series name of 21", [chart(("x" * 21, [1, 2]))], "max_length", "/chart/series/0/name"),
    (
        "21 categories",
        [chart(("s", [1] * 21), categories=tuple(map(str, range(21))))],
        "max_items",
        "/axis_config/categories",
    ),
    ("a title of 51", [{**pie(1), "title": "x" * 51}], "max_length", "/blocks/0/title"),
    ("a slice of nothing", [pie(1, 0)], "range", "/chart/segments/1/value"),
    ("13 slices", [pie(*[1] * 13)], "max_items", "/chart/segments"),
    ("3 charts", [pie(1), pie(1), pie(1)], "max_items", "/blocks"),
    ("an alert in a message", [{"type": "alert", "text": mrkdwn("x")}], "surface", "/blocks/0/type"),
    (
        "a file block of ours",
        [{"type": "file", "external_id": "x", "source": "remote"}],
        "unsupported_type",
        "/0/type",
    ),
    ("markdown of 12001", [{"type": "markdown", "text": "x" * 12_001}], "max_length", "/blocks/0/text"),
    (
        "markdown of 12001 in two",
        [{"type": "markdown", "text": "x" * 6_001}] * 2,
        "markdown_too_long",
        "/blocks",
    ),
    ("five long sections", [section("x" * 3000)] * 5, "msg_blocks_too_long", "/blocks"),
    (
        "a container without title",
        [{"type": "container", "child_blocks": [section()]}],
        "required",
        "/blocks/0",
    ),
    (
        "a chart in a container",
        [{"type": "container", "title": plain("x"), "child_blocks": [pie(1)]}],
        "unsupported_type",
        "/child_blocks/0/type",
    ),
    (
        "a list indented by 9",
        [
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_list",
                        "style": "bullet",
                        "indent": 9,
                        "elements": [{"type": "rich_text_section", "elements": []}],
                    }
                ],
            }
        ],
        "range",
        "/elements/0/indent",
    ),
    ("a plan with a text object", [{"type": "plan", "title": plain("x")}], "type", "/blocks/0/title"),
]


@pytest.mark.parametrize(("case", "blocks", "code", "pointer"), MESSAGE_CASES, ids=[c[0] for c in MESSAGE_CASES])
def test_a_message_is_refused_for(case: str, blocks: list[Json], code: str, pointer: str) -> None:
    found = check_blocks(copy.deepcopy(blocks))
    assert any(v.code == code and v.pointer.endswith(pointer) for v in found), found


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("登録"), "blocks": list(blocks), **more}


FIELD = {"type": "input", "label": plain("値"), "element": {"type": "plain_text_input", "action_id": "v"}}
VIEW_CASES = [
    ("an input without submit", modal(FIELD), "required", "/view"),
    ("a title of 25", modal(title=plain("x" * 25)), "max_length", "/view/title/text"),
    ("a submit of 25", modal(submit=plain("x" * 25)), "max_length", "/view/submit/text"),
    (
        "3001 characters of metadata",
        modal(private_metadata="x" * 3001),
        "max_length",
        "/view/private_metadata",
    ),
    ("a callback_id of 256", modal(callback_id="x" * 256), "max_length", "/view/callback_id"),
    ("101 blocks", modal(*[{"type": "divider"}] * 101), "max_items", "/view/blocks"),
    ("a modal without title", {"type": "modal", "blocks": []}, "required", "/view"),
    ("a title on Home", {"type": "home", "blocks": [], "title": plain("x")}, "unknown_field", "/view"),
    ("a table in a modal", modal(table(["a"], ["b"])), "surface", "/view/blocks/0/type"),
    (
        "a number input on Home",
        {
            "type": "home",
            "blocks": [{**FIELD, "element": {"type": "number_input", "is_decimal_allowed": True}}],
        },
        "surface",
        "/element/type",
    ),
    ("an unknown type", {"type": "drawer", "blocks": []}, "choice", "/view/type"),
    ("a view over 250 KB", modal(*[section("x" * 3000)] * 90), "view_too_large", "/view"),
]


@pytest.mark.parametrize(("case", "view", "code", "pointer"), VIEW_CASES, ids=[c[0] for c in VIEW_CASES])
def test_a_view_is_refused_for(case: str, view: Json, code: str, pointer: str) -> None:
    found = check_view(view)
    assert any(v.code == code and v.pointer.endswith(pointer) for v in found), found


@pytest.mark.parametrize("name", ["line_chart", "data_table", "carousel", "feedback"])
def test_the_examples_of_the_reference_are_accepted(name: str) -> None:
    assert check_blocks([json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))]) == []


def test_the_modal_of_the_reference_is_accepted() -> None:
    assert check_view(json.loads((EXAMPLES / "modal.json").read_text(encoding="utf-8"))) == []


def test_cards_of_one_carousel_may_share_an_action_id() -> None:
    cards = [card(block_id=name, actions=[button()]) for name in ("a", "b")]
    assert check_blocks([{"type": "carousel", "elements": cards}]) == []


def test_nested_blocks_count_in_views_and_not_in_messages() -> None:
    carousels = [{"type": "carousel", "elements": [card()] * 10}] * 10
    assert check_blocks(carousels) == []
    assert [v.found for v in check_view({"type": "home", "blocks": carousels})] == [110]


@pytest.mark.parametrize("kind", sorted(NEW_BLOCKS))
def test_an_older_workspace_does_not_know(kind: str) -> None:
    (violation,) = check_blocks([{"type": kind}], without=NEW_BLOCKS)
    assert str(violation) == f"[ERROR] unsupported type: {kind} [json-pointer:/blocks/0/type]"


def test_a_violation_counts_what_it_found() -> None:
    (violation,) = check_blocks([section("あ" * 3005)])
    assert (violation.limit, violation.found) == (3000, 3005)
    assert str(violation) == "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"


def test_metadata_needs_a_type_and_a_payload() -> None:
    assert [v.pointer for v in check_message({"metadata": {"event_type": "asked"}})] == ["/metadata"]
    assert check_message({"metadata": {"event_type": "asked", "event_payload": {"id": "p1-2"}}}) == []


def test_type_ahead_answers_hold_at_most_100_options() -> None:
    assert check_options({"options": options(100)}) == []
    assert check_options({"options": []}) == []
    assert [v.code for v in check_options({"options": options(101)})] == ["max_items"]
    assert [v.code for v in check_options({})] == ["required"]


def test_every_line_of_the_limits_can_be_read() -> None:
    assert all(rule(f"{group}.{name}") for group in limits() for name in kinds(group))
