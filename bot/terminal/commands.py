"""The commands of `senryaku`: name → short help, in the order of the help page. Each is loaded when it is called.

A help page, the release and a Tab that completes a name need only what stands here: nothing of the plan, the search or
Slack.
"""

from types import ModuleType
from typing import Any

import typer
from typer.main import get_command

from bot.terminal.usage import Command, Group

COMMANDS = {
    "sandbox": "Slack なしでボットを試す画面を、この機械の中だけで開きます。記録は本番と別の場所に置きます。",
    "sheet": "会議用の A4 シートを PDF に書き出します。事業は1枚、政策パッケージは概要1枚と事業ごとに1枚です。",
    "backup": "データの置き場所のすべてを、一つのファイルに控えます。ボットが動いていても使えます。",
    "restore": "控えのファイルから、データの置き場所の全体を戻します。いまの中身は別の名前で残します。",
    "data": "記録を、データの置き場所と PostgreSQL のあいだで写します。",
    "forget": "ある人の質問・ご意見・名前を、すべての置き場所から消します。登録した実績の値は残ります。",
    "ask": "質問に一つ答えます。",
    "chat": "その場で質問と答えをやり取りします。",
    "serve": "Slack ボットを動かします。止めるには Ctrl+C か SIGTERM を送ります。",
    "mcp": "AI アシスタントに、戦略の事業・目標・KPI を読ませます（MCP サーバー。読み取り専用です）。",
    "token": "API と MCP の読み手（トークン）を加える・一覧にする・取り消す。",
    "manifest": "Slack アプリのマニフェストを出力します。"
    "https://api.slack.com/apps の「From a manifest」に貼り付けます。",
    "doctor": "設定・トークン・権限・データ・辞書・時計を調べ、直すところを伝えます。",
    "workspace": "いくつものワークスペースで使うとき、それぞれの設定を決める・一覧にする・記録を削除する。",
    "kb": "知識ベース（戦略の本文を読み取ったもの）を作る・書き出す・確かめる。",
    "kpi": "KPI の実績値を登録する・見る・取り込む・書き出す。",
    "digest": "KPI の定期配信を一覧にする・内容を確かめる・すぐに配信する。",
    "export": "戦略の全体をほかの形に書き出します。",
    "gaps": "うまく答えられなかった質問を、似たものをまとめて示し、言葉や例を加えます。",
}


def command_of(name: str) -> Any:
    """As typer makes it of its function or its group."""
    made = getattr(_module_of(name), name)
    if not isinstance(made, typer.Typer):
        function, made = made, typer.Typer(add_completion=False)
        made.command(name, cls=Command)(function)
    command = get_command(made)
    command.name, command.help = name, command.help or COMMANDS[name]
    return command


def _module_of(name: str) -> ModuleType:
    module: ModuleType
    match name:
        case "ask" | "chat":
            from bot.terminal import cli_ask as module
        case "serve" | "manifest" | "doctor":
            from bot.terminal import cli_serve as module
        case "mcp":
            from bot.terminal.programs import cli_mcp as module
        case "token":
            from bot.terminal.programs import cli_token as module
        case "sandbox":
            from bot.terminal import cli_sandbox as module
        case "sheet" | "export":
            from bot.terminal import cli_sheet as module
        case "backup" | "restore" | "data":
            from bot.terminal import cli_backup as module
        case "forget":
            from bot.terminal import cli_privacy as module
        case "workspace":
            from bot.terminal.programs import cli_workspace as module
        case "kb":
            from bot.terminal import cli_kb as module
        case "kpi":
            from bot.terminal.kpi import group as module
        case "digest":
            from bot.terminal import cli_digest as module
        case "gaps":
            from bot.terminal import cli_gaps as module
        case _:
            raise KeyError(name)
    return module


class Commands(Group):
    """All of them by name and short help; what is called takes the place of its entry."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = {name: Command(name=name, help=text) for name, text in COMMANDS.items()}

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, command, rest = super().resolve_command(ctx, args)
        return name, command and command_of(name), rest
