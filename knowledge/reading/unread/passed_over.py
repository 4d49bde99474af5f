"""Lines that print a target and went into no record: each is said, so that nothing is missing without a word."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import zip_longest

from msgspec import Struct

from knowledge.model.column_words import value_words, words_of_role
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import Period
from knowledge.model.records import Finding, Span
from knowledge.model.word_patterns import alternatives
from knowledge.model.years.said import find_years, without_years
from knowledge.reading.blocks import TextBlock
from knowledge.reading.extract.sentences import aims_at_number, sentence_entry, sentences_of, without_label
from knowledge.reading.headings import prints_way
from knowledge.reading.layout import Layout
from knowledge.reading.outline import Section
from knowledge.reading.project_names import without_reprint_mark
from knowledge.reading.source import Line
from knowledge.reading.tables.arrows import (
    has_amounts_and_arrow,
    has_arrow,
    mark_of_point,
    reached_by,
    without_decoration,
)
from knowledge.reading.tables.cells import cell_kind, is_bare_value
from knowledge.reading.tables.header import read_heading_of_column
from knowledge.reading.tables.labelled_values import cards_of, heads_a_value

_MOST_TOLD = 20  # a document of another kind should not bury what else is noticed
_UNDATED = (
    "。いつまでの目標か分からないためで、layout.toml に計画期間を「period = [2025, 2029]」のように書くと"
    "読み取れることがあります"
)
_FARTHEST = 3  # lines from one to the next that are one block

_YEARS_OF_BOTH = re.compile(r"[:：][^()]*\d[^()]*\([^()]*年[^()]*[:：][^()]*\d[^()]*\)")  # 「率:1.9(令和元年:1.62)」
_BEHIND = re.compile(r"\([^()]*\)$")  # 「2.10 (平成25~29年 2.02)」: what has been, behind what is to be
_DATE = re.compile(r"\d{1,2}\s*月\s*(?:\d{1,2}\s*日|末)?")
_MARKER = re.compile(r"^[\s\W]*\d{1,2}(?:[-.]\d{1,2})*[\s).、．]+")
_AMOUNT = re.compile(r"\d[\d,.]*")
_NAME_AND_VALUE = re.compile(r"[^\d※。]{2,30}[\s:：][^\d。]{0,6}\d[\d,.]*\D{0,6}$")
_COLUMNS = re.compile(r"[ 　]{2,}|\t")
_FARTHEST_CELL = 10
_LONGEST_LABEL = 40
_LONGEST_VALUE = 12
_LONGEST_HEADER = 80
_FEWEST_VALUES = 2
_LONGEST_WEAK = 60
_LONGEST_TOLD = 40


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """Of the words for columns of targets and baselines, as a line of text may print them."""
    data = read_toml(VOCABULARY / "table_words.toml")["unread_targets"]
    ahead, begun = value_words("target"), (*value_words("baseline"), *data["values"])
    values = alternatives((*ahead, *begun))
    stems = [
        *(word.removesuffix("値") for word in ahead),
        *(word for word in words_of_role("target") if word[-1] == "値"),
    ]
    aims, starts = alternatives(stems), alternatives(word.removesuffix("値") for word in begun)
    planned = [word for word in words_of_role("plan") if word[-1] == "値"]
    any_stem = f"(?:{aims}|{starts})"
    counted = alternatives(sorted(data["counted"], key=len, reverse=True))
    written = {
        "label": f"{aims}|{values}",
        "value": values,
        "labelled": rf"{any_stem}値?(?:\([^()]*\))?[\s:|]*[約▲△-]?\d",
        "only_label": rf"{any_stem}値?(?:\([^()]*\))?",
        "both": f"{starts}.*{aims}|{aims}.*{starts}",
        "counted": rf"\d+\s*{counted}|{alternatives(data['before_numbers'])}\s*\d+",
        "numbered": rf"^\W*[一-龠A-Za-z]{{0,8}}{aims}\s*\d+(?:[-.‐－]\d+)*(?=[\s:、)」・~～]|$)",
        "led": rf"\W*(?:{alternatives((*words_of_role('target'), *words_of_role('baseline')))})(?:\s{{2,}}|\s*:\s*)\S",
        "planned": rf"\W*(?:{alternatives(planned)})\s{{2,}}.*\d\D+\d",
        "others": alternatives(data["others"]),
    }
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in written.items()}


class _Printed(Struct, frozen=True):
    """A line as it stands; `ends`: what its paragraph says up to the next deliberate break.

    `is_told`: a heading says that indicators stand there, and none is read; `is_beside`: others there are read.
    `is_point`: of a list of indicators. `is_bare`: the document prints targets in sentences alone.
    """

    line: Line
    kind: str
    ends: str
    is_told: bool
    is_point: bool
    is_beside: bool = False
    is_bare: bool = False

    @property
    def text(self) -> str:
        """The number of the goal where a reprint first stands is none of its own."""
        return without_reprint_mark(unicodedata.normalize("NFKC", self.line.text.strip()))

    @property
    def amounts(self) -> str:
        """Without years, counted years and the number of a heading."""
        rest = _MARKER.sub("", _patterns()["numbered"].sub("", self.text))
        return _patterns()["counted"].sub("", without_years(rest))

    @property
    def has_amount(self) -> bool:
        return any(map(str.isdigit, self.amounts)) and not self.text.endswith("。")


def passed_over(root: Section, layout: Layout, read: Collection[Span], told: Collection[Span]) -> list[Finding]:
    """`read`: the lines of records; `told`: those of which other findings speak."""
    known = {number for span in (*read, *told) for number in range(span.first_line, span.last_line + 1)}
    printed = [one for one in _printed(root, layout, known) if one.line.number not in known]
    blocks = list(_blocks(list(_telling(printed, layout))))
    findings = [_finding(block, layout) for block in blocks[:_MOST_TOLD]]
    if rest := blocks[_MOST_TOLD:]:
        more = f"目標と見られる行を読み取れません: ほか{len(rest)}か所"
        findings.append(Finding("warning", more, _span(rest[0])))
    return findings


def lines_of_targets(root: Section, layout: Layout) -> list[Line]:
    """Those that look like targets, whatever stands above them."""
    return [one.line for one in _telling(list(_printed(root, layout, ())), layout)]


def _printed(section: Section, layout: Layout, known: Collection[int]) -> Iterator[_Printed]:
    if section.heading and layout.is_past(section.title):
        return
    is_headed = section.role == "indicators"
    read = [line for block in section.blocks for line in block.lines if line.number in known]
    marks = {mark for line in read if is_headed and (mark := mark_of_point(line.text))}
    ways = {mark for line in read if has_arrow(line.text) and (mark := mark_of_point(line.text))}
    for block in ([section.heading] if section.heading else []) + section.blocks:
        if block.kind not in ("contents", "footnote") and not block.is_held and block.entries != ():
            is_beside = any(line.number in known for line in block.lines) or (is_headed and bool(read))
            yield from _of_block(block, is_told=is_headed and not read, is_beside=is_beside, marks=marks, ways=ways)
    for child in section.children:
        yield from _printed(child, layout, known)


def _of_block(
    block: TextBlock, *, is_told: bool, is_beside: bool, marks: Collection[str], ways: Collection[str]
) -> Iterator[_Printed]:
    """`marks`: of the points that are read; `ways`: of those with an arrow, beside which one of words is one, too."""
    pieces = block.text.split("\n")
    for line in block.lines:
        own = line.text.strip()
        ends = next((piece for piece in pieces if own and own in piece), own)
        mark = mark_of_point(line.text)
        is_point = bool(mark) and (is_told or mark in marks or (mark in ways and has_arrow(line.text)))
        yield _Printed(line, block.kind, ends, is_told, is_point, is_beside, block.may_state_aims)


def _telling(printed: Sequence[_Printed], layout: Layout) -> Iterator[_Printed]:
    """With the values of a line of labels."""
    is_headed = False
    reach = 1
    for at, (one, after) in enumerate(zip_longest(printed, printed[1:])):
        below = printed[at + 1 : at + _FARTHEST_CELL]
        is_over_cells = _heads_columns(one, below)
        is_heading_values = (
            is_over_cells
            or _heads_values(one, after)
            or _heads_cells(one, below)
            or _heads_rows(one, below)
            or _heads_pair(one, below)
        )
        if is_headed or is_heading_values or _tells(one, layout):
            yield one
        reach = _FARTHEST if is_over_cells else reach if is_headed else 1
        goes_on = after is not None and after.line.number - one.line.number <= reach
        rows = below[:1] if one.kind == "heading" else below  # 「②子育てがしやすいと感じる保護者の」 over its values
        is_row = one.has_amount or _is_near_row(one, rows) or (reach > 1 and bool(_cells_near(one, below)))
        is_headed = is_heading_values or (is_headed and is_row and goes_on)


def _tells(one: _Printed, layout: Layout) -> bool:
    text = one.text
    if _patterns()["others"].search(text):
        return False
    if _aims(one, layout.period) or one.is_point or (without_label(one.text) and one.has_amount):
        return True
    if _is_dated_value(one, layout.period) or _is_led_value(one):
        return True
    if one.is_beside and one.kind != "heading" and _NAME_AND_VALUE.match(one.amounts):
        return not _is_over(text, layout.period)
    if (one.is_beside and _is_row(one)) or (one.kind != "heading" and heads_a_value(without_decoration(one.line.text))):
        return True
    if text.endswith("。"):
        return one.is_told and any(map(str.isdigit, one.amounts)) and not _is_over(text, layout.period)
    if one.is_told and one.kind != "heading" and one.has_amount and not _is_over(_BEHIND.sub("", text), layout.period):
        return True
    if has_amounts_and_arrow(_arrow_side(one)):
        return not _is_over(reached_by(text), layout.period)
    if prints_way(text) and one.has_amount and len(text) <= _LONGEST_WEAK and not _is_over(text, layout.period):
        return True
    if _YEARS_OF_BOTH.search(text):
        return not _is_over(text, layout.period)
    if one.kind == "heading" and not _patterns()["value"].search(text):
        return False
    if _patterns()["label"].search(text) and one.has_amount:
        is_sentence = "。" in one.ends or len(text) > _LONGEST_WEAK
        return bool(_patterns()["labelled"].search(one.amounts)) or (
            bool(_patterns()["value"].search(text)) and not is_sentence
        )
    return False


def _is_row(one: _Printed) -> bool:
    """A name and several values apart, beside rows that are read."""
    name, *cells = _COLUMNS.split(one.line.text.strip())
    return not is_bare_value(name) and sum(cell_kind(cell) == "amount" for cell in cells) >= _FEWEST_VALUES


def _aims(one: _Printed, plan: Period | None) -> bool:
    """Its number is of a sentence that aims at one, or two dated ones stand there, the later one of the plan."""
    own = one.line.text.strip()
    if one.kind == "heading" or not any(map(str.isdigit, one.amounts)):
        return False
    start = max(one.ends.find(own), 0)
    sentences = [each for at, each in sentences_of(one.ends) if at < start + len(own) and start < at + len(each)]
    is_dated = plan is not None and sentence_entry(without_decoration(own), plan, is_labelled=True) is not None
    return is_dated or any(aims_at_number(each, plan) or _aims_bare(one, each, plan) for each in sentences)


def _aims_bare(one: _Printed, sentence: str, plan: Period | None) -> bool:
    amounts = _patterns()["counted"].sub("", without_years(unicodedata.normalize("NFKC", sentence)))
    return one.is_bare and aims_at_number(amounts, plan, is_bare=True)


def _is_led_value(one: _Printed) -> bool:
    """「現在地　全30区画のうち12区画」, 「計画値　－　2　4　5」 of several years."""
    is_short = len(one.text) <= _LONGEST_WEAK and one.kind != "heading"
    is_led = any(_patterns()[how].match(one.text) for how in ("led", "planned"))
    return is_short and one.has_amount and is_led


def _is_dated_value(one: _Printed, plan: Period | None) -> bool:
    """「延べ300人　(R11)」 by itself: what a table lost."""
    years = [said.year for said in find_years(one.text) if said.year is not None]
    is_of_plan = plan is not None and len(years) == 1 and plan.start_fiscal_year <= years[0] <= plan.end_fiscal_year
    bare = without_years(one.text).strip(" 　()[]")
    is_value = cell_kind(bare) == "amount" and len(bare) <= _LONGEST_VALUE and one.has_amount
    return is_of_plan and is_value and one.kind != "heading" and not _DATE.search(one.text)


def _arrow_side(one: _Printed) -> str:
    """Also 「41日 → 120日」, which are no amounts elsewhere."""
    return one.amounts if one.has_amount else _DATE.sub("", without_years(one.text))


def _heads_values(one: _Printed, after: _Printed | None) -> bool:
    """A line of labels over values, with the spaces that a copy from a PDF has between letters."""
    if (
        one.kind == "heading"
        or after is None
        or not after.has_amount
        or after.line.number - one.line.number > _FARTHEST
    ):
        return False
    bare = re.sub(r"\s", "", one.text)
    return len(bare) <= _LONGEST_LABEL and bool(
        _patterns()["only_label"].fullmatch(bare) or _patterns()["both"].search(bare)
    )


def _heads_cells(one: _Printed, below: Sequence[_Printed]) -> bool:
    """「目標値」 over cells that stand one on each line."""
    return bool(_patterns()["value"].fullmatch(one.text)) and any(
        re.fullmatch(r"[▲△]?\d[\d,.]*\s?[^\d\s]{1,4}", text) for text in _near(one, below)
    )


def _heads_pair(one: _Printed, below: Sequence[_Printed]) -> bool:
    """「現状（R4）　R13」 over 「41.6％　60％」: words and years, and as many values not far below."""
    cards = cards_of(one.line.text)
    kinds = [read_heading_of_column(card, {}).column for card in cards]
    is_header = len(cards) >= _FEWEST_VALUES and {*kinds} <= {"baseline", "target", "interim", "year"}
    values = [cards_of(each.line.text) for each in below if each.line.number - one.line.number <= _FARTHEST_CELL]
    return is_header and any(len(own) == len(cards) and all(map(_is_no_year, own)) for own in values)


def _is_no_year(card: str) -> bool:
    return cell_kind(card) in ("amount", "blank") or any(map(str.isdigit, without_years(card)))


def _heads_columns(one: _Printed, below: Sequence[_Printed]) -> bool:
    """「指標名 単位 現状 目標」 over cells of which most stand one on each line."""
    bare = re.sub(r"\s", "", one.text)
    is_header = len(bare) <= _LONGEST_LABEL and "。" not in bare and not any(map(str.isdigit, bare))
    return is_header and bool(_patterns()["both"].search(bare)) and len(_cells_near(one, below)) >= _FEWEST_VALUES


def _cells_near(one: _Printed, below: Sequence[_Printed]) -> list[str]:
    """Amounts that stand on lines of their own not far below."""
    return [text for text in _near(one, below) if is_bare_value(text)]


def _near(one: _Printed, below: Sequence[_Printed]) -> list[str]:
    return [
        each.text for each in below if each.kind != "heading" and each.line.number - one.line.number <= _FARTHEST_CELL
    ]


def _heads_rows(one: _Printed, below: Sequence[_Printed]) -> bool:
    """「施策 成果指標 掲載頁 現状値 目標値24年度 目標値29年度」 over rows that one space parts."""
    bare = re.sub(r"\s", "", one.text)
    is_header = len(bare) <= _LONGEST_HEADER and "。" not in bare and not one.has_amount
    return is_header and bool(_patterns()["both"].search(bare)) and _is_near_row(one, below)


def _is_near_row(one: _Printed, below: Sequence[_Printed]) -> bool:
    """Whether a line with several amounts stands not far below."""
    near = [other for other in below if other.line.number - one.line.number <= _FARTHEST]
    return any(len(_AMOUNT.findall(other.amounts)) >= _FEWEST_VALUES for other in near)


def _is_over(text: str, plan: Period | None) -> bool:
    """What has been until the plan begins is no target."""
    years = [said.year for said in find_years(text) if said.year is not None]
    return plan is not None and bool(years) and max(years) < plan.start_fiscal_year


def _blocks(told: Sequence[_Printed]) -> Iterator[list[_Printed]]:
    run: list[_Printed] = []
    for one in told:
        if run and one.line.number - run[-1].line.number > _FARTHEST:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _span(block: Sequence[_Printed]) -> Span:
    return Span(block[0].line.number, block[-1].line.number, block[0].line.page)


def _finding(block: Sequence[_Printed], layout: Layout) -> Finding:
    telling = [one for one in block if one.has_amount]
    printed = (telling or block)[0].line.text
    aims = (sentence for _, sentence in sentences_of(printed) if aims_at_number(sentence, layout.period))
    text = " ".join(next(aims, printed).split())
    is_sentence = text != " ".join(printed.split()) and len(text) > _LONGEST_TOLD
    shown = (
        f"…{text[-_LONGEST_TOLD:]}" if is_sentence else text[:_LONGEST_TOLD]
    )  # the number aimed at stands at its end
    others = f"など{len(telling)}行" if len(telling) > 1 else ""
    are_undated = layout.period is None and any(has_amounts_and_arrow(one.text) for one in block)
    return Finding(
        "warning",
        f"目標と見られる行を読み取れません: 「{shown}」{others}{_UNDATED if are_undated else ''}",
        _span(block),
    )
