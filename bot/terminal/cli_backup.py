"""`senryaku backup` and `senryaku restore`: everything under the data folder as one file, and back."""

import os
import secrets
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from bot.app.record_checks import check_records
from bot.config import BotError, clock_at
from bot.config.settings import Settings
from bot.terminal.cli_privacy import forget_again
from bot.terminal.layout import some_of
from bot.terminal.usage import with_settings
from knowledge.model import advice_on
from knowledge.model.errors import UnwritableStoreError
from knowledge.storage.archive import pack, read_archive
from knowledge.storage.restoring import put_back
from knowledge.wording.moments import moment_text

OWNER_ONLY = 0o600  # questions and names stand in it
NOT_PACKED = (
    "普通のファイルでないものと、控えに書けない名前（「:」や「\\」を含むなど）のものは、入れていません（{names}）。"
)
TROUBLED = "控えた記録に、読めないものがあります（{names}）。senryaku doctor で確かめてください。"
BackupFile = Annotated[Path, typer.Argument(metavar="ファイル", readable=False, help="控えのファイル（.zip）")]


@with_settings
def backup(settings: Settings, file: BackupFile) -> None:
    """データの置き場所のすべてを、一つのファイルに控えます。ボットが動いていても使えます。"""
    data = settings.data.resolve()
    if not data.is_dir():
        raise BotError(f"「{settings.data}」にデータがありません。--data を確かめてください。")
    if file.resolve().is_relative_to(data):
        raise BotError("控えは、データの置き場所の外に作ってください。")
    if file.exists() and not file.is_file():
        raise BotError(f"「{file}」はファイルではありません。別の名前を指定してください。")
    packed = pack(data, made_by=version("senryaku"), at=clock_at(settings.now)())
    _write_privately(file.resolve(), packed.content)
    typer.echo(f"「{file}」に控えを作り、読み返して確かめました（{len(packed.content) / 1024:,.0f} KB）。")
    if packed.left_out:
        typer.echo(NOT_PACKED.format(names=some_of(packed.left_out)))
    if troubled := [health.name for health in check_records(data) if health.losses]:
        typer.echo(TROUBLED.format(names=some_of(troubled)), err=True)


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
    except OSError as error:
        raise UnwritableStoreError(str(file), advice_on(error)) from error
    finally:
        with suppress(OSError):
            temporary.unlink()


@with_settings
def restore(settings: Settings, file: BackupFile) -> None:
    """控えのファイルから、データの置き場所の全体を戻します。いまの中身は別の名前で残します。"""
    archive, clock = read_archive(file), clock_at(settings.now)
    told: list[str] = []

    def forget(restored: Path) -> None:
        told.extend(forget_again(restored, archive.made_at, clock))

    kept = put_back(archive, settings.data, at=clock(), prepare=forget)
    typer.echo(f"{moment_text(archive.made_at)}の控えを「{settings.data}」に戻しました。")
    for line in told:
        typer.echo(line)
    if kept is not None:
        typer.echo(f"前の中身は「{kept}」に残しました。要らなくなったら削除してください。")
