"""What has a number is called so in one way, whoever asks."""

import ast
from pathlib import Path

import knowledge
from knowledge.model.catalog import Catalog
from knowledge.wording.names import label_of, short_title

CODE = Path(knowledge.__file__).parents[1]


def test_a_label_is_a_kind_and_a_number(catalog: Catalog) -> None:
    assert [label_of("goal", 2), label_of("direction", 6), label_of("package", 3)] == [
        "基本目標2",
        "基本的方向⑥",
        "政策パッケージ3",
    ]
    assert short_title(catalog.base.packages[2]) == label_of("package", 3)


def test_nobody_else_puts_such_a_label_together() -> None:
    """Only the whole plan's count of its kinds has these words before other numbers."""
    for path in {*CODE.glob("knowledge/**/*.py"), *CODE.glob("bot/**/*.py")} - {CODE / "knowledge/wording/names.py"}:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [part.value for part in node.values[:-1] if isinstance(part, ast.Constant)]
                is_label = any(str(part).endswith(("政策パッケージ", "基本的方向")) for part in parts)
                assert not is_label or "counts[" in ast.unparse(node), f"{path}: {ast.unparse(node)}"
