"""`senryaku forget USER`: takes a person's traces out of every store. Works beside a running bot.

app.command(cls=Command)(forget)
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.app.plans import ACTUALS_FOLDER
from bot.config import BotError, clock_at
from bot.config.retention import FORGOTTEN, RETENTION
from bot.config.settings import Settings
from bot.terminal.layout import some_of
from bot.terminal.usage import with_settings
from bot.values.taught import TAUGHT, TaughtStore
from knowledge.storage import Database
from knowledge.storage.forgotten import note_forgotten
from knowledge.storage.health import strange_files
from knowledge.storage.ledger_store import LEDGER_KINDS, forget_recorder
from knowledge.storage.restoring import replaced

UserArgument = Annotated[
    str, typer.Argument(metavar="ユーザーID", help="例 U012ABC。端末で登録した人は、書いた名前のまま")
]
NO_TRACES = "「{user}」に関わる記録はありませんでした。"
LEFT = (
    "データのフォルダーの古い記録も書き直しました。備考や根拠の欄に書かれた名前、senryaku backup で作った控え、"
    "senryaku restore が残した前の中身、Slack にある投稿は、そのままです。"
)

WORDS_TAUGHT = (
    "編集者が加えた質問の例のうち{count}件は、この人の質問と同じ文です。例の文はそのまま残ります。"
    "消すには、senryaku gaps undo で、最後に加えたものから順に取り消してください。"
)
STRANGE = (
    "senryaku のものではない名前のファイルは、そのままです（{names}）。名前や質問が入っていないか確かめてください。"
)
BESIDE = (
    "senryaku restore が残した前の中身があります（{names}）。人の記録も入っているため、要らなければ削除してください。"
)


@with_settings
def forget(settings: Settings, user: UserArgument) -> None:
    """ある人の質問・ご意見・名前を、すべての置き場所から消します。登録した実績の値は残ります。"""
    if not user.strip():
        raise BotError("消したい人のユーザー ID を指定してください。例: senryaku forget U012ABC")
    taught = [*_taught_questions(settings, user.strip())]
    counted = [(what, count) for what, count in _forgotten(settings, user.strip()) if count]
    for what, count in counted:
        typer.echo(f"{what}: {count}件")
    typer.echo(LEFT if counted else NO_TRACES.format(user=user.strip()))
    for line in (*taught, *left_lines(settings.data)):
        typer.echo(line)
    if settings.data.is_dir():
        note_forgotten(settings.data, clock_at(settings.now)())


def left_lines(data: Path) -> Iterator[str]:
    """Where else people may stand: what no command of ours changes, if there is any."""
    if strange := strange_files(data):
        yield STRANGE.format(names=some_of(strange))
    if beside := replaced(data):
        yield BESIDE.format(names=some_of([str(path) for path in beside]))


def _taught_questions(settings: Settings, user: str) -> Iterator[str]:
    """To be looked for before the person's questions go: what an editor taught does not say who asked it first."""
    from bot.slack import BotStore  # slack_sdk comes along

    data = settings.data
    if (data / TAUGHT).exists() and (data / "bot").exists():
        questions = BotStore(data, clock_at(settings.now)).questions_of(user)
        if count := TaughtStore(data).examples_among(questions):
            yield WORDS_TAUGHT.format(count=count)


def _forgotten(settings: Settings, user: str) -> Iterator[tuple[str, int]]:
    """What it was and how many. Nothing is created where nothing is kept."""
    from bot.delivery import DigestStore  # slack_sdk comes along
    from bot.slack import BotStore

    data, known = settings.data, {each.table: each.what for each in RETENTION}
    if (data / "bot").exists():
        gone = BotStore(data, clock_at(settings.now)).forget_person(user)
        yield from ((f"{known[table]}を削除", count) for table, count in gone.items())
    if (data / "digests").exists():
        gone = DigestStore(data).forget_person(user)
        yield from ((f"{known[table]}から削除", count) for table, count in gone.items())
    if (data / ACTUALS_FOLDER).exists():
        count = forget_recorder(Database(data / ACTUALS_FOLDER, LEDGER_KINDS), user, instead=FORGOTTEN)
        yield f"{known['actuals']}の名前を「{FORGOTTEN}」に", count
    if (data / TAUGHT).exists():
        yield f"{known['taught']}の名前を「{FORGOTTEN}」に", TaughtStore(data).forget_person(user)
