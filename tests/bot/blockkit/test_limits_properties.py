"""What holds for any payload."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.blockkit.check import check_message, check_options, check_view
from bot.blockkit.shape import Surface
from bot.blockkit.tables import kinds
from tests.bot.blockkit.alone import check_blocks

NAMES = [
    "type",
    "text",
    "elements",
    "element",
    "rows",
    "chart",
    "series",
    "blocks",
    "actions",
    "options",
    "tasks",
]
KINDS = [
    *kinds("block"),
    *kinds("outer"),
    "plain_text",
    "mrkdwn",
    "button",
    "static_select",
    "raw_text",
    "line",
    "pie",
    "modal",
    "home",
]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(KINDS),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=3), inner, max_size=5)
    ),
    max_leaves=20,
)
objects = st.dictionaries(st.sampled_from(NAMES), json_values, max_size=6)
surfaces: st.SearchStrategy[Surface] = st.sampled_from(["message", "modal", "home"])


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "plain_text", "text": text}}


@given(json_values, surfaces)
def test_any_json_is_judged_without_an_error_of_ours(value: Any, surface: Surface) -> None:
    for violation in check_blocks(value, surface=surface):
        assert violation.pointer.startswith("/blocks")


@given(objects)
def test_any_object_is_judged_as_message_view_and_answer(value: dict[str, Any]) -> None:
    check_message(value)
    check_view(value)
    check_options(value)


@given(st.integers(min_value=1, max_value=3100), st.sampled_from("a漢😀"))
def test_a_section_holds_exactly_3000_characters(length: int, character: str) -> None:
    assert bool(check_blocks([section(character * length)])) == (length > 3000)


@given(st.integers(min_value=1, max_value=3100), st.floats(min_value=0, max_value=0.5))
def test_a_margin_only_ever_refuses_more(length: int, margin: float) -> None:
    plain = {v.pointer for v in check_blocks([section("x" * length)])}
    assert plain <= {v.pointer for v in check_blocks([section("x" * length)], margin=margin)}


def test_a_margin_of_a_tenth_leaves_2700_of_3000() -> None:
    assert check_blocks([section("x" * 2700)], margin=0.1) == []
    assert [v.limit for v in check_blocks([section("x" * 2701)], margin=0.1)] == [2700]


def test_a_margin_leaves_counts_of_things_alone() -> None:
    assert check_blocks([{"type": "divider"}] * 50, margin=0.1) == []


@given(st.lists(json_values, max_size=4))
def test_pointers_lead_to_something_in_the_payload(blocks: list[Any]) -> None:
    for violation in check_blocks(blocks):
        here: Any = {"blocks": blocks}
        for step in violation.pointer.split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            here = here[int(name)] if isinstance(here, list) else here.get(name)
