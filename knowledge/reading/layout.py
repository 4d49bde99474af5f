"""How a plan prints its headings: which forms of a number there are, at which level each stands, what its words mean.

The forms are read here; which stands inside which, and the words, are data: vocabulary/layouts.toml, and `layout.toml`
beside the plan.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from knowledge.model.data_files import VOCABULARY, checked, read_toml
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.normalize import name_key
from knowledge.model.numerals import kanji_number

POINTS = (
    "bracketed",
    "half_bracketed",
    "circled",
    "number",
    "kanji",
    "kana",
    "bracketed_kana",
)  # may number a list, too
LAYOUT_FILE = "layout.toml"
LONGEST_HEADING = 45
LONGEST_KIND = 8  # a heading that ends in 指標 and is longer may name what is measured
LONGEST_MARKED = 30  # a line behind ◆ that is longer is a sentence or a value
SectionRole = Literal[
    "goal", "direction", "measure", "project", "projects", "effects", "indicators", "measures", "prose", ""
]
_Told = SectionRole | Literal["none"]
ColumnName = Literal["name", "baseline", "target", "interim", "unit", "part", "ignore"]

_LEVELS: tuple[_Told, ...] = ("goal", "direction", "measure", "project")
_NUMERAL = r"[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}|[Ⅰ-Ⅻⅰ-ⅻ]|[Il]"  # I and l are a misread 1
_MARKS = "◆◇■□▼▽★☆◎●○◯▶►◼♦▲△"
_LIST_MARKS = "◎●○◯"  # they head a section only where its word is known; elsewhere they mark an entry of a list
_HEAD_MARK = re.compile(rf"^[{re.sub('[▲△◎●○◯]', '', _MARKS)}][\s　]*")  # ▲ before a number is its sign
_BESIDE = re.compile(r"\S(?:\t|　{3,}|[ 　]{5,})(?![(（【［\[][^()（）]*[)）】］\]]$)\S")  # cells of a row
_LONGEST_GAP = 8  # half-width columns between a number and what it heads
_BOLD = re.compile(r"^\*\*(?P<text>[^*].*?)\*\*$")
_HASHES = re.compile(r"^(?P<hashes>#{1,6})[\s　]+(?P<text>.+?)[\s　#]*$")
_ENCLOSED = re.compile(
    r"^(?:[【〔［\[<＜〈《](?P<text>[^】〕］\]>＞〉》]+)[】〕］\]>＞〉》]|[(（](?P<inner>[^()（）]+)[)）])"
    r"(?P<more>[\s　]*[(（][^()（）]+[)）])?$"  # 「【朝市事業】（商工課）」
)
_BETWEEN_DIVISIONS = re.compile(r"[、，,・/／\s　]+")
_ROUND = re.compile(r"^[(（](?P<text>[^()（）]+)[)）][\s　]*(?P<more>[(（](?P<by>[^()（）]+)[)）])$")
_MARKED = re.compile(rf"^(?P<mark>[{_MARKS}])[\s　]*(?P<text>\D.*)$")
_ROMAN = re.compile(r"^(?P<number>[Ⅰ-Ⅻ]|[IVX]{1,4})(?:[.．、][\s　]*|[\s　]+)(?P<text>\D.*)$")
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"^第\s*(?P<number>{_NUMERAL})\s*編[\s　]*(?P<text>.+)$")),
    ("division", re.compile(rf"^第\s*(?P<number>{_NUMERAL})\s*部[\s　]*(?P<text>.+)$")),
    ("chapter", re.compile(rf"^第\s*(?P<number>{_NUMERAL})\s*章[\s　]*(?P<text>.+)$")),
    ("chapter", re.compile(rf"^(?i:chapter)\s*(?P<number>{_NUMERAL})(?:[\s　:：.．]+)(?P<text>\S.*)$")),
    ("clause", re.compile(rf"^第\s*(?P<number>{_NUMERAL})\s*節[\s　]*(?P<text>.+)$")),
    ("article", re.compile(rf"^第\s*(?P<number>{_NUMERAL})\s*項[\s　]*(?P<text>.+)$")),
    ("ordinal", re.compile(rf"^第\s*(?P<number>{_NUMERAL})[\s　]+(?P<text>[^\d期次回号].*)$")),
    ("dashed", re.compile(r"^(?P<number>\d{1,2}(?:[-－‐–−.．]\d{1,2}){1,3})[.．、]?[\s　:：]+(?P<text>[^\d\s].*)$")),
    ("half_bracketed", re.compile(r"^(?P<number>[0-9０-９]{1,2})[)）][\s　]*(?P<text>[^\d\s].*)$")),
    ("circled", re.compile(r"^(?P<number>[①-⑳])[\s　]*(?P<text>[^①-⑳]+)$")),
    ("bracketed", re.compile(rf"^[(（]\s*(?P<number>{_NUMERAL})\s*[)）][\s　]*(?P<text>.+)$")),
    ("kana", re.compile(r"^(?P<number>[ア-ン])(?:[.．、][\s　]*|[\s　]+)(?P<text>\S.*)$")),
    ("bracketed_kana", re.compile(r"^[(（](?P<number>[ア-ン])[)）][\s　]*(?P<text>\S.*)$")),
    ("number", re.compile(rf"^(?P<number>{_NUMERAL})(?:[.．、][\s　]*|[\s　]+)(?P<text>\D.*)$")),
)
_ANNEX = re.compile(r"^(?:資料編|資料集|巻末資料|付属資料|附属資料|参考資料|用語集|用語解説)(?:[\s　]+\S.*)?$")
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_LETTERS = "ABCDEFGH"
EDITION = re.compile(r"第\s*([0-9０-９]{1,2}|[一二三四五六七八九十])\s*[期次](?!産業|救急|医療|予防)")
TITLE_LINES = 20  # of a document, in which its title stands
_BOUNDS = ("以上", "以下", "未満", "程度", "超")


@dataclass(frozen=True, slots=True)
class HeadingForm:
    """What a line says as a heading: `style` is its form; `label` the word before its number, `marker` as printed.

    `role` is what its word means. A heading without a number (◆, **…**, a known word alone) is `free`: it stands inside
    whatever is open, and its like is its neighbour.
    """

    style: str
    text: str
    marker: str = ""
    label: str = ""
    role: SectionRole = ""
    is_free: bool = False
    level: int | None = None

    @property
    def number(self) -> int | None:
        return marker_number(self.marker)

    @property
    def mark(self) -> str:
        """The number as people write it: 「1-2」「Ⅱ」「①」 as printed, 「３」「三」「（３）」 as 3."""
        if self.number is None:
            return ""
        if re.search(r"\w[-－‐–−.．]\w", self.marker):
            return "-".join(_plain_mark(part.strip()) for part in re.split(r"[-－‐–−.．]", self.marker))
        is_sign = self.style == "roman" or bool(re.search("[①-⑳Ⅱ-ⅫA-H]", self.marker))
        return self.marker if is_sign else str(self.number)


def _plain_mark(part: str) -> str:
    """「１」「Ａ」 as people type them; Ⅱ and ① stay signs."""
    return part if re.search("[①-⑳Ⅰ-Ⅻ]", part) else unicodedata.normalize("NFKC", part)


@dataclass(frozen=True, slots=True)
class Profile:
    """Styles from the outermost to the innermost."""

    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The words of all plans, with those of this one put over them. Keys are folded.

    `lines` say of a line of this plan what it is: a role, or "none" where it is no heading; `columns` what stands in a
    column of its tables, by the header.
    `guessed`: labels that only the shape of the text tells. `are_described_below`: sentences below its projects, no
    further in, are theirs. `recurring`: lines without a number that stand below several headings and head the same there.
    """

    profiles: tuple[Profile, ...]
    labels: Mapping[str, SectionRole]
    headings: Mapping[str, SectionRole]
    guessed: Mapping[str, SectionRole]
    after_number: tuple[str, ...]
    project_ends: tuple[str, ...]
    project_columns: frozenset[str]
    detail_columns: frozenset[str]
    other_columns: frozenset[str]
    number_columns: frozenset[str]
    goal_tables: tuple[str, ...]
    said: Mapping[str, str]
    unnamed: str
    unnamed_goal: str
    generic: tuple[str, ...]
    inner_words: tuple[str, ...]
    lines: Mapping[str, _Told]
    columns: Mapping[str, ColumnName]
    past: tuple[str, ...]
    closings: tuple[str, ...]
    indicator_ends: tuple[str, ...]
    divisions: frozenset[str]
    division_ends: tuple[str, ...]
    tags: frozenset[str]
    recurring: frozenset[str] = frozenset()
    are_described_below: bool = False
    has_roman: bool = False
    edition: int | None = None
    period: Period | None = None
    title: str = ""

    def is_past(self, title: str) -> bool:
        """Whether a heading speaks of the plan before this one: 「第1期の検証結果」."""
        key = name_key(title)
        before = [edition for edition in editions_in(title) if self.edition and edition < self.edition]
        return bool(before) or any(name_key(word) in key for word in self.past)

    def role_of(self, title: str) -> SectionRole:
        """「現状と課題」「具体的な施策と重要業績評価指標(KPI)」: by the whole, else by the first of its parts."""
        key = name_key(title)
        if key in self.headings:
            return self.headings[key]
        parts = [name_key(part) for part in re.split(r"[と・、/／]|及び|および|[(（].*[)）]$", title) if part.strip()]
        roles = [self.headings.get(part, "") for part in parts]
        if roles and all(roles):
            return roles[0]
        inside = re.search(r"[(（]([^()（）]+)[)）]$", title)  # 「基本目標(数値目標)」
        if inside and (role := self.headings.get(name_key(inside[1]), "")):
            return role
        return "indicators" if key.endswith(self.indicator_ends) and len(key) <= LONGEST_KIND else ""

    def measure_word_in(self, title: str) -> str | None:
        """「総合戦略～政策パッケージ～」 → 政策パッケージ: the longest word for a measure that a heading holds."""
        key = name_key(title)
        words = (word for word, role in self.labels.items() if role in ("measure", "project"))
        held = [word for word in words if name_key(word) in key and name_key(word + "別") not in key]
        return max(held, key=len, default=None)

    def is_generic(self, title: str) -> bool:
        """Whether a heading says only what kind of thing stands below: 「施策の展開」「基本計画（案）」."""
        key = name_key(re.sub(r"[(（～〜][^()（）～〜]*[)）～〜]$", "", title))
        return not key or key.endswith(self.generic)

    def is_division(self, text: str) -> bool:
        """「人権推進課、教育指導課」「全課」."""
        parts = [part for part in _BETWEEN_DIVISIONS.split(text.strip()) if part]
        return bool(parts) and all(part.endswith(self.division_ends) for part in parts)

    def is_project_name(self, title: str) -> bool:
        return title.endswith(self.project_ends)


