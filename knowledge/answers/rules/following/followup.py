"""Bare questions about what was just shown: 「KPIは？」「その目標値は？」「2番目は？」「他には？」.

They name nothing of their own; whatever says more is for the readings in context.
"""

from collections.abc import Mapping, Sequence

from knowledge.answers.rules.asked import kinds_asked
from knowledge.answers.rules.following.followup_forms import FollowUp, bare_followup, is_bare_place, owner_pointed_at
from knowledge.answers.understanding.composing.orders import is_least
from knowledge.answers.understanding.concepts import Concept
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import INDICATORS
from knowledge.answers.understanding.row import ThreadRow
from knowledge.answers.understanding.schema import CONDITIONS, Ids, Schema
from knowledge.answers.understanding.ways import counters
from knowledge.answers.understanding.words import form_words
from knowledge.model.records import STRATEGY
from knowledge.wording import going_on
from knowledge.wording.names import package_word

LONGEST_WHOLE, SHOWN_AT_ONCE = 15, 10  # a list is shown whole, and of a longer one the first lines
_OWN_TARGET = "population"
_HOMES = ("goal", "direction")
_ON_CARD = {"package": "project", "goal": "direction", "direction": "project"}  # the list that a card shows
_OWNED = INDICATORS | {"project"}
_ASKED_OF_INDICATORS = frozenset({"target", "baseline", "actual", "unit", "progress", "trend", "difference"})


