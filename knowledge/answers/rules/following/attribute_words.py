"""The words of what may be an attribute alone: its question words, what it names, what it asks which of."""

from collections.abc import Collection, Sequence
from itertools import takewhile

from knowledge.answers.rules.asked import is_of_the_occasion, kinds_asked
from knowledge.answers.understanding.concepts import Concept, Mention
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import INDICATORS
from knowledge.answers.understanding.ways import counters, is_indefinite
from knowledge.answers.understanding.words import form_words, rule_words, says
from knowledge.model.normalize import name_key

_OF_NO_THING = frozenset({"contact", "published", "meaning"})
_LIGHT = ("counts", "anybody", "figures", "of_measuring", "of_surveys", "of_whom", "eras")
_WAYS = ("who", "where", "when")


def naming_nouns(question: Question) -> Sequence[int]:
    """What the question may be about; not 「養成」 of 「何人養成すると」, which is what is done with it."""
    asked = noun_asked(question)
    return [at for at in question.free_nouns if at not in asked and not _is_light(question, at)]


def noun_asked(question: Question) -> range:
    """「川」 of 「どの川？」, 「公園」 of 「何という公園？」: it is asked which, and names nothing."""
    tokens, norms = question.tokens, form_words("asks_where") | form_words("asks_who")
    attributes = {one.first for one in question.mentions if one.concept.part == "attribute"}
    between = form_words("of_which") | form_words("of_naming") | {" "}
    for at, token in enumerate(tokens):
        if token.surface.lower() in form_words("which") or token.norm in norms:
            first = next((n for n in range(at + 1, len(tokens)) if tokens[n].surface not in between), at)
            nouns = takewhile(lambda n: tokens[n].part[0] in ("名詞", "接尾辞"), range(first, len(tokens)))
            asked = [n for n in nouns if not tokens[n].is_number]
            is_about_where = tokens[first].norm in form_words("whereabouts")
            # "What is the target for children on waiting lists?": what is asked stands behind them
            is_owner = question.query.is_english and bool(asked) and asked[-1] + 2 in attributes
            is_asked = first > at and bool(asked) and asked[0] == first and first not in question.concepts_at
            if is_asked and not is_owner and not is_about_where:
                return range(first, asked[-1] + 1)
    return range(0)


def _is_light(question: Question, at: int) -> bool:
    token, behind = question.tokens[at], question.tokens[at + 1 : at + 2]
    is_done = any(one.norm in form_words("doing_verbs") for one in behind)
    is_light = any(token.norm in form_words(words) for words in _LIGHT)
    return is_done or is_light or token.part[0] not in ("名詞", "接尾辞")


def ways_said(question: Question) -> frozenset[str]:
    """Whether it asks who, where or when: 「どこ」 with a noun behind it too, 「対象は？」 and 「調査した年」."""
    asking = (at for at in range(len(question.tokens)) if question.in_request_at(at))
    norms = {question.tokens[at].norm for at in asking if not is_indefinite(question.tokens[at + 1 : at + 3])}
    language = "_english" if question.query.is_english else ""
    ways = {way for way in _WAYS if norms & form_words(f"asks_{way}{language}")}
    ways |= {"who"} if norms & form_words("of_whom") else set()
    ways |= {"where"} if norms & form_words("whereabouts") else set()
    ways |= {"when"} if norms & form_words("of_days") else set()
    last = next((token.norm for token in reversed(question.tokens) if token.part[0] == "名詞"), "")
    ways |= {"when"} if last in form_words("of_times") else set()
    return frozenset(ways | ({"when"} if "year" in question.said("attribute") else set()))


def counters_said(question: Question) -> Collection[str]:
    """Those that do not count just anything."""
    return set(counters(question.tokens)) - form_words("any_counters") - form_words("years")


def is_on_an_end(question: Question) -> bool:
    """「いつまで」, which asks of figures when their target is due."""
    return says(question.query.text, rule_words("plan_period")["ends"])


def is_on_a_figure(question: Question) -> bool:
    """A figure, and not who measures it."""
    return not ways_said(question) & {"who", "where"} or "source" in question.said("attribute")


def is_fact_of_a_thing(mention: Mention, question: Question) -> bool:
    """What no strategy prints of a project or an indicator, and may be asked of one: not the weather."""
    if mention.concept.part != "unprinted" or mention.concept.name not in form_words("facts_of_things"):
        return False
    tokens = question.tokens[mention.first : mention.last + 1]
    is_when = all(one.norm in form_words("asks_when") for one in tokens)
    is_own = is_when or counters(tokens) or is_of_the_occasion(mention, question)
    return question.in_request(mention) and not is_own


def is_for_the_readings(question: Question) -> bool:
    """A kind of record is asked for, or what is of the plan: its office, its period."""
    kinds = set(kinds_asked(question)) - question.pointed_kinds - {"passage"}
    if counters_said(question):  # 「KPIは何社？」
        kinds -= INDICATORS | {"indicator"}
    of_plan = question.said("attribute") & _OF_NO_THING
    if of_plan == {"contact"}:  # 「電話予約のことも書いてある？」
        of_plan = frozenset() if any(is_fact_of_a_thing(one, question) for one in question.mentions) else of_plan
    is_of_period = "period" in question.said("attribute") and not _asks_when(question)
    is_recorded = bool(question.states - {"actual"} or question.years)
    told = question.said("kind") & {"strategy"} or question.said("order") or is_recorded
    is_of_population = "population" in question.said("attribute")  # 「人口目標は何人？」
    is_of_several = question.said("context") & {"both", "among", "rest"}
    return bool(kinds or of_plan or is_of_period or told or is_of_population or is_of_several)


def _asks_when(question: Question) -> bool:
    """「いつから始まった？」「年間何回」, and not 「計画期間は？」."""
    said = [one for one in question.mentions if one.concept == Concept("attribute", "period")]
    when = form_words("asks_when") | form_words("how_many")
    begins = [question.tokens[one.first].norm in when for one in said]
    return all(begins) or bool(counters(question.tokens))


def prints_all(question: Question, places: Collection[int], key: str) -> bool:
    return all(name_key(question.tokens[at].surface) in key for at in places)
