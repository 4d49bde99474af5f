"""The import edges of STYLE.md, kept as a table: data in the middle, effects at the rim."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

# Each strand of `knowledge`, left to right: a module imports only from the left of itself.
READING = [
    "errors",
    "fiscal",
    "normalize",
    "quantity",
    "model",
    "source",
    "blocks",
    "outline",
    "extract",
    "catalog",
    "build",
]
FINDING = [
    "romaji", "writing", "tokenizer", "analysed", "features", "kana", "slips", "conversion", "ranking", "associations",
    "vocabulary", "doubt", "index", "query", "search", "structure", "amounts", "comparison", "kpi_table", "members",
    "clips", "selection", "followup", "facts", "verdict", "measured", "reply", "courtesy", "absence", "choice",
    "confidence", "showing", "answer",
]  # fmt: skip
MEASURING = [
    "numerals", "thresholds", "progress", "actuals", "current", "samples", "plausibility", "worksheet",
    "importing", "exporting", "review",
]  # fmt: skip
# bytes ← files ← doctor ← TinyDB ← ledger
KEEPING = ["journal", "newest", "durable", "health", "database", "ledger_store"]
ORDER = {name: rank for rank, name in enumerate([*READING, *MEASURING, *FINDING, *KEEPING, "store", "__init__"])}


def imports(path: Path) -> list[str]:
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
        elif isinstance(node, ast.Import):
            found.extend(alias.name for alias in node.names)
    return found


def part(path: Path) -> str:
    """The concept a file of `knowledge` belongs to: its module, or the folder it stands in."""
    return path.relative_to(ROOT / "knowledge").parts[0].removesuffix(".py")


def test_knowledge_never_imports_bot() -> None:
    for path in (ROOT / "knowledge").rglob("*.py"):
        assert not [name for name in imports(path) if name.split(".")[0] == "bot"], path


def test_bot_uses_only_what_knowledge_re_exports() -> None:
    for path in (ROOT / "bot").rglob("*.py"):
        assert not [name for name in imports(path) if name.startswith("knowledge.")], path


def test_each_module_of_knowledge_imports_only_from_its_left() -> None:
    for path in (ROOT / "knowledge").rglob("*.py"):
        own = ORDER[part(path)]
        for name in imports(path):
            if name.startswith("knowledge."):
                assert ORDER[name.split(".")[1]] <= own, f"{path}: {name}"


def test_only_the_stores_import_tinydb() -> None:
    holders = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("[bk]*/**/*.py") if "tinydb" in imports(path)}
    # database.py extends TinyDB (a Storage and a Table class); the stores say what is kept in it
    assert holders <= {"knowledge/database.py", "knowledge/store.py", "bot/store.py", "bot/digest_store.py"}


# The parts of `bot` that decide and never act, with all they may import besides the standard library.
PURE = ("calendar", "rule", "schedule", "digest_schedule", "slot", "delivery")
PURE_MAY_IMPORT = {"jpholiday", "knowledge", "pydantic", "bot.errors", *(f"bot.{name}" for name in PURE)}


def test_schedules_and_deliveries_decide_without_slack_store_or_clock() -> None:
    for path in (ROOT / "bot" / f"{name}.py" for name in PURE):
        outside = {name for name in imports(path) if name.split(".")[0] not in sys.stdlib_module_names}
        assert outside <= PURE_MAY_IMPORT, path
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & {"now", "today"}, path
        assert "time" not in imports(path), path


# What goes into a digest and how it looks: besides the pure parts above, records and builders of blocks alone.
DIGEST_CONTENT = ("digest", "digest_scope", "digest_result", "blockkit/digests")
NO_EFFECTS = ("slack_sdk", "slack_bolt", "tinydb", "apscheduler", "bot.store", "bot.digest_store", "bot.clock", "time")


def test_digests_are_made_without_slack_store_or_clock() -> None:
    for path in (ROOT / "bot" / f"{name}.py" for name in DIGEST_CONTENT):
        assert not [name for name in imports(path) if name.startswith(NO_EFFECTS)], path
