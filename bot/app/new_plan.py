"""A new plan, read with somebody beside it: its copy in the data folder, what of it is in doubt, and the answers.

Answers go to `layout.toml` beside the copy, where every later reading finds them.
"""

import json
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from bot.app.wiring import check_data_files
from knowledge.model import name_key
from knowledge.model.data_files import LAYOUT_FILE, text_path
from knowledge.model.fiscal import Period
from knowledge.model.records import KnowledgeBase
from knowledge.reading.extract.years_of_plan import period_in
from knowledge.reading.headings import find_heading
from knowledge.reading.layout import HeadingForm, needs_period, read_layout
from knowledge.reading.source import Line, SourceText

SOURCES = "sources"  # under the data folder
MOST_OF_A_DOUBT = 3  # lines of a doubt
LATER = AS_READ = ""  # nothing is written
COLUMN_CHOICES: Mapping[str, str] = {
    "baseline": "基準値（計画を作ったときの値）",
    "target": "目標値",
    "interim": "途中の年の目標値",
    "part": "同じ名前の行を分ける内訳（小学校・中学校、男性・女性など）",
    "ignore": "どれでもない（この列は使わない）",
    LATER: "分からない（この表の値は取り込まず、本文として検索できるままにする）",
}
HEADING_CHOICES: Mapping[str, str] = {
    AS_READ: "施策など、KPI や事業をまとめる見出し（いまの読み方）",
    "goal": "基本目標",
    "prose": "説明の見出し（KPI や事業は、上の見出しのもの）",
    "none": "見出しではない",
}
_MARKUP = re.compile(r"^[#\s　]+|[#\s　]+$|\*\*")
_WITH_DATA = ("*.toml",)


class PlanDoubt(Struct, frozen=True):
    """A question with the printed lines it is about. `table` and `keys`: what its answer sets in layout.toml.

    The first of `choices` is proposed for a heading, the last for a column: nothing is taken in unasked.
    """

    question: str
    lines: tuple[Line, ...]
    choices: Mapping[str, str]
    proposed: str
    table: str
    keys: tuple[str, ...]

    def is_open(self, answer: str) -> bool:
        """Whether something stays unread with this answer."""
        return self.table == "columns" and answer == LATER


class PlanCopy(Struct, frozen=True):
    """`made`: the folders that were made for it."""

    text: Path
    made: tuple[Path, ...]

    def drop(self) -> None:
        """Of what turned out to be no plan nothing is left, but for what was there before."""
        for folder in self.made:
            shutil.rmtree(folder)


def copied(path: Path, data: Path) -> PlanCopy:
    """The text in a folder of its own under the data folder, with the data files beside it; an earlier copy is
    replaced, and what was answered of it stays.
    """
    text = text_path(path)
    check_data_files(text)
    name = text.parent.name if text.stem == "strategy" else text.stem
    folder = data / SOURCES / name
    made = next(((one,) for one in (data, data / SOURCES, folder) if not one.exists()), ())
    folder.mkdir(parents=True, exist_ok=True)
    for file in (text, *(own for pattern in _WITH_DATA for own in text.parent.glob(pattern))):
        is_answered = file.name == LAYOUT_FILE and (folder / LAYOUT_FILE).exists()
        if file.resolve() != (folder / file.name).resolve() and not is_answered:
            shutil.copyfile(file, folder / file.name)
    return PlanCopy((folder / text.name).resolve(), made)


def lacks_period(base: KnowledgeBase) -> bool:
    """Whether somebody has to say from when to when the plan holds."""
    return base.strategy.period is None and needs_period(base.strategy.title)


def period_typed(text: str) -> Period | None:
    """「2025-2029」「令和7年度から令和11年度まで」."""
    joined = re.sub(r"\s*[-~〜～－–―]\s*", "~", unicodedata.normalize("NFKC", text.strip()))
    return period_in(joined if joined.endswith(("年度", "まで")) else f"{joined}年度", is_headed=True)


def keep_period(period: Period, text: Path) -> None:
    """In layout.toml, above its tables."""
    path = text.parent / LAYOUT_FILE
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    own = f"period = [{int(period.start_fiscal_year)}, {int(period.end_fiscal_year)}]\n"
    path.write_text(f"{own}\n{written}" if written else own, encoding="utf-8")


def doubts(base: KnowledgeBase, read: SourceText, text: Path) -> Iterator[PlanDoubt]:
    """Columns of which nobody knows what they hold, then headings whose words do not say what they head."""
    yield from _column_doubts(base, read)
    yield from _heading_doubts(base, read, text)


def _column_doubts(base: KnowledgeBase, read: SourceText) -> Iterator[PlanDoubt]:
    seen: set[str] = set()
    for finding in base.report.findings:
        for header in finding.columns if finding.severity != "info" else ():
            if finding.span and name_key(header) not in seen:
                seen.add(name_key(header))
                first = finding.span.first_line - 1
                lines = tuple(line for line in read.lines[first:] if line.text.strip())[:MOST_OF_A_DOUBT]
                question = f"表の列「{header}」には何が入っていますか。"
                yield PlanDoubt(question, lines, COLUMN_CHOICES, LATER, "columns", (header,))


def _heading_doubts(base: KnowledgeBase, read: SourceText, text: Path) -> Iterator[PlanDoubt]:
    """One for all headings of a style."""
    layout, styles = read_layout(text.parent), dict[str, list[Line]]()
    for package in base.packages:
        line = read.lines[package.span.first_line - 1]
        form = find_heading(line.text, layout, level=line.level, is_bold=line.is_bold)
        if form and not form.role and name_key(_bare(line)) not in layout.lines:
            styles.setdefault(_style(form), []).append(line)
    for lines in styles.values():
        question = f"次のような見出し（{len(lines)}件）は、何の見出しですか。"
        keys = tuple(dict.fromkeys(map(_bare, lines)))
        yield PlanDoubt(question, tuple(lines[:MOST_OF_A_DOUBT]), HEADING_CHOICES, AS_READ, "lines", keys)


def _style(form: HeadingForm) -> str:
    return f"{form.style} {form.level or ''}"


def _bare(line: Line) -> str:
    """Without the marks of Markdown, which say nothing of what it heads."""
    return _MARKUP.sub("", line.text).strip()


def keep_answer(doubt: PlanDoubt, answer: str, text: Path) -> None:
    """In layout.toml; what else stands there is left as it is."""
    if not answer:
        return
    path = text.parent / LAYOUT_FILE
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    own = "".join(f"{json.dumps(key, ensure_ascii=False)} = {json.dumps(answer)}\n" for key in doubt.keys)
    head = f"[{doubt.table}]\n"
    if re.search(rf"^\[{doubt.table}\]\s*$", written, re.MULTILINE):
        written = re.sub(rf"^\[{doubt.table}\]\s*\n", lambda _: head + own, written, count=1, flags=re.MULTILINE)
    else:
        written = f"{written.rstrip()}\n\n{head}{own}".lstrip()
    path.write_text(written, encoding="utf-8")
