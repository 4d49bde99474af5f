"""`senryaku forget USER`: takes a person's traces out of every store. Works beside a running bot."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Annotated

import typer

from bot.app.place import place_of
from bot.app.plans import ACTUALS_FOLDER
from bot.app.record_checks import check_records
from bot.config import BotError, Clock
from bot.config.retention import FORGOTTEN, RETENTION
from bot.config.settings import Settings
from bot.delivery.forgetting import forget_in_deliveries, forget_in_schedules
from bot.delivery.store import DELIVERIES_FOLDER, FOLDER
from bot.slack.store import BOT_FOLDER
from bot.terminal.layout import some_of
from bot.terminal.usage import with_settings
from bot.values.taught import TAUGHT, TaughtStore
from knowledge.model import KnowledgeError
from knowledge.storage.forgotten import forgotten_names, forgotten_since, note_forgotten
from knowledge.storage.health import data_folders, strange_files
from knowledge.storage.ledger_store import LEDGER_KINDS, forget_recorder
from knowledge.storage.place import RecordPlace, is_there, open_records
from knowledge.storage.restoring import replaced
from knowledge.wording.moments import stamp_text

UserArgument = Annotated[
    str, typer.Argument(metavar="ユーザーID", help="例 U012ABC。端末で登録した人は、書いた名前のまま")
]
TOLD_AS = {each.table: each.what for each in RETENTION}
LEFT_OVER = "読めない記録があるため、その中からは消せませんでした。直したあと、もう一度実行してください。{why}"
NOT_ALL_READ = "読めない記録があります（{names}）。その中に残るものがないか、senryaku doctor で確かめてください。"
NO_TRACES = "「{user}」に関わる記録はありませんでした。"
LEFT = (
    "データのフォルダーの古い記録も書き直しました。備考や根拠の欄に書かれた名前、senryaku backup で作った控え、"
    "senryaku restore が残した前の中身、Slack にある投稿は、そのままです。"
)

LEFT_ON_SERVER = (
    "データベースの表からは、すぐに消えます。サーバーのファイルからは、次の VACUUM で消えます。"
    "備考や根拠の欄に書かれた名前、データベースの控え、Slack にある投稿は、そのままです。"
)
WORDS_TAUGHT = (
    "編集者が加えた質問の例のうち{count}件は、この人の質問と同じ文です。例の文はそのまま残ります。"
    "消すには、senryaku gaps undo 番号 で取り消してください（番号: {numbers}）。"
)
STRANGE = (
    "senryaku のものではない名前のファイルは、そのままです（{names}）。名前や質問が入っていないか確かめてください。"
)
BACK_AGAIN = (
    "控えを作ったあとに消した人の記録が戻りました（{count}回、最後は{when}）。"
    "消した人について、senryaku forget を改めて実行してください。"
)
FORGOTTEN_AGAIN = "控えを作ったあとに消した人（{count}人）の記録が控えに残っていたため、改めて消しました。"
BESIDE = (
    "senryaku restore が残した前の中身があります（{names}）。人の記録も入っているため、要らなければ削除してください。"
)


@with_settings
def forget(settings: Settings, user: UserArgument) -> None:
    """ある人の質問・ご意見・名前を、すべての置き場所から消します。登録した実績の値は残ります。"""
    user, clock = user.strip(), settings.clock
    if not user:
        raise BotError("消したい人のユーザー ID を指定してください。例: senryaku forget U012ABC")
    place = place_of(settings)
    places: list[RecordPlace] = [*data_folders(place)] if isinstance(place, Path) else [place]
    taught: list[str] = []
    with suppress(KnowledgeError):  # which the stores themselves are told of below
        taught += (line for each in places for line in _taught_questions(each, user, clock))
    counted, left = forget_in(place, user, clock)
    for what, count in counted.items():
        typer.echo(f"{what}: {count}件")
    left_there = LEFT if isinstance(place, Path) else LEFT_ON_SERVER
    typer.echo(left_there if counted else NO_TRACES.format(user=user))
    for line in (*taught, *(line for each in places if isinstance(each, Path) for line in left_lines(each))):
        typer.echo(line)
    if settings.data.is_dir():
        note_forgotten(settings.data, user, clock())
    if left:
        raise BotError(LEFT_OVER.format(why="".join(left)))
    partly = [health.name for each in places for health in check_records(each) if health.losses]
    if partly:
        typer.echo(NOT_ALL_READ.format(names="、".join(dict.fromkeys(partly))))


def forget_in(place: RecordPlace, user: str, clock: Clock) -> tuple[Mapping[str, int], tuple[str, ...]]:
    """What it was and how many, in the trials of the folder as well; and why a store could not be gone through."""
    counted: Counter[str] = Counter()
    left: list[str] = []
    stores = (_of_bot, _of_schedules, _of_deliveries, _of_actuals, _of_taught)
    places: list[RecordPlace] = [*data_folders(place)] if isinstance(place, Path) else [place]
    for each, forget_there in product(places, stores):
        try:
            counted.update(dict(forget_there(each, user, clock)))
        except KnowledgeError as error:
            left.append(str(error))
    return +counted, tuple(dict.fromkeys(left))


def forget_again(data: Path, since: datetime, clock: Clock) -> Iterator[str]:
    """In records from before: whoever was forgotten later. In sentences, what was done and what is left to do."""
    later = forgotten_since(data, since)
    try:
        back = forgotten_names(data, since)
        left = [forget_in(data, name, clock)[1] for name in back]
        is_whole = not any(left)
    except KnowledgeError:  # what cannot be read is restored all the same
        is_whole = False
    if not is_whole:
        yield from [BACK_AGAIN.format(when=stamp_text(later[-1].at), count=len(later))] if later else []
        return
    if back:
        yield FORGOTTEN_AGAIN.format(count=len(back))
    if unmarked := [each for each in later if not each.mark]:
        yield BACK_AGAIN.format(when=stamp_text(unmarked[-1].at), count=len(unmarked))


def left_lines(data: Path) -> Iterator[str]:
    """Where else people may stand: what no command of ours changes, if there is any."""
    if strange := strange_files(data):
        yield STRANGE.format(names=some_of(strange))
    if beside := replaced(data):
        yield BESIDE.format(names=some_of([str(path) for path in beside]))


def _taught_questions(place: RecordPlace, user: str, clock: Clock) -> Iterator[str]:
    """To be looked for before the person's questions go: what an editor taught does not say who asked it first."""
    from bot.slack import BotStore  # slack_sdk comes along

    if is_there(place, TAUGHT) and is_there(place, "bot"):
        questions = BotStore(place, clock).questions_of(user)
        if same := TaughtStore(place).examples_among(questions):
            yield WORDS_TAUGHT.format(count=len(same), numbers="、".join(map(str, same)))


