"""Codecs give back what went in; ids are told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views import ids
from bot.views.ids import ButtonValue

record_ids = st.text(min_size=1, max_size=12)
contexts = st.text(max_size=20)


@given(st.lists(record_ids, max_size=8), contexts)
def test_a_value_survives_the_way_to_slack_and_back(records: list[str], context: str) -> None:
    value = ButtonValue(tuple(records), context)
    assert ids.decode(ids.encode(value)) == value


@given(st.lists(record_ids, max_size=8), contexts, st.sampled_from(["good", "bad"]))
def test_feedback_survives_too(records: list[str], context: str, rating: ids.Rating) -> None:
    value = ButtonValue(tuple(records), context)
    assert ids.decode_feedback(ids.encode_feedback(rating, value)) == (rating, value)


def test_what_finds_no_room_is_left_out_from_the_end_and_the_context_stays() -> None:
    many = ButtonValue(tuple(f"p99-{n}" for n in range(1000)), "k1")
    text = ids.encode(many)
    back = ids.decode(text)
    assert len(text) <= ids.BUTTON_ROOM
    assert back.context == "k1"
    assert back.records == many.records[: len(back.records)]
    assert len(back.records) > 200


def test_an_options_value_is_short() -> None:
    assert len(ids.encode(ButtonValue(("p1-1",) * 100, "あ" * 8), ids.OPTION_ROOM)) <= ids.OPTION_ROOM


def test_a_context_key_is_short() -> None:
    with pytest.raises(ValueError, match="at most 64"):
        ids.encode(ButtonValue((), "x" * 65))


@pytest.mark.parametrize("text", ["", "p3-12", "2|p3-12|", "1|a", "1|a|b|c|d"])
def test_what_is_not_ours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a button value"):
        ids.decode(text)


@pytest.mark.parametrize("text", ["", "good", "best|1||", "bad|9||"])
def test_feedback_that_is_not_ours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        ids.decode_feedback(text)


def test_a_pattern_takes_the_numbered_ids_of_its_action_only() -> None:
    pattern = ids.pattern(ids.OPEN)
    assert pattern.search(ids.OPEN)
    assert pattern.search(ids.numbered(ids.OPEN, 12))
    assert not pattern.search(f"{ids.OPEN}s")
    assert not pattern.search(ids.OPEN + ".x")
    assert ids.action_of(ids.numbered(ids.OPEN, 3)) == ids.OPEN
    assert ids.numbered(ids.OPEN, 0) == ids.OPEN


def test_every_id_has_a_meaning_of_its_own() -> None:
    words = {
        name: value
        for name, value in vars(ids).items()
        if name.isupper() and isinstance(value, str) and not name.startswith("_")
    }
    assert len(set(words.values())) == len(words)
    assert set(words.values()) == ids.ACTION_IDS | ids.FIELDS | ids.BLOCKS | ids.CALLBACKS | ids.STEPS
