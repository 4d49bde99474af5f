"""Tables set in from the margin below short headings at it: no columns of a page."""

from pathlib import Path

import pytest

from tests.knowledge.reading.sources.made import pdf_of, texts


@pytest.mark.parametrize("inset", ["20%", "35%"])
def test_tables_and_their_headings_keep_their_order(inset: str, tmp_path: Path) -> None:
    part = (
        "■{0}\n\n#pad(left: "
        + inset
        + ", table(columns: (1fr, auto, auto), [指標], [基準値], [目標値], [架空の{0}], [3人], [5人]))\n"
    )
    heading = "港　#h(6em) 市をひらく\n\n"
    found = texts(tmp_path, pdf_of(heading + "".join(part.format(name) for name in ("一", "二", "三"))))
    order = [text for text in found if text.startswith("■") or "架空" in text]
    assert order == [line for name in "一二三" for line in (f"■{name}", f"架空の{name}\t3人\t5人")]
