"""A question, taken apart: its words with what each weighs, the concepts said, its clauses, and which of them asks."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.answers.understanding.concepts import Concept, Concepts, Mention
from knowledge.answers.understanding.denied import BREAKS, ENDS, denied_in
from knowledge.answers.understanding.progress import asks_for_progress, asks_for_the_gap, asks_what_is_left
from knowledge.answers.understanding.states import with_states
from knowledge.answers.understanding.words import form_words
from knowledge.japanese.tokenizer import Token, tokenize
from knowledge.model.fiscal import FiscalYear, is_compared_with
from knowledge.model.lazy import lazy
from knowledge.model.numerals import kanji_number
from knowledge.search.query import Query

Weights = NDArray[np.float32]  # one number per token

WORD_WEIGHTS = {"名詞": 1.0, "形状詞": 1.0, "形容詞": 1.0, "副詞": 0.4, "動詞": 0.5, "接尾辞": 0.3, "接頭辞": 0.3}
NUMERAL_WEIGHT, CONCEPT_WEIGHT, CUE_WEIGHT = 0.6, 0.4, 0.4
_MISSING = Concept("condition", "missing")
_DATED = frozenset({Concept("attribute", "period"), Concept("attribute", "published")})
LITTLE = 0.2  # below which what a record accounts for tells nothing of it
NOUN_WEIGHT = 0.9  # from which on a word may be what the question is about
AS_PREDICATE = 4  # tokens from 達成 to the end of 「達成しとると」
_SAYS_WHEN = ("副詞可能",)  # 今, 明日, 前: nouns that say when, as adverbs do
_ROMAN = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "Ⅵ": 6}
_KANJI_DIGITS = frozenset("一二三四五六七八九十")


@dataclass(frozen=True, slots=True)
class Number:
    """A small number said: its value and the tokens it takes, the last one excluded."""

    value: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    first: int
    end: int


@dataclass(frozen=True)
class Question:
    """`weights`: what each token counts where it is left unexplained; particles, signs and courtesies count nothing.

    `stated`: those of the mentions that are states of recorded values, wherever in the question. `denied`: places of
    what is expressly not meant.
    """

    query: Query
    tokens: Sequence[Token]
    mentions: Sequence[Mention]
    weights: Weights
    stated: Sequence[Mention] = ()
    denied: frozenset[int] = frozenset()
    _marked: dict[tuple[str, frozenset[str] | None], Weights] = field(default_factory=dict)

    @lazy
    def concepts_at(self) -> Mapping[int, Sequence[Concept]]:
        found: dict[int, list[Concept]] = {}
        for mention in self.mentions:
            for at in mention.tokens:
                found.setdefault(at, []).append(mention.concept)
        return found

    @lazy
    def clauses(self) -> Sequence[Clause]:
        return list(_clauses(self.tokens)) or [Clause(0, 0)]

    @lazy
    def request(self) -> Clause:
        """The clause that asks; the others tell of the occasion."""
        return max(self.clauses, key=lambda clause: (self._asking(clause), clause.first))

    @lazy
    def request_text(self) -> str:
        return self.text_of(self.request)

    @lazy
    def request_weights(self) -> Weights:
        """The weights within the request, 0 elsewhere."""
        weights = np.zeros_like(self.weights)
        span = slice(self.request.first, self.request.end)
        weights[span] = self.weights[span]
        return weights

    @lazy
    def telling_weights(self) -> Weights:
        """The weights of the words that no concept takes, 0 elsewhere."""
        return self.weights * [at not in self.concepts_at for at in range(len(self.tokens))]

    @lazy
    def naming_weights(self) -> Weights:
        """The same, and those of what no strategy prints, which a record may be known by."""
        at = self.concepts_at
        return self.weights * [all(one.part == "unprinted" for one in at.get(n, ())) for n in range(len(self.tokens))]

    @lazy
    def head(self) -> int | None:
        """The last noun of the request."""
        backwards = range(self.request.end - 1, self.request.first - 1, -1)
        return next(
            (
                at
                for at in backwards
                if self.weights[at] >= NOUN_WEIGHT and self.tokens[at].part[0] in ("名詞", "形状詞")
            ),
            None,
        )

    @lazy
    def numbers(self) -> Sequence[Number]:
        """Those of years are years: 「R7の目標」 names no goal."""
        return [one for one in _numbers(self.tokens) if not _is_year(self.tokens[one.first], self.query)]

    def is_year(self, at: int) -> bool:
        """Whether the token at this place is of a year."""
        return _is_year(self.tokens[at], self.query)

    @lazy
    def free_nouns(self) -> Sequence[int]:
        """Places of the words that the question may be about: no concept takes them, and they count nothing."""
        return [
            at
            for at, token in enumerate(self.tokens)
            if self.weights[at] >= NOUN_WEIGHT
            and at not in self.concepts_at
            and not token.is_number
            and not (at and self.tokens[at - 1].is_number)
        ]

    @lazy
    def project_said(self) -> str:
        """A name that ends as those of projects do (「カジノ誘致事業」); "" where none is said."""
        return "".join(self.tokens[at].surface for at in self.project_name)

    @lazy
    def project_name(self) -> range:
        """Where it stands."""
        for mention in self.mentions:
            if mention.concept == Concept("kind", "project") and self.tokens[mention.last].surface.endswith("事業"):
                first = mention.first
                while first and _is_of_a_name(self.tokens[first - 1]) and _touch(self.tokens, first):
                    first -= 1
                if mention.first - first >= 2:
                    return range(first, mention.last + 1)
        return range(0)

    @lazy
    def states(self) -> frozenset[str]:
        """Of recorded values that the request speaks of: those of states.py, `change` from the year before, `actual`
        for a value and `progress` for how far things stand.
        """
        found = {mention.concept.name for mention in self.stated if self.in_request(mention)}
        before = (at for one in self.mentions if one.concept == Concept("state", "previous") for at in one.tokens)
        if any(is_compared_with(self.query.text, self.tokens[at].begin) for at in before):
            found.add("change")
        if asks_for_progress(self.tokens):
            found |= {"actual", "progress"}
        if self._asks_for_the_worst:
            found |= {"actual", "progress"}
        if any(token.norm in form_words("actual") for token in self.tokens) or self._says_a_current_value:
            found.add("actual")
        return frozenset(found)

    @lazy
    def _asks_for_the_worst(self) -> bool:
        """「一番悪い指標」, or the best: by how things stand, where no figure of the plan is said."""
        if not self.said("order") & {"most", "least"} or self.said("attribute") & {"target", "baseline"}:
            return False
        request = self.tokens[self.request.first : self.request.end]
        return any(token.norm in form_words("rated") for token in request)

    @lazy
    def _says_a_current_value(self) -> bool:
        """「最新の値」, more than 「今」."""
        said = (one for one in self.mentions if one.concept == Concept("attribute", "actual"))
        return any(self.tokens[one.last].norm in form_words("figures") for one in said)

    @lazy
    def is_only_states(self) -> bool:
        """It speaks of indicators in states, and names nothing: 「未達のKPIは何件？」"""
        return bool(self.states) and all(
            self.weights[at] == 0
            or self.tokens[at].norm in form_words("asks_how")
            or any(_goes_with_states(concept) for concept in self.concepts_at.get(at, ()))
            for at in range(len(self.tokens))
        )

    @lazy
    def is_on_gap(self) -> bool:
        """It asks what lies between baseline and target."""
        return asks_for_the_gap(self.tokens, self.mentions)

    @lazy
    def is_on_shortfall(self) -> bool:
        """It asks how far a value is from the target."""
        return asks_what_is_left(self.tokens, self.mentions)

    def in_request_at(self, at: int) -> bool:
        return self.request.first <= at < self.request.end

    @lazy
    def words(self) -> Mapping[str, Sequence[int]]:
        """Normalised form of each word that counts → where it stands."""
        found: dict[str, list[int]] = {}
        for at, token in enumerate(self.tokens):
            if self.weights[at] > 0 or token.is_content:
                found.setdefault(token.norm, []).append(at)
        return found

    @lazy
    def names(self) -> Mapping[str, frozenset[str]]:
        """Part of the algebra → the names of its concepts that are said."""
        found: dict[str, set[str]] = {}
        for mention in self.mentions:
            found.setdefault(mention.concept.part, set()).add(mention.concept.name)
        return {part: frozenset(names) for part, names in found.items()}

    @lazy
    def pointed_kinds(self) -> frozenset[str]:
        """The kinds that stand right behind a word that points: 「その事業」「この指標」."""
        ends = {one.last + 1 for one in self.mentions if one.concept == Concept("context", "this")}
        return frozenset(one.concept.name for one in self.mentions if one.concept.part == "kind" and one.first in ends)

    @lazy
    def is_joined(self) -> bool:
        """Whether two things may be asked for: 「…と…」, 「…、あと…」."""
        return any(token.surface in form_words("joining") or token.norm in form_words("also") for token in self.tokens)

    @lazy
    def asks_both_indicators(self) -> bool:
        """「指標を、基本目標の数値目標も含めて」: KPIs, and targets that are said to be meant too."""
        kinds = self.said("kind")
        too = "including" in self.said("condition") or bool(self.said("context") & {"same", "both"})
        also = too or any(token.surface in form_words("not_only") for token in self.tokens)
        return also and bool(kinds & {"kpi", "indicator"}) and "target" in kinds

    def said(self, part: str) -> frozenset[str]:
        return self.names.get(part, frozenset())

    def in_request(self, mention: Mention) -> bool:
        return self.in_request_at(mention.first)

    def marked(self, part: str, names: Iterable[str] | None = None) -> Weights:
        """1 for the tokens of concepts of a part, or of the named ones among them. Not to be written to."""
        chosen = None if names is None else frozenset(names)
        if (part, chosen) not in self._marked:
            self._marked[part, chosen] = self._mark(part, chosen)
        return self._marked[part, chosen]

    def _mark(self, part: str, chosen: frozenset[str] | None) -> Weights:
        marked: Weights = np.zeros(len(self.weights), dtype=np.float32)
        for mention in self.mentions:
            if mention.concept.part == part and (chosen is None or mention.concept.name in chosen):
                marked[mention.first : mention.last + 1] = 1.0
        marked.flags.writeable = False
        return marked

    def spelt(self, surfaces: Iterable[str]) -> Weights:
        """1 for the tokens that are written so."""
        wanted = frozenset(surfaces)
        return np.array([float(token.surface in wanted) for token in self.tokens], dtype=np.float32)

    def normed(self, norms: Iterable[str]) -> Weights:
        """1 for the tokens of these normalised forms."""
        wanted = frozenset(norms)
        return np.array([float(token.norm in wanted) for token in self.tokens], dtype=np.float32)

    @lazy
    def years(self) -> Sequence[FiscalYear]:
        """Those that are meant: 「平成30年度ではなく令和元年度」 means one."""
        begins = {self.tokens[at].begin for at in self.denied}
        pairs = zip(self.query.years_at, self.query.year_spans, strict=True)
        return list(dict.fromkeys(year for year, (start, _) in pairs if year is not None and start not in begins))

    @lazy
    def wanted_text(self) -> str:
        """The text without what it expressly does not mean: 「…の方。広域連携じゃなくて」."""
        kept = [token for at, token in enumerate(self.tokens) if at not in self.denied]
        return "".join(token.surface for token in kept) if self.denied and kept else self.query.text

    def text_of(self, clause: Clause) -> str:
        return "".join(token.surface for token in self.tokens[clause.first : clause.end]).strip()

    @lazy
    def asks(self) -> bool:
        """「…には早々にお調べくださり、ありがとうございました。」 asks nothing."""
        return bool(self.said("ask")) or any(_ends_asking(self.text_of(clause)) for clause in self.clauses)

    def _asking(self, clause: Clause) -> float:
        """How much a clause looks like the one that asks."""
        tokens = self.tokens[clause.first : clause.end]
        said = [mention.concept for mention in self.mentions if clause.first <= mention.first < clause.end]
        parts = {concept.part for concept in said}
        asks = 1.5 * (tokens[-1].surface in ("?", "？")) if tokens else 0.0
        asks += 0.7 * _ends_asking(self.text_of(clause))
        asks += 0.6 * ("kind" in parts) + 0.4 * ("attribute" in parts) + 0.6 * ("ask" in parts)
        asks += 0.3 * (Concept("polite", "request") in said)
        is_empty = not self.weights[clause.first : clause.end].any()
        return asks + 0.02 * self.clauses.index(clause) - is_empty


def _goes_with_states(concept: Concept) -> bool:
    if concept.part == "kind":
        return concept.name in ("kpi", "indicator", "target")
    if concept.part == "attribute":
        return concept.name in ("target", "baseline", "actual", "progress", "trend", "difference")
    is_rated = concept == Concept("unprinted", "rating")  # 「達成率は何％」 is recorded, though not printed
    return is_rated or concept.part in ("state", "ask", "order", "polite", "context")


def _is_of_a_name(token: Token) -> bool:
    return token.part[0] in ("名詞", "形状詞", "接頭辞", "接尾辞") and not token.is_number


def _ends_asking(text: str) -> bool:
    return text.strip(" 。、").endswith(tuple(form_words("asking_ends")))


def analysed(query: Query, concepts: Concepts) -> Question:
    tokens = tokenize(query.text)
    denied = denied_in(tokens)
    mentions = [mention for mention in concepts.mentions(tokens) if mention.first not in denied]
    mentions = [
        one
        for one in _without_doubles(mentions)
        if not _is_of_a_favour(tokens, one) and not _is_of_a_state(tokens, mentions, one)
    ]
    mentions, stated = with_states(tokens, mentions, concepts)
    said: dict[int, set[str]] = {}
    for mention in mentions:
        if mention.concept.part != "context":  # a pronoun weighs nothing: it points elsewhere
            for at in mention.tokens:
                said.setdefault(at, set()).add(mention.concept.part)
    weights = [
        0.0 if _says_nothing(query, tokens, at, denied) else _weight(token, said.get(at, set()))
        for at, token in enumerate(tokens)
    ]
    return Question(query, tokens, mentions, np.array(weights, dtype=np.float32), stated, denied)


def _without_doubles(mentions: Sequence[Mention]) -> list[Mention]:
    """「計画期間はいつから」「計画はいつできた」 ask for what is printed of the plan, and for no opening hours."""
    is_dated = any(one.concept in _DATED for one in mentions)
    return [one for one in mentions if not (is_dated and one.concept == Concept("unprinted", "schedule"))]


def _is_of_a_favour(tokens: Sequence[Token], mention: Mention) -> bool:
    """「…いただけないでしょうか」「差し支えなければ」 lack nothing."""
    before = tokens[max(mention.first - 1, 0)].norm
    is_bare = mention.first == mention.last and tokens[mention.first].norm in form_words("negations")
    return is_bare and mention.concept == _MISSING and before in form_words("favours")


def _is_of_a_state(tokens: Sequence[Token], mentions: Sequence[Mention], mention: Mention) -> bool:
    """「達成しとるとは？」 asks for those that are, and not what it means."""
    states = (one.last for one in mentions if one.concept.part == "state")
    before = tokens[mention.first - 1].part if mention.first else ("",)
    is_verb = before[0] in ("動詞", "助動詞") or before[:2] == ("助詞", "接続助詞")
    is_near = any(0 < mention.first - last <= AS_PREDICATE for last in states)
    return mention.concept == Concept("attribute", "meaning") and is_verb and is_near


def _says_nothing(query: Query, tokens: Sequence[Token], at: int, denied: frozenset[int]) -> bool:
    return at in denied or _is_year(tokens[at], query) or _only_says_about(tokens, at)


def _only_says_about(tokens: Sequence[Token], at: int) -> bool:
    """「…について」"""
    is_verb = tokens[at].norm in form_words("about_verbs") and tokens[at].part[0] == "動詞"
    return is_verb and at > 0 and tokens[at - 1].surface == "に"


def _is_year(token: Token, query: Query) -> bool:
    """A year says which value is meant; it is read already, and no record has to account for it."""
    return any(start <= token.begin and token.end <= end for start, end in query.year_spans)


def _weight(token: Token, said: set[str]) -> float:
    is_blank = (token.is_sign and "condition" not in said) or not token.surface.strip()  # % is a sign and a condition
    if is_blank or "polite" in said:
        return 0.0
    if token.is_number:
        weight = NUMERAL_WEIGHT
    elif token.part[2:3] == _SAYS_WHEN and token.norm not in form_words("kinds_of_time"):
        weight = WORD_WEIGHTS["副詞"]
    elif token.part[0] == "動詞" and not token.is_content:
        weight = 0.0
    else:
        weight = WORD_WEIGHTS.get(token.part[0], 0.0)
    weight = weight or (CONCEPT_WEIGHT if said else 0.0)
    return min(weight, CUE_WEIGHT) if "ask" in said else weight


def _clauses(tokens: Sequence[Token]) -> Iterator[Clause]:
    """Sentences, and their parts before a comma that leads on (…ので、)."""
    start = 0
    for at, token in enumerate(tokens):
        ends = token.surface in ENDS or "\n" in token.surface or _is_pause(tokens, at)
        if ends or (token.surface in BREAKS and at and _leads_on(tokens[at - 1]) and not _ends_about(tokens, at)):
            yield Clause(start, at + 1)
            start = at + 1
    if start < len(tokens):
        yield Clause(start, len(tokens))


def _ends_about(tokens: Sequence[Token], at: int) -> bool:
    """「…の育成について、触れられている箇所は」 is one clause."""
    return at > 2 and _only_says_about(tokens, at - 2)


def _is_pause(tokens: Sequence[Token], at: int) -> bool:
    """「…詰んどる オープンラボと」「…そうで...自分の」: a blank or dots behind a predicate, and something follows."""
    if not _is_pausing(tokens[at]) or any(map(_is_pausing, tokens[at + 1 : at + 2])):
        return False
    behind = next((one.part[0] for one in reversed(tokens[:at]) if not _is_pausing(one)), "")
    return behind in ("動詞", "形容詞", "助動詞") and any(one.is_content for one in tokens[at + 1 :])


def _is_pausing(token: Token) -> bool:
    return not token.surface.strip() or token.surface in form_words("pauses")


def _leads_on(token: Token) -> bool:
    is_joining = token.part[0] == "助詞" and token.part[1] == "接続助詞"
    return is_joining or token.part[0] == "助動詞" or token.surface in form_words("leading_on")


def _numbers(tokens: Sequence[Token]) -> Iterator[Number]:
    """Numbers of at most two digits; 「1」「3」 side by side are 13, 「十」「一」 are 11."""
    digits = [_place_digits(tokens, at) or _digits(token) for at, token in enumerate(tokens)]
    at = 0
    while at < len(tokens):
        if digits[at] is None:
            at += 1
            continue
        end = at
        while end < len(tokens) and digits[end] is not None and (end == at or _touch(tokens, end)):
            end += 1
        value = _joined("".join(filter(None, digits[at:end])))
        if value is not None:
            yield Number(value, at, end)
        at = end


def _touch(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at - 1].end == tokens[at].begin


def _joined(written: str) -> int | None:
    if written.isdecimal():
        return int(written) if len(written) <= 2 else None
    return kanji_number(written) if written else None


def _place_digits(tokens: Sequence[Token], at: int) -> str | None:
    """The number of 「1番」, one word for the dictionary, in 「1番目」 and 「1番と3番」."""
    word, behind, before = tokens[at].surface, tokens[at + 1 : at + 2], tokens[max(at - 1, 0) : at]
    is_place = any(token.surface in form_words("of_place") for token in behind)
    is_listed = any(token.surface in form_words("listing") for token in (*before, *behind))
    return _written_digits(word[:-1]) if (is_place or is_listed) and word[-1:] in form_words("of_place") else None


def _digits(token: Token) -> str | None:
    """The number as digits or kanji; None where the token is no number."""
    is_spoken = token.part[1] == "数詞" and token.norm in _KANJI_DIGITS  # 「ふた」 in 「ふたつめ」
    return token.norm if is_spoken and token.surface not in _ROMAN else _written_digits(token.surface)


@lru_cache(maxsize=4096)  # most words of a question are none, and stand in others too
def _written_digits(text: str) -> str | None:
    if text in _ROMAN:
        return str(_ROMAN[text])
    plain = unicodedata.normalize("NFKC", text).lstrip("#")
    return plain if re.fullmatch(r"\d{1,2}|[〇一二三四五六七八九十]{1,3}", plain) else None
