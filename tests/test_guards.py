"""One idea, one place: what only one file or one room may do, say or read.

EXPRESSIONS counts patterns with Japanese that stand in code instead of vocabulary/, file by file, and only shrinks.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.modules import MODULES, ROOT, nodes_of, room_of, text_of, tree_of

# Expressions with Japanese in the code that understands questions: words belong into vocabulary/. These only shrink.
EXPRESSIONS = {
    "understanding/concepts.py": 1,
}
# Public names that stand in more than one file: each of them means one idea wherever it stands.
SAME_EVERYWHERE = {
    "log": "the logger of its module",
    "HERE": "the folder of its module",
    "BACKLOG": "of a server, as uvicorn calls it",
    "export": "a word of the command line",
    "history": "a word of the command line, and a method of Slack's",
    "update": "two methods of Slack's, each in the file of its family",
}
CLOCKLESS = ("knowledge", "bot.digests", "bot.views")  # without exception: who asks them says what time it is


def test_nobody_but_wording_puts_a_numbered_label_together() -> None:
    """「政策パッケージ3」. Only the whole plan's count of its kinds has these words before other numbers."""
    for module, path in MODULES.items():
        for node in nodes_of(path) if module != "knowledge.wording.names" else ():
            if isinstance(node, ast.JoinedStr):
                parts = [part.value for part in node.values[:-1] if isinstance(part, ast.Constant)]
                is_label = any(str(part).endswith(("政策パッケージ", "基本的方向")) for part in parts)
                assert not is_label or "counts[" in ast.unparse(node), f"{module}: {ast.unparse(node)}"


_SENTENCE = re.compile("[ぁ-んァ-ヶ一-龠」）]。|(?:です|でした|ます|ました|ません)$")


def test_what_decides_on_an_answer_leaves_its_sentences_to_wording() -> None:
    """Rules hand over what they have found: knowledge.wording says it, or a table of knowledge/vocabulary."""
    for module, path in MODULES.items():
        assert not module.startswith("knowledge.answers.") or not _sentences(tree_of(path)), module


def _sentences(tree: ast.Module) -> list[str]:
    """Texts with the end of a Japanese sentence, but for what documents the code."""
    statements = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    return [said for node in ast.walk(tree) if node not in statements and _SENTENCE.search(said := text_of(node))]


@pytest.mark.parametrize(
    "code", ["NO_LIST = '一覧がありません。'", "say(f'{count}件です。{rest}')", "x = 'お答えします'"]
)
def test_a_sentence_that_a_rule_says_is_seen(code: str) -> None:
    assert _sentences(ast.parse(code))
    assert not _sentences(
        ast.parse("def f():\n    'はい、です。'\n    return key.strip('?。はを') + '達成' + '件のうち、'")
    )


def _defined(path: Path) -> set[str]:
    """What a module offers by name: classes, functions and constants without an underscore."""
    found = set()
    for node in tree_of(path).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                found.add(name)
            case ast.Assign(targets=targets):
                found |= {each.id for each in targets if isinstance(each, ast.Name)}
    return {name for name in found if not name.startswith("_")}


def test_a_public_name_stands_in_one_file() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for module, path in MODULES.items():
        for name in _defined(path):
            places[name].append(module)
    twice = {name: where for name, where in places.items() if len(where) > 1}
    assert set(twice) == SAME_EVERYWHERE.keys(), twice


READS_SETTINGS = "bot.config.environment"


def test_only_the_terminal_and_the_settings_read_the_environment() -> None:
    for name, path in MODULES.items():
        nodes = nodes_of(path)
        read = {node.attr for node in nodes if isinstance(node, ast.Attribute)} & {"environ", "getenv"}
        assert not read or room_of(name) == "bot.terminal" or name == READS_SETTINGS, name


WRITES = {
    "bot.documents.files": "whatever somebody asked for by -o",
    "bot.app.new_plan": "a plan's own data file, in a folder that it has made",
    "knowledge.model.prepared": "what is made again where it has gone",
}


def test_whatever_somebody_asked_for_is_written_in_one_place() -> None:
    """One function refuses what is no regular file or lies among the records: bot.documents.files.write_file."""
    for name, path in MODULES.items():
        if not name.startswith(("knowledge.storage", "bot.sandbox")):
            calls = [node for node in nodes_of(path) if isinstance(node, ast.Call)]
            assert not any(map(_writes, calls)) or name in WRITES, name


def _writes(call: ast.Call) -> bool:
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    modes = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    is_opened = called == "open" and any(re.fullmatch("[wax]b?[+]?", mode) for mode in modes)
    return is_opened or called in ("write_bytes", "write_text", "mkstemp", "NamedTemporaryFile")


def test_what_nobody_sees_is_listed_in_one_place() -> None:
    """Stores, Slack, terminal and files all ask knowledge.model.normalize for it."""
    lists = {name for name, path in MODULES.items() if "\\u202a" in path.read_text(encoding="utf-8").lower()}
    assert lists == {"knowledge.model.normalize"}


DATACLASSES = {
    "bot.sandbox.state.errors": "an exception",
    "bot.sandbox.state.platform": "fields that nobody gives",
    "knowledge.model.structs": "for type checkers",
}


def test_records_are_structs() -> None:
    """knowledge.model.structs says why, and where a dataclass remains."""
    users = {name for name, path in MODULES.items() if "from dataclasses import" in path.read_text(encoding="utf-8")}
    assert users == DATACLASSES.keys()


@pytest.mark.parametrize("room", CLOCKLESS)
def test_what_is_given_the_time_reads_no_clock(room: str) -> None:
    for name, path in MODULES.items():
        if f"{name}.".startswith(f"{room}."):
            assert not _clocks_read(nodes_of(path)), path


