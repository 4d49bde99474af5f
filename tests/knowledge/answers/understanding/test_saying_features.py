"""What a request says of a thing: whether the record that is shown first has it, and how the request ends."""

import pytest

from knowledge.answers.engine import Engine
from knowledge.answers.understanding.features.saying import saying_row


@pytest.mark.parametrize(
    ("text", "id", "wanted"),
    [
        ("保育士を育成する事業", "p3-2", {"say:verbs": None, "say:last_own": 1.0, "say:end:名詞": 1.0}),
        ("鳥類センターで鳥を抱けますか", "p3-3", {"say:verbs": 1.0, "say:last_verb_left": 1.0, "say:particle:か": 1.0}),
        ("空き家は誰に頼めば壊せますか？", "p3-13", {"say:verbs_nowhere": 1.0, "say:last_verb": 1.0, "say:mark": 1.0}),
        ("What is done for empty houses?", "p3-13", {"say:verbs": None, "say:mark": None}),
    ],
)
def test_verbs_and_last_words_are_looked_up_in_the_record(
    engine: Engine, text: str, id: str, wanted: dict[str, float | None]
) -> None:
    readings = engine.readings(text)
    shown = next(one for one in readings.all if one.ids[:1] == (id,))
    row = saying_row(readings.evidence, shown)
    assert {name: row.get(name) for name in wanted} == wanted
