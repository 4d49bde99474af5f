"""Every regular expression of the sources, and where one of them may take more than linear time.

Told from the parsed pattern: a part of variable length in a loop that can take what follows it in the next round as
well (「(?:a+b?)+」: exponential), and two loops side by side that can take the same characters (「a*b?a*」: quadratic).
"""

import ast
import importlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

ROOT = Path(__file__).parent.parent
CALLS = frozenset({"compile", "sub", "subn", "match", "search", "fullmatch", "findall", "finditer", "split"})
_CALLED = re.compile(rf"\bre\.(?:{'|'.join(CALLS)})")
ANY_TEXT = "(?:〓)"  # stands for a part that is only known when the program runs
_SAMPLE = frozenset(map(chr, range(32, 127))) | frozenset("\t\n\r　、。・ーぁあんァアン一二人々①Ⅳ０９ＡＺａ％〜")
_LOOPS = (sre.MAX_REPEAT, sre.MIN_REPEAT)
_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S", sre.CATEGORY_WORD: r"\w", sre.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip

Chars = frozenset[str]
Item = tuple[Any, Any]
Items = Sequence[Item]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A pattern as the source has it; parts that the module does not know are `ANY_TEXT`."""

    place: str
    pattern: str


def written(*rooms: str) -> Iterator[Written]:
    for room in rooms:
        for file in sorted((ROOT / room).rglob("*.py")):
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            text = file.read_text(encoding="utf-8")
            for node in ast.walk(ast.parse(text)) if _CALLED.search(text) else ():
                if (first := _pattern_node(node)) and (pattern := _text(first, name)) is not None:
                    yield Written(place=f"{file.relative_to(ROOT)}:{first.lineno}", pattern=pattern)


def _pattern_node(node: ast.AST) -> ast.expr | None:
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS
    if is_call and isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.args:  # type: ignore[attr-defined]
        return node.args[0]  # type: ignore[attr-defined, no-any-return]
    return None


def _text(node: ast.expr, module: str) -> str | None:
    """None for a pattern that is handed in: it is found where it is written."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part, module) or ANY_TEXT for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return (_text(node.left, module) or ANY_TEXT) + (_text(node.right, module) or ANY_TEXT)
    inner = node.value if isinstance(node, ast.FormattedValue) else node
    if isinstance(inner, ast.Constant):
        return inner.value if isinstance(inner.value, str) else None
    try:
        found = eval(ast.unparse(inner), vars(importlib.import_module(module)))
    except Exception:  # noqa: BLE001  a name of the function that it stands in
        return None
    return found if isinstance(found, str) else None


def doubts(pattern: str) -> list[str]:
    """What may take more than linear time, as words; [] where nothing does."""
    chars = _SAMPLE | frozenset(pattern)
    return list(dict.fromkeys(_Reader(chars).doubts(_parser.parse(pattern).data)))


class _Reader:
    def __init__(self, sample: Chars) -> None:
        self._sample = sample

    def doubts(self, items: Items, loop: Chars = frozenset()) -> Iterator[str]:
        """`loop`: what the next round of the loop around may begin with; empty outside of one."""
        items = list(_flat(items))
        for at, item in enumerate(items):
            rest = items[at + 1 :]
            if item[0] in _LOOPS:
                yield from self._loop(item, rest, loop)
            for branch in _branches(item):
                yield from self.doubts(branch, self._begins(branch) if _is_endless(item) else loop)
            if shared := self._ends_endless([item]) & self._begins_endless(rest):
                yield f"two loops side by side take {_shown(shared)}"

    def _loop(self, item: Item, rest: Items, loop: Chars) -> Iterator[str]:
        least, most, body = item[1]
        own = self._begins(body)
        passes = all(self._is_empty(one) or own & self._begins([one]) for one in rest)
        if least != most and passes and (shared := own & loop):
            yield f"a loop within a loop takes {_shown(shared)} of the next round"

    def _begins(self, items: Items) -> Chars:
        found: Chars = frozenset()
        for item in _flat(items):
            found |= self._first(item)
            if not self._is_empty(item):
                break
        return found

    def _first(self, item: Item) -> Chars:
        op, value = item
        branches = list(_branches(item))
        if op in (sre.ASSERT, sre.ASSERT_NOT):
            return frozenset()
        if branches:
            return frozenset().union(*map(self._begins, branches))
        return frozenset(char for char in self._sample if _fits(op, value, char))

    def _is_empty(self, item: Item) -> bool:
        """Whether nothing at all may be taken."""
        op, value = item
        if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT, sre.GROUPREF, sre.GROUPREF_EXISTS):
            return True
        if op in (*_LOOPS, sre.POSSESSIVE_REPEAT) and value[0] == 0:
            return True
        return any(all(map(self._is_empty, branch)) for branch in _branches(item))

    def _begins_endless(self, items: Items) -> Chars:
        """The characters of endless loops that stand first; nothing before them need be taken."""
        found: Chars = frozenset()
        for item in _flat(items):
            found |= self._endless(item, self._begins_endless)
            if not self._is_empty(item):
                break
        return found

    def _ends_endless(self, items: Items) -> Chars:
        found: Chars = frozenset()
        for item in reversed(list(_flat(items))):
            found |= self._endless(item, self._ends_endless)
            if not self._is_empty(item):
                break
        return found

    def _endless(self, item: Item, of: Any) -> Chars:
        if item[0] in (sre.ASSERT, sre.ASSERT_NOT, sre.ATOMIC_GROUP, sre.POSSESSIVE_REPEAT):
            return frozenset()
        branches = list(_branches(item))
        if _is_endless(item) and len(branches[0]) == 1 and not list(_branches(branches[0][0])):
            return self._first(item)
        return frozenset().union(*map(of, branches))


def _is_endless(item: Item) -> bool:
    return item[0] in _LOOPS and item[1][1] is sre.MAXREPEAT


def _flat(items: Items) -> Iterator[Item]:
    """Groups are what stands in them."""
    for op, value in items:
        if op is sre.SUBPATTERN:
            yield from _flat(value[3])
        else:
            yield op, value


def _branches(item: Item) -> Iterator[Items]:
    op, value = item
    if op is sre.BRANCH:
        yield from (list(one) for one in value[1])
    elif op in (*_LOOPS, sre.POSSESSIVE_REPEAT):
        yield list(value[2])
    elif op in (sre.ASSERT, sre.ASSERT_NOT):
        yield list(value[1])
    elif op is sre.ATOMIC_GROUP:
        yield list(value)


def _fits(op: Any, value: Any, char: str) -> bool:
    if op is sre.LITERAL:
        return bool(ord(char) == value)
    if op is sre.NOT_LITERAL:
        return bool(ord(char) != value)
    if op is sre.ANY:
        return char != "\n"
    if op is sre.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    if op is sre.CATEGORY:
        return re.match(_CATEGORIES[value], char) is not None
    if op is sre.IN:
        is_negated = value[0][0] is sre.NEGATE
        return any(_fits(one, of, char) for one, of in value[is_negated:]) != is_negated
    return False


def _shown(chars: Chars) -> str:
    return repr("".join(sorted(chars)[:8]))
