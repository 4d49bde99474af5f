"""What of a request stands in print: in the record that is shown first, elsewhere, or nowhere."""

import pytest

from knowledge.answers.engine import Engine
from knowledge.answers.understanding.features.printed import printed_row


@pytest.mark.parametrize(
    ("text", "id", "wanted"),
    [
        ("待機児童の数", "k3-3", {"print:own_none": 0.0, "print:nowhere": 0.0}),
        ("ワクチンの補助", "p1-4", {"print:own_none": 1.0, "print:nowhere": 0.5}),
    ],
)
def test_words_of_the_request_are_looked_up_in_the_record_and_the_plan(
    engine: Engine, text: str, id: str, wanted: dict[str, float]
) -> None:
    readings = engine.readings(text)
    shown = next((one for one in readings.all if one.ids[:1] == (id,)), readings.all[0] if readings.all else None)
    row = printed_row(readings.evidence, shown) if shown else {}
    assert {name: row.get(name) for name in wanted} == wanted