@dataclass(frozen=True, slots=True)
class OwnLayout:
    """layout.toml of a plan: a profile's name or its own levels, words for labels and headings, lines, title."""

    profile: str = ""
    levels: tuple[str, ...] = ()
    labels: dict[str, SectionRole] | None = None
    headings: dict[str, SectionRole] | None = None
    lines: dict[str, _Told] | None = None
    columns: dict[str, ColumnName] | None = None
    period: tuple[int, int] | None = None
    title: str = ""


LAYOUT_KEYS: tuple[str, ...] = tuple(field.name for field in fields(OwnLayout))


def read_layout(folder: Path) -> Layout:
    """Raises BadDataFileError where the plan's own file is malformed."""
    path = folder / LAYOUT_FILE
    known = {key: value for key, value in read_toml(path).items() if key in LAYOUT_KEYS}
    own = checked(known, OwnLayout, path)
    shipped = shipped_layout()
    return replace(
        shipped,
        profiles=_profiles(own, shipped.profiles),
        labels=dict(shipped.labels) | (own.labels or {}),
        headings=dict(shipped.headings) | {name_key(word): role for word, role in (own.headings or {}).items()},
        lines={name_key(line): role for line, role in (own.lines or {}).items()},
        columns={name_key(header): column for header, column in (own.columns or {}).items()},
        period=Period(FiscalYear(own.period[0]), FiscalYear(own.period[1])) if own.period else None,
        title=own.title,
    )


