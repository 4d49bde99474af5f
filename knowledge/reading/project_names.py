"""What of a line is the name of a 事業: 「◎【新規】企業誘致推進事業（商工課）：企業を訪問します」."""

import re
from collections.abc import Mapping, Sequence

from knowledge.model.normalize import name_key
from knowledge.reading.layout import Layout

_OPEN, _SHUT = r"【［〔\[", r"】］〕\]"
_TAGS = re.compile(rf"^(?:[{_OPEN}][^{_OPEN}{_SHUT}]{{1,8}}[{_SHUT}][\s　]*)+(?=\S)")
_IN_BRACKETS = re.compile(rf"[{_OPEN}(（][^{_OPEN}{_SHUT}()（）]*[{_SHUT})）]")
_TAG_BEHIND = re.compile(rf"[\s　]*(?P<told>[{_OPEN}][^{_OPEN}{_SHUT}]{{1,8}}[{_SHUT}])[\s　]*$")
_MARK_BEHIND = re.compile(r"[\s　]*[◎●○◯〇★☆◆◇■□]+[\s　]*$")  # 「朝市事業（商工課）○」: a legend says what it means
_BRACKETS_BEHIND = re.compile(rf"[\s　]*[{_OPEN}(（](?P<told>[^{_OPEN}{_SHUT}()（）]+)[{_SHUT})）][\s　]*$")
_ANY_BRACKET = "【】［］〔〕[]"
_BEFORE_COLON = re.compile(r"(?<!^)[：:](?![^（(【［\[]*[）)】］\]]).*$", re.S)  # of 「事業（再掲：目標2）」 none
_BEFORE_DOTS = re.compile(r"(?<=\S)[\s　]*(?:[…‥]+|[―—]{2,})[\s　]*(?=\S).*$", re.S)
_BEFORE_GAP = re.compile(r"(?<=\S)(?:\t|　{2,}|[ 　]{3,})(?=\S[^\t]*[。、を]).*$", re.S)
BETWEEN_NAME_AND_TEXT = " 　\t:：…‥―—"
_REPRINT = re.compile(
    rf"[\s　]*[{_OPEN}(（][\s　]*(?:[^{_OPEN}{_SHUT}()（）]{{1,20}}(?:の|より|から))?"
    rf"再掲(?:[\s　:：、，・…→は][^{_OPEN}{_SHUT}()（）]{{0,40}})?[{_SHUT})）][\s　]*$"
)
_BY = "担当：{}"
_MARKS = "◎●○◯〇★☆◆◇■□▲△▼▽"
_LEGEND = re.compile(
    rf"(?<![^\s　、，,（(「・])(?P<mark>[{_MARKS}])(?:印)?[\s　]*(?:[…‥:：=＝]+|は、?|\.{{2,}}|･{{2,}}|・{{2,}})[\s　]*"
    rf"(?P<text>[^\s　、，,。）)」{_MARKS}]{{2,30}})"
)
_PADDED = re.compile(r"^[0０]\d[\s　.．、:：)）]+(?=\D)")  # of 「3 歳児健診」 the 3 is a word of the name
_MARKS_BEFORE = re.compile(rf"^(?P<marks>[{_MARKS}][{_MARKS}\s　]*)(?=\S)")


def split_tags(text: str) -> tuple[str, str]:
    """「【新規】企業誘致推進事業」 → 「【新規】」 and the rest."""
    match = _TAGS.match(text)
    return (match[0].strip(), text[match.end() :]) if match else ("", text)


def kinds_of_project(tags: str, layout: Layout) -> tuple[str, ...]:
    """「【新規】」; nothing of 「【事業】」, which says only what stands behind it."""
    return () if not tags or layout.role_of(tags.strip("【】［］〔〕[]")) else (tags,)


def names_project(text: str, layout: Layout) -> bool:
    """By how its name ends; what stands in brackets is no part of it: 「歩行者事業【再掲】」."""
    return layout.is_project_name(_IN_BRACKETS.sub("", split_ends(project_name(text), layout)[0]).strip())


def says_reprint(text: str) -> bool:
    return bool(_REPRINT.search(text))


def without_reprint_mark(title: str) -> str:
    """「移住情報発信事業（再掲：基本目標2）」 → 「移住情報発信事業」."""
    return _REPRINT.sub("", title).strip()


def split_ends(name: str, layout: Layout) -> tuple[str, tuple[str, ...]]:
    """「若手講座(水産課) 【デジタル】 ○」 → the name, and 「担当：水産課」「【デジタル】」 of what stands behind it."""
    rest, told = name.strip(), list[str]()
    while True:
        if mark := _MARK_BEHIND.search(rest):
            told += reversed(meanings(mark[0].strip(), layout)) if mark.start() else ()
            rest = rest[: mark.start()] or rest
        brackets = _BRACKETS_BEHIND.search(rest)
        by = brackets and layout.is_division(brackets["told"])
        is_tag = brackets and name_key(brackets["told"]) in layout.tags
        behind = brackets if by or is_tag else _TAG_BEHIND.search(rest)
        if not behind or not behind.start():
            return rest, tuple(reversed(told))
        told.append(_BY.format(behind["told"]) if by else f"【{behind['told'].strip(_ANY_BRACKET)}】")
        rest = rest[: behind.start()]


def told_behind(behind: tuple[str, ...]) -> tuple[str, ...]:
    """What of it tells something of the project: 【再掲】 does not."""
    return tuple(one for one in behind if "再掲" not in one)


def is_noted_as_project(text: str, layout: Layout) -> bool:
    """「やさしい日本語の普及（広報課）」「りんご学校の開校【新規】」: who does it or its kind stands beside it."""
    before, rest = split_tags(text.strip())
    tags = [
        *re.split(rf"[{_OPEN}{_SHUT}\s　]+", before),
        *(one.strip(_ANY_BRACKET) for one in split_ends(rest, layout)[1]),
    ]
    return any(one.startswith(_BY[:2]) or name_key(one) in layout.tags for one in tags if one)


def ends_sentence(text: str, layout: Layout) -> bool:
    """「受付箱を置きます。（環境課）」, too."""
    return split_ends(text, layout)[0].endswith("。")


def project_name(text: str) -> str:
    """「弟子入り支援事業：漁師の後継者を育てます」「朝市　…月に1度」 → what stands before, without tags."""
    rest = split_tags(text.strip())[1]
    names = (pattern.sub("", rest).strip() for pattern in (_BEFORE_COLON, _BEFORE_DOTS, _BEFORE_GAP))
    return next((name for name in names if name and len(name) < len(rest) and "。" not in name), rest)


def legend_in(texts: Sequence[str], layout: Layout) -> Mapping[str, str]:
    """By mark; only what says a kind of project, and of one mark only what is said of it everywhere."""
    told: dict[str, set[str]] = {}
    for entry in (match for text in texts for match in _LEGEND.finditer(text)):
        if name_key(entry["text"]) in layout.tags or entry["text"].endswith(layout.kinds):
            told.setdefault(entry["mark"], set()).add(entry["text"])
    return {mark: own.pop() for mark, own in told.items() if len(own) == 1}


def split_marks(text: str) -> tuple[str, str]:
    """「★◎朝市事業」 → the marks and the rest; 「01 朝市事業」 without its number in the list."""
    match = _MARKS_BEFORE.match(text)
    marks, rest = ("".join(match["marks"].split()), text[match.end() :]) if match else ("", text)
    return marks, _PADDED.sub("", rest)


def meanings(marks: str, layout: Layout) -> tuple[str, ...]:
    return tuple(f"{mark}：{layout.legend[mark]}" for mark in marks if mark in layout.legend)
