"""How a record, an amount and a moment are put into Japanese: the only room that writes Japanese about a record."""

from knowledge.wording.card import Card
from knowledge.wording.moments import tokyo_day
from knowledge.wording.names import home, title
from knowledge.wording.record_cards import card_of
from knowledge.wording.states import count_states, counts_text, state_label
from knowledge.wording.values import Measure, Values, measures, years_note
