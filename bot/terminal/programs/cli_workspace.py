"""`senryaku workspace …`: the workspaces that one deployment serves: listed, each with settings of its own, deleted."""

from collections.abc import Sequence
from shutil import rmtree
from typing import TYPE_CHECKING, Annotated

import typer

from bot.app.place import UNKNOWN_WORKSPACE
from bot.config import BotError, WrongCallError
from bot.config.settings import Settings
from bot.config.slack_settings import OF_WORKSPACE, env_name, read_slack_settings
from bot.terminal.output import print_json
from bot.terminal.usage import Command, JsonOption, group_of_commands, with_settings
from knowledge.storage.plans import PlanStore
from knowledge.storage.server import Server, server_at
from knowledge.wording.moments import moment_text

if TYPE_CHECKING:
    from bot.slack.installations import InstalledWorkspace

workspace = group_of_commands()

NO_SHARED_SERVER = "ワークスペースの記録は PostgreSQL にあります。SENRYAKU_DATABASE_URL を設定してください。"
NONE_INSTALLED = "追加したワークスペースは、まだありません。ブラウザーで /slack/install を開いて追加します。"
UNKNOWN_SETTING = "「{given}」は決められません。名前=値 の形で、{names} のどれかを指定してください。"
SETTINGS_CHANGED = "{team} の設定を変えました。動いているボットにも、すぐに反映されます。"
NOTHING_SET = "{team} に決めた設定はありません。"
STILL_INSTALLED = "{team} はまだ追加されています。先に Slack の管理画面でアプリを削除してください。"
SAY_YES = "{team}（{name}）の記録をすべて削除します。元には戻せません。続けるには --yes を付けてください。"
REMOVED = "{team} の記録{count:,}件をすべて削除しました。"

WorkspaceId = Annotated[str, typer.Argument(metavar="ワークスペース", help="ワークスペースの ID。例 T012ABC")]
SettingTexts = Annotated[
    list[str] | None,
    typer.Argument(metavar="名前=値", help="例 SENRYAKU_WRITERS=U012ABC,U034DEF。値を空にすると、決める前に戻ります"),
]
DeleteAll = Annotated[bool, typer.Option("--yes", help="確かめずに削除します")]


@workspace.command("list", cls=Command)
@with_settings
def list_workspaces(settings: Settings, as_json: JsonOption = False) -> None:
    """追加したワークスペースを、計画の数とともに一覧にします。"""
    from bot.slack.installations import Installations

    server = _server(settings)
    found = [(each, len(PlanStore(server.of_city(each.team)).held())) for each in Installations(server).all()]
    if as_json:
        print_json([_object(each, plans) for each, plans in found])
        return
    for each, plans in found:
        held = f"計画 {plans}件" if plans else "計画なし"
        state = f"{moment_text(each.ended_at)}にアンインストール" if each.ended_at else held
        typer.echo(f"{each.team}　{each.name}　{moment_text(each.at)}に追加　{state}")
    if not found:
        typer.echo(NONE_INSTALLED)


def _object(one: "InstalledWorkspace", plans: int) -> dict[str, object]:
    """Without the token."""
    ended = one.ended_at.isoformat() if one.ended_at else None
    return {"id": one.team, "name": one.name, "at": one.at.isoformat(), "ended_at": ended, "plans": plans}


@workspace.command("set", cls=Command)
@with_settings
def set_workspace(settings: Settings, team: WorkspaceId, given: SettingTexts = None) -> None:
    """ワークスペースごとの設定（登録できる人、管理者、チャンネルなど）を決めます。値を付けなければ、いまの設定を示します。"""
    from bot.slack.installations import Installations

    server = _server(settings)
    installations = Installations(server)
    _known(server, team)
    if not given:
        held = installations.given(team)
        for name, text in sorted(held.items()):
            typer.echo(f"{env_name(name)}={text}")
        if not held:
            typer.echo(NOTHING_SET.format(team=team))
        return
    texts = _read(given)
    kept = {name: text for name, text in {**installations.given(team), **texts}.items() if text}
    read_slack_settings().of_workspace(None, kept)  # says which value cannot be read
    installations.give(team, texts)
    typer.echo(SETTINGS_CHANGED.format(team=team))


def _read(given: Sequence[str]) -> dict[str, str]:
    fields = {env_name(name): name for name in OF_WORKSPACE}
    texts: dict[str, str] = {}
    for each in given:
        name, equals, text = each.partition("=")
        if not equals or name.strip().upper() not in fields:
            raise WrongCallError(UNKNOWN_SETTING.format(given=each, names="、".join(fields)))
        texts[fields[name.strip().upper()]] = text.strip()
    return texts


@workspace.command("remove", cls=Command)
@with_settings
def remove_workspace(settings: Settings, team: WorkspaceId, yes: DeleteAll = False) -> None:
    """アンインストールされたワークスペースの記録を、すべて削除します。"""
    from bot.slack.installations import Installations

    server = _server(settings)
    found, installations = _known(server, team), Installations(server)
    if found.is_current:
        raise BotError(STILL_INSTALLED.format(team=team))
    if not yes:
        raise WrongCallError(SAY_YES.format(team=team, name=found.name))
    count = server.of_city(team).erase()
    installations.forget(team)
    rmtree(settings.but(workspace=team).own_folder, ignore_errors=True)
    typer.echo(REMOVED.format(team=team, count=count))


def _server(settings: Settings) -> Server:
    if settings.database_url is None:
        raise BotError(NO_SHARED_SERVER)
    return server_at(settings.database_url.get_secret_value())


def _known(server: Server, team: str) -> "InstalledWorkspace":
    from bot.slack.installations import Installations

    known = Installations(server).known(team)
    if known is None:
        raise BotError(UNKNOWN_WORKSPACE.format(team=team))
    return known
