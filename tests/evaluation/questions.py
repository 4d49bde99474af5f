"""The question sets and when an answer to one is right, as FORMAT.md beside the given set describes."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.answers.answer import Answer, Item

ROOT = Path(__file__).parent.parent.parent
GIVEN = ROOT.parent / "shared" / "evaluate" / "questions.jsonl"  # stands outside of the repository
OWN = ROOT / "tests" / "questions"
TODAY = date(2024, 6, 3)  # on which every question is asked

_DROPPED = re.compile(r"[\s,，、]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A thing that a right answer shows; for a passage the title is a piece of its text."""

    kind: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`must_contain`: of each tuple, one string at least stands in the answer's text.

    `after`: the id of the question that this one follows up; "" for a question of its own.
    """

    id: str
    text: str
    category: str
    wanted: tuple[Wanted, ...]
    match: str
    must_contain: tuple[tuple[str, ...], ...]
    difficulty: int
    after: str = ""


def question_sets() -> dict[str, list[Question]]:
    """By name; the given set only where it is there."""
    given = {"given": read_questions(GIVEN)} if GIVEN.exists() else {}
    return given | {path.stem: read_questions(path) for path in sorted(OWN.glob("*.jsonl"))}


def read_questions(path: Path, *, with_follow_ups: bool = False) -> list[Question]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        Question(
            id=entry["id"],
            text=entry["q"],
            category=entry["category"],
            wanted=tuple(Wanted(wanted["kind"], wanted["title"]) for wanted in entry["expect"]),
            match=entry["match"],
            must_contain=tuple((s,) if isinstance(s, str) else tuple(s) for s in entry.get("must_contain", [])),
            difficulty=entry["difficulty"],
            after=entry.get("after") or "",
        )
        for entry in map(json.loads, filter(str.strip, lines))
        if with_follow_ups or not entry.get("after")
    ]


def is_right(question: Question, answer: Answer) -> bool:
    if question.category == "none":
        return answer.status in ("not_found", "smalltalk", "help") and not answer.items
    text = folded(answer.text)
    says_all = all(any(folded(said) in text for said in either) for either in question.must_contain)
    return says_all and are_right_items(question, answer.items)


def are_right_items(question: Question, items: Sequence[Item]) -> bool:
    wanted = question.wanted
    if not wanted:
        return True
    if question.match == "top1":
        return bool(items) and any(_is(items[0], one) for one in wanted)
    if question.match == "any3":
        return any(_shows(items[:3], one) for one in wanted)
    if question.match == "all5":
        return all(_shows(items[:5], one) for one in wanted)
    return all(_shows(items, one) for one in wanted) and len(items) <= 2 * len(wanted)


def are_wanted(question: Question, items: Iterable[Item]) -> list[Item]:
    """Those of the items that the question accepts."""
    return [item for item in items if any(_is(item, one) for one in question.wanted)]


def _shows(items: Iterable[Item], wanted: Wanted) -> bool:
    return any(_is(item, wanted) for item in items)


def _is(item: Item, wanted: Wanted) -> bool:
    if item.kind != wanted.kind:
        return False
    if wanted.kind == "passage":
        return folded(wanted.title) in folded(item.text or item.title)
    return folded(item.title) == folded(wanted.title)


def folded(text: str) -> str:
    plain = _DROPPED.sub("", unicodedata.normalize("NFKC", text).lower())
    return plain.replace("情報発信ブース", "情報発信ベース")  # printed ベース, probably misread: either is right
