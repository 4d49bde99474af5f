"""The Slack app manifest: everything the app asks for, with the reason for each scope."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from bot.app.registrations import BOT_NAME, COMMAND
from bot.views import ids
from knowledge.wording.example_questions import OF_ANY_PLAN

NAME = "戦略ボット"
INSTALL_PATH, REDIRECT_PATH = "/slack/install", "/slack/oauth_redirect"

SCOPES: Mapping[str, str] = {
    "app_mentions:read": "チャンネルでの質問（@メンション）を受け取る",
    "channels:history": "投稿の返事が途切れたとき、届いているかを確かめて二重投稿を防ぐ（公開チャンネル）",
    "channels:read": "投稿先のチャンネルと、だれが参加しているかを確かめる、チャンネルの ID が変わったことを知る",
    "chat:write": "回答を投稿する",
    "commands": "/senryaku とショートカット",
    "files:write": "会議用シート（PDF）などのファイルをスレッドに送る",
    "groups:history": "投稿の返事が途切れたとき、届いているかを確かめて二重投稿を防ぐ（非公開チャンネル）",
    "groups:read": "投稿先の非公開チャンネルと、だれが参加しているかを確かめる",
    "im:history": "ボットへの直接メッセージを受け取る",
    "im:write": "自分あての定期配信と管理者への知らせのために、直接メッセージの会話を開く",
    "usergroups:read": "実績を登録できる人や管理者のユーザーグループを確かめる",
    "users:read": "ゲストや他組織の人かどうかを確かめる",
}
"""What the bot asks for, and why; nothing else."""
OPTIONAL_SCOPES: Mapping[str, str] = {
    "assistant:write": "質問の例を出しません",
    "channels:history": "投稿の返事が途切れたとき、二重投稿を避けるため、もう一度は送りません（公開チャンネル）",
    "files:write": "印刷用PDF などのファイルを送れません",
    "groups:history": "投稿の返事が途切れたとき、二重投稿を避けるため、もう一度は送りません（非公開チャンネル）",
    "usergroups:read": "ユーザーグループで任せた人を確かめられません（一人ずつ指定した人は使えます）",
}
"""What an administrator may leave out, and what is then missing; all else goes on."""
AGENT_DESCRIPTION = "総合戦略の事業・目標・KPIについて質問すると、計画の文を示して答えます。"
AGENT_SCOPES: Mapping[str, str] = {"assistant:write": "エージェント表示に質問の例を出す"}

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_id_changed",
    "channel_shared",
    "message.im",
    "subteam_members_changed",
    "tokens_revoked",
)
AGENT_EVENTS = ("agent_session_stopped", "app_context_changed")
STEP_EVENTS = ("function_executed",)
LINK_EVENTS = ("link_shared",)
LINK_SCOPES: Mapping[str, str] = {
    "links:read": "ウェブサイト（export site）へのリンクが書かれたことを知る",
    "links:write": "そのリンクの下に、事業や KPI のカードを示す",
}


def make_manifest(
    *,
    request_url: str | None = None,
    has_agent: bool = False,
    has_steps: bool = False,
    site: str | None = None,
    is_installed_by_many: bool = False,
    example: str = OF_ANY_PLAN,
) -> dict[str, Any]:
    """For Socket Mode, or for HTTP at `request_url`. `has_agent`: with the agent pane, which needs a paid plan;
    `has_steps`: with steps for Workflow Builder, which needs one too. `site`: the domain whose links unfold to cards.
    `is_installed_by_many`: with the address at which workspaces come back from installing it.
    """
    http = {"request_url": request_url} if request_url else {}
    options = {"message_menu_options_url": request_url} if request_url else {}
    command_url = {"url": request_url} if request_url else {}
    optional = ((AGENT_EVENTS, has_agent), (STEP_EVENTS, has_steps), (LINK_EVENTS, bool(site)))
    events = [*EVENTS, *(event for some, is_asked in optional if is_asked for event in some)]
    return {
        "_metadata": {"major_version": 1},
        "display_information": {
            "name": NAME,
            "description": "総合戦略の事業・目標・KPIの質問に、計画の文を示して答えます",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": BOT_NAME, "always_online": True},
            **({"agent_view": {"agent_description": AGENT_DESCRIPTION}} if has_agent else {}),
            **({"unfurl_domains": [site]} if site else {}),
            "shortcuts": _shortcuts(),
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": "戦略の事業・目標・KPIを調べる（答えは自分だけに見えます）",
                    "usage_hint": f"{example} ／ digest ／ digest list",
                    "should_escape": False,
                    **command_url,
                }
            ],
        },
        "oauth_config": {
            **({"redirect_urls": [urljoin(request_url or "", REDIRECT_PATH)]} if is_installed_by_many else {}),
            "scopes": _scopes({**(AGENT_SCOPES if has_agent else {}), **(LINK_SCOPES if site else {})}),
        },
        **({"functions": _steps()} if has_steps else {}),
        "settings": {
            "event_subscriptions": {"bot_events": sorted(events), **http},
            "interactivity": {"is_enabled": True, **http, **options},
            "socket_mode_enabled": request_url is None,
            "org_deploy_enabled": has_steps,  # which Slack asks of apps with steps of their own
            **({"function_runtime": "remote"} if has_steps else {}),
            "token_rotation_enabled": False,
        },
    }


def _scopes(more: Mapping[str, str]) -> dict[str, list[str]]:
    asked = {*SCOPES, *more}
    return {"bot": sorted(asked), "bot_optional": sorted(asked & OPTIONAL_SCOPES.keys())}


def _steps() -> dict[str, Any]:
    """What a workflow fills in, and what it gets back for its further steps."""

    def parameter(name: str, kind: str, title: str, description: str, *, is_required: bool = True) -> dict[str, Any]:
        made = {"type": kind, "name": name, "title": title, "description": description, "is_required": is_required}
        return {name: made}

    user, channel = "slack#/types/user_id", "slack#/types/channel_id"
    return {
        ids.ASK_STEP: {
            "title": "戦略に聞く",
            "description": "総合戦略の事業・目標・KPIの質問に、計画の文を示して答えます",
            "input_parameters": {
                **parameter("question", "string", "質問", "例 移住支援の事業は？"),
                **parameter("user", user, "だれの質問か", "この人に見せてよいことだけを答えます"),
                **parameter(
                    "channel",
                    channel,
                    "答えを出すチャンネル",
                    "登録された実績を含めてよいかを、これで確かめます。なければ実績は出しません",
                    is_required=False,
                ),
            },
            "output_parameters": {
                **parameter("answer", "string", "答え", "読み上げられる文です"),
                **parameter("status", "string", "答えの種類", "answered、candidates、not_found など"),
            },
        },
        ids.DIGEST_STEP: {
            "title": "KPI のまとめを送る",
            "description": "計画全体の KPI のまとめを、チャンネルに一度送ります",
            "input_parameters": {
                **parameter("channel", channel, "送り先のチャンネル", "ボットが参加しているチャンネル"),
                **parameter("user", user, "だれが送るか", "送り先のチャンネルに参加している職員"),
            },
            "output_parameters": parameter("message_ts", "string", "投稿の番号", "送った投稿の番号です"),
        },
    }


def _shortcuts() -> list[dict[str, str]]:
    return [
        {
            "type": "global",
            "name": "戦略を調べる",
            "callback_id": ids.SEARCH_SHORTCUT,
            "description": "事業・KPI・用語を名前やふりがなで探します",
        },
        {
            "type": "message",
            "name": "関連する事業を探す",
            "callback_id": ids.RELATED_SHORTCUT,
            "description": "このメッセージに関連する事業を、自分だけに表示します",
        },
    ]


def as_yaml(value: Mapping[str, Any]) -> str:
    return "\n".join(_lines(value, "")) + "\n"


def _lines(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    """Strings are written as JSON, which is YAML as well."""
    for name, inner in value.items():
        match inner:
            case Mapping():
                yield f"{indent}{name}:"
                yield from _lines(inner, indent + "  ")
            case list():
                yield f"{indent}{name}:"
                yield from _items(inner, indent + "  ")
            case _:
                yield f"{indent}{name}: {json.dumps(inner, ensure_ascii=False)}"


def _items(values: list[Any], indent: str) -> Iterator[str]:
    for value in values:
        if isinstance(value, Mapping):
            first, *rest = _lines(value, indent + "  ")
            yield f"{indent}- {first.lstrip()}"
            yield from rest
        else:
            yield f"{indent}- {json.dumps(value, ensure_ascii=False)}"
