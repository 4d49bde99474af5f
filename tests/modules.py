"""The modules of the program as text: what the guards read of them."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_name(path): path for top in ("knowledge", "bot") for path in (ROOT / top).rglob("*.py")}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree_of(path)))


def room_of(module: str) -> str:
    return ".".join(module.split(".")[:2])


def text_of(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