class FollowUps:
    """Recognises a bare follow-up and turns it into the ids it asks for."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def found(self, question: Question, row: ThreadRow) -> FollowUp | None:
        """Which follow-up the question is, if it is one."""
        found = bare_followup(question, self._schema.units, row)
        is_reprinted = found is not None and found.form == "package" and "reprint" in question.said("condition")
        is_home = bool(row.shown) and self._kind(row.shown[0]) == "package"  # of a project it is where it stands
        return FollowUp("reprints") if is_reprinted and is_home else found

    def rest_of_list(self, asked: FollowUp | None, question: Question, row: ThreadRow) -> Ids:
        """「残りは？」「ほかは？」「もっと見せて」 of a list of which only the first lines are shown: the others."""
        listed = row.listed
        left = row.shown if _is_end(row) else listed
        if len(left) <= LONGEST_WHOLE or not set(row.shown) <= set(listed):
            return ()
        is_on = (asked is not None and asked.form == "others") or "rest" in question.said("context")
        is_on |= _goes_on(question)
        return tuple(left[SHOWN_AT_ONCE:]) if is_on and self._is_of_all(question, listed) else ()

    def is_at_its_end(self, question: Question, row: ThreadRow) -> bool:
        """「残りも見せて」 of a list of which all is shown."""
        return (
            1 < len(row.shown) <= LONGEST_WHOLE
            and _is_end(row)
            and _goes_on(question)
            and self._is_of_all(question, row.listed)
        )

    def _is_of_all(self, question: Question, listed: Ids) -> bool:
        """Nothing is named, and nothing of its own asked."""
        own = [at for at in question.free_nouns if question.tokens[at].norm not in form_words("going_on")]
        kinds, of_list = question.said("kind"), {self._kind(id) for id in listed}
        is_other = kinds - of_list - {"indicator"} or question.said("condition") or question.said("order")
        return not (own or is_other or question.states or question.years)

    def is_of_others(self, asked: FollowUp, question: Question, row: ThreadRow) -> bool:
        """「他には？」, and 「関連する事業は？」 of a project: what the thread has shown does not hold it."""
        is_project = self._kind(row.shown[0]) == "project"
        if asked.form == "others" and is_project and question.said("kind") & INDICATORS:
            return False
        is_of_its_own = "this" in question.said("context") or question.said("attribute") & {"initiatives", "text"}
        is_of_this = bool(is_of_its_own) and not question.said("relation")  # 「その事業の取組内容は？」
        is_of_this |= any(token.norm in form_words("being_in") for token in question.tokens)
        is_same = asked.form == "projects" and is_project and not is_of_this
        return asked.form == "others" or (is_same and not row.is_offered)

    def spoken_of(self, asked: FollowUp, question: Question, row: ThreadRow) -> Ids:
        """What was shown; of 「その事業」 after a KPI the project that the talk came from, of 「2番目」 the second."""
        if asked.form == "nth":
            listed = self._listed(question, row, asked.places)
            if earlier := self._first_of_all(question, row, listed):
                return earlier
            return tuple(listed[place - 1] for place in asked.places if place <= len(listed))
        pointed = question.said("kind") if asked.form == "more" else question.pointed_kinds
        if "both" in question.said("context") and len(row.shown) == 1 and (both := self.both(row)):
            return both
        if asked.form in _HOMES or asked.form == "package":  # 「何番のパッケージ？」 of what has these directions
            owner = row.before[0] if row.before else ""
            asked_before = self._schema.related(owner, self._kind(row.shown[0])) if self._kind(owner) in _OWNED else ()
            if asked_before and self._kind(row.shown[0]) in (*_HOMES, "package") and {*row.shown} <= {*asked_before}:
                return (owner,)
        own = {one for kind in pointed for one in self._schema.related(row.shown[0], kind)}  # 「そのKPI」 is its own
        before = (id for id in row.before if not own or id in own)
        of_kind = [id for id in (*row.shown, *before) if self._is_of(id, pointed)]
        return row.shown if not of_kind or of_kind[0] in row.shown else tuple(of_kind[:1])

    def _first_of_all(self, question: Question, row: ThreadRow, listed: Ids) -> Ids:
        """「最初の事業」 after a list of goals: the project that the talk began with."""
        said = question.said("kind") & {"project"}
        is_of_list = not listed or self._is_of(listed[0], said) or self._kind(listed[0]) in INDICATORS
        if not said or is_of_list or "first" not in question.said("order"):
            return ()
        return tuple([id for id in row.before if self._is_of(id, said)][-1:])

    def _listed(self, question: Question, row: ThreadRow, places: Sequence[int]) -> Ids:
        """What places count: the list last shown, else what the one card shows, or all goals where it has fewer."""
        kind = self._kind(row.shown[0])
        if len(row.listed) != 1 or kind not in _ON_CARD:
            return row.listed
        is_on_figures = kind == "package" and question.said("kind") & INDICATORS
        inside = self._schema.related(row.shown[0], "kpi" if is_on_figures else _ON_CARD[kind])
        most, alike = max(places, default=0), self._schema.all(kind) if kind in _HOMES else ()
        marked = self._schema.all(_ON_CARD[kind])
        if kind == "goal" and len(inside) < most <= len(marked) and marked[most - 1] in inside:  # its card shows 「⑥」
            return marked
        is_beyond = len(inside) < most <= len(alike)  # 「4番目は」 after 基本目標3
        return alike if is_beyond or kind in question.said("kind") & set(_HOMES) else inside

    def resolve(self, asked: FollowUp, question: Question, row: ThreadRow) -> Ids:
        """The ids asked for, given what was just shown; none where there are none."""
        meant = self.spoken_of(asked, question, row)
        match asked.form:
            case "nth" if meant and (kind := self._asked_of(meant[0], question)):
                return self._of_all(meant, kind)
            case "nth":
                return meant
            case "compare":
                return self._compared(self.pair(asked, row), question)
            case "having":
                is_left_out = "missing" in question.said("condition")
                return tuple(id for id in row.shown if bool(self._schema.related(id, "indicator")) != is_left_out)
            case "reprints":
                return self._printed_again(question, row)
            case "inside":
                return self._inside(self.homes(question, row), question, row)
            case "left":
                return tuple(id for id in row.listed if id not in row.shown)
            case "all":
                return row.listed if len(row.listed) > 1 else ()
            case "value" if meant[0] == STRATEGY:
                return (STRATEGY,)
            case "kpi":
                return self._of_all(self._whole(question, row) or meant, "indicator")
            case "value":
                return self._counted_so(self._figures_of(meant), question)
            case "projects" if self._kind(meant[0]) == "project":
                return meant
            case "projects":
                return self._of_all(self._whole(question, row) or meant, "project")
            case "package" if "reprint" in question.said("condition"):
                homes = self._of_all(meant, "package")
                return tuple(home for home in homes if not set(meant).isdisjoint(self._schema.reprints_in(home)))
            case "package" | "direction" | "goal":
                return self._of_all(meant, asked.form)
            case "relative":
                relative = CONDITIONS["relative"]
                every = self._of_all(meant, "indicator")
                return tuple(id for id in every if relative(self._schema.catalog.indicators[id]))
            case "why" if self._kind(meant[0]) not in INDICATORS:
                return meant[:1]  # its text may tell
            case "more" | "source":
                return meant if "both" in question.said("context") else meant[:1]
        return ()

    def _whole(self, question: Question, row: ThreadRow) -> Ids:
        """「政策パッケージ5のKPI」, then 「事業は？」: the package all of whose KPIs were shown; () where not all."""
        owner, find = (row.before[0], self._kind(row.shown[0])) if row.before else ("", "")
        if self._kind(owner) not in ("package", "goal", "direction") or "this" in question.said("context"):
            return ()
        return (owner,) if len(row.shown) > 1 and set(self._schema.related(owner, find)) == set(row.shown) else ()

    def _printed_again(self, question: Question, row: ThreadRow) -> Ids:
        """Of the projects shown, those that the one package of all of them prints again; of others those that any does;
        or those that are not.
        """
        owner = row.before[0] if row.before and self._kind(row.shown[0]) in INDICATORS else ""
        if self._kind(owner) == "package":  # 「パッケージ3のKPI」, then 「再掲は？」
            return self._printed_again(question, ThreadRow(self._schema.related(owner, "project")))
        if self._kind(row.shown[0]) == "package":
            inside = tuple(one for id in row.shown for one in self._schema.related(id, "project"))
            return self._printed_again(question, ThreadRow(inside)) if inside else ()
        homes = [id for id in self._schema.all("package") if set(row.shown) <= set(self._schema.related(id, "project"))]
        again = {one for home in homes for one in self._schema.reprints_in(home)} or self._schema.reprinted
        is_denied = "missing" in question.said("condition")
        return tuple(id for id in row.shown if (id in again) != is_denied)

    def _counted_so(self, ids: Ids, question: Question) -> Ids:
        """「あと何件？」 of several is asked of those that are counted so, if any are."""
        said, indicators = counters(question.tokens), self._schema.catalog.indicators
        units = {id: indicators[_OWN_TARGET if id == STRATEGY else id].unit for id in ids}
        return tuple(id for id in ids if any(one in units[id] for one in said)) or ids

    def _figures_of(self, ids: Ids) -> Ids:
        """Their indicators; in a list the plan stands for its own target, and not for all that it holds."""
        has_target = _OWN_TARGET in self._schema.catalog.indicators
        own = ((id,) if id == STRATEGY and has_target else self._of(id, "indicator") for id in ids)
        return tuple(dict.fromkeys(one for some in own for one in some))

    def homes(self, question: Question, row: ThreadRow) -> Ids:
        """The packages or goals that are pointed at: 「同じパッケージの」."""
        owner = owner_pointed_at(question)
        return self._of_all(row.shown, owner) if owner else ()

    def goals_of_targets(self, ids: Ids) -> Ids:
        """Whose projects are told where those of a goal's target are asked for."""
        return self._of_all(tuple(id for id in ids if self._kind(id) == "target"), "goal")

    def _inside(self, homes: Ids, question: Question, row: ThreadRow) -> Ids:
        """「同じパッケージの残りのKPI」: without those spoken of, where others are asked for."""
        said = question.said("kind") & {"kpi", "indicator", "target", "project"}
        find = "indicator" if "indicator" in said or len(said) > 1 else next(iter(said), "project")
        left_out = {*row.shown, *row.before[:1]} if "rest" in question.said("context") else ()
        return tuple(id for id in self._of_all(homes, find) if id not in left_out)

    def both(self, row: ThreadRow) -> Ids:
        """The list of two that what is shown is one of, or the one that was shown singly before it, and itself."""
        if len(row.listed) == 2 and set(row.shown) <= set(row.listed):
            return row.listed
        kinds = INDICATORS if self._kind(row.shown[0]) in INDICATORS else {self._kind(row.shown[0])}
        before = [id for id in row.before if self._kind(id) in kinds]
        return (*before[:1], *row.shown) if before and len(row.shown) == 1 else ()

    def pair(self, asked: FollowUp, row: ThreadRow) -> Ids:
        """What is to be compared: 「1番目と3番目を比べて」, or what was shown."""
        said = tuple(row.listed[place - 1] for place in asked.places if place <= len(row.listed))
        return said if len(said) == 2 else self.both(row)

    def _compared(self, pair: Ids, question: Question) -> Ids:
        """Of two indicators the greater one first, or the smaller; () where they cannot be compared."""
        values = self._schema.measured[measure_asked(question)]
        units = {self._schema.catalog.indicators[id].unit for id in pair if self._kind(id) in INDICATORS}
        known = {id: value for id in pair if (value := values.get(id)) is not None}
        if len(known) != 2 or len(units) != 1:
            return ()
        return tuple(sorted(known, key=lambda id: known[id], reverse=not is_least(question)))

    def _of_all(self, ids: Ids, kind: str) -> Ids:
        return tuple(dict.fromkeys(one for id in ids for one in self._of(id, kind)))

    def _of(self, id: str, kind: str) -> Ids:
        """Those tied to a record; of a term of the footnotes those whose own words hold it. The plan has all."""
        if id == STRATEGY and kind == "project":
            return ()
        is_word = self._kind(id) == "term" and kind != "package"
        return self._schema.holding(id, kind) if is_word else self._schema.related(id, kind)

    def without_list(self, question: Question) -> str | None:
        """What to say to 「2番目は？」「そのうちパッケージ2は？」「同じパッケージの事業」 where nothing was shown."""
        same = Concept("context", "same")
        if (kind := owner_pointed_at(question, frozenset({same}))) and not question.free_nouns:
            return going_on.no_home_note(self._home_word(kind))
        among = [one.first for one in question.mentions if one.concept == Concept("context", "among")]
        begins = bool(among) and among[0] == 0 and question.tokens[0].part[0] == "連体詞"
        return going_on.NO_LIST if begins or is_bare_place(question) else None

    def counted(self, question: Question, shown: Sequence[str]) -> str | None:
        """Of which kind all are to be counted, "" for those just shown; None where what was shown decides.

        `shown`: the kinds of what was. One thing has records of its own, which are meant unless the plan is named.
        """
        kinds, is_of_plan = question.said("kind") - {"strategy"}, "strategy" in question.said("kind")
        is_of_this = "this" in question.said("context") and not is_of_plan
        if is_of_this or len(kinds) > 1:
            return None
        if not kinds:
            return "" if len(shown) > 1 and not is_of_plan else None
        [kind] = kinds
        # 「基本目標はいくつ？」 of what belongs to some
        is_owner = kind in ("goal", "package") and shown[0] not in ("goal", "package", "direction")
        return kind if len(shown) > 1 or is_of_plan or is_owner or kind in shown else None

    def gap(self, asked: FollowUp, question: Question, row: ThreadRow, called: Mapping[str, str]) -> str | None:
        """What to say to a follow-up that asks for what there is not."""
        listed = self._listed(question, row, asked.places)
        if beyond := [place for place in asked.places if place > len(listed)]:
            return going_on.beyond_note(beyond[0], len(listed), called[row.shown[0]])
        is_indicator = self._kind(row.shown[0]) in INDICATORS
        pair = self.pair(asked, row) if asked.form == "compare" else ()
        if asked.form in ("having", "reprints"):
            return going_on.NOT_AMONG_SHOWN
        if asked.form == "compare":
            names = "と".join(called[id] for id in pair if self._kind(id) in INDICATORS)
            return going_on.not_greater_note(names) if names else None
        if asked.form == "inside":
            home = "" if self.homes(question, row) == row.shown else self._home_word(owner_pointed_at(question))
            return going_on.no_others_note(called[row.shown[0]], home)
        if asked.form in ("relative", "why") and not is_indicator:
            return None
        if asked.form == "relative":
            return going_on.not_told_of(called[row.shown[0]], going_on.COMPARISON)
        if asked.form == "why":
            return going_on.not_told_of(called[row.shown[0]], going_on.REASONS)
        meant, package = self.spoken_of(asked, question, row), package_word(self._schema.catalog)
        return (going_on.none_tied(called[meant[0]], asked.form, package) or None) if meant else None

    def _home_word(self, kind: str) -> str:
        return going_on.HOMES.get(kind) or package_word(self._schema.catalog)

    def _asked_of(self, id: str, question: Question) -> str:
        """「2番目のKPI」 of a project, 「2つ目の指標はどの事業」 of an indicator; "" for the thing itself."""
        said, kind = question.said("kind"), self._kind(id)
        if (INDICATORS & said or _ASKED_OF_INDICATORS & question.said("attribute")) and kind not in INDICATORS:
            return "indicator"
        return next((other for other in ("project", "package") if other in said and other != kind), "")

    def _kind(self, id: str) -> str:
        return self._schema.kinds.get(id, "")

    def _is_of(self, id: str, kinds: frozenset[str]) -> bool:
        kind = self._kind(id)
        return kind in kinds or (kind in INDICATORS and not INDICATORS.isdisjoint(kinds))


