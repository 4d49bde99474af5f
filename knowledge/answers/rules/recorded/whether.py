"""「ゼロになった？」「41万人に達した？」「達成した？」: a yes or a no before the figures, or that none is recorded."""

import re
from decimal import Decimal
from functools import cache
from typing import Literal

from msgspec import Struct

from knowledge.answers.answer import INDICATOR_ITEMS
from knowledge.answers.rules.recorded.measuring import STATES_MEANT, Measured, indicator_meant
from knowledge.answers.understanding.comparison import Comparison
from knowledge.answers.understanding.context import SURELY_KNOWN
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.words import form_words, rule_words
from knowledge.indicators.current_values import CurrentValues
from knowledge.japanese.spoken_numbers import NUMBER, is_scaled_number, spoken_number
from knowledge.model.catalog import Catalog
from knowledge.model.quantity import without_scale
from knowledge.model.records import Indicator
from knowledge.model.word_patterns import alternatives, phrase
from knowledge.wording import standing
from knowledge.wording.card import card_text
from knowledge.wording.checks import check_word
from knowledge.wording.record_cards import card_of
from knowledge.wording.states import NOT_RECORDED

_Direction = Literal["to", "over", "under"]
_DIRECTIONS: tuple[_Direction, ...] = ("over", "under", "to")
_QUESTION_WORDS = ("which", "pronouns", "how_many", "asks_who", "asks_where", "asks_when", "asks_how", "asks_why")


class Reaching(Struct, frozen=True):
    """`amount` is in the plain unit (人 for 万人); `unit` is "" where none was said."""

    amount: Decimal
    unit: str
    direction: _Direction


def reaching_asked(question: Question) -> Reaching | None:
    """What is asked of a value that it has become; None where nothing is, or more than a yes or no."""
    return question.once(reaching_asked, lambda: _reaching(question))


def _reaching(question: Question) -> Reaching | None:
    return None if _has_question_word(question) else amount_reached(question, is_end=True)


def amount_reached(question: Question, *, is_end: bool = False) -> Reaching | None:
    """An amount that something has become. `is_end`: and nothing else is asked behind it."""
    if not (match := _reached(is_end).search(question.query.undated)):
        return None
    words, (zero, number, unit, *told) = rule_words("compare"), match.groups()
    amount = Decimal(0) if zero else spoken_number(number)
    if amount is None:
        return None
    unit = words["unit_names"].get(unit or "", unit or "")
    if unit == "割":
        amount, unit = amount * 10, "%"
    if not zero and not is_scaled_number(number):
        amount *= without_scale(unit)[0]
    direction = next(name for name, text in zip(_DIRECTIONS, told, strict=True) if text is not None)
    return Reaching(amount, unit.lstrip(words["scales"]), direction)


@cache
def _reached(is_end: bool) -> re.Pattern[str]:
    """An amount, and that it has been reached, up to the end of what is asked."""
    words, units = rule_words("reached"), alternatives(rule_words("compare")["units"])
    ways = "|".join(f"({'|'.join(map(phrase, words[name]))})" for name in _DIRECTIONS)
    amount = f"(?:({alternatives(words['zero'])})|({NUMBER}))"
    end = alternatives(words["end"]) if is_end else ""
    return re.compile(f"{amount}({units})?(?:{ways}){alternatives(words['done'])}{end}")


def reached(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """「待機児童はゼロになった？」: by its latest value, or that of the year that is asked for."""
    question, asked = evidence.question, reaching_asked(evidence.question)
    indicator = indicator_spoken_of(evidence, catalog) if asked else None
    if asked is None or indicator is None or not fits(indicator, asked):
        return None
    view = values.latest(indicator.id, next(iter(question.years), None))
    if view is None:
        note = not_known(indicator, values)
    else:
        scale = without_scale(indicator.unit)[0]
        is_so = _holds(view.history[-1][1] * scale, asked, indicator) if view.history else False
        note = check_word(is_so) + standing.stands_note(indicator, view.figure, view.state)
    return Measured(reached.__name__, (indicator.id,), note, (card_text(card_of(indicator, catalog, values)),))


def not_known(indicator: Indicator, values: CurrentValues) -> str:
    return standing.KEPT_BACK if values.is_kept_back else standing.not_known_note(indicator)


def indicator_spoken_of(evidence: Evidence, catalog: Catalog) -> Indicator | None:
    """The only one shown, where nothing is named; else the one that has all words that name."""
    question = evidence.question
    reaching = form_words("reaching_it") | form_words("prospect")  # which name nothing
    nouns = [at for at in question.free_nouns if question.tokens[at].norm not in reaching]
    shown = [id for id in evidence.context if id in catalog.indicators]
    if len(shown) == 1 == len(evidence.context) and not nouns:
        return catalog.indicators[shown[0]]
    first = next(evidence.found(INDICATOR_ITEMS), None)
    if not nouns and "population" in evidence.question.said("attribute"):
        return catalog.indicators.get("population")
    if first is None or not nouns or any(evidence.explained(first.id)[at] < SURELY_KNOWN for at in nouns):
        return indicator_meant(evidence, catalog)
    return catalog.indicators[first.id]


def fits(indicator: Indicator, asked: Reaching | Comparison) -> bool:
    is_of_unit = asked.unit == indicator.unit.lstrip(rule_words("compare")["scales"])
    return not indicator.compared_with and (is_of_unit or (not asked.unit and not asked.amount))


def _holds(value: Decimal, asked: Reaching, indicator: Indicator) -> bool:
    if asked.direction != "to":
        return value > asked.amount if asked.direction == "over" else value < asked.amount
    return value <= asked.amount if indicator.better == "lower" else value >= asked.amount


# Of states


def whether_in_state(question: Question, state: str) -> str:
    """「はい、」 or 「いいえ、」 to 「達成した？」「順調ですか」; "" where no state is put up for a check."""
    asked = [name for name in STATES_MEANT if name in question.states]
    is_open = state == "算定不可" and not {"not_computable", "recorded"}.intersection(asked)  # neither yes nor no
    if not asked or is_open or state == NOT_RECORDED or not checks_a_state(question):
        return ""
    return check_word(state in STATES_MEANT[asked[0]])


def checks_a_state(question: Question) -> bool:
    """The state is what the question ends in, and it asks for nothing else: not 「達成は」「いつ達成した？」."""
    said = [one for one in question.stated if question.in_request(one)]
    if not said or _has_question_word(question):
        return False
    behind = question.tokens[said[-1].last + 1 : question.request.end]
    is_end = all(
        token.is_sign or token.part[0] == "助動詞" or token.surface in form_words("ending_a_check") for token in behind
    )
    return is_end and (question.asks or bool(behind))


def _has_question_word(question: Question) -> bool:
    words = frozenset().union(*map(form_words, _QUESTION_WORDS))
    return any(token.norm in words or token.surface in words for token in question.tokens)
