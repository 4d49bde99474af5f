"""Which records a question names: by number (「パッケージ3」「⑪」「p3-12」) or by words of their names."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, reduce
from typing import Literal

from msgspec import Struct

from knowledge.answers.understanding.concepts import Mention
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.said.numbers import Number
from knowledge.answers.understanding.schema import PREFIXES, Schema
from knowledge.answers.understanding.words import form_words
from knowledge.japanese.abbreviations import clipped
from knowledge.japanese.tokenizer import KANJI, Token, is_common_word
from knowledge.model.normalize import fold, name_key
from knowledge.model.numerals import number_path
from knowledge.model.structs import replace

PART_OF_A_NAME = 0.4  # how strongly a name is said that only stands within a longer one
LEAST_SHARE = 0.34  # of a name's words, weighed by rarity, that must be said

_ID = re.compile(r"(?<![0-9a-z-])(?:([a-z]{1,3}\d{1,2}-[a-z]?\d{1,2})(?![0-9-])|(\d-\d{1,2})\b)")  # 「3-5歳」 is none
_QUOTED = re.compile(r"[「『]([^「」『』]+)[」』]")
_LEFT_OUT = "~〜～…・.。、"  # at the end of a name that is not said to its end
SHORTEST_QUOTE = 5  # characters
LEAST_CLIP, MOST_CLIP = 2, 5  # characters
HALF_THE_RECORDS = 60  # in the weight of a name's word: log(1 + 60 / names that hold it)


class Binding(Struct, frozen=True):
    """A record that the question names. `strength` 0–1: the share of its name that is said, 1 for a number."""

    id: str
    how: Literal["number", "full", "name", "found"]
    strength: float
    tokens: frozenset[int] = frozenset()


class Binder:
    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    @cached_property
    def _rarity(self) -> dict[str, float]:
        counts = Counter(word for words in self._schema.name_words.values() for word in words)
        return {word: math.log(1 + HALF_THE_RECORDS / count) for word, count in counts.items()}

    def numbered(self, question: Question) -> list[Binding]:
        """Records named by number, in the order said."""
        marked = list(self._by_mark(question))
        found = [*marked, *self._by_kind_and_number(question, bool(marked)), *self._by_sign(question)]
        found = self._within_goals(found)
        return [*found, *self._listed(question, found), *([] if marked else self._by_id(question))]

    def _by_mark(self, question: Question) -> Iterator[Binding]:
        """「施策1-2」, as the plan numbers its packages, right after the word for them; so are 「Ⅰ－2」, 「1.2」."""
        said = list(self._paths(question))
        for package in self._schema.catalog.base.packages if said else ():
            path = number_path(package.mark)
            if match := next((match for match in said if path[1:] and number_path(match["path"]) == path), None):
                inside = (i for i, token in enumerate(question.tokens) if match.start() <= token.begin < match.end())
                yield Binding(package.id, "number", 1.0, frozenset(inside))

    def _paths(self, question: Question) -> Iterator[re.Match[str]]:
        """Numbers of several parts behind a word for packages."""
        return self._path.finditer(fold(question.query.text)) if self._path else iter(())

    @cached_property
    def _path(self) -> re.Pattern[str] | None:
        words = [re.escape(fold(word)) for word in self._schema.package_words]
        path = r"(?P<path>(?:\d+|[a-z]+)(?:[-ー.](?:\d+|[a-z]+))+)"
        return re.compile(rf"(?:{'|'.join(words)}) ?{path}") if words else None

    def _path_said(self, question: Question) -> str:
        """「1-7」 of 「施策Ⅰ－7」, as far as it can be read; "" where no such number is said."""
        paths = (number_path(match["path"]) for match in self._paths(question))
        return "-".join(next((path for path in paths if path), ()))

    def _within_goals(self, found: Sequence[Binding]) -> list[Binding]:
        """「基本目標2の施策1」: the 施策1 of that goal, where each has one."""
        goals = {self._schema.catalog.goals[int(one.id[1:])].number for one in found if one.id.startswith("g")}
        packages = {one.id: one.goal for one in self._schema.catalog.base.packages}
        inside = {one.id for one in found if packages.get(one.id) in goals}
        return [one for one in found if not inside or one.id not in packages or one.id in inside]

    def named(self, question: Question) -> list[Binding]:
        """Records of whose name a telling part is said, the surest first."""
        key, order = name_key(question.query.text), self._by_word
        said = sorted({at for word in question.words for at in order.get(word, ())})
        found = [binding for at in said if (binding := self._by_name(self._ids[at], question, key))]
        found += [*self._clips(question), *self._quoted(question)]
        return sorted(self._longest_names(found, key), key=lambda binding: -binding.strength)

    def _longest_names(self, found: Sequence[Binding], key: str) -> Iterator[Binding]:
        """Who says 「東部地域資源観光活用事業」 does not name 「地域資源観光活用事業」, which is a part of it."""
        full = [self._schema.name_keys[one.id] for one in found if one.how == "full"]
        for binding in found:
            name = self._schema.name_keys[binding.id]
            longer = [other for other in full if name != other and name in other]
            rest = reduce(lambda text, other: text.replace(other, " "), longer, key)
            is_part = binding.how == "full" and bool(longer) and name not in rest
            yield replace(binding, how="name", strength=PART_OF_A_NAME) if is_part else binding

    @cached_property
    def _ids(self) -> Sequence[str]:
        """Of all that have a name."""
        return list(self._schema.name_words)

    @cached_property
    def _rarities(self) -> Mapping[str, float]:
        """Id → what all words of its name weigh."""
        return {id: self._weight(words) for id, words in self._schema.name_words.items()}

    def _weight(self, words: Iterable[str]) -> float:
        """The same in whatever order a set gives them: of two names said as surely the plan's first is the first."""
        return math.fsum([self._rarity[word] for word in words])

    @cached_property
    def _by_word(self) -> Mapping[str, Sequence[int]]:
        """Word of a name → the places of those that hold it among all names."""
        found: dict[str, list[int]] = {}
        for at, (id, words) in enumerate(self._schema.name_words.items()):
            for word in () if self._is_reprint(id) else words:
                found.setdefault(word, []).append(at)
        return found

    def _is_reprint(self, id: str) -> bool:
        project = self._schema.catalog.projects.get(id)
        return project is not None and project.reprint_of is not None

    def _by_name(self, id: str, question: Question, key: str) -> Binding | None:
        words = self._schema.name_words[id]
        said = [word for word in words if word in question.words]
        share = self._weight(said) / self._rarities[id]
        name = self._schema.name_keys[id]
        in_full = name in key or (id.startswith("pkg") and name.removesuffix("パッケージ") in key)
        if share < LEAST_SHARE and not in_full:
            return None
        tokens = frozenset(at for word in said for at in question.words[word])
        return Binding(id, "full" if in_full else "name", 1.0 if in_full else share, tokens)

    def _quoted(self, question: Question) -> Iterator[Binding]:
        """「「文化と観光で人を呼び込み～」っていう方向」: the only name that goes on like what is quoted."""
        text = question.query.text
        for match in _QUOTED.finditer(text):
            said = name_key(match[1].rstrip(_LEFT_OUT))
            names = self._schema.name_keys.items()
            meant = [id for id, name in names if said in name and not self._is_reprint(id)]
            if len(said) >= SHORTEST_QUOTE and len(meant) == 1:
                inside = (at for at, token in enumerate(question.tokens) if match.start() < token.begin < match.end())
                yield Binding(meant[0], "full", 1.0, frozenset(inside))

    def _clips(self, question: Question) -> Iterator[Binding]:
        """「待児の目標」「市美入館」: kanji that are no word, and initials of the words of a name."""
        for run in _runs_of_kanji(question):
            said = "".join(question.tokens[at].surface for at in run)
            if LEAST_CLIP <= len(said) <= MOST_CLIP and said not in self._printed and not is_common_word(said):
                for id in clipped(said, self._clippable):
                    yield Binding(id, "name", 1.0, frozenset(run))

    @cached_property
    def _clippable(self) -> Mapping[str, str]:
        kinds = ("project", "kpi", "target")
        return {id: self._schema.names[id].removesuffix("事業") for kind in kinds for id in self._schema.all(kind)}

    @cached_property
    def _printed(self) -> str:
        return " ".join(self._schema.text_keys.values())

    def beyond(self, question: Question) -> tuple[str, int, str] | None:
        """A kind and a number that no record of it has (「パッケージ9」), unless another one is named that there is.

        The last part is the number as it is said: 「1-7」.
        """
        marked = [one.tokens for one in self._by_mark(question)]
        inside = frozenset[int]().union(*marked)  # the 10 of 「施策2-10の目標」 is no goal's
        every = [(kind, number) for kind, number, _ in self._kinds_with_numbers(question) if number.first not in inside]
        said = [(kind, number.value) for kind, number in every if not (marked and kind == "package")]
        strange = [one for one in said if not self._schema.numbered(*one)]
        if not strange or len(strange) < len(said):
            return None
        kind, number = strange[0]
        path = self._path_said(question) if kind == "package" else ""
        return kind, number, path or str(number)

    def _by_kind_and_number(self, question: Question, is_marked: bool) -> Iterator[Binding]:
        for kind, number, span in self._kinds_with_numbers(question):
            for id in () if is_marked and kind == "package" else self._schema.numbered(kind, number.value):
                yield Binding(id, "number", 1.0, frozenset(span))

    def _kinds_with_numbers(self, question: Question) -> Iterator[tuple[str, Number, range]]:
        kinds = [m for m in question.mentions if m.concept.part == "kind" and m.concept.name in PREFIXES]
        for number in question.numbers:
            for mention in kinds:
                if _is_before(question, mention, number) or _is_after(question, mention, number):
                    span = range(min(mention.first, number.first), max(mention.last + 1, number.end))
                    yield mention.concept.name, number, span

    def _by_sign(self, question: Question) -> Iterator[Binding]:
        """「⑪」「#11」 are directions and 「※7」 a term, as the document prints them."""
        for number in question.numbers:
            first = question.tokens[number.first].surface
            before = question.tokens[number.first - 1].surface if number.first else ""
            is_circled = len(first) == 1 and "①" <= first <= "⑳"
            id = f"d{number.value}"
            if (is_circled or first[0] in "#＃" or before in ("#", "＃")) and id in self._schema.kinds:
                yield Binding(id, "number", 1.0, frozenset(range(number.first, number.end)))
            if before in ("※", "＊", "*") and f"t{number.value}" in self._schema.kinds:
                yield Binding(f"t{number.value}", "number", 1.0, frozenset(range(number.first - 1, number.end)))

    def _listed(self, question: Question, found: Sequence[Binding]) -> Iterator[Binding]:
        """「パッケージ1、3と5」: the 3 and the 5; 「パッケージ1から3」: the 2 and the 3."""
        tokens, ranging = question.tokens, form_words("ranging")
        of_others = frozenset[int]().union(*(one.tokens for one in found))  # the 4 of 「方向10とパッケージ4」
        for binding in found:
            prefix, end = binding.id.rstrip("0123456789"), max(binding.tokens) + 1
            last = int(binding.id.removeprefix(prefix))
            for number in question.numbers:
                is_next = 1 <= number.first - end <= 2 and tokens[end].surface in form_words("listing")
                if not is_next or number.first in of_others or f"{prefix}{number.value}" not in self._schema.kinds:
                    continue
                first = last + 1 if tokens[end].surface in ranging and last < number.value else number.value
                every = (f"{prefix}{value}" for value in range(first, number.value + 1))
                for id in filter(self._schema.kinds.__contains__, every):  # a plan may leave out a number
                    yield Binding(id, "number", 1.0, frozenset(range(number.first, number.end)))
                last, end = number.value, number.end

    def _by_id(self, question: Question) -> Iterator[Binding]:
        """「p3-12」「k2-1」「3-12」, as the program's own lists print them."""
        text = unicodedata.normalize("NFKC", question.query.text).lower()
        for match in _ID.finditer(text):
            inside = (at for at, token in enumerate(question.tokens) if match.start() <= token.begin < match.end())
            tokens = frozenset(inside)
            for id in [match[1]] if match[1] else [f"p{match[2]}", f"k{match[2]}"]:
                if id in self._schema.kinds:
                    yield Binding(id, "number", 1.0, tokens)


