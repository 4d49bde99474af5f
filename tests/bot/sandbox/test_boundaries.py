"""What the stand-in may know: the limits of Block Kit, and nothing else of the bot."""

import ast
from pathlib import Path

SANDBOX = Path(__file__).parents[3] / "bot" / "sandbox"


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return named | plain


def test_the_sandbox_imports_only_itself_and_the_limits() -> None:
    own = {name for path in SANDBOX.rglob("*.py") for name in imports(path) if name.split(".")[0] == "bot"}
    assert {name for name in own if not name.startswith("bot.sandbox")} == {"bot.blockkit", "bot.blockkit.shape"}


def test_the_sandbox_does_not_lean_on_the_sdk_it_is_there_to_test() -> None:
    for path in SANDBOX.rglob("*.py"):
        assert not {name for name in imports(path) if name.startswith(("slack_", "knowledge"))}, path
