"""What the document does not hold, said by name: numbers beyond its last, facts no strategy prints, words."""

from collections.abc import Collection, Sequence
from functools import cached_property

from knowledge.answers.answer import Answer, Item, say, titles
from knowledge.answers.rules.absent_words import AbsentWords, is_of_plan
from knowledge.answers.rules.asked import (
    LONGEST,
    OF_FIGURES,
    Phrase,
    asked_phrase,
    figure_alone,
    is_of_the_occasion,
    is_of_theme,
    is_of_what_is_pointed_at,
    is_of_what_was_shown,
    kinds_asked,
    named_in,
    unprinted_words,
    whole_project_name,
    without_own_city,
    words_read,
)
from knowledge.answers.rules.elsewhere import OtherPlaces, asks_for_a_number
from knowledge.answers.rules.printed import PrintedLines
from knowledge.answers.understanding.concepts import Mention, unprinted_label
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.features.flags import NotHeld
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.said.weights import NOUN_WEIGHT
from knowledge.answers.understanding.words import form_words, rule_words, says
from knowledge.japanese.tokenizer import tokenize
from knowledge.japanese.vocabulary import Phrases, Vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.normalize import name_key
from knowledge.model.numerals import number_path
from knowledge.model.records import Finding, Span
from knowledge.model.structs import replace
from knowledge.model.years.said import OutOfRange
from knowledge.search.query import Query
from knowledge.search.strategy_search import Found
from knowledge.wording import lacking
from knowledge.wording.amounts import lines_text, quoted
from knowledge.wording.example_questions import figure_question, theme_question
from knowledge.wording.going_on import no_kpi_tied
from knowledge.wording.leads import MOST_QUOTED
from knowledge.wording.names import package_word, title

_SPOKEN = {
    "goal": ("基本目標",),
    "target": ("数値目標", "指標"),
    "kpi": ("KPI", "重要業績評価指標", "指標"),
    "indicator": ("指標",),
    "direction": ("基本的方向", "方向性"),
    "package": ("施策",),
    "project": ("事業",),
}
"""Words that stand by such a record. Where they are printed and none was read, the plan is not said to lack it."""


