"""A figure that is asked of a thing and that no record is of: 「鳥類センターの入園者数」「がん検診の受診者数」."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge.answers.rules.asked import Phrase, asked_phrase, is_asked_alone, kinds_asked
from knowledge.answers.understanding.concepts import Concept
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import FROM_SEARCH, INDICATORS, Reading
from knowledge.answers.understanding.said.weights import NOUN_WEIGHT
from knowledge.answers.understanding.ways import counters
from knowledge.answers.understanding.words import form_words
from knowledge.japanese.tokenizer import tokenize
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.wording import lacking

ACCOUNTED = 0.5  # share from which on a record has a word
_WITHOUT_FIGURES = frozenset({"project", "term", "package", "direction"})
_AMONG, _NOUNS = Concept("context", "among"), ("名詞", "接尾辞")
_TOLD_BY_PASSAGES = frozenset({"period", "published", "contact", "population", "meaning"})
_TYPES = ("persons", "shares", "money")


def figure_not_held(evidence: Evidence, best: Reading, catalog: Catalog) -> str:
    """The figure that alone is asked for, where what was found has none, or one in another unit; "" where it may.

    "" too where any indicator that was found has all of its words and such a unit: that may be the one.
    """
    question = evidence.question
    phrase = asked_phrase(question)
    if phrase is None or best.form not in FROM_SEARCH or kinds_asked(question) or not is_asked_alone(phrase, question):
        return ""
    if "compare" in question.said("ask") and len(best.ids) > 1:  # 「宿泊者と参加者、伸ばす割合が大きいのはどちら」
        return ""
    wanted = _type_of(question)
    is_counted = bool(wanted) or _counts(question)
    is_other = best.kind in _WITHOUT_FIGURES or (best.kind in INDICATORS and not _is_in(wanted, best.ids[0], catalog))
    if not is_counted or not is_other:
        return ""
    held = (id for id in evidence.hits if evidence.kind(id) in INDICATORS and _is_in(wanted, id, catalog))
    if any(_has_all(evidence, id, phrase) for id in held):
        return ""
    end = max(phrase.at.stop, _last_nouns(question)[-1] + 1)
    return "".join(token.surface for token in question.tokens[phrase.at.start : end])


def detail_not_held(evidence: Evidence, id: str) -> str:
    """「場所」 of 「防災対策事業の場所は？」, which what was found has no word for; "" where it may have one.

    Only where the question ends in it, and names before it what it is asked of.
    """
    question, last = evidence.question, _last_nouns(evidence.question)
    if (
        evidence.schema.kinds.get(id) != "project"
        or not evidence.is_named_in_full(id)
        or not last
        or question.query.is_english
        or question.head != last[-1]
    ):
        return ""
    before = question.tokens[last[0] - 1 : last[0]] if last[0] else ()
    behind = [token for at, token in enumerate(question.tokens) if at > last[-1] and token.is_content]
    free = {at for at, one in enumerate(question.naming_weights) if one > 0}  # 担当 is no free noun
    is_free = all(at in free or at in question.free_nouns or question.tokens[at].part[0] == "接尾辞" for at in last)
    if behind or not is_free or [token.surface for token in before] != ["の"]:
        return ""
    word, held = "".join(question.tokens[at].surface for at in last), evidence.explained(id)
    is_held = any(held[at] >= ACCOUNTED for at in last) or name_key(word) in evidence.schema.text_keys[id]
    return "" if is_held else word


def parts_asked(evidence: Evidence, best: Reading, catalog: Catalog) -> str:
    """「内訳」 of 「年間観光消費額の内訳」, where the indicator that was found first has a single figure; else ""."""
    last = _last_nouns(evidence.question)
    indicator = catalog.indicators.get(best.ids[0]) if best.ids else None
    if not last or indicator is None or best.form not in FROM_SEARCH or indicator.part:
        return ""
    words = [evidence.question.tokens[at] for at in last]
    if words[-1].norm in form_words("parted_by"):
        return words[-1].surface
    return _part_counted(evidence, best)


def _part_counted(evidence: Evidence, best: Reading) -> str:
    """「女性」 of 「創業融資80件のうち女性は何件」, of which the record says nothing."""
    question = evidence.question
    among = [one.last for one in question.mentions if one.concept == _AMONG and _is_of(question, one.first)]
    if not among or "compare" in question.said("ask") or question.said("ask").isdisjoint({"value", "count"}):
        return ""
    held = evidence.explained(best.ids[0])
    behind = [at for at in question.free_nouns if at > among[0] and held[at] < ACCOUNTED]
    if not behind:
        return ""
    whole = range(among[0] + 1, behind[-1] + 1)
    return "".join(question.tokens[at].surface for at in whole if question.tokens[at].part[0] in _NOUNS)


def _is_of(question: Question, at: int) -> bool:
    return at > 0 and question.tokens[at - 1].surface == "の"


def uncounted(evidence: Evidence, best: Reading) -> str:
    """The amount or number that a passage is asked for (「いくら」, 「何社」) and has not, or that an indicator
    counts in another unit, which was found and not named; "" where it may have it.
    """
    question, request = evidence.question, evidence.question.request
    if best.kind in INDICATORS and best.form in FROM_SEARCH:
        return lacking.NO_NUMBER if _counts_otherwise(evidence, best) else ""
    if best.kind != "passage" or question.query.is_english or question.said("attribute") & _TOLD_BY_PASSAGES:
        return ""
    tokens = question.tokens[request.first : request.end]
    text = "".join(evidence.schema.texts.get(id, "") for id in best.ids)
    units = {b.surface for a, b in pairwise(tokenize(text)) if a.is_number}
    if any(token.surface in form_words("how_much") for token in tokens) and units.isdisjoint(
        form_words("units_of_money_said")
    ):
        return lacking.NO_AMOUNT
    asked = set(counters(tokens)) - form_words("any_counters")
    return lacking.NO_NUMBER if asked and not any(one in unit for one in asked for unit in units) else ""


def _counts_otherwise(evidence: Evidence, best: Reading) -> bool:
    """「新しく農業を始める人、年に何人」, where a share of incomes was found."""
    question, found = evidence.question, evidence.schema.catalog.indicators.get(best.ids[0])
    if found is None or len(evidence.conjuncts) > 1 or evidence.is_named_in_full(found.id):
        return False
    tokens = question.tokens[question.request.first : question.request.end]
    known = {one for unit in evidence.schema.units for one in counters(tokens) if one in unit}
    is_growth = question.is_on_gap or bool(
        question.states & {"increased", "decreased"}
    )  # 「何％増やす」 is of any unit
    asked = known - form_words("any_counters") - (form_words("counters_of_shares") if is_growth else frozenset())
    return bool(asked) and not any(one in found.unit or f"{one}数" in found.title for one in asked)


def _is_in(wanted: str, id: str, catalog: Catalog) -> bool:
    """An indicator may be in this unit, or is called so; any is where none is told."""
    indicator = catalog.indicators.get(id)
    if not wanted or indicator is None or indicator.unit is None:
        return True
    is_called_so = any(word in indicator.title for word in form_words(f"ends_of_{wanted}"))
    return is_called_so or any(word in indicator.unit for word in form_words(f"units_of_{wanted}"))


def _type_of(question: Question) -> str:
    """By the last noun of the request: 「受診者数」 are persons; "" where it may be anything."""
    text = "".join(question.tokens[at].surface for at in _last_nouns(question))
    ends = ((name, end) for name in _TYPES for end in form_words(f"ends_of_{name}"))
    return next((name for name, end in ends if text.endswith(end)), "")


def _counts(question: Question) -> bool:
    """「職員の数」: it ends in a word that counts."""
    last = _last_nouns(question)[-1:]
    return bool(last) and any(
        one.part == "ask" and one.name == "count" for one in question.concepts_at.get(last[0], ())
    )


def _last_nouns(question: Question) -> Sequence[int]:
    """The last nouns of the request that stand together."""
    return list(_backwards(question))[::-1]


def _backwards(question: Question) -> Iterator[int]:
    begun = False
    for at in range(question.request.end - 1, question.request.first - 1, -1):
        is_noun = question.tokens[at].part[0] in ("名詞", "接尾辞") and question.weights[at] > 0
        if begun and not is_noun:
            return
        if is_noun:
            begun = True
            yield at


def _has_all(evidence: Evidence, id: str, phrase: Phrase) -> bool:
    """All nouns of what is asked, but for those that only ask."""
    question, held = evidence.question, evidence.explained(id)
    nouns = [at for at in phrase.at if question.weights[at] >= NOUN_WEIGHT and question.tokens[at].part[0] == "名詞"]
    return all(held[at] >= ACCOUNTED for at in nouns)
