"""Slack's refusals as errors: which they are, and whether the work was done all the same."""

import re

from slack_sdk.errors import SlackApiError

from bot.config import BotError

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
    return is_slacks_own(error) or (not code_of(error) and status_of(error) < _FIRST_CLIENT_ERROR)


def is_slacks_own(error: SlackApiError) -> bool:
    """Slack itself is not well."""
    return code_of(error) in UNCERTAIN or status_of(error) >= _FIRST_SERVER_ERROR


def may_be_otherwise_later(error: SlackApiError) -> bool:
    """Nobody has to mend anything: Slack is busy, or not well."""
    return status_of(error) == TOO_MANY_REQUESTS or is_uncertain(error)


def status_of(error: SlackApiError) -> int:
    """Of HTTP; 0 where nobody told."""
    return int(getattr(error.response, "status_code", 0) or 0)


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
