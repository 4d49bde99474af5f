"""`senryaku forget USER`: takes a person's traces out of every store. Works beside a running bot.

app.command(cls=Command)(forget)
"""

from collections.abc import Iterator
from typing import Annotated

import typer

from bot.app.wiring import ACTUALS_FOLDER
from bot.config import BotError, clock_at
from bot.config.retention import FORGOTTEN, RETENTION
from bot.config.settings import Settings
from bot.terminal.usage import with_settings
from bot.values.taught import TAUGHT, TaughtStore
from knowledge.storage import Database
from knowledge.storage.ledger_store import forget_recorder

UserArgument = Annotated[
    str, typer.Argument(metavar="ユーザーID", help="例 U012ABC。端末で登録した人は、書いた名前のまま")
]
NO_TRACES = "「{user}」に関わる記録はありませんでした。"
LEFT = (
    "データのフォルダーの古い記録も書き直しました。備考や根拠の欄に書かれた名前、senryaku backup で作った控え、"
    "senryaku restore が残した前の中身、Slack にある投稿は、そのままです。"
)


@with_settings
def forget(settings: Settings, user: UserArgument) -> None:
    """ある人の質問・ご意見・名前を、すべての置き場所から消します。登録した実績の値は残ります。"""
    if not user.strip():
        raise BotError("消したい人のユーザー ID を指定してください。例: senryaku forget U012ABC")
    counted = [(what, count) for what, count in _forgotten(settings, user.strip()) if count]
    for what, count in counted:
        typer.echo(f"{what}: {count}件")
    typer.echo(LEFT if counted else NO_TRACES.format(user=user.strip()))


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
        count = forget_recorder(Database(data / ACTUALS_FOLDER), user, instead=FORGOTTEN)
        yield f"{known['actuals']}の名前を「{FORGOTTEN}」に", count
    if (data / TAUGHT).exists():
        yield f"{known['taught']}の名前を「{FORGOTTEN}」に", TaughtStore(data).forget_person(user)