# What is forgotten in each store, and how much of it. Nothing is created where nothing is kept.


def _of_bot(place: RecordPlace, user: str, clock: Clock) -> Iterator[tuple[str, int]]:
    from bot.slack import BotStore  # slack_sdk comes along

    if is_there(place, BOT_FOLDER):
        gone = BotStore(place, clock).forget_person(user)
        yield from ((f"{TOLD_AS[table]}を削除", count) for table, count in gone.items())


def _of_schedules(place: RecordPlace, user: str, clock: Clock) -> Iterator[tuple[str, int]]:
    if is_there(place, FOLDER):
        yield from _taken_out(forget_in_schedules(place, user))


def _of_deliveries(place: RecordPlace, user: str, clock: Clock) -> Iterator[tuple[str, int]]:
    if is_there(place, DELIVERIES_FOLDER):
        yield from _taken_out(forget_in_deliveries(place, user, clock))


def _taken_out(gone: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    return ((f"{TOLD_AS[table]}から削除", count) for table, count in gone.items())


def _of_actuals(place: RecordPlace, user: str, clock: Clock) -> Iterator[tuple[str, int]]:
    if is_there(place, ACTUALS_FOLDER):
        count = forget_recorder(open_records(place, ACTUALS_FOLDER, LEDGER_KINDS), user, instead=FORGOTTEN)
        yield f"{TOLD_AS['actuals']}の名前を「{FORGOTTEN}」に", count


def _of_taught(place: RecordPlace, user: str, clock: Clock) -> Iterator[tuple[str, int]]:
    if is_there(place, TAUGHT):
        yield f"{TOLD_AS['taught']}の名前を「{FORGOTTEN}」に", TaughtStore(place).forget_person(user)
