"""Questions without a good answer, put together by likeness: what staff read to see which words are missing."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct
from rapidfuzz import fuzz, process

from knowledge.answers.answer import Answer
from knowledge.japanese.tokenizer import lexemes
from knowledge.model.normalize import fold

GapKind = Literal["absent", "unread", "near", "unhelpful"]
GAP_KINDS: Mapping[GapKind, str] = {
    "absent": "記載なし",
    "unread": "読み取れず",
    "near": "近いもの",
    "unhelpful": "役に立たなかった",
}
ALIKE = 80.0  # of 100: 「市長の名前は？」 and 「市長の名前を教えて」 are, 「市長の名前」 and 「市長の年齢」 are not
WORDS_NOT_KEPT = "（質問の文は保存していません）"


class PoorlyAnswered(Struct, frozen=True, kw_only=True):
    """A question that was not answered well, at a moment; `question` is "" where no texts are kept."""

    question: str
    kind: GapKind
    at: datetime
    comment: str = ""


class Gap(Struct, frozen=True, kw_only=True):
    """Questions that are alike: `question` is the one asked most, `others` the other wordings, most asked first."""

    question: str
    others: tuple[str, ...]
    kinds: tuple[tuple[GapKind, int], ...]
    count: int
    last: datetime
    comments: tuple[str, ...]

    @property
    def key(self) -> str:
        """What a button knows it by."""
        return hashlib.sha256(self.question.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def has_words(self) -> bool:
        """Where no texts are kept there is nothing to teach from."""
        return self.question != WORDS_NOT_KEPT

    @property
    def kinds_text(self) -> str:
        """「記載なし 3回、役に立たなかった 1回」"""
        return "、".join(f"{GAP_KINDS[kind]} {count}回" for kind, count in self.kinds)


def gap_of(answer: Answer) -> str:
    """Which kind of gap an answer is, "" for none."""
    match answer.reason:
        case None:
            return ""
        case "attribute":
            return "absent"
        case "absent":
            return "near" if answer.near else "absent"
    return "near" if answer.near else "unread"


def find_gaps(asked: Iterable[PoorlyAnswered]) -> tuple[Gap, ...]:
    """Most asked first, then the latest."""
    groups: dict[str, list[PoorlyAnswered]] = {}
    for one in sorted(asked, key=lambda each: each.at):
        key = _key(one.question)
        found = process.extractOne(key, groups.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE) if key else None
        groups.setdefault(found[0] if found else key, []).append(one)
    return tuple(sorted(map(_gap, groups.values()), key=lambda gap: (-gap.count, -gap.last.timestamp())))


def _key(question: str) -> str:
    """What it is about: its nouns in their normal forms; the folded text where there are none."""
    return " ".join(one.norm for one in lexemes(question) if one.part[0] == "名詞") or fold(question).strip()


def _gap(group: Sequence[PoorlyAnswered]) -> Gap:
    wordings = [wording for wording, _ in Counter(one.question.strip() for one in group).most_common()]
    return Gap(
        question=wordings[0] or WORDS_NOT_KEPT,
        others=tuple(wordings[1:]),
        kinds=tuple(Counter(one.kind for one in group).most_common()),
        count=len(group),
        last=max(one.at for one in group),
        comments=tuple(one.comment for one in group if one.comment),
    )