def _profiles(own: OwnLayout, shipped: tuple[Profile, ...]) -> tuple[Profile, ...]:
    if own.levels:
        return (Profile(LAYOUT_FILE, own.levels),)
    return tuple(profile for profile in shipped if profile.name == own.profile) or shipped


@cache
def shipped_layout() -> Layout:
    """Data: vocabulary/layouts.toml."""
    data: dict[str, Any] = read_toml(VOCABULARY / "layouts.toml")
    labels: dict[str, SectionRole] = {word: role for role, words in data["labels"].items() for word in words}
    headings: dict[str, SectionRole] = dict.fromkeys(map(name_key, data["labels"]["project"]), "projects")
    headings |= {name_key(word): role for role, words in data["headings"].items() for word in words}
    return Layout(
        profiles=tuple(Profile(one["name"], tuple(one["levels"])) for one in data["profile"]),
        labels=labels,
        headings=headings,
        guessed={},
        after_number=tuple(data["after_number"]["words"]),
        project_ends=tuple(data["projects"]["ends"]),
        project_columns=frozenset(map(name_key, data["projects"]["columns"])),
        detail_columns=frozenset(map(name_key, data["projects"]["details"])),
        other_columns=frozenset(map(name_key, data["projects"]["others"])),
        number_columns=frozenset(map(name_key, data["projects"]["numbers"])),
        goal_tables=tuple(name_key(word) for word in data["goal_tables"]["words"]),
        said=data["said"],
        unnamed=data["unnamed"]["measure"],
        unnamed_goal=data["unnamed"]["goal"],
        inner_words=tuple(data["inner"]["ends"]),
        generic=tuple(map(name_key, data["generic"]["ends"])),
        lines={},
        past=tuple(data["past"]["words"]),
        closings=tuple(data["projects"]["closings"]),
        divisions=frozenset(data["projects"]["divisions"]),
        tags=frozenset(map(name_key, data["projects"]["tags"])),
        division_ends=tuple(data["projects"]["division_ends"]),
        indicator_ends=tuple(map(name_key, data["heading_ends"]["indicators"])),
        columns={},
    )


