"""Current values as the bot shows them: what is shown and what is entered."""

from bot.values.current import Answering, InformedEngine, LedgerValues
from bot.values.entry import Typed, find_indicator, parse_date, parse_year, recorded_text, typed_draft, undone_text
