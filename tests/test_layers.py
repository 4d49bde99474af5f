"""The drawing of the house, kept as a table: which room may import which. docs/architecture.md says what each is for.

A room is a folder of `knowledge` or `bot`. Imports inside functions and for type checking count like all others.

EXCEPTIONS, edges against the drawing, is empty. MAY_ALL_THE_SAME lists for good who uses the system although their room
does without: whoever writes files safely. What stands in one place only is held by test_guards.py.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.modules import MODULES, ROOT, nodes_of, room_of, tree_of

# Top to bottom: a room imports only what stands above it, and of that only what its line names.
ROOMS = {
    "knowledge.model": "",
    "knowledge.files": "model",
    "knowledge.reading": "model files",
    "knowledge.japanese": "model",
    "knowledge.search": "model japanese",
    "knowledge.wording": "model",
    "knowledge.indicators": "model files wording",
    "knowledge.answers": "model japanese search indicators wording",
    "knowledge.storage": "model reading indicators",
    "bot.config": "knowledge.model knowledge.indicators",
    "bot.blockkit": "",
    "bot.sandbox": "blockkit",
    "bot.values": "knowledge.model knowledge.japanese knowledge.indicators knowledge.wording knowledge.answers "
    "knowledge.storage config",
    "bot.digests": "knowledge.model knowledge.indicators knowledge.wording config",
    "bot.documents": "knowledge.model knowledge.files knowledge.japanese knowledge.indicators knowledge.wording config",
    "bot.views": "knowledge.model knowledge.indicators knowledge.wording knowledge.answers blockkit digests",
    "bot.slack": "knowledge.model knowledge.search knowledge.storage config views",
    "bot.rights": "config slack",
    "bot.delivery": "knowledge.model knowledge.answers knowledge.indicators knowledge.wording knowledge.storage "
    "config values digests documents views slack",
    "bot.features": (
        "knowledge.model knowledge.indicators knowledge.wording knowledge.answers knowledge.storage "
        "config values digests documents views slack rights delivery"
    ),
    "bot.listeners": (
        "knowledge.model knowledge.indicators knowledge.wording knowledge.answers knowledge.storage "
        "config values digests views slack rights features"
    ),
    "bot.api": "knowledge.model knowledge.indicators knowledge.wording knowledge.answers knowledge.storage "
    "config values views slack rights features",
    "bot.app": (
        "knowledge.model knowledge.reading knowledge.japanese knowledge.indicators knowledge.wording "
        "knowledge.answers knowledge.storage config values documents views slack rights delivery features listeners api"
    ),
    "bot.terminal": (
        "knowledge.model knowledge.reading knowledge.japanese knowledge.indicators knowledge.wording "
        "knowledge.answers knowledge.storage "
        "config values digests documents views slack rights delivery features api app sandbox"
    ),
}
EXCEPTIONS: frozenset[tuple[str, str]] = frozenset()
"""Edges that are still wrong: this list only shrinks."""

NAMES = 12  # on a room's face: what other rooms use most; all else is taken from the module that defines it
FACELESS = {
    "bot.api": "each door brings a library of its own, which is loaded when it is opened",
    "bot.documents": "each file format brings a heavy library, which is loaded when such a file is made",
    "bot.listeners": "its one reader, app/registrations, is the table of all of them, module by module",
    "bot.terminal": "the top floor: nobody imports it but the installed command",
}

LINES, LINES_OF_A_FUNCTION = 400, 60
FLOORS = 15  # rooms in one folder
FILES = 22  # files in one folder, of whatever kind
CROWDED = {"tests/questions/authors"}  # one numbered set a file, all alike: nobody looks for one among them
NEVER = {  # what a room must do without, besides the rooms it may not import
    "knowledge": ("slack_sdk", "slack_bolt", "bot", "time", "os"),
    "bot.sandbox": ("slack_sdk", "slack_bolt"),  # it is there to test them
    "bot.digests": ("slack_sdk", "slack_bolt", "tinydb", "time", "bot.config.clock"),
    "bot.views": ("slack_sdk", "slack_bolt", "tinydb", "time", "bot.config.clock"),
}
USED_BY_FEW = {
    "jinja2",
    "mcp",
    "openpyxl",
    "pdfplumber",
    "psycopg",
    "psycopg_pool",
    "prometheus_client",
    "pypdfium2",
    "slack_bolt",
    "starlette",
    "typst",
    "uvicorn",
    "websockets",
}
LOADERS = {"importlib", "import_module", "__import__", "pkgutil", "runpy"}  # by them modules come in unseen
HARMLESS = {"importlib.metadata"}  # tells versions
MAY_ALL_THE_SAME = {  # atomic writes and what to do about a full disk
    ("knowledge.model.errors", "os"),
    ("knowledge.model.prepared", "os"),
    ("knowledge.storage", "os"),
    ("knowledge.storage", "time"),
}


@cache
def _named_imports(path: Path) -> frozenset[tuple[str, str]]:
    """Module and name of each `from module import name`."""
    nodes = [node for node in nodes_of(path) if isinstance(node, ast.ImportFrom)]
    return frozenset((str(node.module), alias.name) for node in nodes for alias in node.names)


def _imports(path: Path) -> set[str]:
    return _imported(nodes_of(path))


def _imports_at_the_top(path: Path) -> set[str]:
    return _imported(tree_of(path).body)


def _imported(nodes: Iterable[ast.AST]) -> set[str]:
    """Full names; of `from a import b` the module `a.b` where there is one, else `a`."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in full}
    return found