def is_title(text: str) -> bool:
    """Whether a line may be the name of a plan: 「第3期みなも町総合戦略」「…総合計画（基本構想）」."""
    return _without_brackets(text).endswith(_titles("ends"))


def needs_period(title: str) -> bool:
    """A 人口ビジョン looks decades ahead and need not say from when to when it holds."""
    return not _without_brackets(title).endswith(_titles("without_period"))


def _without_brackets(text: str) -> str:
    return re.sub(r"[(（][^()（）]*[)）]$", "", text.strip())


@cache
def _titles(key: str) -> tuple[str, ...]:
    return tuple(read_toml(VOCABULARY / "layouts.toml")["titles"][key])


def roman_number_of(text: str) -> str:
    """The number of 「Ⅱ 施策」; "" where none heads the line."""
    match = _ROMAN.match(_HEAD_MARK.sub("", text.strip()))
    return match["number"] if match else ""


def next_number(texts: Sequence[str]) -> str:
    """The number of the first numbered heading, of whatever style."""
    matches = (pattern.match(text.strip()) for text in texts for style, pattern in _FORMS if style != "circled")
    return next((unicodedata.normalize("NFKC", match["number"]) for match in matches if match), "")


def editions_in(text: str) -> list[int]:
    """「第3期」「第２次」 → 3, 2."""
    return [number for match in EDITION.finditer(text) if (number := marker_number(match[1]))]


def marker_number(marker: str) -> int | None:
    """「(3)」「（三）」「⑪」「Ⅰ」「I」「1-2」「ウ」「B」 → int, of several the last; read before any folding."""
    marker = marker.strip("()（） 　")
    if marker in ("I", "l"):
        return 1
    if len(marker) == 1 and marker in _KANA:
        return _KANA.index(marker) + 1
    if len(marker) == 1 and (letter := unicodedata.normalize("NFKC", marker)) in _LETTERS:
        return _LETTERS.index(letter) + 1
    if len(marker) == 1 and not marker.isdecimal() and unicodedata.numeric(marker, None) is not None:
        return int(unicodedata.numeric(marker))
    folded = re.split(r"[-‐–−.]", unicodedata.normalize("NFKC", marker))[-1]
    return _roman_number(folded) or kanji_number(folded)


