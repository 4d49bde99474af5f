"""How a plan prints its headings: which forms of a number there are, at which level each stands, what its words mean.

Which stands inside which, and the words, are data: vocabulary/layouts.toml, and `layout.toml` beside the plan. The
forms themselves are read in headings.py.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import fields

from knowledge.model.base_json import checked
from knowledge.model.data_files import LAYOUT_FILE, VOCABULARY, read_toml
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.normalize import name_key
from knowledge.model.numerals import kanji_number, roman_number
from knowledge.model.structs import replace
from knowledge.model.word_patterns import alternatives
from knowledge.model.years.said import without_years
from knowledge.model.years.spellings import ERA_NAME

POINTS = (
    "bracketed",
    "half_bracketed",
    "circled",
    "sub_circled",
    "number",
    "kanji",
    "kana",
    "bracketed_kana",
)  # may number a list, too
LONGEST_KIND = 8  # a heading that ends in 指標 and is longer may name what is measured
SectionRole = Literal[
    "goal", "direction", "measure", "project", "projects", "effects", "indicators", "measures", "prose", ""
]
LineRole = Literal[SectionRole, "none"]
ColumnName = Literal["name", "baseline", "target", "interim", "unit", "part", "ignore"]

_BETWEEN_DIVISIONS = re.compile(r"[、，,・/／\s　]+")
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_LETTERS = "ABCDEFGH"
_OF_A_YEAR = re.compile(r"^[\s　]*の")
EDITION = re.compile(r"第\s*([0-9０-９]{1,2}|[一二三四五六七八九十])\s*[期次](?!産業|救急|医療|予防)")
TITLE_LINES = 20  # of a document, in which its title stands


class HeadingForm(Struct, frozen=True):
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


class Profile(Struct, frozen=True):
    """Styles from the outermost to the innermost."""

    name: str
    levels: tuple[str, ...]


class Layout(Struct, frozen=True, kw_only=True):
    """The words of all plans, with those of this one put over them. Keys are folded.

    `lines` say of a line of this plan what it is: a role, or "none" where it is no heading; `columns` what stands in a
    column of its tables, by the header.
    `guessed`: labels that only the shape of the text tells. `are_described_below`: sentences below its projects, no
    further in, are theirs. `recurring`: lines without a number below several headings, which head the same there;
    `repeated`: the same of numbered ones; `holding`: ids of sections below ア, イ, ウ that are more than a part.
    `legend`: what marks of projects mean.
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
    whole_plan: tuple[str, ...]
    population_heads: tuple[str, ...]
    population_names: tuple[str, ...]
    generic: tuple[str, ...]
    inner_words: tuple[str, ...]
    visions: tuple[str, ...]
    lines: Mapping[str, LineRole]
    columns: Mapping[str, ColumnName]
    past: tuple[str, ...]
    closings: tuple[str, ...]
    indicator_ends: tuple[str, ...]
    divisions: frozenset[str]
    division_ends: tuple[str, ...]
    tags: frozenset[str]
    kinds: tuple[str, ...]
    project_groups: frozenset[str]
    recurring: frozenset[str] = frozenset()
    repeated: frozenset[str] = frozenset()
    holding: frozenset[int] = frozenset()
    legend: Mapping[str, str] = field(default_factory=dict)
    are_described_below: bool = False
    has_roman: bool = False
    edition: int | None = None
    period: Period | None = None
    title: str = ""

    def is_past(self, title: str) -> bool:
        """Whether a heading speaks of the plan before this one: 「第1期の検証結果」; layout.toml may say another."""
        key = name_key(title)
        if key and any(line.endswith(key) and role != "none" for line, role in self.lines.items()):
            return False
        before = [edition for edition in editions_in(title) if self.edition and edition < self.edition]
        return bool(before) or any(name_key(word) in key for word in self.past)

    def role_of(self, title: str) -> SectionRole:
        """「現状と課題」「具体的な施策と重要業績評価指標(KPI)」: by the whole, else by the first of its parts."""
        key = name_key(title)
        if key in self.headings:
            return self.headings[key]
        if self.headings.get(name_key(_OF_A_YEAR.sub("", without_years(title)))) == "projects":  # 「R6年度の主な取組」
            return "projects"
        parts = [name_key(part) for part in re.split(r"[と・、/／]|及び|および|[(（].*[)）]$", title) if part.strip()]
        roles = [self.headings.get(part, "") for part in parts]
        if (
            roles
            and roles[0]
            and all(role or part in self.other_columns for role, part in zip(roles, parts, strict=True))
        ):
            return roles[0]  # 「主な事業と概算事業費」
        inside = re.search(r"[(（]([^()（）]+)[)）]$", title)  # 「基本目標(数値目標)」
        if inside and (role := self.headings.get(name_key(inside[1]), "")):
            return role
        return "indicators" if key.endswith(self.indicator_ends) and len(key) <= LONGEST_KIND else ""

    def is_of_whole_plan(self, title: str) -> bool:
        """「KGI」「計画全体の目標」: what stands below is of no goal and no measure."""
        return any(word in name_key(title) for word in self.whole_plan)

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