def _hidden_imports(nodes: Iterable[ast.AST]) -> list[str]:
    """Those that `_imports` cannot see through: relative ones, and whatever loads modules by a text."""
    found = [ast.unparse(node) for node in nodes if _hides(node)]
    return [text for n, text in enumerate(found) if not any(text in around for around in found[:n])]


def _hides(node: ast.AST) -> bool:
    match node:
        case ast.ImportFrom(level=level, module=module, names=names):
            is_harmless = module in HARMLESS or str(module).split(".")[0] not in LOADERS
            return level > 0 or not is_harmless or any(alias.name in LOADERS for alias in names)
        case ast.Import(names=names):
            return any(alias.name.split(".")[0] in LOADERS for alias in names)
        case ast.Call(func=func):
            return _hides(func)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in LOADERS
    return False


@cache
def edges() -> set[tuple[str, str]]:
    return {(name, target) for name, path in MODULES.items() for target in _imports(path)}


def _may(room: str) -> set[str]:
    top = room.split(".")[0]
    return {room} | {name if "." in name else f"{top}.{name}" for name in ROOMS[room].split()}


def test_every_module_stands_in_a_room_and_every_room_says_what_it_is_for() -> None:
    assert {room_of(name) for name in MODULES} - {"knowledge", "bot"} == set(ROOMS)
    for name, path in MODULES.items():
        if path.name == "__init__.py":
            assert ast.get_docstring(tree_of(path)), name


def test_a_room_imports_only_the_rooms_its_line_names() -> None:
    inner = {(a, b) for a, b in edges() if b in MODULES and room_of(a) in ROOMS}
    wrong = {(a, b) for a, b in inner if room_of(b) not in _may(room_of(a))}
    assert wrong <= EXCEPTIONS


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_names_only_what_stands_above_it_and_only_what_it_uses(room: str) -> None:
    order = list(ROOMS)
    named = _may(room) - {room}
    assert all(order.index(name) < order.index(room) for name in named)
    used = {room_of(b) for a, b in edges() if room_of(a) == room and b in MODULES}
    assert named <= used, f"not used any more: {named - used}"


def test_a_command_loads_no_library_that_only_another_needs() -> None:
    """What stands at the top of a module that a command imports at its top, and so on."""
    loaded, left = set[str](), ["bot.terminal.cli", *_imports(MODULES["bot.terminal.commands"])]
    while left:
        name = left.pop()
        if name not in loaded:
            loaded.add(name)
            parents = [".".join(name.split(".")[:n]) for n in range(1, name.count(".") + 1)]
            left += [*parents, *(_imports_at_the_top(MODULES[name]) if name in MODULES else ())]
    assert not {name.split(".")[0] for name in loaded} & USED_BY_FEW


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph: dict[str, set[str]] = defaultdict(set)
    for a, b in edges() - EXCEPTIONS:
        if b in MODULES and a != b and not b.startswith(a + "."):  # a room's face shows its own modules
            graph[a].add(b)
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_no_folders_import_each_other_in_a_circle() -> None:
    """A folder within a room counts as one; files beside it stand above or below it, as themselves."""
    graph: dict[str, set[str]] = defaultdict(set)
    for a, b in edges():
        if b in MODULES and (pair := (_folder(a), _folder(b)))[0] != pair[1] and not b.startswith(a + "."):
            graph[pair[0]].add(pair[1])
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def _folder(module: str) -> str:
    return ".".join(module.split(".")[:3])


