"""The command as its callers rely on it: exit codes, one clear line, data on standard output only."""

import json
import os
import re
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.terminal.commands import COMMANDS as LISTED
from bot.terminal.commands import command_of
from knowledge.model.question_length import CUT
from tests.bot.conftest import Run
from tests.program import Programs

KAKUU = Path(__file__).parents[2] / "strategies" / "kakuu"
KPI = ("list", "show", "record", "history", "undo", "import", "export", "review", "sample")
COMMANDS = [("ask",), ("chat",), ("kb",), ("kb", "build"), ("kb", "export"), ("kb", "check"), ("kpi",)]
COMMANDS += [("kb", name) for name in ("add", "list", "use", "remove")]
COMMANDS += [("kpi", name) for name in KPI]
COMMANDS += [("kb", "lines"), ("kb", "new")]
COMMANDS += [("digest",), *(("digest", name) for name in ("list", "preview", "run"))]
COMMANDS += [("sandbox",), ("sheet",), ("export",), ("export", "site"), ("serve",), ("manifest",), ("doctor",)]
COMMANDS += [
    ("backup",),
    ("restore",),
    ("forget",),
    ("gaps",),
    *(("gaps", name) for name in ("word", "example", "taught", "undo")),
    ("data",),
    ("data", "copy"),
    ("mcp",),
    ("token",),
    *(("token", name) for name in ("add", "list", "revoke")),
    ("workspace",),
    *(("workspace", name) for name in ("list", "set", "remove")),
]


@pytest.mark.usefixtures("first_start")
def test_the_release_is_said_and_nothing_is_read_for_it(run: Run, tmp_path: Path) -> None:
    ran = run("--strategy", "nowhere", "--version")
    assert (ran.code, ran.out, ran.err) == (0, version("senryaku") + "\n", "")
    assert not (tmp_path / "var").exists()


def is_one_japanese_line(text: str) -> bool:
    return text.count("\n") == 1 and text.endswith("。\n") and any("ぁ" <= char <= "ん" for char in text)


@pytest.mark.parametrize("command", [(), *COMMANDS])
def test_help_is_japanese(run: Run, command: tuple[str, ...]) -> None:
    ran = run(*command, "--help")
    assert ran.code == 0
    assert ran.out.startswith(" ".join(["使い方: senryaku", *command]))
    assert not [
        word for word in ("Usage", "Options", "Show this", "Commands", "[default", "env var") if word in ran.out
    ]


def test_every_command_is_tested_here() -> None:
    names: set[tuple[str, ...]] = {(name,) for name in LISTED}
    for group in ("kb", "kpi", "digest", "export", "gaps", "data", "token", "workspace"):
        names |= {(group, name) for name in command_of(group).commands}
    assert names == set(COMMANDS)


