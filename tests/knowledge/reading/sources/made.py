"""Small files made on the spot, and their lines."""

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import typst

from knowledge.reading.source import SourceText
from knowledge.reading.sources.opening import read_source

FONTS = Path(__file__).parents[4] / "bot" / "documents" / "sheet" / "fonts"
A5 = '#set page(paper: "a5", margin: 16mm)\n#set text(font: "BIZ UDPGothic", size: 10.5pt, lang: "ja")\n'


def pdf_of(source: str) -> bytes:
    made = typst.compile((A5 + source).encode(), font_paths=_fonts())
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(font_paths=[FONTS])


def archive_of(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def read(folder: Path, data: bytes) -> SourceText:
    """Of a file whose name tells nothing."""
    path = folder / "plan"
    path.write_bytes(data)
    return read_source(path)


def texts(folder: Path, data: bytes) -> list[str]:
    return [line.text for line in read(folder, data).lines if line.text]


def rows(folder: Path, data: bytes) -> list[tuple[str, ...]]:
    return [line.cells for line in read(folder, data).lines if line.cells]
