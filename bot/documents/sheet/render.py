"""Content → PDF, by typst. The only module that imports it."""

import json
import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

import typst

from bot.config import BotError
from bot.documents.sheet.characters import Printable, replaced_text
from bot.documents.sheet.content import sheet_content, sheet_spans
from knowledge.model import Catalog
from knowledge.wording import Values

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
TEMPLATE = HERE / "sheet.typ"
FONTS = HERE / "fonts"


def render_sheet(catalog: Catalog, values: Values, ids: Sequence[str], today: date) -> bytes:
    """One PDF (PDF/UA-1, fonts embedded) of projects and packages in the given order.

    The same records, values and day give the same bytes. Raises UnknownIdError, or BotError where typst fails.
    """
    content = Printable()(sheet_content(catalog, values, ids, today))
    try:
        compiler = typst.Compiler(TEMPLATE, root=HERE, font_paths=_fonts(), ignore_system_fonts=True)
        pdf = compiler.compile(
            format="pdf",
            sys_inputs={"content": json.dumps(content, ensure_ascii=False, default=str)},
            pdf_standards=["ua-1"],
            timestamp=datetime.combine(today, time(), UTC),
        )
    except typst.TypstError as error:
        log.exception("sheet of %s", " ".join(ids))
        raise BotError(f"会議用シートを作れませんでした（{error.message}）。管理者に知らせてください。") from error
    assert isinstance(pdf, bytes)
    return pdf


def sheet_remarks(catalog: Catalog, values: Values, ids: Sequence[str], today: date, document: Sequence[str]) -> str:
    """What is printed otherwise than the document has it, and in which of its lines; "" where nothing is."""
    printable = Printable()
    printable(sheet_content(catalog, values, ids, today))
    return replaced_text(printable.replaced, document, sheet_spans(catalog, ids))


@cache
def _fonts() -> typst.Fonts:
    """Ours alone: a sheet looks the same on every machine, and no machine's fonts are searched."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
