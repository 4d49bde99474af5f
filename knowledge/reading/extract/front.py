"""What the document says of itself: title, publication, municipality, period, population target, contact."""

import re
import unicodedata

from knowledge.model.amount_cells import read_number
from knowledge.model.fiscal import FiscalYear, Period, find_fiscal_years, without_years
from knowledge.model.normalize import Tidied, tidy_spaces
from knowledge.model.records import Contact, Finding, NumericalTarget, Severity
from knowledge.reading.blocks import TextBlock
from knowledge.reading.layout import TITLE_LINES, Layout, is_title, needs_period
from knowledge.reading.outline import Section

_PUBLISHED = re.compile(r"(?:令和|平成)\s*(?:元|\d+)\s*年(?!度)\s*(?:\d+\s*月)?")
_MUNICIPALITY = re.compile(r"^\S{1,10}[都道府県市区町村]$")
_PERIOD = re.compile(r"(?P<before>.{0,60})(?:期間|始期)(?P<years>.{0,80})", re.DOTALL)
_UNTIL = re.compile(r"から|~|-|—|―|まで")
_SPAN = re.compile(r"から(?P<count>\d{1,2})(?:か|カ|ヶ|ケ)?年(?:間|計画)?")
_OTHER_PLAN = re.compile(
    r"\((?![^()]*計画期間)[^()]*年度?[^()]*(?:から|~)[^()]*\)"
)  # 「総合計画（令和3年度から令和12年度まで）と整合」
_ERA_SPAN = re.compile(r"(?P<era>令和|平成)\s*(?P<first>\d{1,2}|元)(?:年度?)?\s*[~-]\s*(?P<last>\d{1,2})\s*年度")
_WESTERN_SPAN = re.compile(r"(?<!\d)(?P<first>20\d\d)(?:年度?)?\s*[~-]\s*(?P<last>20\d\d)(?!\d)\s*(?:年度?)?")
_APART = re.compile(r"[()]|\s{2,}")  # between the title and the period on one line
_AROUND_YEARS = re.compile(r"計画|対象|推進|期間|年度|から|まで|[\s~:―—-]")
_IN_TITLE = re.compile(r"^(?:第.{1,3}[期次]\s*)?(?P<name>[^\s第期次年]{1,9}?[市区町村県都府道])(?=\S)")
_POPULATION = re.compile(r"(?P<name>[^、。]*?の人口)を\s*(?P<value>[\d,.万千億]+\s*人)\s*(?:と|に)")
_TELEPHONE = re.compile(r"(?:電話|TEL)[\s:：]*([\d(]?[\d()-]{8,14})", re.IGNORECASE)
_FAX = re.compile(r"(?:ファクス|ファックス|FAX)[\s:：]*([\d()-]{9,15})", re.IGNORECASE)
_OFFICE = re.compile(r"(?:事務局|問い?合わ?せ先?|担当)[\s:：]*([^)）\n]+)")
_ADDRESS = re.compile(r"〒\s*\d{3}-?\d{4}.*?(?=電話|TEL|\n|$)", re.IGNORECASE)


def _front(root: Section) -> list[str]:
    """Texts before the first heading, or behind it where it is the document's own title, as in many a Word file."""
    first = next(iter(root.children), None)
    is_titled = not root.blocks and first is not None and is_title(first.title)
    blocks = first.blocks if first is not None and is_titled else root.blocks
    return [block.text for block in blocks if block.kind == "paragraph"]


def title_of(root: Section) -> str:
    lines = [line for block in root.blocks if block.kind == "paragraph" for line in block.text.split("\n")]
    front = [_without_period(line) for line in lines]
    found = next((line for line in front if is_title(line)), None)
    headings = (section.title for section in root.children)
    return found or next((title for title in headings if is_title(title)), front[0] if front else "")


def published_of(root: Section) -> str | None:
    return next((tidy_spaces(match[0]) for text in _front(root) if (match := _PUBLISHED.search(text))), None)


def municipality_of(root: Section) -> str | None:
    """A line of its own on the front pages, else what the title begins with: 「みなも市総合計画」."""
    lines = [line for text in _front(root) for line in text.split("\n")]
    in_title = _IN_TITLE.match(unicodedata.normalize("NFKC", title_of(root)))
    return next((line for line in lines if _MUNICIPALITY.match(line)), in_title and in_title["name"])


