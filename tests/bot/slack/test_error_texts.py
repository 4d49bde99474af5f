"""Every error that Slack documents, of every method that the bot calls, has its sentence."""

import re
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

import bot
from bot.sandbox.api.web_api import RESPONSE_URL
from bot.slack.error_texts import ERROR_TEXTS, FAULTS, NO_FILES, error_text_of
from tests.stand_in.documented_errors import documented_errors

BOT = Path(bot.__file__).parent
_CALLS = r"client\.((?:chat|views|users|usergroups|conversations|auth|assistant|files|functions|apps)_\w+)\("
_BY_NAME = r'api_call\(\s*"([\w.]+)"'


def called_methods() -> set[str]:
    """As they stand in the code, and the one that connects, which the library calls."""
    found = {"apps.connections.open", RESPONSE_URL}
    for path in BOT.rglob("*.py"):
        if "sandbox" not in path.parts:
            text = path.read_text(encoding="utf-8")
            found |= {name.replace("_", ".") for name in re.findall(_CALLS, text)}
            found |= set(re.findall(_BY_NAME, text))
    return found


def refused(code: str, *, channel: str = "", status: int = 200) -> SlackApiError:
    asked = {"json": {"channel": channel}} if channel else {}
    answer = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args=asked,
        data={"ok": False, "error": code},
        headers={},
        status_code=status,
    )
    return SlackApiError("refused", answer)  # type: ignore[no-untyped-call]


def test_the_list_of_documented_errors_is_of_the_methods_in_use() -> None:
    assert called_methods() == set(documented_errors())


def test_every_documented_error_has_its_sentence_or_is_known_as_a_fault() -> None:
    documented = [(method, code) for method, codes in documented_errors().items() for code in codes]
    assert [one for one in documented if (one[1] in ERROR_TEXTS) == (one[1] in FAULTS)] == []


def test_no_sentence_is_of_an_error_that_no_method_has() -> None:
    documented = frozenset().union(*documented_errors().values())
    assert ERROR_TEXTS.keys() | FAULTS == documented


@pytest.mark.parametrize("channel", ["C1", "D1", ""])
def test_a_sentence_is_whole_wherever_it_is_said(channel: str) -> None:
    for code in sorted(ERROR_TEXTS):
        text = error_text_of(refused(code, channel=channel))
        assert text is not None, code
        for sentence in (text.to_person, text.to_operator or "。"):
            assert sentence.endswith("。"), code
            assert not {"{", "}"} & set(sentence), code
        if not channel.startswith("C"):
            assert "/invite" not in text.to_person, code


def test_what_to_do_in_a_channel_is_said_of_the_channel_that_refused() -> None:
    """A modal and the Home are in none, and a shortcut may be chosen elsewhere."""
    known = error_text_of(refused("not_in_channel", channel="C1"), "D1")
    assert known is not None
    assert "/invite" in known.to_person


@pytest.mark.parametrize(
    ("code", "channel", "words"),
    [
        ("expired_trigger_id", "", "もう一度同じ操作を"),
        ("view_too_large", "", "画面に表示する内容が多すぎて"),
        ("access_denied", "C1", "ワークスペースの設定により"),
        ("restricted_action_thread_only_channel", "C1", "スレッドの中で"),
        ("restricted_action_non_threadable_channel", "C1", "直接メッセージで"),
        ("used_url", "C1", "同じ操作に"),
        ("user_disabled", "", "宛先の方をご確認"),
        ("message_not_found", "C1", "新しいメッセージで"),
        ("cant_delete_message", "C1", "ワークスペースの管理者に"),
        ("storage_limit_reached", "C1", "上限を超える"),
        ("is_archived", "D1", "終了しているため"),
        ("is_archived", "C1", "アーカイブされているため"),
    ],
)
def test_a_sentence_says_what_the_person_can_do_about_it(code: str, channel: str, words: str) -> None:
    known = error_text_of(refused(code, channel=channel))
    assert known is not None
    assert words in known.to_person


def test_a_file_that_has_no_room_is_left_out_as_one_that_is_not_allowed() -> None:
    assert {"file_uploads_disabled", "file_upload_size_restricted", "storage_limit_reached"} <= NO_FILES


@pytest.mark.parametrize("status", [500, 502, 503])
def test_an_error_without_a_code_is_told_as_slacks_own(status: int) -> None:
    known = error_text_of(refused("<html>", status=status))
    assert known is not None
    assert "Slack の側" in known.to_person
