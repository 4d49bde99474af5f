"""How a record, an amount and a moment are put into Japanese: the only room that writes Japanese about a record."""

from knowledge.wording.amounts import (
    SAMPLE_MARK,
    Figure,
    amount_of,
    amount_text,
    circled,
    lines_text,
    plain,
)
from knowledge.wording.card import Card, Field, Measures, card_text, field
from knowledge.wording.moments import (
    WEEKDAY_NAMES,
    day_text,
    era_day_text,
    moment_text,
    stamp_text,
    tokyo_day,
    weekday_moment_text,
)
from knowledge.wording.names import (
    NumberedKind,
    edition,
    home,
    homes,
    indicators_of,
    kind_label,
    label_of,
    packages_text,
    place,
    title,
    version,
)
from knowledge.wording.record_cards import card_of, project_lines
from knowledge.wording.states import MARKS, NOT_RECORDED, Word, count_states, counts_text, state_label
from knowledge.wording.values import (
    EMPTY_VALUES,
    SAMPLE_NOTE,
    Measure,
    Values,
    ValueView,
    measure,
    measures,
    years_note,
)