class Absences:
    """Knows the document's words, and what it cannot answer."""

    def __init__(self, catalog: Catalog, phrases: Phrases, vocabulary: Vocabulary, printed: PrintedLines) -> None:
        self._catalog, self._plan = catalog, catalog.strategy.title
        self._printed = printed
        self._phrases = phrases
        self.places = OtherPlaces(catalog, vocabulary, lambda: self._spoken_of)
        self.words = AbsentWords(catalog, phrases, vocabulary, lambda: self._document)

    @cached_property
    def _document(self) -> str:
        """Every word that is printed, as one key."""
        catalog = self._catalog
        prose = " ".join(passage.text for passage in catalog.base.passages)
        names = [title for _, title in titles(catalog).values()]
        initiatives = [one.text for project in catalog.originals() for one in project.initiatives]
        records = [*names, *initiatives, *(term.definition for term in catalog.base.terms)]
        return name_key(prose + " ".join(records)) + self._printed.key

    @cached_property
    def _spoken_of(self) -> str:
        """The same, and what staff say of it."""
        local = (text for own in self._phrases.records.values() for text in own.phrases)
        return self._document + name_key(" ".join(local))

    def beyond(self, question: Question, number: tuple[str, int, str] | None) -> Answer | None:
        """A number that the document does not go up to: 「基本的方向14」「パッケージ7」. Never another one instead.

        The same for a year: 「2203年度」, or one after the plan's end of which a target is asked, or a figure
        that nobody can have recorded yet.
        """
        query, period = question.query, self._catalog.strategy.period
        if query.unread_years:
            is_outside = all(isinstance(why, OutOfRange) for why in query.unread_years)
            return say(query, "not_found", "absent" if is_outside else "ambiguous", "".join(query.unread_years))
        if period and question.years and self._is_after(question, period):
            figure = "目標" if "target" in question.said("attribute") else self._figure_to_come(question)
            if figure:
                told = lacking.its_figure(question.years[0].label, figure)
                return self.not_held(query, told, lacking.whole_period_note(period))
        if number is None or _is_figure_checked(question, number[0]):
            return None
        catalog, (kind, said, path) = self._catalog, number
        name, known = {
            "package": (package_word(catalog), catalog.packages),
            "direction": ("施策の基本的方向", catalog.directions),
            "goal": ("基本目標", catalog.goals),
            "term": ("脚注", {int(term.id[1:]): term for term in catalog.base.terms}),
        }[kind]
        if not known:
            return None
        marks = [one.mark for one in catalog.base.packages if one.mark] if kind == "package" else []
        marks = marks or [str(number) for number in known]
        if unread := self._unread(kind, said):
            return say(query, "not_found", "unread", lacking.number_unread(f"{name}{path}", name, marks, unread))
        told = lacking.no_such_number(f"{name}{path}", name, marks, self._plan)
        return say(query, "not_found", "structure", told)

    @cached_property
    def _names_of_indicators(self) -> Collection[str]:
        return frozenset(self._catalog.indicator_keys.values())

    def _is_after(self, question: Question, period: Period) -> bool:
        """All years that are asked for. The document counts last on a day in the year after the plan's end: that one is
        none of its own where 「令和7年度」 is said of no indicator, and nowhere printed.
        """
        first, last, key = min(question.years), period.end_fiscal_year, question.query.key
        is_next = first == last + 1 and "年度" in key and not any(name in key for name in self._names_of_indicators)
        return first > last + 1 or (is_next and name_key(first.label) not in self._printed.key)

    def _figure_to_come(self, question: Question) -> str:
        """The figure asked of years that have not begun and that the document does not speak of; "" for none."""
        query, years, keys = question.query, question.years, self._catalog.indicator_keys
        printed = (name_key(f"{form}年") for year in years for form in (int(year), year.era_year))
        has_begun = query.today is None or min(years) <= FiscalYear.of(query.today)
        if has_begun or any(form in self._printed.key for form in printed):
            return ""
        named = [one.title for id, one in self._catalog.indicators.items() if keys[id] in query.key]
        return max(named, key=len, default="人口" if "population" in question.said("attribute") else "")

    def none_printed(self, evidence: Evidence, found: str = "") -> Answer | None:
        """A kind of record that this plan, or the one package asked about, lacks: 「施策2に事業の記載はありません」.

        `found`: the package that would be answered with.
        """
        schema, question = evidence.schema, evidence.question
        asked = [kind for kind in kinds_asked(question) if kind in lacking.CALLED_IN_FULL]
        packages = [found] if found else [one.id for one in evidence.numbered if evidence.kind(one.id) == "package"]
        where = self._plan
        held = {kind: schema.all(kind) for kind in asked}
        if found or (len(packages) == 1 and len(evidence.numbered) == 1):
            inner = [kind for kind in asked if kind in ("project", "kpi", "indicator")]
            held = {kind: schema.related(packages[0], kind) for kind in inner}
            where = quoted(title(schema.catalog.records[packages[0]]))
        if not held or any(held.values()):
            return None
        span = self._catalog.packages[int(packages[0].strip("pkg"))].span if len(packages) == 1 else None
        words = [name_key(word) for kind in held for word in _SPOKEN[kind]]
        quotation = self._printed.quoted(self._printed.holding_any(words, span))
        if not quotation and not OF_FIGURES.isdisjoint(held) and (places := self._doubted(span)):
            quotation = lacking.doubted_note(places)
        if quotation:
            return say(question.query, "not_found", "printed", lacking.none_read_note(where, held, quotation))
        return say(question.query, "not_found", "absent", lacking.no_record_note(where, held))

    def _unread(self, kind: str, number: int) -> str:
        """Why it may be printed all the same: measures bear its number, or a page was not read; "" for no reason."""
        parts = ((one, number_path(one.mark)) for one in self._catalog.base.packages)
        named = [one for one, path in parts if len(path) > 1 and path[0] == str(number)]
        pages = self._unread_pages()
        measure = title(named[0]) if named and kind == "goal" else ""
        return lacking.why_unread(measure, [page.message for page in pages]) if measure or pages else ""

    def _unread_pages(self) -> list[Finding]:
        """What the reading said of each page of which it has no text."""
        return [one for one in self._catalog.base.report.findings if one.unread_page is not None]

    def with_unread_pages(self, answer: Answer) -> Answer:
        """Where pages were not read, what is refused as not written may stand on them."""
        is_due = answer.status == "not_found" and answer.intent in ("absent", "attribute")
        pages = self._unread_pages() if is_due and not answer.items else []
        if not pages:
            return answer
        told = lacking.unread_pages_note([page.unread_page for page in pages])
        note = f"{answer.note or answer.text}{told}"
        return replace(answer, note=note, text=answer.text.replace(answer.note or answer.text, note, 1))

    def _doubted(self, span: Span | None) -> str:
        """The lines of which the reading said that it is not sure, within a span: 「13行、19行」."""
        findings = (one for one in self._catalog.base.report.findings if one.severity == "warning" and one.span)
        spans = [one.span for one in findings if one.span]
        near = [one for one in spans if span is None or span.first_line <= one.first_line <= span.last_line]
        return "、".join(dict.fromkeys(lines_text(one) for one in near[:MOST_QUOTED]))

    def not_held_by(self, question: Question, best: Found | None) -> NotHeld:
        """What the question speaks of that no strategy prints, or of another place."""
        said = [
            mention
            for mention in question.mentions
            if mention.concept.part == "unprinted" and not self._is_held(mention, question)
        ]
        asked = [mention for mention in said if question.in_request(mention)]
        first, whole = (unprinted_label(some[0].concept.name) if some else None for some in (asked, said))
        elsewhere = self.places.asked(question, best)
        return NotHeld(asked=first, told=whole, elsewhere=next(iter(elsewhere), None))

    def _is_held(self, mention: Mention, question: Question) -> bool:
        """The document has the words, or staff say them of a record; or it is the office that the document prints."""
        said = name_key("".join(question.tokens[at].surface for at in mention.tokens))
        match mention.concept.name:
            case "person":
                return said in self._document or is_of_the_occasion(mention, question)
            case "money":  # 「いくら使ってもらうのが目標ですか」
                is_figure = "target" in question.said("attribute") and says(said, form_words("how_much"))
                return said in self._document or is_figure
            case "office":
                return said in self._document or self._is_own_office(question)
            case "other_measures":  # only where a number is asked for
                return said in self._document or not asks_for_a_number(question)
            case "general_statistics":  # alone it is a theme, where staff say it of a record
                weighty = {at for at, weight in enumerate(question.weights) if weight >= NOUN_WEIGHT}
                return said in self._document or (said in self._spoken_of and weighty <= set(mention.tokens))
            case "other_services":
                return said in self._spoken_of
        return said in self._document

    def theme_not_held(self, question: Question) -> Answer | None:
        """「移住の目標は？」 of a plan that does not speak of 移住: all goals are no answer."""
        phrase = asked_phrase(question)
        behind = question.tokens[phrase.at.stop : phrase.at.stop + 1] if phrase else ()
        if phrase is None or [token.surface for token in behind] != ["の"]:
            return None
        is_theme = not any(word in phrase.text for word in rule_words("no_theme")["words"])
        return self.word_not_held(question) if is_theme and phrase.keys[0] not in self._spoken_of else None

    def none_of_them(
        self, query: Query, kind: str, *, is_of_shown: bool = False, where: str = "", condition: str = ""
    ) -> Answer:
        """A query for a kind of record that was understood and that no record fulfils. `where`: in the plan, if not
        all of it; `condition`: as it was said.
        """
        told = lacking.none_fulfils(kind, "" if is_of_shown else where or self._plan, condition)
        return say(query, "not_found", "analytics", told)

    def not_printed(self, query: Query, asked: str, thing: Item) -> Answer:
        """The thing is there, what is asked of it is not."""
        return say(query, "not_found", "attribute", lacking.attribute_note(asked, self._plan, thing.title, thing.kind))

    def detail(self, word: str, thing: Item) -> str:
        """A sentence before what is known of the thing."""
        return lacking.detail_note(thing.title, word)

    def fact_not_held(self, question: Question, fact: str) -> Answer:
        """A fact that no strategy prints, by the words of the question: 「「運行経費」は、…」. `fact` is its kind."""
        phrase = asked_phrase(question)
        if phrase is None and fact in form_words("asked_of_the_bot"):
            return say(question.query, "not_found", "absent", lacking.not_ours(fact, self._plan))
        if phrase is None:
            words = next(iter(unprinted_words(question)), "")
            return self.not_held(question.query, quoted(words) if words else fact)
        called = f"「{phrase.text}」"
        return self.not_held(question.query, lacking.about(called, fact) if self._holds(phrase) else called)

    def word_not_held(self, question: Question, *, is_near: bool = False) -> Answer | None:
        """A word that the document does not have, which may have another for it; None where it has them all.

        `is_near`: records are offered instead.
        """
        asked = asked_phrase(question)
        phrase = without_own_city(named_in(asked, question), question) if asked else None
        if phrase and phrase.text in {*form_words("of_earlier"), *rule_words("no_theme")["words"]}:
            return None
        typed = name_key(question.query.original)
        strange = [run for run in phrase.runs if not self._is_held_in_any_spelling(run)] if phrase else []
        strange = [run for run in strange if name_key(run) in typed]  # not what an alternative spelling made of it
        if not strange:
            return None
        instead = "" if is_near else lacking.OTHER_WORDS
        if phrase and len(phrase.runs) > len(strange):  # 「人数」 of 「保育士の人数」, of which the plan speaks
            return self.not_held(question.query, f"「{phrase.text}」", instead)
        return self._no_word(question, phrase.text if phrase and len(strange) > 1 else strange[0], instead)

    def _is_held_in_any_spelling(self, run: str) -> bool:
        """「ちゅうしん」 too, where 「中心」 is printed."""
        norm = "".join(token.norm for token in tokenize(run))
        return any(name_key(one) in self._document for one in (run, norm))

    def no_figures(self, question: Question) -> Answer | None:
        """「防災のKPIは？」, where only words of the document were found for it: no record of that kind is of this."""
        phrase, kinds = asked_phrase(question), kinds_asked(question)
        asked = next((lacking.COUNTED_KINDS[kind] for kind in kinds if kind in OF_FIGURES), "")
        if phrase is None or not asked or not is_of_theme(question) or phrase.text in rule_words("no_theme")["words"]:
            return None
        if project := whole_project_name(phrase, question):
            return say(question.query, "not_found", "figure", no_kpi_tied(quoted(project)))
        return replace(self.not_held(question.query, lacking.its_figure(quoted(phrase.text), asked)), intent="figure")

    def no_number(self, question: Question) -> Answer | None:
        """「外国人住民の人数は」: the document speaks of them, and nothing that it counts is found."""
        phrase = asked_phrase(question)
        if phrase is None or question.said("ask").isdisjoint({"value", "count"}) or not self._holds(phrase):
            return None
        return self._without_number(question, phrase)

    def _without_number(self, question: Question, phrase: Phrase) -> Answer:
        return replace(self.not_held(question.query, lacking.its_number(phrase.text)), intent="figure")

    def only_near(self, question: Question, ids: Sequence[str]) -> Answer | None:
        """Projects were found, but for a word that neither the document has nor staff use for one of them: 「SDGs」.

        The same of the plan itself, found for a figure of what it prints none of.
        """
        phrase = self.words.unknown(question, ids)
        if phrase and phrase.text in form_words("of_earlier"):
            return self.nothing(question)
        if phrase and is_of_plan(ids) and self._holds(phrase):
            return self._without_number(question, phrase)
        return self._no_word(question, phrase.text) if phrase else None

    def _no_word(self, question: Question, word: str, instead: str = "") -> Answer:
        return self.not_held(question.query, quoted(word), instead)

    def _holds(self, phrase: Phrase) -> bool:
        return all(key in self._document for key in phrase.keys)

    def not_held(self, query: Query, what: str, instead: str = "") -> Answer:
        return say(query, "not_found", "absent", lacking.not_written(what, self._plan, instead))

    def not_named(self, query: Query, name: str) -> Answer | None:
        """No project is called so, nor like it; None where the document has the name."""
        if name_key(name) in self._document:
            return None
        return self.not_held(query, f"「{name}」", lacking.like_this(theme_question(self._catalog)))

    def nothing(self, question: Question, *, is_known: bool = False) -> Answer:
        """It was not understood, and what of it was read; or, where every word is known, too many records are meant."""
        if is_known:
            return say(question.query, "not_found", "ambiguous", lacking.too_many_meant(self._plan))
        read = [] if question.query.is_english else words_read(question)
        typed = " ".join(question.query.original.split())
        typed = typed if len(typed) <= LONGEST else f"{typed[:LONGEST]}…"
        return say(question.query, "not_found", "unknown", lacking.not_understood(typed, read))

    def of_nothing(self, question: Question) -> Answer | None:
        """「実績は？」「あれの担当は？」: of what is not said, and nothing is guessed."""
        if is_of_what_was_shown(question) or is_of_what_is_pointed_at(question):
            return say(question.query, "not_found", "ambiguous", lacking.NOTHING_SHOWN)
        figure = figure_alone(question)
        example = figure_question(self._catalog, figure) if figure else ""
        if not example:
            return None
        return say(question.query, "not_found", "ambiguous", lacking.figure_of_nothing(figure, example))

    def _is_own_office(self, question: Question) -> bool:
        """The telephone of the office that the document prints is a fact it does hold."""
        contact, text, words = self._catalog.strategy.contact, question.query.text, rule_words("offices")
        if contact is None:
            return False
        return says(text, (*words["own"], *contact.office.split())) or not says(text, words["others"])


def _is_figure_checked(question: Question, kind: str) -> bool:
    """「目標84って本当？」 checks a value; 「基本目標84」 can only be a goal."""
    is_goal = kind == "goal" and name_key(lacking.CALLED_IN_FULL["goal"]) not in question.query.key
    return is_goal and "check" in question.said("ask")
