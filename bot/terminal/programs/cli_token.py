"""`senryaku token …`: who may read through the API and the MCP server: a token each, made, listed, taken back."""

from typing import Annotated

import typer

from bot.api.readers import ReaderStore
from bot.app.place import place_of
from bot.config.settings import Settings
from bot.terminal.usage import Command, group_of_commands, with_settings
from knowledge.wording.moments import moment_text

token = group_of_commands()

MADE = "読み手「{name}」（{id}）を加えました。次のトークンは、いま一度だけ表示します。"
REVOKED = "読み手「{name}」（{id}）のトークンを取り消しました。動いている API にも、すぐに反映されます。"
NOBODY_READS = "読み手は、まだ加えられていません。"

ReaderName = Annotated[str, typer.Argument(metavar="名前", help="読むプログラムの名前。例 庁内アシスタント")]
ReaderId = Annotated[str, typer.Argument(metavar="番号", help="token list で分かる番号。例 r1")]
External = Annotated[
    bool,
    typer.Option("--external", help="他組織のプログラムとして。SENRYAKU_ANSWER_EXTERNAL がはいのときだけ答えます"),
]


@token.command(cls=Command)
@with_settings
def add(settings: Settings, name: ReaderName, external: External = False) -> None:
    """読み手を加え、そのトークンを一度だけ表示します。保存するのは照合用の値だけです。"""
    store, now = ReaderStore(place_of(settings)), settings.clock()
    reader, made = store.add(name, "external" if external else "staff", at=now)
    typer.echo(MADE.format(name=reader.name, id=reader.id), err=True)
    typer.echo(made)


@token.command("list", cls=Command)
@with_settings
def list_readers(settings: Settings) -> None:
    """読み手を、加えた日時とともに一覧にします。"""
    readers = ReaderStore(place_of(settings)).readers()
    for reader, at in readers:
        marks = "（他組織）" if reader.standing == "external" else ""
        typer.echo(f"{reader.id}　{reader.name}{marks}　{moment_text(at)}")
    if not readers:
        typer.echo(NOBODY_READS)


@token.command(cls=Command)
@with_settings
def revoke(settings: Settings, id: ReaderId) -> None:
    """読み手のトークンを取り消します。"""
    reader = ReaderStore(place_of(settings)).revoke(id)
    typer.echo(REVOKED.format(name=reader.name, id=reader.id))
