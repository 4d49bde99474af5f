"""`senryaku backup` and `restore`: everything under the data folder as one file, and back; `data copy`: on a server."""

import os
import secrets
from collections import Counter
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from bot.app.place import place_of_workspace
from bot.app.record_checks import STORES, WHAT, check_records
from bot.config import BotError, WrongCallError
from bot.config.settings import Settings
from bot.terminal.cli_privacy import forget_again
from bot.terminal.layout import some_of
from bot.terminal.usage import Command, group_of_commands, with_settings
from knowledge.model import advice_on
from knowledge.model.errors import UnreadableArchiveError, UnwritableStoreError
from knowledge.storage.archive import pack, read_archive
from knowledge.storage.copying import copy_records
from knowledge.storage.restoring import put_back
from knowledge.storage.server import server_at
from knowledge.storage.store_files import sync_folder
from knowledge.wording.moments import moment_text

OWNER_ONLY = 0o600  # questions and names stand in it
NOT_PACKED = (
    "普通のファイルでないものと、控えに書けない名前（「:」や「\\」を含むなど）のものは、入れていません（{names}）。"
)
TROUBLED = "控えた記録に、読めないものがあります（{names}）。senryaku doctor で確かめてください。"
ON_SERVER = (
    "記録は PostgreSQL にあります（SENRYAKU_DATABASE_URL）。控えは pg_dump で作るか、"
    "senryaku data copy --from でフォルダーに写してから、その変数を外して作ってください。"
)
BackupFile = Annotated[Path, typer.Argument(metavar="ファイル", readable=False, help="控えのファイル（.zip）")]


@with_settings
def backup(settings: Settings, file: BackupFile) -> None:
    """データの置き場所のすべてを、一つのファイルに控えます。ボットが動いていても使えます。"""
    _refuse_server(settings)
    data = settings.data.resolve()
    if not data.is_dir():
        raise BotError(f"「{settings.data}」にデータがありません。--data を確かめてください。")
    if file.resolve().is_relative_to(data):
        raise BotError("控えは、データの置き場所の外に作ってください。")
    if file.exists() and not file.is_file():
        raise BotError(f"「{file}」はファイルではありません。別の名前を指定してください。")
    _refuse_another_file(file)
    packed = pack(data, made_by=version("senryaku"), at=settings.clock())
    _write_privately(file.resolve(), packed.content)
    typer.echo(f"「{file}」に控えを作り、読み返して確かめました（{len(packed.content) / 1024:,.0f} KB）。")
    if packed.left_out:
        typer.echo(NOT_PACKED.format(names=some_of(packed.left_out)))
    if troubled := [health.name for health in check_records(data) if health.losses]:
        typer.echo(TROUBLED.format(names=some_of(troubled)), err=True)


def _refuse_server(settings: Settings) -> None:
    if settings.database_url is not None:
        raise BotError(ON_SERVER)


def _refuse_another_file(file: Path) -> None:
    """An earlier backup may give way; what somebody else keeps there does not."""
    if not file.exists():
        return
    try:
        read_archive(file)
    except UnreadableArchiveError as error:
        raise BotError(f"「{file}」は控えではないので、上書きしませんでした。別の名前を指定してください。") from error


def _write_privately(file: Path, content: bytes) -> None:
    """As a whole and read back, or not at all."""
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(8)}.tmp")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        read_archive(temporary)
        temporary.replace(file)
        sync_folder(file.parent)
    except OSError as error:
        raise UnwritableStoreError(str(file), advice_on(error)) from error
    finally:
        with suppress(OSError):
            temporary.unlink()


@with_settings
def restore(settings: Settings, file: BackupFile) -> None:
    """控えのファイルから、データの置き場所の全体を戻します。いまの中身は別の名前で残します。"""
    _refuse_server(settings)
    archive, clock = read_archive(file), settings.clock
    told: list[str] = []

    def forget(restored: Path) -> None:
        told.extend(forget_again(restored, archive.made_at, clock))

    kept = put_back(archive, settings.data, at=clock(), prepare=forget)
    typer.echo(f"{moment_text(archive.made_at)}の控えを「{settings.data}」に戻しました。")
    for line in told:
        typer.echo(line)
    if kept is not None:
        typer.echo(f"前の中身は「{kept}」に残しました。要らなくなったら削除してください。")


BOTH_OR_NONE = "--to か --from のどちらか一つに、データベースの場所（postgresql://…）を指定してください。"
COPIED_RECORDS = (
    "{count:,}件をすべて写し、件数とチェックサムが一致することを確かめました。元の記録はそのまま残っています。"
    "計画の本文と、そのそばのファイルは写していません。"
)
data = group_of_commands()

To = Annotated[str | None, typer.Option("--to", metavar="URL", help="--data の記録を、この PostgreSQL に写します")]
From = Annotated[str | None, typer.Option("--from", metavar="URL", help="この PostgreSQL の記録を、--data に写します")]


@data.command("copy", cls=Command)
@with_settings
def copy_data(settings: Settings, to: To = None, from_: From = None) -> None:
    """記録のすべてを写します。途中で失敗すれば、何も写しません。写す先は空でなければなりません。

    いくつものワークスペースで使うデータベースでは、--workspace のワークスペースの記録だけを写します。
    パスワードは URL に書かず、環境変数 PGPASSWORD か ~/.pgpass に置くこともできます。
    """
    if (to is None) == (from_ is None):
        raise WrongCallError(BOTH_OR_NONE)
    server = server_at(to if to is not None else from_ or "")
    if settings.workspace:
        server = place_of_workspace(server, settings.workspace)
    source, target = (settings.data, server) if to is not None else (server, settings.data)
    counts = copy_records(source, target, tuple(STORES))
    totals: Counter[str] = Counter()
    for each in counts:
        totals[each.store] += each.count
    for store, count in totals.items():
        typer.echo(f"{WHAT.get(store, '読み取った計画')}（{store}）: {count:,}件")
    typer.echo(COPIED_RECORDS.format(count=totals.total()))
