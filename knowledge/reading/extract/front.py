"""What the document says of itself: publication, period, population target, contact."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec.structs import fields

from knowledge.model.amount_cells import read_number
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.normalize import Tidied, name_key, tidy_spaces
from knowledge.model.records import Contact, Finding, Indicator, NumericalTarget, PolicyPackage, Severity
from knowledge.model.word_patterns import alternatives
from knowledge.model.years.spellings import ERA_NAME
from knowledge.reading.blocks import TextBlock
from knowledge.reading.extract.title import lines_of_title, period_in_title, title_of
from knowledge.reading.extract.years_of_plan import own_period, period_in, period_of_titled, period_on_cover
from knowledge.reading.layout import Layout, is_title, needs_period
from knowledge.reading.outline import Section

_PUBLISHED = re.compile(rf"{ERA_NAME}\s*(?:元|\d+)\s*年(?!度)\s*(?:\d+\s*月)?")
_POPULATION = re.compile(r"(?P<name>[^、。]*?の人口)を\s*(?P<value>[\d,.万千億]+\s*人)\s*(?:と|に)")
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]$")


def published_of(root: Section, layout: Layout) -> str | None:
    lines = lines_of_title(root, layout)
    return next((tidy_spaces(match[0]) for text in lines if (match := _PUBLISHED.search(text))), None)


def period_of(root: Section, layout: Layout) -> tuple[Period | None, list[Finding]]:
    """As layout.toml says it; else from the section headed …期間, the cover, or where the text names one.

    Where a text names two, neither is taken.
    """
    if layout.period:
        return layout.period, []
    parts = [part for part in root.walk() if "期間" in part.title]
    headed = [text for part in parts for text in (part.title, *(block.text for block in part.blocks))]
    if found := next((period for text in headed if (period := period_in(text, is_headed=True))), None):
        return found, []
    if found := next((period for line in lines_of_title(root, layout) if (period := period_in_title(line))), None):
        return found, []
    if found := next(filter(None, _periods_in_headings(root, layout)), None):
        return found, []
    blocks = list(root.all_blocks())
    told = [(period, block) for block in blocks if (period := period_in(block.text, is_headed=False))]
    told = told or [(period, block) for block in blocks if (period := own_period(block.text, layout.edition))]
    title = title_of(root, layout)
    told = told or [(period, block) for block in blocks if (period := period_of_titled(block.text, title))]
    if told and len({(one.start_fiscal_year, one.end_fiscal_year) for one, _ in told}) == 1:
        return told[0][0], []
    why = "計画期間が本文に二通りあり、どちらか決められません" if told else "計画期間を読み取れません"
    how = (
        "。期限を過ぎたかどうかを判断できないため、layout.toml に「period = [2025, 2029]」のように年度を書いてください"
    )
    severity: Severity = "warning" if told or needs_period(title) else "info"
    return None, [Finding(severity, why + how, told[0][1].span if told else None)]


def _periods_in_headings(root: Section, layout: Layout) -> Iterator[Period | None]:
    """「第3編　前期基本計画（2026～2029年度）」 in a plan of that name."""
    title = name_key(title_of(root, layout))
    for part in root.walk():
        name = _BRACKETED.sub("", part.title.strip())
        if is_title(part.title) and name_key(name) in title:
            yield period_on_cover(part.title)


def population_of(root: Section, end_year: FiscalYear | None) -> NumericalTarget | None:
    for block in root.all_blocks():
        line = Tidied.of(block.text)
        match = _POPULATION.search(line.text)
        target = read_number(line.verbatim(*match.span("value")), end_year) if match else None
        if match and target:
            return NumericalTarget(
                id="population",
                name=re.sub(r"\([^)]*\)", "", match["name"]).strip(),
                unit=target.unit,
                counting="single",
                better="higher",
                baseline=None,
                target=target,
                span=block.span,
            )
    return None


@cache
def _of_contacts() -> tuple[re.Pattern[str], ...]:
    """Telephone, fax, office, address."""
    words = read_toml(VOCABULARY / "layouts.toml")["contact"]
    telephone = alternatives(words["telephone"])
    return (
        re.compile(rf"{telephone}[\s:：]*([\d(]?[\d()-]{{8,14}})", re.IGNORECASE),
        re.compile(rf"{alternatives(words['fax'])}[\s:：]*([\d()-]{{9,15}})", re.IGNORECASE),
        re.compile(rf"{alternatives(words['office'])}[\s:：]*([^)）\n]+)"),
        re.compile(rf"〒\s*\d{{3}}-?\d{{4}}.*?(?={telephone}|\n|$)", re.IGNORECASE),
    )


def population_among(packages: Sequence[PolicyPackage], layout: Layout) -> tuple[NumericalTarget, PolicyPackage] | None:
    """「第2章 人口の目標」 with nothing but 「総人口 13,120人 12,400人」 is no measure: it is what the plan aims at."""
    inner = {one.parent for one in packages}
    headed = [one for one in packages if len(one.kpis) == 1 and name_key(one.name).endswith(layout.population_heads)]
    alone = [one for one in headed if not (one.goal or one.parent or one.projects or one.id in inner)]
    names = [name_key("の" + _BRACKETED.sub("", one.kpis[0].name)) for one in alone]
    if len(names) != 1 or not names[0].endswith(layout.population_names):
        return None
    own = {field.name: getattr(alone[0].kpis[0], field.name) for field in fields(Indicator)}
    return NumericalTarget(**own | {"id": "population"}), alone[0]


def contact_of(root: Section) -> tuple[Contact | None, TextBlock | None]:
    """The last paragraph that holds a telephone number."""
    for block in reversed([block for block in root.all_blocks() if block.kind == "paragraph"]):
        text = unicodedata.normalize("NFKC", block.text)
        tel, fax, office, address = (pattern.search(text) for pattern in _of_contacts())
        if tel and office:
            return Contact(
                office=office[1].strip(),
                tel=tel[1],
                fax=fax[1] if fax else "",
                address=address[0].strip() if address else "",
                span=block.span,
            ), block
    return None, None