def _roman_number(folded: str) -> int | None:
    romans = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
    return romans.index(folded.lower()) + 1 if folded.lower() in romans else None


def find_heading(
    printed: str, layout: Layout, *, level: int | None = None, is_bold: bool = False, is_apart: bool = True
) -> HeadingForm | None:
    """What a line heads, or None. `level` and `is_bold` as the file tells; `is_apart`: nothing stands right above."""
    text = without_division(printed.strip(), layout)
    if hashes := _HASHES.match(text):
        level, text = level or len(hashes["hashes"]), hashes["text"]
    if bold := _BOLD.match(text):
        is_bold, text = True, bold["text"].strip()
    told = layout.lines.get(name_key(text), "")
    if told == "none" or (level is None and not is_heading_like(text)):
        return None
    bare = _HEAD_MARK.sub("", text)
    found = _labelled(bare, layout) or _numbered(bare, layout) or _free(text, layout, is_apart=is_apart)
    if found is None and _ANNEX.match(text):
        found = HeadingForm("annex", text)
    if found is None and (level is not None or told or (is_bold and len(text) <= LONGEST_MARKED)):
        found = HeadingForm("bold", text, role=layout.role_of(text), is_free=level is None)
    if found and found.is_free and told in _LEVELS:
        found = HeadingForm(f"{told}:", text, role=told)  # it stands at the level of its like with numbers
    elif found and told:
        found = replace(found, role=told)
    return found and (replace(found, level=level, is_free=False) if level is not None else found)


def without_mark(text: str) -> str:
    """「■ 基本方針Ⅰ」 → 「基本方針Ⅰ」."""
    return _HEAD_MARK.sub("", text)


def without_division(text: str, layout: Layout) -> str:
    """「施策1 窓口の見直し        担当課：市民課」 → without what stands at the other end of the line."""
    cut = re.search(r"(?:[\s　]{2,}|\t)[(（【［\[]?(?P<word>[^\s　：:]+)[\s　]*[：:].*$", text)
    return text[: cut.start()].strip() if cut and cut["word"] in layout.divisions else text


def find_point(text: str, layout: Layout) -> HeadingForm | None:
    """What a line is as a point of a list, also where it is too long for a heading or a sentence."""
    marked = _MARKED.match(text)
    if _labelled(text, layout):
        return None
    if marked and marked["mark"] not in _LIST_MARKS:
        title = marked["text"].strip()
        return HeadingForm(f"mark:{marked['mark']}", title, marked["mark"], role=layout.role_of(title), is_free=True)
    numbered = _numbered(text, layout)
    return numbered if numbered and numbered.style in POINTS else None


def find_described_point(text: str, layout: Layout) -> HeadingForm | None:
    """A labelled project with what it does behind a colon, on a line too long for a heading."""
    found = _labelled(text, layout)
    name, colon, _ = (found.text if found else "").replace(":", "：").partition("：")
    is_point = found and found.role == "project" and colon and not is_heading_like(text) and is_heading_like(name)
    return found if is_point else None


def is_heading_like(text: str) -> bool:
    """Short, no sentence, no value: 「70 件以下」 is none, nor is 「出生数 41人 → 50人」."""
    return len(text) <= LONGEST_HEADING and not text.endswith(("。", "、", "，")) and "→" not in text


@cache
def _label_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    ordered = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    bracketed = rf"[(（](?:{_NUMERAL})[)）]"
    number = (
        rf"(?:{bracketed}|(?:{_NUMERAL}|[①-⑳]|[IVX]{{1,4}}|[A-ZＡ-Ｚ])(?:\s*[-－‐–−.．]\s*[0-9０-９]{{1,2}}){{0,3}})"
    )
    return re.compile(
        rf"^(?P<open>[【〔［\[<＜〈《(（])?\s*(?P<label>{ordered})\s*(?P<number>{number})(?:\s*(?P<shut>[】〕］\]>＞〉》)）]))?"
        r"(?P<gap>[\s　:：.．、／/－―-]*)(?P<text>.*)$"
    )


