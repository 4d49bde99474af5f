"""A mistake in a file beside the text is told by `kb build`, in one sentence, and not by the first question."""

from pathlib import Path
from shutil import copytree

import pytest

from bot.app.plan_files import unread_keys
from bot.config.errors import BotError
from bot.terminal.cli import app
from knowledge.model.catalog import Catalog
from knowledge.model.errors import BadDataFileError

pytestmark = pytest.mark.process

DEEP = "a = " + "[" * 5_000 + "]" * 5_000
BAD: dict[str, tuple[str, ...]] = {
    "corrections.toml": ("correction = 3", "[[correction]]\nline = 'x'", DEEP),
    "links.toml": ("k1-1 = 3", "[k1-1]\nprojects = 'p1-1'", "[k1-1]\nprojects = [1]", DEEP, "a = " + "9" * 5_000),
    "phrases.toml": (
        "p1-1 = 3",
        '["p1-1"]\nnames = "産業"',
        '["p1-1"]\nphrases = [["産業"]]',
        "passages = 3",
        "[[passages]]\nquote = '産業'",
        "passages = [1]",
        DEEP,
    ),
    "examples.toml": ("examples = 3", "[[examples]]\nq = 1\nmeans = ['a']", "[[examples]]\nq = 'a'\nmeans = []", DEEP),
    "concepts.toml": ("kind = 3", "[kind]\nproject = 'a'", "[kind]\nproject = [1]", "[none]\nx = ['a']", DEEP),
}


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strategy_folder: Path) -> Path:
    monkeypatch.setenv("SENRYAKU_DATA", str(tmp_path / "var"))
    monkeypatch.delenv("SENRYAKU_STRATEGY", raising=False)
    copytree(strategy_folder, tmp_path / "plan")
    return tmp_path / "plan"


@pytest.fixture
def is_started(plan: Path, started_before: Path) -> None:
    """Where the first start has been, which took half a second of each test."""
    copytree(started_before, plan.parent / "var")


@pytest.mark.parametrize(("name", "content"), [(name, one) for name, some in BAD.items() for one in some])
def test_a_mistake_in_a_data_file_ends_the_build_with_its_name(plan: Path, name: str, content: str) -> None:
    (plan / name).write_text(content, encoding="utf-8")
    with pytest.raises(BadDataFileError) as told:
        app(["kb", "build", str(plan)], standalone_mode=False)
    assert name in str(told.value)
    assert "書き方を直してください" in str(told.value)
    assert len(str(told.value)) < 300
    assert not (plan.parent / "var").exists(), "nothing was built"


UNREAD = {
    "links.toml": {
        '[k1-1]\nproject = ["p1-1"]\nprojects = ["p1-1"]': "[k1-1] の project は使われません（近いもの: projects）",
        '[k1-11]\nprojects = ["p1-1"]': "[k1-11] は使われません（近いもの: k1-1",
    },
    "phrases.toml": {
        '["p1-1"]\nnmaes = ["産業"]': "[p1-1] の nmaes は使われません（近いもの: names）",
        "[pasages]\nnames = ['x']": "[pasages] は使われません（近いもの: passages）",
    },
    "examples.toml": {
        "zzz = 1": "[zzz] は使われません。",
        "[[examples]]\nq = 'a'\nmeans = ['b']\nbyy = 'c'": "の 1 番目 の byy は使われません（近いもの: by）",
    },
    "layout.toml": {'[colums]\n"現状" = "baseline"': "colums は使われません（近いもの: columns）"},
    "corrections.toml": {"[[corrections]]\nline = 1": "[corrections] は使われません（近いもの: correction）"},
}


def test_a_key_or_table_that_nothing_reads_is_named_by_the_build_with_the_nearest_known_one(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, contents in UNREAD.items():
        (plan / name).write_text("\n".join(contents), encoding="utf-8")
    app(["kb", "build", str(plan)], standalone_mode=False)
    lines = [each for each in capsys.readouterr().err.splitlines() if "使われません" in each]
    wanted = [(name, told) for name, contents in UNREAD.items() for told in contents.values()]
    assert len(lines) == len(wanted)
    for name, told in wanted:
        assert [line for line in lines if line.startswith(f"{name}: ") and told in line], told


def test_of_the_files_that_are_shipped_everything_is_read(strategy_folder: Path, catalog: Catalog) -> None:
    assert list(unread_keys(strategy_folder, catalog.records)) == []


@pytest.mark.usefixtures("is_started")
@pytest.mark.parametrize(
    "moment",
    ["0001-01-01T00:00+09:00", "0001-01-01", "9999-12-31T23:59-12:00", "9999-12-31", "1899-12-31", "x", "10000-01-01"],
)
@pytest.mark.parametrize("words", [["ask", "昨年度の実績"], ["kpi", "list"], ["digest", "preview"], ["kpi", "sample"]])
def test_a_clock_at_the_end_of_time_is_refused_in_a_sentence(plan: Path, moment: str, words: list[str]) -> None:
    with pytest.raises(BotError, match="--now"):
        app(["--now", moment, *words], standalone_mode=False)


@pytest.mark.usefixtures("is_started")
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "10000-01-01", "2024-02-30"])
@pytest.mark.parametrize(
    "words",
    [
        ["kpi", "show", "k3-3", "--as-of"],
        ["kpi", "review", "--year", "2023", "--as-of"],
        ["digest", "preview", "--as-of"],
        ["kpi", "record", "k3-3", "--value", "1", "--day"],
    ],
    ids=lambda words: " ".join(words),
)
def test_a_day_at_the_end_of_time_is_refused_in_a_sentence(plan: Path, day: str, words: list[str]) -> None:
    with pytest.raises(BotError, match=day):
        app([*words, day], standalone_mode=False)
    assert not (plan.parent / "var" / "actuals").exists()


@pytest.mark.usefixtures("is_started")
@pytest.mark.parametrize("year", ["9999", "0", "1", "19", "99999", "abc", "-5", "R99"])
def test_a_year_that_is_none_is_refused_in_a_sentence(plan: Path, year: str) -> None:
    with pytest.raises(BotError, match=f"「{year}」.*年度"):
        app(["kpi", "review", "--year", year], standalone_mode=False)
