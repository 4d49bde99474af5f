"""What became of a post or of a look into the history, as far as a delivery goes; and Slack's answers read as such."""

from datetime import timedelta

from msgspec import Struct
from slack_sdk.errors import SlackApiError

from bot.digests import Sent
from bot.slack import code_of, error_text_of
from bot.slack.error_texts import NO_FILES
from bot.slack.errors import DEAD_TOKEN, is_uncertain, status_of
from bot.slack.retries import retry_after_s
from bot.slack.uploads import MayNotUploadError

GONE = {
    "channel_not_found": "チャンネルが見つかりません（消されたか、ボットが外された非公開チャンネルです）。",
    "not_in_channel": "ボットがチャンネルに参加していません。チャンネルで「/invite @senryaku」と入力してください。",
    "is_archived": "チャンネルがアーカイブされています。",
    "user_not_found": "配信先の方が見つかりません。",
    "users_not_found": "配信先の方が見つかりません。",
    "user_disabled": "配信先の方のアカウントが停止されています。",
    "cannot_dm_bot": "配信先がボットです。",
    "restricted_action": "このチャンネルでは、アプリの投稿が許可されていません。",
    "restricted_action_read_only_channel": "このチャンネルでは、アプリの投稿が許可されていません。",
    "restricted_action_thread_only_channel": "このチャンネルでは、アプリの投稿が許可されていません。",
    "restricted_action_non_threadable_channel": "このチャンネルでは、スレッドへの投稿が許可されていません。",
}
"""Codes after which no later try can succeed until somebody does something, and what to say."""
NO_ANSWER = "Slack から返事がありません。"
RATE_LIMITED = "Slack が混み合っています。"


class Arrived(Struct, frozen=True):
    ts: str


class Refused(Struct, frozen=True):
    """Certainly not posted. Later again, not before `retry_after`."""

    retry_after: timedelta
    note: str
    everywhere: bool = False  # whatever is sent next will fare the same


class Unclear(Struct, frozen=True):
    """Posted or not: nobody can tell without a look into the history."""

    note: str


class Gone(Struct, frozen=True):
    """The channel takes nothing any more; `note` says why, in Japanese."""

    note: str


class Unattached(Struct, frozen=True):
    """The workspace lets the bot send no file, until somebody changes that; `note` says what, in Japanese."""

    note: str


class Unanswered(Struct, frozen=True):
    """The history could not be read."""

    retry_after: timedelta
    note: str


PostOutcome = Arrived | Refused | Unclear | Gone | Unattached
Search = tuple[Sent, ...] | Gone | Unanswered


def file_refusal(error: SlackApiError) -> PostOutcome:
    """The same of a file, without which the messages of a delivery stand."""
    code, trouble = code_of(error), error_text_of(error)
    if code == "missing_scope":
        return Unattached(MayNotUploadError().user_message)
    return Unattached(trouble.to_person) if trouble and code in NO_FILES else refusal(error)


def refusal(error: SlackApiError) -> PostOutcome:
    """What Slack's answer to a post says about it."""
    code, status = code_of(error), status_of(error)
    if code in GONE:
        return Gone(GONE[code])
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return Refused(timedelta(seconds=retry_after_s(error) or 1), RATE_LIMITED)
    if is_uncertain(error):
        return Unclear(NO_ANSWER)
    trouble = error_text_of(error)
    told = (trouble.to_operator if trouble else "") or f"Slack が受け付けません（{code or status}）。"
    return Refused(timedelta(0), told, everywhere=code in DEAD_TOKEN)


def silence(error: SlackApiError) -> Gone | Unanswered:
    """What it says about a look into the history."""
    match refusal(error):
        case Gone() as gone:
            return gone
        case Refused(wait, note):
            return Unanswered(wait, note)
    return Unanswered(timedelta(0), NO_ANSWER)
