"""The installed app as its manifest declares it, which is all that Slack knows of an app before it speaks."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct


class DeclaredCommand(Struct, frozen=True, kw_only=True):
    name: str
    description: str = ""
    usage_hint: str = ""


class DeclaredShortcut(Struct, frozen=True, kw_only=True):
    callback_id: str
    name: str


class Manifest(Struct, frozen=True, kw_only=True):
    """`scopes` are granted when the app is installed; of events only the subscribed ones are delivered."""

    name: str
    bot_name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: tuple[DeclaredCommand, ...]
    shortcuts: tuple[DeclaredShortcut, ...]
    message_shortcuts: tuple[DeclaredShortcut, ...]


def _scopes(declared: Mapping[str, Any]) -> frozenset[str]:
    """The optional ones are granted too, until an administrator takes one away. Raises ValueError for one that the app
    does not ask for at all.
    """
    asked, optional = frozenset(declared["bot"]), frozenset(declared.get("bot_optional", ()))
    if optional - asked:
        raise ValueError(f"optional, and not among the scopes: {', '.join(sorted(optional - asked))}")
    return asked


def parse_manifest(declared: Mapping[str, Any]) -> Manifest:
    """Raises KeyError where something is missing that no app can do without."""
    features, settings = declared["features"], declared["settings"]
    shortcuts = features.get("shortcuts", ())

    def of_type(kind: str) -> tuple[DeclaredShortcut, ...]:
        return tuple(
            DeclaredShortcut(callback_id=one["callback_id"], name=one["name"])
            for one in shortcuts
            if one["type"] == kind
        )

    return Manifest(
        name=declared["display_information"]["name"],
        bot_name=features["bot_user"]["display_name"],
        scopes=_scopes(declared["oauth_config"]["scopes"]),
        events=frozenset(settings["event_subscriptions"]["bot_events"]),
        commands=tuple(
            DeclaredCommand(name=one["command"], description=one["description"], usage_hint=one.get("usage_hint", ""))
            for one in features.get("slash_commands", ())
        ),
        shortcuts=of_type("global"),
        message_shortcuts=of_type("message"),
    )
