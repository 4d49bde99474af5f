"""Questions without a good answer: gathered, listed for editors, taught from, and taken back."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.delivery import DigestStore
from bot.listeners.gaps import _refusals
from bot.sandbox.state.records import View
from bot.sandbox.state.seed import GENERAL, SATO, SUZUKI, TANAKA
from bot.slack import BotStore
from bot.values.taught import TaughtEntry, TaughtStore
from bot.views import ids
from knowledge.answers.gaps import WORDS_NOT_KEPT, Gap
from knowledge.model.structs import replace
from knowledge.wording.values import loss_note
from tests.bot.digest_world import MORNING, schedule
from tests.bot.listeners.conftest import MakeWorld
from tests.world import World

UNREAD = "待機児童数の着地点は？"
WORD = "着地点"


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    return make_world(writers=(SATO,), admins=(SUZUKI,))


def ask(world: World, text: str, user: str = TANAKA) -> None:
    world.after(world.person(user).mention(GENERAL, text))


def gaps(world: World) -> list[Gap]:
    return list(world.services.usual.teaching.gaps())


def home(world: World, user: str = SATO) -> View:
    world.outcome(world.person(user).open_home())
    shown = world.slack.workspace.home(user)
    assert shown is not None
    return shown


def form(world: World, question: str = UNREAD) -> View:
    world.outcome(world.person(SATO).press(home(world), ids.GAPS_LIST))
    blocks = world.modal().body["blocks"]
    row = next(block for block in blocks if "accessory" in block and question in str(block))
    world.outcome(world.person(SATO).press(world.modal(), ids.GAP_TEACH, block_id=row["block_id"]))
    return world.modal()


def submit(world: World, **values: object) -> dict[str, str]:
    return world.outcome(world.person(SATO).submit(values)).field_errors


def test_what_found_nothing_and_what_did_not_help_is_gathered_by_likeness(world: World) -> None:
    for question in ("市長の名前は？", "市長の名前を教えて", "ぬぬぬぬ", "移住支援の事業は？"):
        ask(world, question)
    [answer] = world.after(world.person(TANAKA).mention(GENERAL, "待機児童数の目標値は？"))
    world.outcome(world.person(TANAKA).feedback(answer, positive=False))
    world.outcome(world.person(TANAKA).submit({ids.FEEDBACK_COMMENT: "実績が知りたい"}))
    found = {gap.question: gap for gap in gaps(world)}
    assert found.keys() == {"市長の名前は？", "ぬぬぬぬ", "待機児童数の目標値は？"}
    assert (found["市長の名前は？"].count, found["市長の名前は？"].kinds_text) == (2, "記載なし 2回")
    assert found["市長の名前は？"].others == ("市長の名前を教えて",)
    assert found["ぬぬぬぬ"].kinds_text == "読み取れず 1回"
    assert found["待機児童数の目標値は？"].kinds_text == "役に立たなかった 1回"
    assert found["待機児童数の目標値は？"].comments == ("実績が知りたい",)


def test_only_editors_see_them_on_their_home(world: World) -> None:
    ask(world, "市長の名前は？")
    for user, sees in ((SATO, True), (SUZUKI, True), (TANAKA, False)):
        assert ("答えられなかった質問" in str(home(world, user).body)) is sees, user
    [told] = world.after(world.person(TANAKA).press(_list_button(world), ids.GAPS_LIST))
    assert "登録を任された職員とボットの管理者だけ" in told.text


def _list_button(world: World) -> View:
    """A Home that somebody had while they were still an editor."""
    editors_own, own = home(world), home(world, TANAKA)
    with world.slack.workspace.lock:
        world.slack.workspace.views[own.id] = kept = _with_body(own, editors_own)
    return kept


def _with_body(own: View, other: View) -> View:
    return replace(own, body=other.body)


def test_a_word_is_tried_out_taught_and_taken_back(world: World) -> None:
    ask(world, UNREAD)
    [before] = gaps(world)
    assert "加える言葉" in str(form(world).body)
    assert submit(world, gap_word=WORD, gap_concept="attribute.target") == {}
    tried = str(world.modal().body)
    assert "変わる質問：1件" in tried
    assert f"「{UNREAD}」：" in tried
    assert world.services.usual.teaching.taught.lessons == ()  # not before it was seen and ticked
    assert list(submit(world, gap_word=WORD, gap_concept="attribute.target")) == [ids.GAP_CONFIRM]
    assert submit(world, gap_word=WORD, gap_concept="attribute.target", gap_confirm=["yes"]) == {}
    assert "加えました" in str(world.modal().body)
    [answer] = world.after(world.person(TANAKA).mention(GENERAL, UNREAD))
    assert "0人" in answer.text
    assert [gap.count for gap in gaps(world)] == [before.count]
    world.outcome(world.person(SATO).press(world.modal(), ids.GAPS_UNDO))
    assert f"「{WORD}」（目標値と同じ意味）を取り消しました" in str(world.modal().body)
    [again] = world.after(world.person(TANAKA).mention(GENERAL, UNREAD))
    assert again.text != answer.text


def test_what_was_changed_after_the_trial_is_tried_out_anew(world: World) -> None:
    ask(world, UNREAD)
    form(world)
    submit(world, gap_word=WORD, gap_concept="attribute.target")
    submit(world, gap_word="着地", gap_concept="attribute.target", gap_confirm=["yes"])
    assert world.services.usual.teaching.taught.lessons == ()
    assert "変わる質問" in str(world.modal().body)


def test_an_example_is_kept_and_asked_at_every_trial(world: World) -> None:
    ask(world, UNREAD)
    form(world)
    option = {"value": ids.encode(ids.ButtonValue(("k3-3",)))}
    submit(world, gap_means=option)
    submit(world, gap_means=option, gap_confirm=["yes"])
    [lesson] = world.services.usual.teaching.taught.lessons
    assert (lesson.question, lesson.means, lesson.by) == (UNREAD, ("待機児童数",), SATO)
    assert UNREAD in [example.q for example in world.services.usual.teaching.taught.examples]


def test_an_example_is_said_to_be_a_check_before_and_after(world: World) -> None:
    ask(world, UNREAD)
    assert "確認用の例として残します" in str(form(world).body)
    option = {"value": ids.encode(ids.ButtonValue(("k1-1",)))}
    submit(world, gap_means=option)
    assert "この例のとおりには、まだ答えられません" in str(world.modal().body)
    submit(world, gap_means=option, gap_confirm=["yes"])
    said = str(world.modal().body)
    assert "例は確認用です" in said
    assert "次の質問から" not in said


def test_what_another_editor_added_since_the_trial_asks_for_a_new_one(world: World) -> None:
    ask(world, UNREAD)
    form(world)
    submit(world, gap_word=WORD, **TARGET)
    teaching = world.services.usual.teaching
    teaching.teach(TaughtEntry(kind="word", by=SUZUKI, part="attribute", name="target", word="仕上がり"))
    submit(world, gap_word=WORD, gap_confirm=["yes"], **TARGET)
    assert [each.word for each in teaching.taught.lessons] == ["仕上がり"]
    submit(world, gap_word=WORD, gap_confirm=["yes"], **TARGET)
    assert [each.word for each in teaching.taught.lessons] == ["仕上がり", WORD]


def test_a_word_that_means_something_already_is_refused_at_its_field(world: World) -> None:
    ask(world, UNREAD)
    form(world)
    teaching = world.services.usual.teaching
    teaching.teach(TaughtEntry(kind="word", by=SUZUKI, part="attribute", name="actual", word=WORD))
    told = submit(world, gap_word=WORD, **TARGET)[ids.GAP_WORD]
    assert f"すでに言葉「{WORD}」（実績と同じ意味）として加えられています" in told
    assert "計画にある名前です" in submit(world, gap_word="待機児童数", **TARGET)[ids.GAP_WORD]


def test_a_dozen_meanings_are_offered_in_groups(world: World) -> None:
    ask(world, UNREAD)
    field = next(block for block in form(world).body["blocks"] if block.get("block_id") == ids.GAP_CONCEPT)
    groups = field["element"]["option_groups"]
    labels = [option["text"]["text"] for group in groups for option in group["options"]]
    assert {"目標値", "基準値", "実績", "進捗", "遅れている", "達成", "事業", "KPI", "基本目標"} <= set(labels)
    assert len(labels) <= 14
    assert {option["value"].partition(".")[0] for group in groups for option in group["options"]} == {
        "attribute",
        "state",
        "kind",
    }


def test_where_no_texts_are_kept_nothing_can_be_taught(make_world: MakeWorld) -> None:
    world = make_world(writers=(SATO,), keep_texts=False)
    ask(world, UNREAD)
    world.outcome(world.person(SATO).press(home(world), ids.GAPS_LIST))
    shown = world.modal()
    assert WORDS_NOT_KEPT in str(shown.body)
    assert ids.GAP_TEACH not in str(shown.body)
    lesson = TaughtEntry(kind="example", by=SATO, question=WORDS_NOT_KEPT, means=("待機児童数",))
    assert "保存されていない" in _refusals([lesson], world.services.usual.teaching)[ids.GAP_MEANS]


def test_lost_lists_are_said_on_home_and_above_the_lists(make_world: MakeWorld, tmp_path: Path) -> None:
    data = tmp_path / "var"
    word = TaughtEntry(kind="word", by=SATO, part="attribute", name="target", word=WORD)
    TaughtStore(data).teach(word, MORNING)
    DigestStore(data).add(schedule())
    BotStore(data, lambda: MORNING).remember("C1 1", ["k3-3"])
    for store in ("taught", "digests", "bot"):
        shutil.rmtree(data / store)
    world = make_world(writers=(SATO,), admins=(SUZUKI,))
    ask(world, "市長の名前は？")
    asked, taught, digests = (loss_note(what) for what in ("質問とご意見", "教えた言葉と例", "定期配信"))
    for note in (asked, taught, digests):
        assert note in _read(home(world))
    world.outcome(world.person(SATO).press(home(world), ids.GAPS_LIST))
    assert asked in _read(world.modal())
    assert taught in _read(world.modal())
    world.outcome(world.person(SATO).press(home(world), ids.DIGEST_LIST))
    assert digests in _read(world.modal())
    [answer] = world.after(world.person(TANAKA).mention(GENERAL, UNREAD))
    assert taught in answer.text


def _read(view: View) -> str:
    """What its sections say, one after another: not the small print."""
    return "\n".join(block["text"]["text"] for block in view.body["blocks"] if block["type"] == "section")


def test_any_earlier_addition_is_taken_back_from_the_list_by_its_number(world: World) -> None:
    ask(world, UNREAD)
    teaching = world.services.usual.teaching
    for word in ("着地点", "到達水準", "仕上がり"):
        teaching.teach(TaughtEntry(kind="word", by=SATO, part="attribute", name="target", word=word))
    world.outcome(world.person(SATO).press(home(world), ids.GAPS_LIST))
    first = next(block for block in world.modal().body["blocks"] if "1: 言葉「着地点」" in str(block.get("text")))
    for note in ("「着地点」（目標値と同じ意味）を取り消しました", "番号 1 の追加はありません"):
        world.outcome(world.person(SATO).press(_with_row(world, first), ids.GAPS_UNDO, block_id=first["block_id"]))
        assert note in str(world.modal().body)
        assert list(teaching.taught.numbered) == [2, 3]
    assert [each.word for each in teaching.taught.lessons] == ["到達水準", "仕上がり"]


def _with_row(world: World, row: dict[str, object]) -> View:
    """The list as somebody has it open who has not seen yet that another editor took it back."""
    shown = world.modal()
    with world.slack.workspace.lock:
        world.slack.workspace.views[shown.id] = kept = replace(shown, body={**shown.body, "blocks": [row]})
    return kept


GONE_CONCEPT = {"value": "attribute.gone", "text": {"type": "plain_text", "text": "前の版の意味"}}
TARGET = {"gap_concept": "attribute.target"}


def _unlimited(block: dict[str, Any]) -> dict[str, Any]:
    """As no client of Slack's would let them type it."""
    return {name: value for name, value in block["element"].items() if name != "max_length"}


