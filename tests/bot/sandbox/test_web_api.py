"""slack_sdk's WebClient against the stand-in: what works, and what is refused as Slack refuses it."""

import http.client
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler, ServerErrorRetryHandler

from bot.sandbox.state.seed import (
    ARCHIVED,
    EDITORS,
    FOREIGN,
    GENERAL,
    GUEST,
    OUTSIDER,
    PLANNING,
    SATO,
    SECRET,
    SHARED,
    TANAKA,
)
from tests.bot.sandbox.an_app import MANIFEST
from tests.patience import PATIENCE_S
from tests.stand_in import Slack

Json = dict[str, Any]
TABLE: Json = {
    "type": "data_table",
    "caption": "指標",
    "rows": [[{"type": "raw_text", "text": "KPI"}], [{"type": "raw_text", "text": "移住者数"}]],
}


@pytest.fixture(scope="module")
def untouched() -> Iterator[Slack]:
    """One workspace for all calls that are refused: they leave nothing behind."""
    with Slack(MANIFEST) as started:
        yield started


def refused(call: Callable[..., Any], **arguments: Any) -> Any:
    """The answer that came with the SlackApiError."""
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return caught.value.response


def test_the_bot_knows_who_it_is_and_what_it_was_granted(slack: Slack, client: WebClient) -> None:
    answer = client.auth_test()
    assert (answer["user_id"], answer["team_id"]) == ("U0SENRYAKU", "T0SANDBOX")
    headers = {name.lower(): value for name, value in answer.headers.items()}
    assert headers["x-oauth-scopes"].split(",") == sorted(slack.scopes)


def test_a_message_is_posted_changed_and_deleted(slack: Slack, client: WebClient) -> None:
    posted = client.chat_postMessage(channel=GENERAL, text="第一版")
    client.chat_update(channel=GENERAL, ts=posted["ts"], text="第二版")
    (message,) = slack.posted(GENERAL)
    assert (message.text, message.edited_ts is not None) == ("第二版", True)
    client.chat_delete(channel=GENERAL, ts=posted["ts"])
    assert slack.posted(GENERAL) == []


def test_history_keeps_metadata_and_shows_it_on_request(client: WebClient) -> None:
    metadata = {"event_type": "answer", "event_payload": {"id": "p1-2"}}
    client.chat_postMessage(channel=GENERAL, text="回答", metadata=metadata)
    (plain,) = client.conversations_history(channel=GENERAL)["messages"]
    (full,) = client.conversations_history(channel=GENERAL, include_all_metadata=True)["messages"]
    assert "metadata" not in plain
    assert full["metadata"] == metadata


def test_metadata_stays_on_update_unless_it_is_emptied(client: WebClient, slack: Slack) -> None:
    metadata = {"event_type": "answer", "event_payload": {"id": "p1-2"}}
    ts = client.chat_postMessage(channel=GENERAL, text="回答", metadata=metadata)["ts"]
    client.chat_update(channel=GENERAL, ts=ts, text="直した回答")
    assert slack.posted()[0].metadata == metadata
    client.chat_update(channel=GENERAL, ts=ts, text="直した回答", metadata={})
    assert slack.posted()[0].metadata is None


def test_a_thread_is_read_with_its_head_first(slack: Slack, client: WebClient) -> None:
    head = slack.person(SATO).say(GENERAL, "質問").message.ts
    for text in ("一", "二"):
        client.chat_postMessage(channel=GENERAL, text=text, thread_ts=head)
    thread = client.conversations_replies(channel=GENERAL, ts=head)["messages"]
    assert [message["text"] for message in thread] == ["質問", "一", "二"]
    (top,) = client.conversations_history(channel=GENERAL)["messages"]
    assert (top["reply_count"], top["reply_users"]) == (2, ["U0SENRYAKU"])


def test_an_update_is_shorter_than_a_post_may_be(client: WebClient) -> None:
    ts = client.chat_postMessage(channel=GENERAL, text="あ" * 4001)["ts"]
    assert refused(client.chat_update, channel=GENERAL, ts=ts, text="あ" * 4001)["error"] == "msg_too_long"


def test_messages_of_others_stay_as_they_are(slack: Slack, client: WebClient) -> None:
    ts = slack.person(SATO).say(GENERAL, "私の文").message.ts
    assert refused(client.chat_update, channel=GENERAL, ts=ts, text="x")["error"] == "cant_update_message"
    assert refused(client.chat_delete, channel=GENERAL, ts=ts)["error"] == "cant_delete_message"


