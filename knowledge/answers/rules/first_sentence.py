"""What is said before anything is shown: how many of what, the words of a passage that answer."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice, product

import numpy as np

from knowledge.answers.answer import INDICATOR_ITEMS, Answer, Item
from knowledge.answers.presenting import shown_card
from knowledge.answers.rules.asked import OF_FIGURES, kinds_asked
from knowledge.answers.rules.compared_by import extreme_sentence
from knowledge.answers.rules.likeness import standings
from knowledge.answers.understanding.composing.other_shapes import SIBLINGS
from knowledge.answers.understanding.conditions import Condition, conditions_said
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import FROM_SEARCH, INDICATORS, Reading
from knowledge.answers.understanding.said.clauses import Clause
from knowledge.answers.understanding.said.weights import NOUN_WEIGHT
from knowledge.answers.understanding.words import form_words, rule_words, says
from knowledge.japanese.tokenizer import tokenize
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import Period
from knowledge.model.normalize import name_key
from knowledge.model.records import Passage
from knowledge.model.structs import replace
from knowledge.model.years.said import find_fiscal_years
from knowledge.wording.amounts import lines_text, printed, quoted, without_markup
from knowledge.wording.going_on import no_kpi_tied
from knowledge.wording.leads import (
    AGAIN,
    LED,
    NEAR,
    NEAREST,
    OF_PROJECTS,
    PURPOSE_LEAD,
    SOURCE_LEAD,
    UNIT_LEAD,
    clear_lead,
    conditions_text,
    contact_lead,
    count_lead,
    counted,
    found_lead,
    list_lead,
    passages_lead,
    period_lead,
    quotation_lead,
)
from knowledge.wording.names import kind_label, scope_name

GOES_WITH = 0.5
WHOLLY = 0.9  # how surely a record has a word that says it
OWNED: Mapping[str, Collection[str]] = {
    "project": ("kpi", "indicator", "direction", "package"),
    "kpi": ("project",),
    "target": ("goal",),
    "direction": ("project", "kpi", "indicator", "goal", "package"),
    "package": ("project", "kpi", "indicator", "direction"),
    "goal": ("target", "direction", "indicator", "kpi", "project", "package"),
}
"""Kinds of records, and those of which the plan says that they are theirs."""
_WITHOUT_NUMBER = frozenset({"passage", "description", "strategy", "term"})  # a number asked stands in their words
FIRST_LINE = 38  # characters, of a line of 80 columns with a mark before them
OPENING, CLOSING = "「『（(", "」』）)"


class FirstSentences:
    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def of(self, evidence: Evidence, reading: Reading, shown: Answer, *, stands_out: bool = False) -> str:
        """「「政策パッケージ3」のKPIは…の8件です。」; "" where what is shown says it first by itself."""
        question = evidence.question
        if reading.form == "numbers":
            return count_lead(counted(self._catalog, reading.kind))
        if reading.form == "extreme" and reading.measure:
            return extreme_sentence(evidence, reading)
        is_counted = "count" in question.said("ask") and reading.kind not in _WITHOUT_NUMBER
        is_number_asked = is_counted and _names_the_kind(question, reading.kind)
        is_found_alone = len(shown.items) == 1 and reading.form in FROM_SEARCH and not is_number_asked
        if is_found_alone and shown.items[0].id in self._catalog.indicators:
            return self.period(question, shown)  # else its name and figures are its own first line
        if len(shown.items) < 2 and not is_counted:
            told = self.period(question, shown) or self._initiatives(question, shown)
            return told or self._quotation(question, shown)
        records, items = self._catalog.records, shown.items
        if reading.form in FROM_SEARCH and all(item.kind == "passage" for item in items) and not is_counted:
            return passages_lead(self._telling(question, items[0]), len(items) - 1)
        owned_by = {id: records[id] for id in _owners(evidence, reading) if id in records}
        through = {id: OF_PROJECTS for id in owned_by if _is_through_projects(evidence, id, reading.ids)}
        called = (f"{scope_name(self._catalog, owner)}{through.get(id, '')}" for id, owner in owned_by.items())
        scopes = list(dict.fromkeys(called))
        if is_of_siblings := reading.form in SIBLINGS.values():  # what they belong to together
            owner = next(kind for kind, form in SIBLINGS.items() if form == reading.form)
            ids = evidence.schema.related(reading.of[0], owner)
            scopes = [f"{scope_name(self._catalog, records[reading.of[0]])}と同じ{kind_label(records[ids[0]])}"]
        items = tuple(item for item in items if item.id not in reading.of) or items
        names = [self._named(item.id, item.title, reading) if item.kind != "passage" else "" for item in items]
        labels = [self._label(item, among=items) for item in items]
        is_named = all(name_key(item.title) in question.query.key for item in items)
        if is_named or reading.form not in FROM_SEARCH:
            condition = condition_of(evidence, reading)
            form = "" if is_named else reading.form
            is_tied = any(evidence.kind(id) in INDICATORS for id in reading.of) and not is_of_siblings
            return list_lead(
                form,
                scopes,
                labels,
                names,
                condition,
                is_counted=is_number_asked,
                is_rest=is_of_siblings,
                is_tied=is_tied,
                is_named=reading.kind == "goal",
            )
        how = standings(evidence, [item.id for item in items])
        named = list(zip(labels, names, strict=True))
        is_of_theme = len(set(how)) == 1 and how[0] not in (LED, NEAR)
        if (
            stands_out and not is_of_theme
        ):  # by its words, its card begins with the name; by likeness alone, that is told
            return clear_lead(NEAREST, named[0], labels[1:]) if how[0] == NEAR else ""
        groups = {whose: [one for one, its in zip(named, how, strict=True) if its == whose] for whose in how}
        return found_lead(groups, is_counted=is_number_asked)

    def without_kpis(self, evidence: Evidence, shown: Answer) -> Answer:
        """「「防災対策事業」に結び付くKPIは、本文に示されていません。」, before a project of which they are asked."""
        is_one = len(shown.items) == 1 or shown.stands_out
        item = shown.items[0] if is_one and shown.status == "answered" and shown.items else None
        if (
            item is None
            or item.kind != "project"
            or shown.note
            or OF_FIGURES.isdisjoint(kinds_asked(evidence.question))
        ):
            return shown
        if evidence.schema.related(item.id, "indicator"):
            return shown
        return replace(shown, lead=no_kpi_tied(quoted(item.title)))

    def nearest(self, shown: Answer) -> str:
        """「近い事業は「…」です。」, of what was found for another word than was asked for."""
        told = [(kind_label(self._catalog.records[item.id]), f"「{item.title}」") for item in shown.items]
        return found_lead({NEAR: told})

    def of_attribute(self, question: Question, shown: Answer) -> str:
        """「「待機児童数」の単位は「人」です。」: what a card has in its small print, or among much else."""
        if len(shown.items) != 1:
            return ""
        [item], asked = shown.items, question.said("attribute")
        if item.id in self._catalog.indicators and "unit" in asked:
            unit = self._catalog.indicators[item.id].unit
            return UNIT_LEAD.format(name=quoted(item.title), unit=quoted(unit)) if unit else ""
        if "source" in asked and not question.said("kind") and item.kind != "passage":
            place = " ".join(shown_card(self._catalog, item.id).source[1:])
            return SOURCE_LEAD.format(name=quoted(item.title), place=place) if place else ""
        return self._initiatives(question, shown)

    def office(self, question: Question, shown: Answer) -> str:
        """Whose telephone it is that the document prints, where one is asked for that is not said to be another's."""
        contact, items = self._catalog.strategy.contact, shown.items
        record = self._catalog.records.get(items[0].id) if len(items) == 1 else None
        if contact is None or not isinstance(record, Passage) or not says(question.query.text, form_words("telephone")):
            return ""
        own, printed_in = record.span, contact.span
        is_printed = own.first_line <= printed_in.last_line and printed_in.first_line <= own.last_line
        return contact_lead(contact) if is_printed else ""

    def following(
        self, shown: Answer, *, is_near: bool = False, of: Sequence[str] = (), is_rest: bool = False,
        is_again: bool = False,
    ) -> str:  # fmt: skip
        """Of several that a question in a thread gives: 「KPIは2件です：「宿泊者数」、「農業体験等の参加者数」。」

        `is_near`: they are like what was shown, and asked for as others than it. `of`: the ids of what they belong to;
        `is_rest`: without those of it that were shown before; `is_again`: a list that was, however they stood to what
        was asked then.
        """
        items, records = shown.items, self._catalog.records
        if len(items) < 2 or not all(item.id in records for item in items):
            return ""
        names = ["" if item.kind == "passage" else quoted(item.title) for item in items]
        labels = [kind_label(records[item.id]) for item in items]
        told = list(zip(labels, names, strict=True))
        return (
            found_lead({NEAR if is_near else AGAIN: told})
            if is_near or is_again
            else list_lead("", [scope_name(self._catalog, records[id]) for id in of], labels, names, is_rest=is_rest)
        )

    def _label(self, item: Item, among: Sequence[Item]) -> str:
        """What kind of record it is; the plan's own target among other indicators is one."""
        target = self._catalog.strategy.population_target
        is_own = target and item.kind == "strategy" and any(one.kind in INDICATOR_ITEMS for one in among)
        return kind_label(target if target and is_own else self._catalog.records[item.id])

    def left(self, shown: Answer) -> str:
        """「KPIは3件です：「…」、「…」、「…」。」, of one too."""
        labels = [self._label(item, shown.items) for item in shown.items]
        return list_lead("", [], labels, [quoted(item.title) for item in shown.items], is_counted=True)

    def _named(self, id: str, title: str, reading: Reading) -> str:
        """「「年間観光客数」（目標値625万人）」 where the numerical targets of a goal are asked for, else 「「…」」."""
        target = (
            self._catalog.indicators[id].target if reading.kind == "target" and id in self._catalog.indicators else None
        )
        figure = f"（目標値{printed(target).amount}）" if target and reading.form not in FROM_SEARCH else ""
        return f"{quoted(title)}{figure}"

    def period(self, question: Question, shown: Answer) -> str:
        """Of the plan, an indicator, or a passage on the plan's period that does not say all of it; also when the plan
        was made, where that is asked besides.
        """
        period, words = self._catalog.strategy.period, rule_words("plan_period")
        if not period or not shown.items:
            return ""
        item, said = shown.items[0], without_markup(shown.items[0].text or "")
        is_of_plan = "strategy" in question.said("kind") or says(question.query.text, words["printed"])
        is_due = says(said, words["printed"]) or (is_of_plan and not question.free_nouns)
        ends, is_headed = says(said, (period.end_fiscal_year.label,)), says(said, words["printed"])
        is_told = (ends and is_headed) or not is_due
        is_figure = item.kind in INDICATOR_ITEMS
        if not says(question.query.text, words["begins"] if is_figure else (*words["begins"], *words["ends"])):
            return ""
        published = self._catalog.strategy.published if "published" in question.said("attribute") else None
        if published and not is_figure and not says(said, (published,)):
            return period_lead(period, published, self._printed_at(period))
        return (
            period_lead(period, place=self._printed_at(period))
            if is_figure or item.kind == "strategy" or not is_told
            else ""
        )

    def _printed_at(self, period: Period) -> str:
        """The lines that print the period of the plan; "" where none is found."""
        words, years = rule_words("plan_period")["printed"], {period.start_fiscal_year, period.end_fiscal_year}
        for passage in self._catalog.base.passages:
            said = without_markup(passage.text)
            if says(said, words) and years <= {*find_fiscal_years(unicodedata.normalize("NFKC", said))}:
                return lines_text(passage.span)
        return ""

    def purpose(self, question: Question, shown: Answer) -> str:
        """What a project is for, where that alone is asked: the words of the plan with their lines."""
        project = self._catalog.projects.get(shown.items[0].id) if len(shown.items) == 1 else None
        is_asked = any(token.norm in form_words("of_purposes") for token in question.tokens)
        if project is None or not project.description or not is_asked or question.said("attribute") != {"text"}:
            return ""
        text, place = without_markup(project.description), shown_card(self._catalog, project.id).source[-1]
        return PURPOSE_LEAD.format(name=quoted(project.name), text=text, place=place)

    def _initiatives(self, question: Question, shown: Answer) -> str:
        project = self._catalog.projects.get(shown.items[0].id) if shown.items else None
        if project is None or not project.initiatives or "initiatives" not in question.said("attribute"):
            return ""
        names = [quoted(without_markup(one.text)) for one in project.initiatives]
        return list_lead("", [quoted(project.name)], ["取組"] * len(names), names)

    def _quotation(self, question: Question, shown: Answer) -> str:
        """Of a passage the part that answers, where its first line does not."""
        if len(shown.items) != 1 or shown.items[0].kind != "passage":
            return ""
        telling = self._telling(question, shown.items[0])
        is_first = without_markup(shown.items[0].text or "").startswith(telling)
        return "" if is_first else quotation_lead(telling)

    def _telling(self, question: Question, item: Item) -> str:
        sentence = telling_part(question, sentences(without_markup(item.text or "")), item.why)
        return _from_what_tells(question, sentence, item.why)