@pytest.mark.parametrize(
    ("values", "field", "told"),
    [
        ({}, ids.GAP_WORD, "どちらかを入れてください"),
        ({"gap_word": WORD}, ids.GAP_CONCEPT, "同じ意味の言葉を選んで"),
        (TARGET, ids.GAP_WORD, "加える言葉も書いて"),
        ({"gap_word": "の", **TARGET}, ids.GAP_WORD, "だけでは加えられません"),
        ({"gap_word": "目標値", **TARGET}, ids.GAP_WORD, "すでに「"),
        ({"gap_word": "着" * 51, **TARGET}, ids.GAP_WORD, "50字まで"),
        ({"gap_word": WORD, "gap_concept": GONE_CONCEPT}, ids.GAP_CONCEPT, "同じ意味の言葉を選んで"),
        ({"gap_means": {"value": ids.encode(ids.ButtonValue(("k9-99",)))}}, ids.GAP_MEANS, "見つかりません"),
    ],
)
def test_what_is_missing_or_refused_is_said_at_its_field(
    world: World, values: dict[str, object], field: str, told: str
) -> None:
    """The form stays open: `response_action: errors`, and nothing is taught."""
    ask(world, UNREAD)
    unlimited = [
        dict(block, element=_unlimited(block)) if "element" in block else block for block in form(world).body["blocks"]
    ]
    shown = world.modal()
    with world.slack.workspace.lock:
        world.slack.workspace.views[shown.id] = replace(shown, body={**shown.body, "blocks": unlimited})
    outcome = world.outcome(world.person(SATO).submit({"gap_word": "", **values}))
    assert outcome.body["response_action"] == "errors"
    assert outcome.field_errors.keys() == {field}
    assert told in outcome.field_errors[field]
    assert world.services.usual.teaching.taught.lessons == ()


def test_an_example_that_is_too_long_is_refused_at_its_own_field(world: World) -> None:
    lessons = [TaughtEntry(kind="example", by=SATO, question="着地点" * 200, means=("待機児童数",))]
    assert _refusals(lessons, world.services.usual.teaching) == {
        ids.GAP_MEANS: "加える質問は500字までで書いてください。"
    }
