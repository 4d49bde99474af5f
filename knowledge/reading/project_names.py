"""What of a line is the name of a 事業: 「◎【新規】企業誘致推進事業（商工課）：企業を訪問します」."""

import re

from knowledge.reading.layout import Layout

_OPEN, _SHUT = r"【［〔\[", r"】］〕\]"
_TAGS = re.compile(rf"^(?:[{_OPEN}][^{_OPEN}{_SHUT}]{{1,8}}[{_SHUT}][\s　]*)+(?=\S)")
_IN_BRACKETS = re.compile(rf"[{_OPEN}(（][^{_OPEN}{_SHUT}()（）]*[{_SHUT})）]")


def split_tags(text: str) -> tuple[str, str]:
    """「【新規】企業誘致推進事業」 → 「【新規】」 and the rest."""
    match = _TAGS.match(text)
    return (match[0].strip(), text[match.end() :]) if match else ("", text)


def kinds_of_project(tags: str, layout: Layout) -> str:
    """「【新規】」; nothing of 「【事業】」, which says only what stands behind it."""
    return "" if layout.role_of(tags.strip("【】［］〔〕[]")) else tags


def names_project(text: str, layout: Layout) -> bool:
    """By how its name ends; what stands in brackets is no part of it: 「歩行者事業【再掲】」."""
    return layout.is_project_name(_IN_BRACKETS.sub("", project_name(text)).strip())


def project_name(text: str) -> str:
    """「弟子入り支援事業：漁師の後継者を育てます」 → 「弟子入り支援事業」; without the tags before it."""
    rest = split_tags(text.strip())[1]
    name = rest.split("：")[0].split(":")[0].strip()
    return name if len(name) < len(rest) and "。" not in name else rest