def _is_end(row: ThreadRow) -> bool:
    """What was shown is the list, or what was left of it."""
    return len(row.shown) > 1 and row.shown == row.listed[-len(row.shown) :]


def _goes_on(question: Question) -> bool:
    return any(token.norm in form_words("going_on") for token in question.tokens)


def measure_asked(question: Question) -> str:
    """By what two are compared."""
    return next((name for name in ("difference", "ratio", "baseline") if name in question.said("attribute")), "target")


def is_of_the_plan(question: Question, schema: Schema, row: ThreadRow) -> bool:
    """「計画期間は？」 asks of the plan, whatever was shown; so does 「計画はいつまで？」 behind its words."""
    is_named = "strategy" in question.said("kind") and not question.said("context")
    if is_named and all(schema.kinds.get(id) == "passage" for id in row.shown):
        return True
    period = (one for one in question.mentions if one.concept == Concept("attribute", "period"))
    return any(question.tokens[one.first].norm in form_words("plan") for one in period)


def is_whole(evidence: Evidence, row: ThreadRow) -> bool:
    """「政策パッケージ3のKPIは？」「KPI一覧」: it says of which all it asks, and not of what was shown."""
    question = evidence.question
    kinds = set(kinds_asked(question))
    if question.said("context") or not kinds:
        return False
    numbered = {evidence.kind(one.id) for one in evidence.numbered} & {"package", "goal", "direction"}
    shown = {evidence.schema.kinds.get(id) for id in row.shown}
    is_of_all = "all" in question.said("ask") and bool(shown) and shown <= kinds
    return bool(numbered and kinds - numbered) or (is_of_all and not question.free_nouns)