def _runs_of_kanji(question: Question) -> Iterator[range]:
    """Words in kanji alone that touch, several of them; none that means a concept."""
    tokens, at = question.tokens, 0
    while at < len(tokens):
        end = at
        while _goes_on(question, at, end):
            end += 1
        if end - at > 1:
            yield range(at, end)
        at = max(end, at + 1)


def _goes_on(question: Question, first: int, at: int) -> bool:
    """Whether a run of words of a clip takes in this place."""
    if at == len(question.tokens) or (at > first and question.tokens[at - 1].end != question.tokens[at].begin):
        return False
    token = question.tokens[at]
    if token.is_number or not _is_in_kanji(token.surface):
        return False
    return all(one.part in ("ask", "condition", "polite") for one in question.concepts_at.get(at, ()))


@lru_cache(maxsize=4096)  # words stand in many questions
def _is_in_kanji(text: str) -> bool:
    return all(map(KANJI.match, text))


def place_said(question: Question, kind: Collection[str], taken: Collection[int]) -> Number | None:
    """「3番の事業」「2つ目のKPI」: the number that goes with a kind; none of `taken`, which name something else."""
    mentions = [m for m in question.mentions if m.concept.part == "kind" and m.concept.name in kind]
    for number in question.numbers:
        is_free = number.first not in taken
        after = question.tokens[number.end].surface if number.end < len(question.tokens) else ""
        is_ordinal = after in form_words("ordinal")
        if is_free and is_ordinal and any(_is_after(question, mention, number) for mention in mentions):
            return number
    return None


def _is_before(question: Question, mention: Mention, number: Number) -> bool:
    """「パッケージの3」; not 「パッケージ 3件」, which is a count."""
    between = question.tokens[mention.last + 1 : number.first]
    if not 0 <= number.first - mention.last - 1 <= 2 or not _are(between, "before_number"):
        return False
    after = [token.surface for token in question.tokens[number.end : number.end + 2]]
    is_count = bool(after) and after[0] in form_words("counted")
    return not is_count or after == ["つ", "目"]


def _is_after(question: Question, mention: Mention, number: Number) -> bool:
    """「3番目のパッケージ」「2つ目の基本目標」; not 「3つのパッケージ」."""
    between = question.tokens[number.end : mention.first]
    if not 0 <= mention.first - number.end <= 3 or not _are(between, "after_number"):
        return False
    said = [token.surface for token in between]
    return not said or said[0] not in ("つ", "個") or "目" in said or "め" in said


def _are(tokens: Iterable[Token], form: str) -> bool:
    return all(token.surface in form_words(form) or token.is_sign for token in tokens)