def _labelled(text: str, layout: Layout) -> HeadingForm | None:
    """「基本目標１　しごとを育てる」「【基本目標1】 しごと」「施策1-2：消防」「プロジェクト①」: it says what it is."""
    match = _label_pattern(tuple(layout.labels)).match(text)
    if match is None or bool(match["open"]) != bool(match["shut"]):
        return None
    is_apart = match["gap"] or match["shut"] or not match["text"]
    if not is_apart and (match["text"].startswith(layout.after_number) or match["text"][0].isdecimal()):
        return None
    role = layout.labels[match["label"]]
    number = re.sub(r"[\s()（）]+", "", match["number"])
    return HeadingForm(f"{role}:{match['label']}", match["text"].strip(), number, match["label"], role)


def _numbered(text: str, layout: Layout) -> HeadingForm | None:
    if layout.has_roman and (roman := _ROMAN.match(text)):
        return HeadingForm("roman", roman["text"].strip(), roman["number"], role=layout.role_of(roman["text"].strip()))
    for style, pattern in _FORMS:
        if (match := pattern.match(text)) and not _is_value(style, match["text"]):
            title = match["text"].strip()
            if _is_row(match):
                return None
            style = "kanji" if style == "number" and match["number"][0] in "一二三四五六七八九十" else style
            depth = len(re.findall(r"\d+", match["number"])) if style == "dashed" else ""
            return HeadingForm(f"{style}{depth}", title, match["number"], role=layout.role_of(title))
    return None


def _is_row(match: re.Match[str]) -> bool:
    """「１－１　　△　○　×」「8.5　　　　　　指標：利用者数」: cells, and nothing that a number heads."""
    between = match.string[match.end("number") : match.start("text")]
    width = sum(2 if unicodedata.east_asian_width(sign) in "FW" else 1 for sign in between)
    return width >= _LONGEST_GAP or bool(_BESIDE.search(match["text"])) or not re.search(r"[^\W\d_]", match["text"])


def _is_value(style: str, text: str) -> bool:
    """「２か所以上」「70 件以下」「2 社(R6)」: a number with its unit heads nothing."""
    word = re.split(r"[\s　(（/／]", text.strip(), maxsplit=1)[0]
    for bound in _BOUNDS:
        word = word.removesuffix(bound)
    return style in ("number", "dashed") and (not word or unicodedata.normalize("NFKC", word) in _units())


@cache
def _units() -> frozenset[str]:
    return frozenset(read_toml(VOCABULARY / "sheet_words.toml")["units"]["words"]) | {"年度", "月", "時", "分"}


def _free(text: str, layout: Layout, *, is_apart: bool) -> HeadingForm | None:
    """A heading without a number: 「◆ 施策の方向」「【期待される効果】」「主な事業」."""
    if marked := _MARKED.match(text):
        title = marked["text"].strip()
        role = layout.role_of(title)
        if role or (marked["mark"] not in _LIST_MARKS and len(title) <= LONGEST_MARKED):
            return HeadingForm(f"mark:{marked['mark']}", title, marked["mark"], role=role, is_free=True)
        return None
    if enclosed := _ENCLOSED.match(text):
        title = (enclosed["text"] or enclosed["inner"]).strip()
        role = layout.role_of(title)
        is_named = bool(enclosed["text"]) and layout.is_project_name(title)
        if role or is_named or layout.is_past(title):
            return HeadingForm("enclosed", title + (enclosed["more"] or ""), role=role, is_free=True)
    if (round_ := _ROUND.match(text)) and layout.is_division(round_["by"]):
        return HeadingForm("round", round_["text"].strip() + round_["more"], is_free=True)  # 「（避難訓練）（防災課）」
    role = layout.role_of(text.rstrip("：:"))
    if role and (is_apart or role in ("projects", "effects") or name_key(text) in layout.recurring):
        return HeadingForm("word", text.rstrip("：:"), role=role, is_free=True)
    return None