def _owners(evidence: Evidence, reading: Reading) -> Iterator[str]:
    """What the records shown belong to: what the question starts from, or what that itself belongs to, as the package
    of 「同じパッケージの他の事業」; nothing where the plan knows no such.
    """
    schema = evidence.schema
    for id in reading.of:
        above = (one for kind in ("package", "goal") for one in schema.related(id, kind))
        owners = (id, *above) if len(reading.of) == 1 else (id,)  # 「方向2と3の事業」 are not all of their goal
        holding = (one for one in owners if reading.kind in OWNED.get(schema.kinds.get(one, ""), ()))
        yield from islice((one for one in holding if _holds(evidence, one, reading)), 1)


def _holds(evidence: Evidence, id: str, reading: Reading) -> bool:
    kinds, under = (reading.kind, "indicator"), evidence.schema.meant_under
    is_goal = evidence.kind(id) == "goal" and reading.kind in INDICATORS
    ways = product(kinds, (False, True)) if is_goal else ((reading.kind, False),)
    return any({*reading.ids} - {id} <= {*under(id, kind, of_projects=through)} for kind, through in ways)


def _is_through_projects(evidence: Evidence, id: str, ids: Sequence[str]) -> bool:
    """Whether they belong to a goal by our own ties."""
    schema = evidence.schema
    is_of_goal = bool(ids) and evidence.kind(id) == "goal" and all(evidence.kind(one) == "kpi" for one in ids)
    return is_of_goal and not {*ids} <= {*schema.related(id, "kpi")}


