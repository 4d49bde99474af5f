"""What somebody typed becomes a draft of what is recorded."""

from datetime import date
from decimal import Decimal

import pytest

from bot.values.entry import Typed, UnreadableFieldError, parse_date, typed_draft
from knowledge.model.catalog import Catalog

TODAY = date(2024, 6, 3)


@pytest.mark.parametrize("unseen", ["\U000e0041", "\u200b", "\u202e", "\u00ad", "\x07"])
def test_what_nobody_sees_is_no_part_of_a_value(catalog: Catalog, unseen: str) -> None:
    draft = typed_draft(Typed(indicator="k3-3", year="R4", value=f"4{unseen}8{unseen}人"), catalog, today=TODAY)
    assert (draft.value, draft.unit) == (Decimal(48), "人")
    with pytest.raises(UnreadableFieldError) as error:
        typed_draft(Typed(indicator="k3-3", year="R4", value=f"{unseen}多い"), catalog, today=TODAY)
    assert unseen not in error.value.user_message


@pytest.mark.parametrize(("typed", "value"), [("0.6万人", "6000"), ("2千人", "2000"), ("60人", "60")])
def test_a_value_in_thousands_is_taken_in_the_unit_of_its_indicator(catalog: Catalog, typed: str, value: str) -> None:
    draft = typed_draft(Typed(indicator="k3-3", year="R4", value=typed), catalog, today=TODAY)
    assert (draft.value, draft.unit) == (Decimal(value), "人")


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("9999-12-31", "扱える範囲の外です。1900年から2100年まで"),
        ("2024-02-30", "を読めません"),
        ("あした", "を読めません"),
    ],
)
def test_a_day_that_is_written_well_but_lies_too_far_away_is_told_so(day: str, told: str) -> None:
    with pytest.raises(UnreadableFieldError, match=told):
        parse_date(day)
