"""`python -m tests.knowledge.reading.formats.make`: the files from city.py, with LibreOffice, Chromium and qpdf."""

import html
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import typst
from openpyxl import Workbook
from openpyxl.styles import Border, Side

from tests.knowledge.reading.formats.city import (
    CITY,
    EFFECTS,
    GOAL_HEADER,
    GOALS,
    KPI_HEADER,
    PERIOD,
    POLICY,
    PROJECTS,
    PUBLISHED,
    TITLE,
)

FILES = Path(__file__).parent / "files"
Item = tuple[str, str | Sequence[Sequence[str]]]
"""A kind (title, text, h1, h2, h3, label, item, table) and what stands there."""


def document() -> Iterator[Item]:
    yield "title", TITLE
    yield from (("text", text) for text in (PUBLISHED, CITY, PERIOD, POLICY))
    for number, goal in enumerate(GOALS, start=1):
        yield "h1", f"基本目標{number} {goal.name}"
        yield "text", goal.text
        yield "h3", "数値目標"
        yield "table", (GOAL_HEADER, *goal.targets)
        for own, measure in enumerate(goal.measures, start=1):
            yield "h2", f"施策{own} {measure.name}"
            yield "text", measure.text
            yield "label", PROJECTS
            yield from (("item", project) for project in measure.projects)
            yield "label", EFFECTS
            yield "item", measure.effect
            yield "table", (KPI_HEADER, *measure.kpis)


def _text() -> str:
    forms = {"h3": "{}", "item": "・{}", "label": "【{}】"}
    parts = []
    for kind, content in document():
        rows = (
            ["\t".join(row) for row in content]
            if not isinstance(content, str)
            else [forms.get(kind, "{}").format(content)]
        )
        parts.append("\n".join(rows) + ("" if kind == "item" else "\n"))
    return "\n".join(parts)


def _markdown() -> str:
    forms = {"title": "# {}", "h1": "## {}", "h2": "### {}", "h3": "### {}", "label": "**{}**", "item": "- {}"}
    parts = []
    for kind, content in document():
        if isinstance(content, str):
            parts.append(forms.get(kind, "{}").format(content) + "\n")
        else:
            head, *rows = (f"| {' | '.join(row)} |" for row in content)
            parts.append("\n".join([head, f"|{'---|' * len(content[0])}", *rows]) + "\n")
    return "\n".join(parts)


STYLE = """
@page {{ size: A5; margin: 18mm 16mm }}
body {{ font: 10.5pt 'Noto Sans CJK JP'; line-height: 1.6 }}
h1 {{ font-size: 18pt }} h2 {{ font-size: 14pt }} h3 {{ font-size: 12pt }} h4 {{ font-size: 10.5pt }}
h1, h2, h3, h4, th {{ font-weight: 400 }}
table {{ border-collapse: collapse; width: 100% }}
td, th {{ {border}; padding: 4px 6px; font-size: 9pt; text-align: left }}
thead {{ display: table-header-group }} tr {{ break-inside: avoid }} li {{ list-style-type: '・' }}
"""


def _html(*, has_rules: bool) -> str:
    forms = {"title": "h1 class='title'", "h1": "h1", "h2": "h2", "h3": "h3", "label": "h4", "item": "li", "text": "p"}
    parts = []
    for kind, content in document():
        if isinstance(content, str):
            tag = forms[kind]
            parts.append(f"<{tag}>{html.escape(content)}</{tag.split()[0]}>")
        else:
            head, *rows = content
            cells = "".join(f"<th>{cell}</th>" for cell in head)
            body = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
            border = " border='1'" if has_rules else ""
            parts.append(f"<table{border}><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>")
    style = STYLE.format(border="border: 0.5pt solid #333" if has_rules else "border: none")
    head = f"<!doctype html><html lang='ja'><meta charset='utf-8'><style>{style}</style>"
    return f"{head}<body>{''.join(parts)}</body></html>"


TYPST = """
#set page(paper: "a5", margin: (x: 16mm, y: 18mm), header: align(right, text(8pt)[@TITLE]), numbering: "1")
#set text(font: "Noto Serif CJK JP", size: 10.5pt, lang: "ja")
#set par(leading: 0.8em)
#set table(stroke: @STROKE, inset: 5pt)
#show table: set text(9pt)
"""


def _typst(*, has_rules: bool) -> str:
    forms = {"title": "#text(18pt)[{}]", "h1": "= {}", "h2": "== {}", "h3": "=== {}", "label": "*{}*", "item": "・{}"}
    parts = [TYPST.replace("@TITLE", TITLE).replace("@STROKE", "0.5pt" if has_rules else "none")]
    for kind, content in document():
        if isinstance(content, str):
            parts.append(forms.get(kind, "{}").format(content) + "\n")
            continue
        head, *rows = ("".join(f"[{cell}]," for cell in row) for row in content)
        widths = "auto, 1fr, 1fr" if len(content[0]) == 3 else "2fr, auto, 1fr, 1fr"
        parts.append(f"#table(columns: ({widths}), table.header({head}), {''.join(rows)})\n")
    return "\n".join(parts)


def _workbook() -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "総合戦略"
    side = Side(style="thin")
    at = 1
    for kind, content in document():
        forms = {"item": "・{}", "label": "【{}】"}
        for row in [[forms.get(kind, "{}").format(content)]] if isinstance(content, str) else content:
            for column, text in enumerate(row, start=1):
                cell = sheet.cell(at, column, _number(text))
                if not isinstance(content, str):
                    cell.border = Border(side, side, side, side)
                if "," in text:
                    cell.number_format = "#,##0"
            at += 1
        at += kind != "item"
    return book


def _number(text: str) -> str | int | float:
    bare = text.replace(",", "")
    return int(bare) if bare.isdecimal() else float(bare) if bare.replace(".", "").isdecimal() else text


def _converted(source: Path, target: str, name: str, infilter: str = "") -> Path:
    """By LibreOffice, under the new name."""
    with tempfile.TemporaryDirectory() as folder:
        options = [f"--infilter={infilter}"] if infilter else []
        call = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", *options]
        subprocess.run([*call, "--convert-to", target, "--outdir", folder, source], check=True, capture_output=True)
        made = next(path for path in Path(folder).iterdir() if path.is_file())
        (FILES / name).write_bytes(made.read_bytes())
    return FILES / name


def _printed(page: Path, name: str) -> None:
    call = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / name
        subprocess.run([*call, f"--print-to-pdf={large}", page.as_uri()], check=True, capture_output=True)
        packing = ["qpdf", "--object-streams=generate", "--recompress-flate", "--compression-level=9"]
        subprocess.run([*packing, large, FILES / name], check=True)


def main() -> None:
    (FILES / "city.txt").write_text(_text(), encoding="utf-8")
    (FILES / "city.md").write_text(_markdown(), encoding="utf-8")
    _workbook().save(FILES / "city.xlsx")
    _converted(FILES / "city.xlsx", "ods", "city.ods")
    for look in ("ruled", "unruled"):
        (FILES / f"typst_{look}.pdf").write_bytes(typst.compile(_typst(has_rules=look == "ruled").encode()))
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "city.html"
            page.write_text(_html(has_rules=look == "ruled"), encoding="utf-8")
            _printed(page, f"chromium_{look}.pdf")
            writer = _converted(page, "odt:writer8", f"city_{look}.odt", "HTML (StarWriter)")
            _converted(writer, "pdf", f"writer_{look}.pdf")
            if look == "ruled":
                word = _converted(writer, "docx", "city.docx")
                _converted(word, "pdf", "word.pdf")
                writer.replace(FILES / "city.odt")
            writer.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