def _names_the_kind(question: Question, kind: str) -> bool:
    """「空き家のKPIは何件？」 asks how many there are; 「空き家の支援は何件？」 may ask for what is counted."""
    said = question.said("kind")
    return kind in said or (kind in INDICATORS and not INDICATORS.isdisjoint(said))


def condition_of(evidence: Evidence, reading: Reading) -> str:
    """「基準値のない」: what is asked of the records, in the plan's own words where all conditions have a name. Else as
    it is said, 「「目標が90%以上」に当てはまる」, where that is whole: without the kind and the asking.
    """
    question = evidence.question
    kinds = [
        "strategy",
        reading.kind,
        *(["indicator"] if reading.kind in INDICATORS else []),
        *map(evidence.kind, reading.of),
    ]
    owners = [one for one in (*evidence.numbered, *evidence.named) if one.id in reading.of]
    said_of = {at for one in owners for at in one.tokens}  # 「パッケージ1の」 is told apart
    said_of |= {int(at) for id in reading.of for at in np.flatnonzero(evidence.explained(id) >= WHOLLY)}
    apart = question.marked("kind", kinds) + question.marked("ask") + question.marked("polite")
    request = range(question.request.first, question.request.end)
    told = [at for at in request if reading.explained[at] and not apart[at] and at not in said_of]
    ends = [at for at in told if question.weights[at] or question.tokens[at].is_number or question.is_year(at)]
    met = [one for one in conditions_said(evidence) if one.said.any() and one.ids.issuperset(reading.ids)]
    named = [one for one in met if one.name or one.topic]
    if ends and all(any(one.said[at] for one in named) for at in ends if question.weights[at] >= NOUN_WEIGHT):
        return conditions_text(
            [(one.name, one.value) for one in named if one.name], [_said(question, one) for one in named if one.topic]
        )
    said = "".join(question.text_of(Clause(ends[0], ends[-1] + 1)).split()) if ends else ""
    is_whole = all(
        said.count(opening) == said.count(closing) for opening, closing in zip(OPENING, CLOSING, strict=True)
    )
    is_of_words = reading.form == "holding" and "name" not in question.said("attribute")
    if is_of_words and (words := _words_held(question, reading)):
        return f"{quoted(words)}の出てくる"
    return f"{quoted(said)}に当てはまる" if said and is_whole else ""


