"""Markdown: `#` headings, `**` and tables, of lines that keep the numbers they have in the file."""

import re
from collections.abc import Iterator, Sequence

from knowledge.model.structs import replace
from knowledge.reading.source import Line

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ 　]+(.*?)(?:[ 　]+#+)?[ 　]*$")
_RULE = re.compile(r"^ {0,3}\|?[ 　]*:?-{2,}:?[ 　]*(?:\|[ 　]*:?-{2,}:?[ 　]*)*\|?[ 　]*$")
_UNDERLINE = re.compile(r"^ {0,3}([=-])\1{2,}[ 　]*$")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ALL_BOLD = re.compile(r"^[ 　]*(\*\*|__)(?=\S)((?:(?!\1).)+)\1[ 　]*$")
_LABEL = re.compile(r"^(?P<indent> *)[-*+] +(?P<bold>(?P<sign>\*\*|__)(?=\S)(?:(?!(?P=sign)).)+(?P=sign)) *$")
_ITEM = re.compile(r"^(?P<indent> *)[-*+] +\S")
_STRUCK = re.compile(r"~~(?=\S)(?:(?!~~).)+~~")
_FIELD = re.compile(r"^(?:title:\s*(?P<title>\S.*)|[\w-]+:.*|\s*-.*|\s*)$")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BREAK = re.compile(r"<br ?/?>", re.I)
_BAR = re.compile(r"(?<!\\)\|")


def is_markdown(lines: Sequence[Line]) -> bool:
    """A heading, or a table with its rule under the header: no other text has these."""
    return any(_HEADING.match(line.text) for line in lines) or any(_is_rule(line) for line in lines)


def _is_rule(line: Line) -> bool:
    return "|" in line.text and bool(_RULE.match(line.text))


def markdown_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The same lines, with what their signs say instead of the signs; the rule under a header stays as it is."""
    return tuple(_read(_without_front_matter(lines)))


def _without_front_matter(lines: Sequence[Line]) -> Sequence[Line]:
    """「title: 海辺市総合戦略」 between two rules at the top is the title; the rules are none of the text."""
    rules = [at for at, line in enumerate(lines) if line.text.strip() == "---"]
    if len(rules) < 2 or rules[0] or not all(_FIELD.match(line.text) for line in lines[1 : rules[1]]):
        return lines
    front = [replace(line, text=text, likely=text) for line in lines[: rules[1] + 1] for text in [_told(line.text)]]
    return [*front, *lines[rules[1] + 1 :]]


def _told(text: str) -> str:
    match = _FIELD.match(text)
    return (match["title"] or text).strip("\"'") if match else ""


def _read(lines: Sequence[Line]) -> Iterator[Line]:
    is_table = False
    underlines: set[int] = set()
    for line, under in zip(lines, [*lines[1:], None], strict=True):
        if line.number in underlines:
            yield replace(line, text="", likely="")
            continue
        if under is not None and not is_table and line.text.strip() and (sign := _UNDERLINE.match(under.text)):
            underlines.add(under.number)
            text = _plain(line.text.strip())
            yield replace(line, text=text, likely=text, level=1 if sign[1] == "=" else 2)
            continue
        if _is_rule(line):
            yield line
            continue
        if under is not None and _is_rule(under) and "|" in line.text:
            is_table = True
        elif "|" not in line.text:
            is_table = False
        yield _row(line) if is_table or _is_whole_row(line) else _prose(_without_point(line, under))


def _without_point(line: Line, under: Line | None) -> Line:
    """「- **KPI**」 over a list that is set in: a label of it, and no point."""
    label, item = _LABEL.match(line.text), _ITEM.match(under.text) if under else None
    is_over = label and item and len(item["indent"]) > len(label["indent"])
    return replace(line, text=label["bold"], likely=label["bold"]) if label and is_over else line


def _is_whole_row(line: Line) -> bool:
    """「| 指標 | 2社 | 8社 |」 by itself: a table that goes on behind a blank line."""
    text = line.text.strip()
    return text.startswith("|") and text.endswith("|") and len(_BAR.findall(text)) > 2


def _row(line: Line) -> Line:
    cells = tuple(_plain(cell) for cell in _cells(line.text))  # a row that is cut short stays so, and is told later
    text = "\t".join(cells)
    return replace(line, text=text, likely=text, cells=cells)


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in _BAR.split(row.strip().removeprefix("|").removesuffix("|"))]


def _prose(line: Line) -> Line:
    heading, bold = _HEADING.match(line.text), _ALL_BOLD.match(line.text)
    text = _plain(heading[2] if heading else line.text)
    level = len(heading[1]) if heading else None
    return replace(line, text=text, likely=text, level=level, is_bold=bold is not None)


def _plain(text: str) -> str:
    """What is struck goes where something else stands beside it: 「~~20社~~ 35社」; all of a cell keeps its signs."""
    left = _STRUCK.sub("", text)
    text = left if left.strip() else text
    return _ESCAPED.sub(r"\1", _BREAK.sub(" ", _BOLD.sub(r"\2", text)))