def _clocks_read(nodes: Iterable[ast.AST]) -> list[str]:
    """`datetime.now`, called or handed on, and by whatever name it is called; a field `today` is none."""
    called = {node.func for node in nodes if isinstance(node, ast.Call)}
    attributes = [node for node in nodes if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow")]
    clocks = [each for each in attributes if each in called or re.search(r"\bdate(time)?$", ast.unparse(each.value))]
    return [ast.unparse(each) for each in clocks]


@pytest.mark.parametrize("clock", ["datetime.now(UTC)", "dt.now()", "datetime.date.today()", "f(clock=date.today)"])
def test_a_clock_is_seen_by_whatever_name(clock: str) -> None:
    assert _clocks_read(tuple(ast.walk(ast.parse(clock))))
    assert not _clocks_read(tuple(ast.walk(ast.parse("f(today=reader.today)"))))


def test_what_understands_questions_gets_no_new_expressions() -> None:
    answers = ROOT / "knowledge" / "answers"
    found = {path.relative_to(answers).as_posix(): _expressions(path) for path in sorted(answers.rglob("*.py"))}
    assert {name: count for name, count in found.items() if count} == EXPRESSIONS


TAKES_WORDS_APART = {
    "bot.app.new_plan": "a line of a document",
    "bot.terminal.rows": "breaks a line at its arrows",
    "bot.terminal.cli_digest": "what a person typed",
    "bot.terminal.kpi.files": "what a person typed",
    "bot.views.sources": "「チャリ→自転車」, as an answer notes how a word was read",
    "knowledge.wording.record_cards": "a passage of a document",
    "knowledge.wording.standing": "the name of an indicator",
}
APART = {
    "endswith", "find", "index", "partition", "removeprefix", "removesuffix", "replace", "rpartition", "rsplit",
    "split", "startswith",
}  # fmt: skip


def test_no_sentence_is_taken_apart_again() -> None:
    """Whoever shows a record gets fields of `knowledge.wording`, which alone joins them: no words are looked for in
    what it has said.
    """
    shown = {name: path for name, path in MODULES.items() if name.startswith(("bot.", "knowledge.wording"))}
    own = {name: path for name, path in shown.items() if not name.startswith("bot.sandbox")}
    found = {name for name, path in own.items() if _taken_apart(nodes_of(path))}
    assert found == TAKES_WORDS_APART.keys()


def _taken_apart(nodes: Iterable[ast.AST]) -> list[str]:
    """Calls that look for Japanese words, or for the signs between them."""
    found = []
    for node in nodes:
        match node:
            case ast.Call(func=ast.Attribute(attr=name), args=args) if name in APART:
                words = "".join(text_of(part) for one in args for part in ast.walk(one))
            case ast.Compare(left=ast.Constant(value=str(words)), ops=[ast.In() | ast.NotIn()]):
                pass
            case _:
                continue
        found += [ast.unparse(node)] if re.search("[ぁ-んァ-ヶ一-龥、。：・（→]", words) else []
    return found


@pytest.mark.parametrize(
    "code",
    ["re.split('[にはを]', headline)", "card.subtitle.replace(f'「{home}の', x)", "'平均' in text", "a.split(' → ')"],
)
def test_a_sentence_taken_apart_is_seen(code: str) -> None:
    assert _taken_apart(ast.walk(ast.parse(code)))
    assert not _taken_apart(ast.walk(ast.parse("fold(text).split(','); ' → '.join(steps); name in words")))


_OF_YEARS = re.compile(r"[令昭]|平成|\[[RrＲ]?H|R[HＨ]|(?:19|20)\\d")
"""What a pattern of a year holds: an era's name, the class of their letters, the first digits of a western year."""


def test_only_one_room_reads_years() -> None:
    """knowledge.model.years, for documents, spreadsheets and people; others ask it, or take a spelling from it."""
    for module, path in MODULES.items():
        if not module.startswith(("knowledge.model.fiscal", "knowledge.model.years")):
            assert not _year_patterns(nodes_of(path)), module


def _year_patterns(nodes: Iterable[ast.AST]) -> list[str]:
    """Patterns of years, and names of eras that stand alone, as in `label.replace("令和", "R")`."""
    found = []
    for node in nodes:
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
            found += [part for part in map(text_of, ast.walk(node)) if _OF_YEARS.search(part)]
        found += [name for name in ("令和", "平成", "昭和") if text_of(node) == name]
    return found


@pytest.mark.parametrize(
    "reader",
    [
        r're.compile(r"(?:令和|平成)\s*\d+年度")',
        r're.compile(rf"{ahead}[RHS]\d")',
        r're.search(r"20\d\d年", text)',
        'year = label.replace("令和", "R")',
    ],
)
def test_a_second_reader_of_years_is_seen(reader: str) -> None:
    assert _year_patterns(ast.walk(ast.parse(reader)))
    assert not _year_patterns(ast.walk(ast.parse('say("例 令和5年度、R5"); re.compile("年度の目標")')))


def _expressions(path: Path) -> int:
    """How many patterns with Japanese literals are made of the module `re`."""
    calls = [node for node in nodes_of(path) if isinstance(node, ast.Call)]
    made = [call for call in calls if ast.unparse(call.func).startswith("re.")]
    texts = ["".join(str(part.value) for part in ast.walk(call) if isinstance(part, ast.Constant)) for call in made]
    return sum(1 for text in texts if re.search("[ぁ-んァ-ヶ一-龥]", text))
