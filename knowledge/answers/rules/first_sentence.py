"""What is said before anything is shown: how many of what, the words of a passage that answer, what is only near."""

from collections.abc import Sequence

from knowledge.answers.answer import Answer
from knowledge.answers.rules.absence import Absences
from knowledge.answers.understanding.features import FROM_SEARCH
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import Reading
from knowledge.japanese.tokenizer import tokenize
from knowledge.model.catalog import Catalog
from knowledge.wording.amounts import without_markup
from knowledge.wording.leads import count_lead, counted, list_lead, quotation_lead
from knowledge.wording.names import kind_label, label_in, title

GOES_WITH = 0.5
_WITHOUT_NUMBER = frozenset({"passage", "description", "strategy", "term"})  # a number asked stands in their words
OPENING, CLOSING = "「『（(", "」』）)"


class FirstSentences:
    def __init__(self, catalog: Catalog, absences: Absences) -> None:
        self._catalog = catalog
        self._absences = absences

    def of(self, question: Question, reading: Reading, shown: Answer) -> str:
        """「「政策パッケージ3」のKPIは…の8件です。」; "" where what is shown says it first by itself."""
        if reading.form == "numbers":
            return count_lead(counted(self._catalog, reading.kind))
        strange = self._absences.strange_word(question, reading.ids) if reading.form in FROM_SEARCH else ""
        is_counted = "count" in question.said("ask") and reading.kind not in _WITHOUT_NUMBER
        if len(shown.items) == 1 and reading.form in FROM_SEARCH and shown.items[0].id in self._catalog.indicators:
            return ""  # its name and figures are its own first line
        if len(shown.items) < 2 and not strange and not is_counted:
            return self._initiatives(question, shown) or self._quotation(question, shown)
        records, items = self._catalog.records, shown.items
        scopes = [label_in(self._catalog, records[id]) or title(records[id]) for id in reading.of]
        names = ["" if item.kind == "passage" else item.title for item in items]
        lead = list_lead(reading.form, scopes, [kind_label(records[item.id]) for item in items], names)
        return f"{strange}{lead}"

    def _initiatives(self, question: Question, shown: Answer) -> str:
        project = self._catalog.projects.get(shown.items[0].id) if shown.items else None
        if project is None or not project.initiatives or "initiatives" not in question.said("attribute"):
            return ""
        names = [without_markup(one.text) for one in project.initiatives]
        return list_lead("", [project.name], ["取組"] * len(names), names)

    def _quotation(self, question: Question, shown: Answer) -> str:
        """Of a passage of several sentences the one that answers, where it is not the first."""
        if len(shown.items) != 1 or shown.items[0].kind != "passage":
            return ""
        found = sentences(without_markup(shown.items[0].text or ""))
        telling = telling_sentence(question, found, shown.items[0].why)
        return quotation_lead(telling) if telling != found[0] else ""


def sentences(text: str) -> list[str]:
    """Each with its 「。」; one within brackets ends nothing."""
    found, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        depth += (sign in OPENING) - (sign in CLOSING)
        if sign == "。" and not depth:
            found.append(text[start : at + 1])
            start = at + 1
    return found + ([text[start:]] if text[start:].strip() else [])


def telling_sentence(question: Question, sentences: Sequence[str], why: Sequence[str]) -> str:
    """The first of those with most of the words by which the search found the passage.

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