def _words_held(question: Question, reading: Reading) -> str:
    """「地域おこし協力隊」, which the records hold: the words of the question, from the first to the last, if nothing
    stands between them.
    """
    nouns = (at for at, token in enumerate(question.tokens) if token.part[0] in ("名詞", "接尾辞"))
    held = [at for at in nouns if reading.explained[at] >= WHOLLY and at not in question.concepts_at]
    is_one = bool(held) and held == list(range(held[0], held[-1] + 1))
    return "".join(question.tokens[at].surface for at in held) if is_one else ""


def _said(question: Question, condition: Condition) -> str:
    places = [at for at, weight in enumerate(condition.said) if weight]
    return "".join(question.text_of(Clause(places[0], places[-1] + 1)).split())


def _from_what_tells(question: Question, sentence: str, why: Sequence[str]) -> str:
    """「…令和6年度末の人口を30万1千人と設定します。」 of a sentence of several lines, where its first does not tell."""
    parts = sentences(sentence, "、")
    telling = telling_part(question, parts, why)
    begins = sum(map(len, parts[: parts.index(telling)]))
    return f"…{sentence[begins:]}" if begins + len(telling) > FIRST_LINE and begins else sentence


def sentences(text: str, end: str = "。") -> list[str]:
    """Each with its 「。」, or what ends its parts; one within brackets ends nothing."""
    found, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        depth += (sign in OPENING) - (sign in CLOSING)
        if sign == end and not depth:
            found.append(text[start : at + 1])
            start = at + 1
    return found + ([text[start:]] if text[start:].strip() else [])


def telling_part(question: Question, sentences: Sequence[str], why: Sequence[str]) -> str:
    """The first of those sentences, or parts of one, with most of the words by which the search found the passage.

    `why`: 「割」, 「出て行った→転出」; a word of the question counts more than one that goes with it. Where a number is
    asked, a sentence with a number comes before others.
    """
    counts = {reason.split("→")[-1]: GOES_WITH if "→" in reason else 1.0 for reason in why}
    counts |= {token.norm: 1.0 for token in question.tokens if token.is_content}
    wants_number = bool(question.said("ask") & {"count", "value"})

    def told(sentence: str) -> tuple[bool, float]:
        tokens = tokenize(sentence)
        words = {word for token in tokens for word in (token.norm, token.surface)}
        return wants_number and any(token.is_number for token in tokens), sum(counts.get(word, 0.0) for word in words)

    return max(sentences, key=told)
