"""Content → PDF or pictures, by typst. The only module that imports it."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from bot.documents.sheet.content import sheet_content
from knowledge.model import Catalog
from knowledge.wording import Values

HERE = Path(__file__).parent
TEMPLATE = HERE / "sheet.typ"
FONTS = HERE / "fonts"
_SCREEN_PPI = 110.0


def render_sheet(catalog: Catalog, values: Values, ids: Sequence[str], today: date) -> bytes:
    """One PDF (PDF/UA-1, fonts embedded) of projects and packages in the given order.

    The same records, values and day give the same bytes. Raises UnknownIdError.
    """
    content = sheet_content(catalog, values, ids, today)
    pdf = _compiler().compile(
        format="pdf",
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(today, time(), UTC),
    )
    assert isinstance(pdf, bytes)
    return pdf


def render_pictures(
    catalog: Catalog, values: Values, ids: Sequence[str], today: date, *, ppi: float = _SCREEN_PPI
) -> list[bytes]:
    """The same pages as PNG: for a look at a design, or a preview."""
    content: dict[str, Any] = sheet_content(catalog, values, ids, today)
    inputs = {"content": json.dumps(content, ensure_ascii=False)}
    pages = _compiler().compile(format="png", sys_inputs=inputs, ppi=ppi)
    return pages if isinstance(pages, list) else [pages] if pages else []


@cache
def _fonts() -> typst.Fonts:
    """Ours alone: a sheet looks the same on every machine, and no machine's fonts are searched."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _compiler() -> typst.Compiler:
    return typst.Compiler(TEMPLATE, root=HERE, font_paths=_fonts(), ignore_system_fonts=True)
