"""Slack's refusals in Japanese: what the person can do, or what the operator must mend."""

import re
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from bot.config import BotError


@dataclass(frozen=True, slots=True)
class Trouble:
    """`to_person` is shown to whoever asked; `to_operator` goes to the log, where it is not None."""

    to_person: str
    to_operator: str | None = None


_INVITE = (
    "ボットがこのチャンネルにまだ参加していないため、投稿できません。"
    "チャンネルで「/invite @senryaku」と入力して、ボットを招待してください。"
)
_OPERATOR_KNOWS = "ただいまボットの設定に問題があり、お答えできません。ボットの管理者にお知らせください。"
_NEW_TOKEN = (
    "Slack のトークンが使えません（{error}）。"
    "アプリの設定画面で再インストールし、SLACK_BOT_TOKEN を新しい値にして、起動し直してください。"
)
_NOT_ALLOWED = (
    "このチャンネルでは、アプリの投稿が許可されていません。チャンネルの管理者に、投稿の権限を確かめてください。"
)
_NO_FILES = "このワークスペースの設定では、ファイルを送れません。ワークスペースの管理者にお尋ねください。"
_BUSY = "Slack が混み合っているため、お答えを送れませんでした。1分ほど待って、もう一度お試しください。"
_AGAIN = "画面を開くのが間に合いませんでした。お手数ですが、もう一度ボタンを押してください。"
_OLD_VIEW = "画面が新しくなっていました。お手数ですが、もう一度お試しください。"

TROUBLES = {
    "not_in_channel": Trouble(_INVITE),
    "channel_not_found": Trouble(_INVITE),
    "is_archived": Trouble(
        "このチャンネルはアーカイブされているため、投稿できません。"
        "別のチャンネルか、ボットとの直接メッセージでお尋ねください。"
    ),
    "restricted_action": Trouble(_NOT_ALLOWED),
    "restricted_action_read_only_channel": Trouble(_NOT_ALLOWED),
    "restricted_action_thread_only_channel": Trouble(_NOT_ALLOWED),
    "restricted_action_non_threadable_channel": Trouble(_NOT_ALLOWED),
    "user_not_in_channel": Trouble(
        "このチャンネルに参加していない方には表示できません。参加してから、もう一度お試しください。"
    ),
    "messages_tab_disabled": Trouble(
        _OPERATOR_KNOWS,
        "アプリのホームの「メッセージ」タブが無効です。アプリの設定の App Home で有効にしてください。",
    ),
    "missing_scope": Trouble(
        _OPERATOR_KNOWS,
        "アプリに権限 {needed} がありません（今の権限: {provided}）。"
        "「senryaku manifest」の内容でアプリを更新し、再インストールしてください。"
        "「senryaku doctor」で確かめられます。",
    ),
    "file_uploads_disabled": Trouble(_NO_FILES),
    "file_uploads_except_images_disabled": Trouble(_NO_FILES),
    "file_type_not_allowed": Trouble(_NO_FILES),
    "file_upload_size_restricted": Trouble(_NO_FILES),
    "storage_limit_reached": Trouble(_NO_FILES),
    "posting_to_channel_denied": Trouble(_NOT_ALLOWED),
    "ratelimited": Trouble(_BUSY),
    "rate_limited": Trouble(_BUSY),
    "expired_trigger_id": Trouble(_AGAIN),
    "exchanged_trigger_id": Trouble(_AGAIN),
    "hash_conflict": Trouble(_OLD_VIEW),
    "not_found": Trouble(_OLD_VIEW),
    "cant_delete_message": Trouble("このメッセージは消せません。"),
    "message_not_found": Trouble("元のメッセージは、もう消されています。"),
    "not_agent_app": Trouble(_OPERATOR_KNOWS, "このアプリではエージェント表示が有効になっていません。"),
}  # fmt: skip
NO_FILES = frozenset(code for code, trouble in TROUBLES.items() if trouble.to_person == _NO_FILES)
"""By Slack's error code. `{…}` are filled from Slack's answer."""

DEAD_TOKEN = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
"""Nothing can be sent any more until somebody changes the token."""
UNCERTAIN = frozenset({"fatal_error", "internal_error", "service_unavailable", "request_timeout"})
"""Slack does not say whether it did the work."""
TOO_MANY_REQUESTS = 429
_FIRST_CLIENT_ERROR, _FIRST_SERVER_ERROR = 400, 500
_CODE = re.compile(r"[a-z0-9_]+")


def code_of(error: SlackApiError) -> str:
    """Slack's error code, "" where the answer held none, as a page of a proxy's does."""
    try:
        code = str(error.response["error"] or "")
    except (KeyError, TypeError):
        return ""
    return code if _CODE.fullmatch(code) else ""


def is_uncertain(error: SlackApiError) -> bool:
    """The work may have been done although an error came back: a body cut short may hide a success."""
    status, code = status_of(error), code_of(error)
    return code in UNCERTAIN or status >= _FIRST_SERVER_ERROR or (not code and status < _FIRST_CLIENT_ERROR)


def may_be_otherwise_later(error: SlackApiError) -> bool:
    """Nobody has to mend anything: Slack is busy, or not well."""
    return status_of(error) == TOO_MANY_REQUESTS or is_uncertain(error)


def status_of(error: SlackApiError) -> int:
    """Of HTTP; 0 where nobody told."""
    return int(getattr(error.response, "status_code", 0) or 0)


def trouble_of(error: SlackApiError) -> Trouble | None:
    """None for a code that nobody but a developer can do something about."""
    code = code_of(error)
    if code in DEAD_TOKEN:
        return Trouble(_OPERATOR_KNOWS, _NEW_TOKEN.format(error=code))
    known = TROUBLES.get(code)
    if known is None or known.to_operator is None:
        return known
    answer = error.response
    given = {name: answer.get(name) or "?" for name in ("needed", "provided")}
    return Trouble(known.to_person, known.to_operator.format(**given))


class NoReplyError(BotError):
    """Slack could not be reached, or did not answer."""

    def __init__(self) -> None:
        super().__init__(
            "Slack との通信が途切れたため、お答えを送れませんでした。しばらくしてから、もう一度お試しください。"
        )


class BusyError(BotError):
    """Our own queue is full."""

    def __init__(self) -> None:
        super().__init__("ただいま質問が混み合っています。1分ほど待って、もう一度お試しください。")
