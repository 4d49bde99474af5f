"""docs/layout.md says all that layout.toml may hold, and its example is read as it says."""

import re
from pathlib import Path
from typing import get_args

import pytest

from knowledge.model.data_files import LAYOUT_FILE, VOCABULARY, read_toml
from knowledge.reading.build import build
from knowledge.reading.layout import LAYOUT_KEYS, ColumnName, Profile, SectionRole, read_layout

PAGE = (Path(__file__).parents[3] / "docs" / "layout.md").read_text(encoding="utf-8")
TEXT, OWN = re.findall(r"```(?:text|toml)\n(.+?)```", PAGE, re.DOTALL)


def _rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading, without its head."""
    below = PAGE.split(heading, maxsplit=1)[1].split("\n#", maxsplit=1)[0]
    rows = [line.strip("| ").split(" | ") for line in below.splitlines() if line.startswith("|")]
    return rows[2:]


def _first(heading: str) -> list[str]:
    return [row[0].strip("`") for row in _rows(heading)]


def test_the_page_names_every_key_and_no_other() -> None:
    assert sorted(_first("## 書けること")) == sorted(LAYOUT_KEYS)


def test_the_page_names_every_role_and_every_kind_of_column() -> None:
    assert set(_first("### 見出しの役割")) == {*filter(None, get_args(SectionRole)), "none"}
    assert set(_first("### 表の列")) == set(get_args(ColumnName))


@pytest.mark.parametrize("row", _rows("## 書けること"), ids=lambda row: row[0].strip("`"))
def test_what_the_page_writes_for_a_key_is_accepted(row: list[str], tmp_path: Path) -> None:
    key, written = row[0].strip("`"), row[2].strip("`")
    text = written if written.startswith(key) else f"[{key}]\n{written}"
    (tmp_path / LAYOUT_FILE).write_text(text, encoding="utf-8")
    before = read_layout(tmp_path / "nowhere")
    assert read_layout(tmp_path) != before


def test_the_page_names_every_level() -> None:
    profiles = [Profile(one["name"], tuple(one["levels"])) for one in read_toml(VOCABULARY / "layouts.toml")["profile"]]
    levels = {level for profile in profiles for level in profile.levels}
    told = PAGE.split("`levels` の名前は", maxsplit=1)[1].split("###", maxsplit=1)[0]
    assert set(re.findall(r"`(\w+)`", told)) == levels


def test_the_example_is_read_as_the_page_says(tmp_path: Path) -> None:
    path = tmp_path / "strategy.txt"
    path.write_text(TEXT, encoding="utf-8")
    before = build(path)
    assert (len(before.goals), before.report.counts["kpis"], before.strategy.period) == (0, 0, None)
    (tmp_path / LAYOUT_FILE).write_text(OWN, encoding="utf-8")
    base = build(path)
    counts = [base.report.counts[key] for key in ("goals", "packages", "kpis", "projects")]
    assert counts == [2, 2, 1, 3]
    assert base.strategy.period is not None
    [kpi] = base.packages[0].kpis
    assert [one and one.value for one in (kpi.baseline, kpi.target)] == [120, 150]