def _without_period(line: str) -> str:
    """「第２期 真砂市総合戦略      計画期間 2020～2024 年度」 → its title."""
    parts = re.split(r"[\s　]{2,}", line.strip())
    return line if len(parts) < 2 or _on_cover(parts[-1]) is None else "　".join(parts[:-1])


def period_of(root: Section, layout: Layout) -> tuple[Period | None, list[Finding]]:
    """As layout.toml says it; else from the section headed …期間, the cover, or where the text names one.

    Where a text names two, neither is taken.
    """
    if layout.period:
        return layout.period, []
    headed = [block for part in root.walk() if "期間" in part.title for block in part.blocks]
    if found := next((period for block in headed if (period := _period_in(block.text, is_headed=True))), None):
        return found, []
    if found := next((period for line in _cover(root) if (period := _on_cover(line))), None):
        return found, []
    blocks = list(root.all_blocks())
    told = [(period, block) for block in blocks if (period := _period_in(block.text, is_headed=False))]
    if told and len({(one.start_fiscal_year, one.end_fiscal_year) for one, _ in told}) == 1:
        return told[0][0], []
    why = "計画期間が本文に二通りあり、どちらか決められません" if told else "計画期間を読み取れません"
    how = (
        "。期限を過ぎたかどうかを判断できないため、layout.toml に「period = [2025, 2029]」のように年度を書いてください"
    )
    severity: Severity = "warning" if told or needs_period(title_of(root)) else "info"
    return None, [Finding(severity, why + how, told[0][1].span if told else None)]


def _cover(root: Section) -> list[str]:
    first = next(iter(root.children), None)
    blocks = [*root.blocks, *(first.blocks if first is not None and is_title(first.title) else ())]
    lines = [line.text for block in blocks if block.kind == "paragraph" for line in block.lines]
    return [title_of(root), *lines[:TITLE_LINES]]


def _on_cover(line: str) -> Period | None:
    """「総合計画（2021～2030）」「令和5年度～令和14年度（前期：…）」: nothing but years in one part."""
    for part in _APART.split(unicodedata.normalize("NFKC", line).replace("〜", "~")):
        spelt = _spelt_out(part)
        if not _AROUND_YEARS.sub("", without_years(spelt)) and (period := _years_from_to(spelt)):
            return period
    return None


def _period_in(text: str, *, is_headed: bool) -> Period | None:
    """「計画期間：2025年度～2029年度」「令和7年度から…までを計画期間とします」; under a heading 計画期間 any years."""
    for sentence in _OTHER_PLAN.sub("", unicodedata.normalize("NFKC", text).replace("〜", "~")).split("。"):
        match = _PERIOD.search(sentence)
        told = (match["years"], match["before"]) if match else (sentence,) if is_headed else ()
        if period := next((found for part in told if (found := _years_from_to(part))), None):
            return period
    return None


def _years_from_to(told: str) -> Period | None:
    """Of the first two years, in the order printed: a third one is that of a review, a fourth one of another plan."""
    told = _spelt_out(told)
    span = _SPAN.search(told)
    years = list(dict.fromkeys(find_fiscal_years(told[: span.start()] if span else told)))
    if span and years:
        return Period(years[-1], FiscalYear(years[-1] + int(span["count"]) - 1))
    is_span = 1 < len(years) < 4 and years[0] < years[1] and _UNTIL.search(told)
    return Period(years[0], years[1]) if is_span else None


def _spelt_out(told: str) -> str:
    """「令和2~6年度」「2021~2030」 with era and 年度 at both years."""
    told = _ERA_SPAN.sub(r"\g<era>\g<first>年度~\g<era>\g<last>年度", told)
    return _WESTERN_SPAN.sub(r"\g<first>年度~\g<last>年度", told)


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


def contact_of(root: Section) -> tuple[Contact | None, TextBlock | None]:
    """The last paragraph that holds a telephone number."""
    for block in reversed([block for block in root.all_blocks() if block.kind == "paragraph"]):
        text = unicodedata.normalize("NFKC", block.text)
        tel, fax = _TELEPHONE.search(text), _FAX.search(text)
        office, address = _OFFICE.search(text), _ADDRESS.search(text)
        if tel and office:
            return Contact(
                office=office[1].strip(),
                tel=tel[1],
                fax=fax[1] if fax else "",
                address=address[0].strip() if address else "",
                span=block.span,
            ), block
    return None, None
