"""Which indicators a question on states is about: a package, a goal, a project, a topic, or the whole plan."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from knowledge.answers.rules.following.followup_forms import owner_pointed_at
from knowledge.answers.understanding.bindings import Binding
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.schema import Ids
from knowledge.answers.understanding.words import form_words
from knowledge.model.normalize import name_key
from knowledge.model.records import STRATEGY, Indicator
from knowledge.wording.amounts import quoted
from knowledge.wording.going_on import SHOWN_INDICATORS
from knowledge.wording.leads import OF_PROJECTS
from knowledge.wording.names import label_of
from knowledge.wording.standing import not_narrowed_note, of_topic, scope_text

NAMED_SHARE = 0.6  # share of a record's name, weighed by rarity, from which on it is meant
_OWNERS = ("package", "goal", "direction", "project")


class IndicatorScope(Struct, frozen=True):
    """`name` ends in 指標 (「政策パッケージ3の指標」); `said`: a sentence on what could not be applied, or ""."""

    indicators: Sequence[Indicator]
    name: str
    said: str = ""


def is_nominal(question: Question) -> bool:
    """「遅れているものは」「届いていないのは」「未達のやつ」: several are asked for, and none is named."""
    request = question.tokens[question.request.first : question.request.end]
    return any(token.surface in form_words("nominal") or token.part[1] == "準体助詞" for token in request)


def is_of_owners_alone(evidence: Evidence, *, with_kinds: Collection[str] = (), beside: Collection[int] = ()) -> bool:
    """「パッケージ3の進捗状況は？」「基本目標2はうまくいっている？」: how things stand is asked of a package, a goal, a
    project; or, `with_kinds`, of all of a kind. Nothing else is said but what stands at the places `beside`.
    """
    question, owners = evidence.question, owners_named(evidence)
    if not owners and not with_kinds:
        return False
    bound = evidence.bindings
    taken = {*beside, *(at for id in owners if id in bound for at in bound[id].tokens)}
    taken |= {at for one in evidence.numbered if one.id in owners for at in one.tokens}
    kinds = {evidence.kind(id) for id in owners} | {*with_kinds}
    of_kind = (one for one in question.mentions if one.concept.part == "kind" and one.concept.name in kinds)
    taken |= {at for one in of_kind for at in one.tokens}
    names = _keys_of_named(evidence, owners)
    taken |= {at for at in question.free_nouns if _is_in(question, at, names)}
    return question.speaks_of_states_beside(taken)


def is_instead(question: Question) -> bool:
    """Nothing but another state is said, of several, and the list that was shown is not pointed at."""
    points = question.said("context") & {"this", "among", "both", "rest"}
    said = [token.surface for token in question.tokens if token.part[0] != "補助記号"]
    is_topic = bool(said) and said[-1] in form_words("topic_ends")  # 「未登録は？」, and not 「達成した？」
    return question.is_only_states and (is_topic or is_nominal(question)) and not points


def indicators_spoken_of(evidence: Evidence) -> Ids:
    """Those of a thread, where the question names nothing, and points back or says no kind: 「達成してる？」."""
    question, shown = evidence.question, evidence.context
    if not shown or STRATEGY in shown or not question.is_only_states:
        return ()
    points = question.said("context") & {"this", "among", "both"}
    if question.said("kind") - {"goal"} and not points:  # 「目標」 is a kind too
        return ()
    return tuple(dict.fromkeys(one for id in shown for one in evidence.schema.related(id, "indicator")))


def indicator_scope(evidence: Evidence, kind: str = "") -> IndicatorScope:
    """What is named of one kind together, of different kinds what lies in all of them. `kind`: where none is said."""
    kind = kind or _kind(evidence.question)
    catalog = evidence.schema.catalog
    pool = evidence.schema.all(kind)
    if evidence.is_of_state and is_instead(evidence.question):  # 「じゃあ遅れているのは？」 after those achieved
        if wider := wider_scope(evidence):
            return wider
    elif shown := indicators_spoken_of(evidence):
        return IndicatorScope([catalog.indicators[id] for id in shown], SHOWN_INDICATORS)
    owners = owners_named(evidence) or _pointed_at(evidence)
    kinds = dict.fromkeys(map(evidence.kind, owners))
    names = ["と".join(_name(evidence, id) for id in owners if evidence.kind(id) == own) for own in kinds]
    if kind == "kpi" and owners and {evidence.schema.printed_kind(own, kind) for own in kinds} == {"target"}:
        if _is_of_projects(evidence):
            names[-1] += OF_PROJECTS
        else:  # no KPI is printed under a goal: its targets are meant
            kind, pool = "target", evidence.schema.all("target")
    for own in kinds:
        inside = {one for id in owners if evidence.kind(id) == own for one in _within(evidence, id, kind)}
        pool = tuple(id for id in pool if id in inside)
    if evidence.context and "rest" in evidence.question.said("context"):
        pool = tuple(id for id in pool if id not in evidence.context)
    said = ""
    if topic := _topic(evidence, owners):
        holders = evidence.holders({evidence.question.tokens[at].norm for at in topic})
        is_left_out = "without" in evidence.question.said("condition")
        known = [id for id in pool if (id in holders) != is_left_out]
        words = _spelt(evidence.question, topic)
        if known:
            pool = tuple(known)
            names.append(of_topic(words, is_left_out=is_left_out))
        else:
            said = not_narrowed_note(words)
    indicators = [catalog.indicators[id] for id in pool]
    return IndicatorScope(indicators, scope_text(names, kind), said)


def wider_scope(evidence: Evidence) -> IndicatorScope | None:
    """Of what those shown belong to, of which the talk came: 「未登録は？」 after those that have been achieved."""
    schema, shown = evidence.schema, set(evidence.context)
    if evidence.question.said("context") & {"this", "among", "both"}:
        return None
    for id in evidence.before:
        inside = _within(evidence, id, "kpi") if evidence.kind(id) in _OWNERS else ()
        if inside and shown <= set(inside):
            kind = "kpi" if schema.kinds[inside[0]] == "kpi" else "target"
            return IndicatorScope(
                [schema.catalog.indicators[one] for one in inside], scope_text([_name(evidence, id)], kind)
            )
    return None


def _kind(question: Question) -> str:
    said = question.said("kind") & {"kpi", "target", "indicator"}
    return next(iter(said)) if len(said) == 1 else "indicator"


def owners_named(evidence: Evidence) -> list[str]:
    """Records named that indicators belong to, each once."""
    named = [one for one in evidence.named if one.how == "full" or one.strength >= NAMED_SHARE]
    numbered = [one for one in evidence.numbered if evidence.kind(one.id) in _OWNERS]
    if numbered:
        named = []
    return list(dict.fromkeys(one.id for one in (*numbered, *_longest(named)) if evidence.kind(one.id) in _OWNERS))


def _pointed_at(evidence: Evidence) -> list[str]:
    """「同じパッケージの未達のKPI」: that of what was shown."""
    kind = owner_pointed_at(evidence.question) if evidence.context else ""
    if not kind:
        return []
    return list(dict.fromkeys(one for id in evidence.context for one in evidence.schema.related(id, kind)))


def _longest(named: Iterable[Binding]) -> Iterator[Binding]:
    """Those whose words are not all part of a better named one, or of a longer name that is there in full."""
    named, kept = list(named), list[Binding]()
    for one in named:
        is_part = any(one.tokens < other.tokens and other.how == "full" for other in named)
        if not is_part and not any(one.tokens <= other.tokens for other in kept):
            kept.append(one)
            yield one


def _within(evidence: Evidence, id: str, kind: str) -> Ids:
    """What is printed under it; of a goal also the KPIs of its projects, where these are asked for."""
    schema = evidence.schema
    if kind == "target":
        return schema.related(id, kind)
    is_through = schema.printed_kind(evidence.kind(id), "kpi") == "target" and _is_of_projects(evidence)
    return schema.through_projects(id) if is_through else schema.measuring(id)


def _is_of_projects(evidence: Evidence) -> bool:
    return "project" in evidence.question.said("kind")


def _name(evidence: Evidence, id: str) -> str:
    number = id.removeprefix("pkg").lstrip("gd")
    match evidence.kind(id):
        case "package" | "goal" | "direction" as kind:
            return label_of(kind, int(number), evidence.schema.catalog)
    return quoted(evidence.schema.names[id])


def _topic(evidence: Evidence, owners: Sequence[str]) -> list[int]:
    """Places of the request's nouns that neither a concept nor a named record takes."""
    question = evidence.question
    bound = evidence.bindings
    taken = {at for id in owners if id in bound for at in bound[id].tokens}
    names = _keys_of_named(evidence, owners)
    return [
        at
        for at in filter(question.in_request_at, question.free_nouns)
        if at not in taken
        and question.tokens[at].part[0] != "形容詞"  # 「一番悪いKPI」 is about no topic
        and question.tokens[at].norm not in form_words("standing")
        and not _is_in(question, at, names)
    ]


def _keys_of_named(evidence: Evidence, owners: Sequence[str]) -> Sequence[str]:
    bound = evidence.bindings
    return [evidence.schema.name_keys[id] for id in owners if id in bound and bound[id].how != "number"]


def _is_in(question: Question, at: int, names: Sequence[str]) -> bool:
    return any(name_key(question.tokens[at].surface) in name for name in names)


def _spelt(question: Question, places: Sequence[int]) -> str:
    """As it is written: 「待機児童」, and 「観光・農業」 for words that stand apart."""
    joins = ("" if at - 1 == before else "・" for before, at in pairwise(places))
    return question.tokens[places[0]].surface + "".join(
        join + question.tokens[at].surface for join, at in zip(joins, places[1:], strict=True)
    )
