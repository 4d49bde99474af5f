"""Projects as plans print them: by marks, tags, brackets and numbers, with sentences and points below them.

A file holds the invented plan (架空) and, behind a line 「==== 読み取り」, each project: 「施策 | 事業 | 説明 | 取組」.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build

PROJECTS = sorted(Path(__file__).with_name("projects").iterdir())
CUT = "==== 読み取り\n"


def _projects(base: KnowledgeBase) -> Iterator[str]:
    for package in base.packages:
        for one in package.projects:
            told = one.description.replace("\n", "／")
            yield " | ".join((package.name, one.name, told, "、".join(it.text for it in one.initiatives)))


@pytest.mark.parametrize("path", PROJECTS, ids=lambda path: path.stem)
def test_each_project_has_what_stands_below_it(path: Path, tmp_path: Path) -> None:
    text, wanted = path.read_text(encoding="utf-8").split(CUT)
    plan = tmp_path / f"plan{path.suffix}"
    plan.write_text(text, encoding="utf-8")
    assert [line.rstrip() for line in _projects(build(plan))] == [line.rstrip() for line in wanted.splitlines()]
