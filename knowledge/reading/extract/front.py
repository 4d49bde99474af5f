"""What the document says of itself: title, publication, municipality, period, population target, contact."""

import re
import unicodedata

from knowledge.model.fiscal import FiscalYear, Period, find_fiscal_years
from knowledge.model.normalize import Tidied, tidy_spaces
from knowledge.model.quantity import parse_quantity
from knowledge.model.records import Contact, NumericalTarget
from knowledge.reading.blocks import TextBlock
from knowledge.reading.outline import Section

_TITLE = re.compile(r"(?:総合戦略|戦略|計画|ビジョン|プラン)$")
_PUBLISHED = re.compile(r"(?:令和|平成)\s*(?:元|\d+)\s*年\s*(?:\d+\s*月)?")
_MUNICIPALITY = re.compile(r"^\S{1,10}[都道府県市区町村]$")
_PERIOD = re.compile(r"(?:期間|始期).{0,30}?(\S*年度)\s*から\s*(\S*年度)")
_POPULATION = re.compile(r"(?P<name>[^、。]*?の人口)を\s*(?P<value>[\d,.万千億]+\s*人)\s*(?:と|に)")
_TELEPHONE = re.compile(r"(?:電話|TEL)[\s:：]*([\d(]?[\d()-]{8,14})", re.IGNORECASE)
_FAX = re.compile(r"(?:ファクス|ファックス|FAX)[\s:：]*([\d()-]{9,15})", re.IGNORECASE)
_OFFICE = re.compile(r"(?:事務局|問い?合わ?せ先?|担当)[\s:：]*([^)）\n]+)")
_ADDRESS = re.compile(r"〒\s*\d{3}-?\d{4}.*?(?=電話|TEL|\n|$)", re.IGNORECASE)


def title_of(root: Section) -> str:
    front = [line for block in root.blocks if block.kind == "paragraph" for line in block.text.split("\n")]
    return next((line for line in front if _TITLE.search(line)), front[0] if front else "")


def published_of(root: Section) -> str | None:
    texts = [block.text for block in root.blocks if block.kind == "paragraph"]
    return next((tidy_spaces(match[0]) for text in texts if (match := _PUBLISHED.search(text))), None)


def municipality_of(root: Section) -> str | None:
    lines = [line for block in root.blocks if block.kind == "paragraph" for line in block.text.split("\n")]
    return next((line for line in lines if _MUNICIPALITY.match(line)), None)


def period_of(root: Section) -> Period | None:
    for block in root.all_blocks():
        match = _PERIOD.search(unicodedata.normalize("NFKC", block.text))
        years = find_fiscal_years(f"{match[1]} {match[2]}") if match else []
        if len(years) == 2 and years[0] < years[1]:
            return Period(years[0], years[1])
    return None


def population_of(root: Section, end_year: FiscalYear | None) -> NumericalTarget | None:
    for block in root.all_blocks():
        line = Tidied.of(block.text)
        match = _POPULATION.search(line.text)
        target = parse_quantity(line.verbatim(*match.span("value")), end_year) if match else None
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