def test_history_comes_in_pages(slack: Slack, client: WebClient) -> None:
    for number in range(5):
        slack.person(SATO).say(GENERAL, str(number))
    pages = [[m["text"] for m in page["messages"]] for page in client.conversations_history(channel=GENERAL, limit=2)]
    assert pages == [["4", "3"], ["2", "1"], ["0"]]


def test_a_user_id_as_channel_opens_the_direct_conversation(slack: Slack, client: WebClient) -> None:
    channel = client.chat_postMessage(channel=SATO, text="お知らせ")["channel"]
    assert channel == client.conversations_open(users=SATO)["channel"]["id"] == slack.workspace.dm(SATO).id


def test_people_channels_and_groups_show_what_rights_depend_on(client: WebClient) -> None:
    assert client.users_info(user=GUEST)["user"]["is_restricted"] is True
    assert client.users_info(user=OUTSIDER)["user"]["team_id"] != client.auth_test()["team_id"]
    assert client.conversations_info(channel=SHARED)["channel"]["is_ext_shared"] is True
    assert client.usergroups_users_list(usergroup=EDITORS)["users"] == [SATO, "U0SUZUKI"]


def test_lists_hold_only_what_the_bot_can_see(client: WebClient) -> None:
    own = client.users_conversations(types="public_channel,private_channel")["channels"]
    assert {channel["id"] for channel in own} == {GENERAL, PLANNING, SECRET, SHARED, ARCHIVED}


def test_a_file_is_uploaded_into_a_thread(slack: Slack, client: WebClient) -> None:
    head = slack.person(SATO).say(GENERAL, "印刷用").message.ts
    client.files_upload_v2(
        channel=GENERAL, thread_ts=head, filename="sheet.pdf", content=b"%PDF-1.7", initial_comment="どうぞ"
    )
    (message,) = slack.posted(GENERAL)
    upload = slack.workspace.uploads[message.files[0]]
    assert (message.thread_ts, upload.name, upload.content) == (head, "sheet.pdf", b"%PDF-1.7")


def test_an_ephemeral_message_is_seen_by_one_person_and_not_in_the_history(slack: Slack, client: WebClient) -> None:
    client.chat_postEphemeral(channel=GENERAL, user=SATO, text="あなただけに")
    assert [m.text for m in slack.workspace.messages_in(GENERAL, SATO)] == ["あなただけに"]
    assert slack.workspace.messages_in(GENERAL, TANAKA) == []
    assert client.conversations_history(channel=GENERAL)["messages"] == []


def test_the_agent_pane_is_kept(slack: Slack, client: WebClient) -> None:
    dm = slack.workspace.dm(SATO).id
    prompts = [{"title": "移住", "message": "移住の事業は？"}]
    client.assistant_threads_setSuggestedPrompts(channel_id=dm, thread_ts="1.2", prompts=prompts)
    client.agents_sessions_setStatus(channel_id=dm, thread_ts="1.2", status="processing")
    thread = slack.workspace.agent_threads[dm, "1.2"]
    assert (thread.status, thread.prompts) == ("processing", tuple(prompts))


REFUSALS: list[tuple[str, Json, str]] = [
    ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": FOREIGN, "text": "x"}, "not_in_channel"),
    ("chat.postMessage", {"channel": ARCHIVED, "text": "x"}, "is_archived"),
    ("chat.postMessage", {"channel": GENERAL}, "no_text"),
    ("chat.postMessage", {"channel": GENERAL, "text": "x", "blocks": "[{]"}, "invalid_blocks_format"),
    (
        "chat.postMessage",
        {"channel": GENERAL, "text": "x", "metadata": {"event_type": "a"}},
        "invalid_metadata_format",
    ),
    ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
    ("chat.update", {"channel": GENERAL, "ts": "1.0", "text": "x"}, "message_not_found"),
    ("chat.postEphemeral", {"channel": SECRET, "user": TANAKA, "text": "x"}, "user_not_in_channel"),
    ("conversations.history", {"channel": FOREIGN}, "not_in_channel"),
    ("conversations.replies", {"channel": GENERAL, "ts": "1.0"}, "thread_not_found"),
    ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
    ("usergroups.users.list", {"usergroup": "S0NONE"}, "no_such_subteam"),
    (
        "views.open",
        {
            "trigger_id": "1.2.3",
            "view": {"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": []},
        },
        "invalid_trigger_id",
    ),
    ("views.open", {"trigger_id": "1.2.3", "view": {"type": "modal", "blocks": []}}, "invalid_arguments"),
    ("views.update", {"view_id": "V0", "view": {}}, "not_found"),
    ("files.completeUploadExternal", {"files": [{"id": "F0"}], "channel_id": GENERAL}, "file_not_found"),
    ("chat.frobnicate", {}, "unknown_method"),
]