@pytest.mark.parametrize("name", LISTED)
def test_the_list_of_commands_says_of_each_what_it_says_of_itself(name: str) -> None:
    assert LISTED[name] == command_of(name).get_short_help_str()


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "質問", "--batch"),
        ("kb",),
        ("kb", "build"),
        ("nope",),
        ("kb", "nope"),
        ("ask", "--nope", "質問"),
        ("ask", "質問", "--data"),
        ("ask", "質問", "--data", ""),
        ("--strategy", "", "ask", "質問"),
        ("ask", "質問", "--now", "きのう"),
        ("--now", "きのう", "ask", "質問"),
        ("kb", "export", "余分"),
    ],
)
def test_a_wrong_call_is_one_line_and_exit_2(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert is_one_japanese_line(ran.err) or ran.err.endswith("？\n"), ran.err


@pytest.mark.parametrize("position", [0, 1, 2])
@pytest.mark.usefixtures("first_start")
def test_common_options_work_before_and_after_the_command(run: Run, tmp_path: Path, position: int) -> None:
    call = ["kb", "check"]
    where = ["--data", str(tmp_path / "elsewhere"), "--strategy", str(KAKUU)]
    call[position:position] = [*where, "--now", "2024-06-03T09:00+09:00"]
    assert run(*call).code == 0
    call[call.index("check")] = "export"
    assert run(*call).code == 0
    assert (tmp_path / "elsewhere" / "knowledge").is_dir()
    assert not (tmp_path / "var").exists()


def test_ask_shows_a_card_in_plain_text_within_80_columns(run: Run) -> None:
    ran = run("ask", "定住誘導推進事業")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("定住誘導推進事業")
    assert "基準値 653人（平成30年度） → 実績未登録 → 目標値 710人（令和6年度）" in ran.out
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_of_a_text_longer_than_any_question_the_beginning_is_answered_and_that_is_said(
    run: Run, form: tuple[str, ...]
) -> None:
    told = run("ask", *form, "移住支援の事業は？" + "窓口が混んでいます。" * 4_000)
    assert told.code == 0
    assert CUT in told.out.replace("\n", "")


def test_ask_takes_a_question_without_quotes(run: Run) -> None:
    assert json.loads(run("ask", "--json", "空き家", "の", "事業").out)["query"] == "空き家 の 事業"


def test_ask_shows_several_shortly_and_all_of_them_with_all(run: Run) -> None:
    short, whole = run("ask", "移住支援の事業は？").out, run("ask", "--all", "移住支援の事業は？").out
    assert short.startswith("移住支援に関する事業は2件です：「定住誘導推進事業」")
    assert "取組" not in short.splitlines()
    assert whole.splitlines().count("取組") == 2


def test_who_has_just_come_is_told_what_can_be_asked(run: Run) -> None:
    assert "お答えします" in run("ask", "はじめまして。今日異動してきました。何ができますか？").out


@pytest.mark.parametrize(
    "call",
    [
        ("kpi", "show", "ｋ３－３"),
        ("kpi", "show", "k３ー３"),
        ("kpi", "list", "--package", "３"),
        ("--now", "２０２４-０６-０３", "kpi", "show", "k3-3"),
        ("kpi", "show", "k3-3", "--as-of", "２０２４－０６－０３"),
    ],
)
def test_ids_numbers_and_days_are_read_in_any_width(run: Run, call: tuple[str, ...]) -> None:
    ran = run(*call)
    assert (ran.code, "待機児童数" in ran.out) == (0, True), ran.err


def test_a_question_keeps_the_width_it_is_typed_in(run: Run) -> None:
    assert json.loads(run("ask", "--json", "政策パッケージ３").out)["query"] == "政策パッケージ３"


def test_an_explanation_is_told_not_to_go_with_other_forms(run: Run) -> None:
    for option in ("--json", "--all"):
        ran = run("ask", "--explain", option, "基本目標は？")
        assert (ran.code, ran.is_one_line, "一緒には使えません" in ran.err) == (2, True, True)


@pytest.mark.parametrize(
    "command", [("ask", "基本目標は？"), ("doctor",), ("sandbox", "--no-browser"), ("kpi", "list")]
)
def test_a_file_in_the_place_of_the_data_is_told_in_one_sentence(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    place = tmp_path / "data.txt"
    place.write_text("", encoding="utf-8")
    ran = run("--data", str(place), *command)
    assert (ran.code, ran.is_one_line) == (2, True)
    assert ran.err.startswith(f"データの置き場所「{place}」は、フォルダーではなくファイルです。")


def test_a_group_without_a_command_is_not_taken_for_one(run: Run) -> None:
    assert run("export").err.startswith("コマンドを指定してください。使えるのは site です。")
    assert run("export", "nai").err.startswith("「nai」というコマンドはありません。使えるのは site です。")


def test_a_mistyped_command_is_guessed(run: Run) -> None:
    told = run("aks").err
    assert "もしかして「ask」ですか" in told
    assert "使えるのは" not in told
    unknown = run("xyzzy").err
    assert "もしかして" not in unknown
    assert "使えるのは" in unknown


def test_ask_json_is_one_object_of_the_agreed_shape(run: Run) -> None:
    ran = run("ask", "--json", "待機児童数")
    answer = json.loads(ran.out)
    assert list(answer) == ["id", "query", "status", "intent", "items", "text", "interpreted", "elapsed_ms"]
    assert answer["items"][0]["id"] == "k3-3"
    assert list(answer["items"][0]) == ["kind", "id", "title", "score", "why", "text"]
    assert list(answer["interpreted"]) == ["fiscal_years", "package", "goal", "direction", "facets"]
    assert isinstance(answer["elapsed_ms"], float)


def test_batch_answers_line_by_line_in_order_with_ids(run: Run) -> None:
    asked = '\ufeff{"id": "q-1", "q": "空き家"}\n\n{"id": 2, "q": "待機児童数"}\n{"id": "q-3", "q": ""}'
    ran = run("ask", "--batch", stdin=asked)
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert (ran.code, [answer["id"] for answer in answers]) == (0, ["q-1", 2, "q-3"])


def test_a_batch_with_a_bad_line_goes_on_and_ends_with_exit_1(run: Run) -> None:
    ran = run("ask", "--batch", stdin='bad\n{"id": "b", "q": "空き家"}\n')
    told, answered = map(json.loads, ran.out.splitlines())
    assert (ran.code, told["id"], answered["id"]) == (1, None, "b")
    assert told["error"].startswith("1行目を読めません")
    assert "1行ありました" in ran.err
    assert is_one_japanese_line(ran.err)


@pytest.mark.parametrize("asked", ["検証表", "令和5年度の検証表をください", "kpi review 2023"])
def test_a_review_table_asked_for_is_the_table_as_in_slack(run: Run, asked: str) -> None:
    ran = run("ask", asked)
    assert ran.code == 0
    assert "KPI 検証表" in ran.out.splitlines()[0]
    assert "実績が未登録の指標" in ran.out


def test_a_chat_goes_on_after_a_review_table_and_a_year_that_has_none(run: Run) -> None:
    ran = run("chat", stdin="平成99年度の検証表\n検証表\n待機児童数\n終了\n")
    assert ran.code == 0
    assert "計画期間の年度を指定してください" in ran.out
    assert "令和6年度 KPI 検証表" in ran.out or "令和5年度 KPI 検証表" in ran.out
    assert "すべての指標は「senryaku kpi review --year " in ran.out.replace("\n", "")
    assert len(ran.out.splitlines()) < 70  # with every indicator they are 170
    assert "待機児童数の目標値は0人（令和6年度）、基準値は54人（令和元年度）です。" in ran.out


def test_chat_answers_until_the_end_and_shows_a_numbered_item(run: Run) -> None:
    ran = run("chat", stdin="\n空き家\n1\n終了\n待機児童数\n")
    assert ran.code == 0
    assert ran.out.startswith("第2期久留米市地方創生総合戦略 について質問してください。")
    assert ran.out.count("空き家の流通・活用支援事業 ") == 2
    assert "待機児童数  " not in ran.out


def test_a_chat_says_once_that_the_period_is_over(run: Run) -> None:
    ran = run("--now", "2026-12-01T09:00+09:00", "chat", stdin="待機児童数\n空き家\nこんにちは\n終了\n")
    assert ran.out.count("※ 計画期間は令和7年3月で終わっています。") == 1


def test_numbers_in_a_chat_count_the_last_list(run: Run) -> None:
    listed = run("ask", "観光の事業", "--json").out
    titles = [item["title"] for item in json.loads(listed)["items"]]
    assert len(titles) > 2
    ran = run("chat", stdin="観光の事業\n2番目は？\n3番は\n99番目は？\n1番は\n終了\n")
    assert "1件だけ" not in ran.out
    assert f"先にお見せした一覧は{len(titles)}件です。99番目はありません。" in ran.out
    assert all(ran.out.count(f"{title} ") + ran.out.count(f"{title}\n") >= 2 for title in titles[:3])


def test_the_one_record_offered_in_a_chat_is_the_first(run: Run) -> None:
    ran = run("chat", stdin="SDGsの取り組みは？\n1\n違います、政策パッケージ5のKPIです\n終了\n")
    assert "近い事業" in ran.out
    assert "政策パッケージ3 子育て子育ち応援・移住定住につなげるパッケージ・基本的方向⑩" in ran.out
    assert "政策パッケージ5のKPIは3件です" in ran.out


def test_a_batch_is_the_same_conversation(run: Run) -> None:
    asked = ("政策パッケージ5のKPI", "西も同じく頼みます", "2番目は？", "じゃあ待機児童は？", "あと何人減らせばいい？")
    lines = [{"id": at, "q": q, **({"after": at - 1} if at else {})} for at, q in enumerate(asked)]
    ran = run("ask", "--batch", stdin="".join(f"{json.dumps(line)}\n" for line in lines))
    answers = [json.loads(line) for line in ran.out.splitlines()]
    shown = [[item["id"] for item in answer["items"]] for answer in answers]
    assert shown == [["k5-1", "k5-2", "k5-3"], ["k6-1", "k6-2", "k6-3"], ["k6-2"], ["k3-3"], ["k3-3"]]


def test_numbers_in_a_batch_count_the_last_list_of_their_thread(run: Run) -> None:
    asked = ("政策パッケージ5のKPI", "2番目は？", "3番目は？", "99番目は？")
    lines = [{"id": at, "q": q, **({"after": at - 1} if at else {})} for at, q in enumerate(asked)]
    ran = run("ask", "--batch", stdin="".join(f"{json.dumps(line)}\n" for line in lines))
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert [[item["id"] for item in one["items"]] for one in answers] == [
        ["k5-1", "k5-2", "k5-3"],
        ["k5-2"],
        ["k5-3"],
        [],
    ]
    assert "先にお見せした一覧は3件です" in answers[-1]["text"]


@pytest.mark.parametrize(
    ("shown", "number", "first"),
    [
        ("政策パッケージ1", "2", "地域企業成長支援事業"),
        ("政策パッケージ1", "(2)", "地域企業成長支援事業"),
        ("基本目標2", "2", "基本的方向⑥ "),
        ("基本目標2", "⑥", "基本的方向⑥ "),
        ("基本的方向③", "２", "「農業都市 久留米」の認知度向上事業"),
    ],
)
def test_a_number_in_the_chat_counts_what_the_card_lists(run: Run, shown: str, number: str, first: str) -> None:
    answers = run("chat", stdin=f"{shown}\n{number}\n").out.split(f"質問> {number}\n")
    assert answers[1].strip().startswith(first)


def test_build_reports_counts_findings_corrections_and_time(run: Run, strategy_folder: Path) -> None:
    ran = run("kb", "build", str(strategy_folder))
    assert (ran.code, ran.err) == (0, "")
    assert re.search(r"を読み取りました（\d+\.\d\d秒）", ran.out)
    for expected in (
        "KPI（重要業績評価指標）    38 件",
        "読み取れなかった行          0 行",
        "[注意] 321行: 事業名が全体概要では",
        "547行: 「发掘」→「発掘」（確実）簡体字",
    ):
        assert expected in ran.out


def test_after_building_another_strategy_questions_go_to_that_one(run: Run) -> None:
    assert run("kb", "build", str(KAKUU / "strategy.txt")).code == 0
    assert "湖の幸ブランド化事業" in run("ask", "湖の幸").out.splitlines()[0]
    assert json.loads(run("kb", "export").out)["strategy"]["id"] == "kakuu"


def test_strategy_chooses_for_one_call(run: Run) -> None:
    assert "湖の幸ブランド化事業" in run("ask", "湖の幸", "--strategy", str(KAKUU)).out.splitlines()[0]


def test_export_is_the_whole_base_as_agreed(run: Run) -> None:
    exported = json.loads(run("kb", "export").out)
    assert list(exported) == [
        "strategy", "goals", "directions", "packages", "terms", "passages", "corrections", "report", "lines",
    ]  # fmt: skip
    project = exported["packages"][2]["projects"][11]
    agreed = {
        "id",
        "number",
        "name",
        "reprint_of",
        "directions",
        "description",
        "initiatives",
        "kpis",
        "aliases",
        "span",
    }
    assert agreed <= project.keys()
    [kpi] = [kpi for kpi in exported["packages"][2]["kpis"] if kpi["id"] == "k3-5"]
    quantity = {
        "raw": "平成 30 年度 全国平均から▲2.6",
        "fiscal_year": 2018,
        "value": "-2.6",
        "unit": "",
        "comparison": "exactly",
        "relative_to": "全国平均",
    }
    assert quantity.items() <= kpi["baseline"].items()  # keys may be added, never changed
    assert {
        "id",
        "number",
        "name",
        "unit",
        "counting",
        "better",
        "baseline",
        "target",
        "projects",
        "span",
    } <= kpi.keys()
    assert exported["corrections"][0].keys() >= {"line", "printed", "read_as", "reason"}
    assert exported["strategy"]["source"].keys() == {"sha256", "file"}


def test_check_agrees_with_a_fresh_build_and_tells_of_a_change(run: Run, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(KAKUU, tmp_path / "city"))
    run("kb", "build", str(folder))
    assert run("kb", "check").code == 0
    text = (folder / "strategy.txt").read_text(encoding="utf-8")
    (folder / "strategy.txt").write_text(text.replace("湖の幸", "山の幸"), encoding="utf-8")
    ran = run("kb", "check")
    assert ran.code == 1
    assert "変わっています" in ran.out
    assert is_one_japanese_line(ran.err)
    assert run("ask", "山の幸").out.startswith("山の幸ブランド化事業")
    assert run("kb", "check").code == 0


def test_check_fails_when_a_correction_no_longer_matches(run: Run, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(KAKUU, tmp_path / "city"))
    (folder / "corrections.toml").write_text(
        '[[correction]]\nline = 1\nprinted = "ない"\nread_as = "ある"\nreason = "試験"\ncertainty = "certain"\n',
        encoding="utf-8",
    )
    run("kb", "build", str(folder))
    ran = run("kb", "check")
    assert ran.code == 1
    assert "[誤り] 1行: 訂正「ない」→「ある」" in ran.out


@pytest.mark.parametrize("name", ["ない.txt", "空.txt", "表紙.png", "議事録.txt", "大きい.txt", "フォルダー"])
def test_bad_input_is_one_line_exit_1_and_harms_nothing(run: Run, tmp_path: Path, name: str) -> None:
    run("kb", "build", str(KAKUU))
    before = _kept(tmp_path / "var" / "knowledge")
    (tmp_path / "空.txt").touch()
    (tmp_path / "表紙.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 99)
    (tmp_path / "議事録.txt").write_text("本日の議題は予算です。", encoding="utf-8")
    (tmp_path / "フォルダー").mkdir()
    with (tmp_path / "大きい.txt").open("wb") as file:
        file.truncate(100_000_000)
    ran = run("kb", "build", str(tmp_path / name))
    assert (ran.code, ran.out) == (1, "")
    assert is_one_japanese_line(ran.err)
    assert _kept(tmp_path / "var" / "knowledge") == before
    assert json.loads(run("kb", "export").out)["strategy"]["id"] == "kakuu"


def test_a_broken_data_file_is_one_line_and_exit_1_for_any_command(run: Run, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(KAKUU, tmp_path / "city"))
    run("kb", "build", str(folder))
    (folder / "links.toml").write_text("[", encoding="utf-8")
    for call in (("kb", "build", str(folder)), ("kb", "check"), ("kb", "export"), ("ask", "湖")):
        ran = run(*call)
        assert (ran.code, ran.out) == (1, "")
        assert is_one_japanese_line(ran.err)
        assert "links.toml" in ran.err


def test_an_unwritable_data_folder_is_one_line_and_exit_1(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ran = run("kb", "build", str(KAKUU), "--data", str(tmp_path / "file" / "var"))
    assert (ran.code, ran.out) == (1, "")
    assert "書き込めません" in ran.err
    assert is_one_japanese_line(ran.err)


def test_a_device_without_end_is_refused(run: Run) -> None:
    ran = run("kb", "build", "/dev/zero")
    assert (ran.code, ran.out) == (1, "")
    assert "大きすぎます" in ran.err
    assert is_one_japanese_line(ran.err)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_text_that_may_not_be_read_is_one_line_and_exit_1(run: Run, tmp_path: Path) -> None:
    text = Path(shutil.copy(KAKUU / "strategy.txt", tmp_path))
    text.chmod(0)
    ran = run("kb", "build", str(text))
    assert (ran.code, ran.out) == (1, "")
    assert "権限を確かめてください" in ran.err
    assert is_one_japanese_line(ran.err)


def test_a_cut_table_is_one_line_exit_1_and_harms_nothing(run: Run, tmp_path: Path) -> None:
    run("kb", "build", str(KAKUU))
    text = (KAKUU / "strategy.txt").read_text(encoding="utf-8")
    (tmp_path / "cut.txt").write_text(text[: text.index("湖上バスの年間利用者数") + 20], encoding="utf-8")
    ran = run("kb", "build", str(tmp_path / "cut.txt"))
    assert (ran.code, ran.out) == (1, "")
    assert "129行目" in ran.err
    assert is_one_japanese_line(ran.err)
    assert json.loads(run("kb", "export").out)["report"]["counts"]["kpis"] == 5


def test_a_question_that_is_no_text_ends_the_chat_with_one_line(run: Run) -> None:
    ran = run("chat", stdin=b"\xff\xfe\n")
    assert ran.code == 1
    assert is_one_japanese_line(ran.err)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("call", [("ask", "空き家"), ("kb", "export"), ("chat",)])
def test_a_full_disk_behind_the_output_is_one_line_and_exit_1(
    programs: Programs, started_before: Path, tmp_path: Path, call: tuple[str, ...]
) -> None:
    data = shutil.copytree(started_before, tmp_path / "var")
    with Path("/dev/full").open("w") as full:
        arguments = (*call, "--data", str(data))
        ran = programs.captured(*arguments, environment=os.environ, folder=tmp_path, output=full.fileno())()
    assert ran.returncode == 1
    assert "空き容量" in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_a_reader_who_has_seen_enough_is_no_failure(programs: Programs, started_before: Path, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    arguments = ("kb", "export", "--data", str(shutil.copytree(started_before, tmp_path / "var")))
    ended = programs.captured(*arguments, environment=os.environ, folder=tmp_path, output=writer)
    os.close(writer)
    os.read(reader, 1)
    os.close(reader)
    ran = ended()
    assert (ran.returncode, ran.stderr) == (0, "")


def _kept(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "lock"}