class OwnLayout(Struct, frozen=True):
    """layout.toml of a plan: a profile's name or its own levels, words for labels and headings, lines, title."""

    profile: str = ""
    levels: tuple[str, ...] = ()
    labels: dict[str, SectionRole] | None = None
    headings: dict[str, SectionRole] | None = None
    lines: dict[str, LineRole] | None = None
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
        whole_plan=tuple(map(name_key, data["whole_plan"]["words"])),
        population_heads=tuple(map(name_key, data["population"]["heads"])),
        population_names=tuple(map(name_key, data["population"]["names"])),
        inner_words=tuple(data["inner"]["ends"]),
        visions=tuple(data["inner"]["visions"]),
        generic=tuple(map(name_key, data["generic"]["ends"])),
        lines={},
        past=tuple(data["past"]["words"]),
        closings=tuple(data["projects"]["closings"]),
        divisions=frozenset(data["projects"]["divisions"]),
        tags=frozenset(map(name_key, data["projects"]["tags"])),
        project_groups=frozenset(map(name_key, data["projects"]["groups"])),
        kinds=tuple(data["projects"]["kinds"]),
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
    """「…総合戦略（案）」「…総合戦略「みなも創生プラン」」「…総合戦略 令和6年度実績報告書」 → up to 戦略."""
    name = re.sub(r"[\s　]*(?:[(（][^()（）]*[)）]|[「『～〜][^「」『』]*[」』～〜])$", "", text.strip())
    return re.sub(r"(?<=[^\d\s])[\s　]*\d{4}$", "", _report().sub("", name))  # 「地域未来ビジョン2030」


@cache
def _report() -> re.Pattern[str]:
    year = rf"{ERA_NAME}?\s*[\d元]{{1,4}}\s*年度の?"
    return re.compile(rf"[\s　]*の?(?:{year})?[\s　]*{alternatives(_titles('reports'))}$")


@cache
def _titles(key: str) -> tuple[str, ...]:
    return tuple(read_toml(VOCABULARY / "layouts.toml")["titles"][key])


def editions_in(text: str) -> list[int]:
    """「第3期」「第２次」 → 3, 2."""
    return [number for match in EDITION.finditer(text) if (number := marker_number(match[1]))]


def marker_number(marker: str) -> int | None:
    """「(3)」「（三）」「⑪」「Ⅰ」「1-2」「ウ」「Ⅰ－ウ」「B」 → int, of several the last; read before any folding."""
    marker = marker.strip("()（） 　")
    if marker in ("I", "l"):
        return 1
    if len(inner := re.split(r"[-－‐–−]", marker)[-1]) == 1 and inner in _KANA:
        return _KANA.index(inner) + 1
    if len(marker) == 1 and (letter := unicodedata.normalize("NFKC", marker)) in _LETTERS:
        return _LETTERS.index(letter) + 1
    if len(marker) == 1 and not marker.isdecimal() and unicodedata.numeric(marker, None) is not None:
        return int(unicodedata.numeric(marker))
    folded = re.split(r"[-‐–−.]", unicodedata.normalize("NFKC", marker))[-1]
    return roman_number(folded) or kanji_number(folded)