@pytest.mark.parametrize(("method", "arguments", "error"), REFUSALS, ids=[f"{r[0]}-{r[2]}" for r in REFUSALS])
def test_slack_refuses(untouched: Slack, method: str, arguments: Json, error: str) -> None:
    client = WebClient(token=untouched.bot_token, base_url=untouched.api_url)
    assert refused(client.api_call, api_method=method, json=arguments)["error"] == error
    last = untouched.refusals[-1]
    assert (last.where, last.error) == (method, error)


def test_refused_blocks_name_the_place(slack: Slack, client: WebClient) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "あ" * 3001}}]
    answer = refused(client.chat_postMessage, channel=GENERAL, text="x", blocks=blocks)
    line = "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert (answer["error"], answer["response_metadata"]["messages"]) == ("invalid_blocks", [line])
    assert slack.refusals[0].details == (line,)


def test_an_older_workspace_refuses_the_new_blocks(slack: Slack, client: WebClient) -> None:
    client.chat_postMessage(channel=GENERAL, text="表", blocks=[TABLE])
    slack.workspace.has_new_blocks = False
    answer = refused(client.chat_postMessage, channel=GENERAL, text="表", blocks=[TABLE])
    assert answer["error"] == "invalid_blocks"
    assert "unsupported type: data_table" in answer["response_metadata"]["messages"][0]


def test_a_missing_scope_is_named(slack: Slack, client: WebClient) -> None:
    slack.scopes.discard("usergroups:read")
    answer = refused(client.usergroups_users_list, usergroup=EDITORS)
    assert (answer["error"], answer["needed"]) == ("missing_scope", "usergroups:read")
    assert "chat:write" in answer["provided"]


def test_tokens_are_checked(slack: Slack, client: WebClient) -> None:
    def error(token: str | None) -> Any:
        return refused(WebClient(token=token, base_url=slack.api_url).auth_test)["error"]

    assert [error(token) for token in (None, "xoxb-other", slack.app_token)] == [
        "not_authed",
        "invalid_auth",
        "not_allowed_token_type",
    ]
    slack.whole.token_error = "token_revoked"
    assert error(slack.bot_token) == "token_revoked"


def test_posts_are_limited_to_one_a_second_and_channel_after_a_burst(slack: Slack, client: WebClient) -> None:
    for _ in range(5):
        client.chat_postMessage(channel=GENERAL, text="続けて")
    answer = refused(client.chat_postMessage, channel=GENERAL, text="続けて")
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "1")
    client.chat_postMessage(channel=PLANNING, text="別の場所")
    slack.advance(1)
    client.chat_postMessage(channel=GENERAL, text="一秒後")


def test_planned_faults_come_once_and_retry_handlers_get_over_them(slack: Slack, client: WebClient) -> None:
    slack.faults.plan("chat.postMessage", "server_error")
    slack.faults.plan("chat.postMessage", "ratelimited", retry_after=0)
    client.retry_handlers += [
        ServerErrorRetryHandler(max_retry_count=2),  # slack_sdk counts attempts over all handlers together
        RateLimitErrorRetryHandler(max_retry_count=2),
    ]
    client.chat_postMessage(channel=GENERAL, text="三度目で届く")
    assert [r.error for r in slack.refusals] == ["internal_error", "ratelimited"]
    assert len(slack.posted(GENERAL)) == 1


def test_a_lost_reply_posts_twice_when_the_client_repeats(slack: Slack, client: WebClient) -> None:
    slack.faults.plan("chat.postMessage", "lose_reply")
    client.chat_postMessage(channel=GENERAL, text="二重")
    assert len(slack.posted(GENERAL)) == 2


def test_a_hanging_method_keeps_the_caller_until_its_own_timeout(slack: Slack) -> None:
    slack.faults.plan("*", "hang")
    impatient = WebClient(token=slack.bot_token, base_url=slack.api_url, timeout=1, retry_handlers=[])
    with pytest.raises(TimeoutError):
        impatient.auth_test()
    impatient.timeout = PATIENCE_S
    impatient.auth_test()


def test_only_this_machine_is_answered(slack: Slack) -> None:
    connection = http.client.HTTPConnection(slack.url.removeprefix("http://"))
    connection.request("GET", "/sandbox/state", headers={"Host": "evil.example"})
    assert connection.getresponse().status == 400
    connection.close()