def test_what_a_face_shows_is_taken_from_it_and_all_else_from_its_module() -> None:
    for name, path in MODULES.items():
        for module, taken in _named_imports(path) if name.startswith("bot.") else ():
            room = room_of(module)
            if room in ROOMS and room not in (module, room_of(name)):
                assert _shown(room).get(taken) != module, f"{name} imports {taken} from {module}"


def test_every_import_is_absolute_and_can_be_read() -> None:
    for name, path in MODULES.items():
        assert not _hidden_imports(nodes_of(path)), name


@pytest.mark.parametrize(
    "hidden",
    [
        "from . import cards",
        "from .cards import card",
        "importlib.import_module('bot.views')",
        "__import__(x)",
        "from importlib import import_module as load",
        "from builtins import __import__ as load",
        "import importlib.util as tools",
        "import importlib.metadata, json",
    ],
)
def test_an_import_that_hides_is_seen(hidden: str) -> None:
    assert _hidden_imports(ast.walk(ast.parse(hidden))) == [hidden]


@pytest.mark.parametrize("hidden", ["load = __import__", "load = builtins.__import__", "f(loader=x.import_module)"])
def test_a_loader_under_another_name_is_seen(hidden: str) -> None:
    assert _hidden_imports(ast.walk(ast.parse(hidden)))


def test_no_module_imports_a_face_that_shows_it() -> None:
    assert not {(a, b) for a, b in edges() if b in MODULES and a.startswith(b + ".")}


@cache
def _shown(face: str) -> dict[str, str]:
    """Each name with the module that it comes from, at once or when it is asked for (TYPE_CHECKING)."""
    body = [
        inner for node in tree_of(MODULES[face]).body for inner in (node.body if isinstance(node, ast.If) else [node])
    ]
    imports = [node for node in body if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(f"{face}.")]
    return {alias.asname or alias.name: str(node.module) for node in imports for alias in node.names}


@pytest.mark.parametrize("room", ROOMS)
def test_a_face_is_short_or_there_is_a_reason_for_none(room: str) -> None:
    assert bool(_shown(room)) != (room in FACELESS)
    assert len(_shown(room)) <= NAMES


@pytest.mark.parametrize("face", ROOMS)
def test_a_face_shows_what_somebody_takes_from_it(face: str) -> None:
    """What the stand-in shows is for tests, as is its whole trial of the bot."""
    tests = (ROOT / "tests").rglob("*.py") if face == "bot.sandbox" else ()
    users = [*MODULES.values(), *(path for path in tests if f"from {face} import" in path.read_text(encoding="utf-8"))]
    taken = {name for path in users for module, name in _named_imports(path) if module == face}
    assert _shown(face).keys() <= taken, _shown(face).keys() - taken


def test_exceptions_are_edges_that_exist() -> None:
    assert edges() >= EXCEPTIONS


def test_no_folder_is_crowded() -> None:
    tops = [ROOT / top for top in ("bot", "knowledge", "tests", "docs")]
    for folder in [*tops, *(path for top in tops for path in top.rglob("*") if path.is_dir())]:
        if "__pycache__" in folder.parts or folder.relative_to(ROOT).as_posix() in CROWDED:
            continue
        inside = list(folder.iterdir())
        assert sum(path.is_file() for path in inside) <= FILES, folder
        assert sum((path / "__init__.py").is_file() for path in inside) <= FLOORS, folder


def test_no_file_and_no_function_is_too_long() -> None:
    """What grows beyond holds a second idea, and is split by that."""
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    assert not {name for name, lines in lengths.items() if lines > LINES}
    functions = [
        (f"{name}.{node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for name, path in MODULES.items()
        for node in nodes_of(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert not {name for name, lines in functions if lines > LINES_OF_A_FUNCTION}


def test_rooms_do_without_what_would_make_them_act() -> None:
    for a, b in edges():
        for room, names in NEVER.items():
            if (a == room or a.startswith(room + ".")) and (b in names or b.split(".")[0] in names):
                assert {(a, b), (room_of(a), b)} & MAY_ALL_THE_SAME, f"{a} imports {b}"


def test_only_the_stores_import_tinydb() -> None:
    # database.py extends TinyDB (a Storage and a Table class); the stores know nothing of what keeps them
    stores = {"knowledge.storage.database", "knowledge.storage.interface"}
    assert {a for a, b in edges() if b.split(".")[0] == "tinydb"} <= stores


def test_what_decides_about_digests_needs_few_libraries() -> None:
    for a, b in edges():
        if a.startswith("bot.digests") and b.split(".")[0] not in {"bot", "knowledge", *sys.stdlib_module_names}:
            assert b.split(".")[0] in {"jpholiday", "msgspec"}, f"{a} imports {b}"
