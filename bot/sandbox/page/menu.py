"""What a Slack client learns from an installed app's manifest: commands, shortcuts, and questions to begin with."""

from dataclasses import dataclass

from bot.sandbox.state.seed import GENERAL, SATO


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    name: str
    description: str
    usage_hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    callback_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """`viewer` and `channel` are who one is and where one stands when the page opens."""

    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    message_shortcuts: tuple[Shortcut, ...] = ()
    examples: tuple[str, ...] = ()
    viewer: str = SATO
    channel: str = GENERAL


SENRYAKU = Menu(
    commands=(
        Command(name="/senryaku", description="戦略の事業・目標・KPIを調べます", usage_hint="[質問、または digest]"),
    ),
    shortcuts=(Shortcut(callback_id="search_strategy", name="戦略を調べる"),),
    message_shortcuts=(Shortcut(callback_id="related_projects", name="関連する事業を探す"),),
    examples=("移住を増やす事業は？", "子育て支援のKPIを教えて", "基本目標を一覧で見せて"),
)
"""As in the bot's manifest: the stand-in learns it from here, as Slack does from there."""
