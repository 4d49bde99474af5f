"""Slack's refusals in Japanese: what the person can do, or what the operator must mend."""

from msgspec import Struct
from slack_sdk.errors import SlackApiError

from bot.slack.errors import DEAD_TOKEN, code_of, is_uncertain
from bot.slack.payloads import is_no_channel
from knowledge.model.structs import replace


class ErrorText(Struct, frozen=True):
    """`to_person` is shown to whoever asked, `in_direct` in its place where they did so in no channel; `to_operator`
    goes to the log, where it is not "": `{…}` in it are filled from Slack's answer.
    """

    to_person: str
    to_operator: str = ""
    in_direct: str = ""


_ASK_OPERATOR = "ただいまボットの設定に問題があり、お答えできません。ボットの管理者にお知らせください。"
_REINSTALL = "「senryaku manifest」の内容でアプリを更新し、再インストールしてください。"
_NEW_TOKEN = ErrorText(
    _ASK_OPERATOR,
    "Slack のトークンが使えません（{error}）。"
    "アプリの設定画面で再インストールし、SLACK_BOT_TOKEN を新しい値にして、起動し直してください。",
)
_SLACK_FAILED = ErrorText(
    "Slack の側で不具合が起きているため、お答えを送れませんでした。しばらくしてから、もう一度お試しください。"
)
_NO_FILES = "このワークスペースの設定では、ファイルを送れません。ワークスペースの管理者にお尋ねください。"
_NO_ROOM = (
    "ファイルの大きさ（または保存容量）がワークスペースの上限を超えるため、送れません。"
    "ワークスペースの管理者にお尋ねください。"
)
_KINDS: tuple[tuple[ErrorText, str], ...] = (
    (_NEW_TOKEN, " ".join(DEAD_TOKEN)),
    (
        _SLACK_FAILED,
        "fatal_error internal_error service_unavailable request_timeout update_failed file_update_failed "
        "list_record_comment_fetch_failed rollup_error",
    ),
    (
        ErrorText("Slack が混み合っているため、お答えを送れませんでした。1分ほど待って、もう一度お試しください。"),
        "ratelimited rate_limited streaming_state_conflict external_channel_migrating",
    ),
    # Where it was to stand.
    (
        ErrorText(
            "ボットがこのチャンネルにまだ参加していないため、投稿できません。"
            "チャンネルで「/invite @senryaku」と入力して、ボットを招待してください。",
            in_direct="この会話には、ボットから送れません。ボットとの直接メッセージか、"
            "ボットが参加しているチャンネルでお尋ねください。",
        ),
        "not_in_channel channel_not_found invalid_channel channel_is_limited_access app_cannot_join_channel",
    ),
    (
        ErrorText(
            "このチャンネルはアーカイブされているため、投稿できません。"
            "別のチャンネルか、ボットとの直接メッセージでお尋ねください。",
            in_direct="この会話は終了しているため、お返事できません。ボットが参加しているチャンネルでお尋ねください。",
        ),
        "is_archived channel_is_archived is_inactive",
    ),
    (
        ErrorText(
            "このチャンネルでは、アプリの投稿が許可されていません。チャンネルの管理者に、投稿の権限を確かめてください。",
            in_direct="この会話では、アプリの投稿が許可されていません。ワークスペースの管理者にお尋ねください。",
        ),
        "restricted_action restricted_action_read_only_channel posting_to_channel_denied "
        "posting_to_general_channel_denied action_prohibited",
    ),
    (
        ErrorText("ワークスペースの設定により、この操作は許可されていません。ワークスペースの管理者にお尋ねください。"),
        "ekm_access_denied access_denied no_permission",
    ),
    (
        ErrorText("このチャンネルでは、スレッドの中でだけ投稿できます。スレッドの中でお尋ねください。"),
        "restricted_action_thread_only_channel",
    ),
    (
        ErrorText("このチャンネルではスレッドに返信できません。ボットとの直接メッセージでお尋ねください。"),
        "restricted_action_non_threadable_channel",
    ),
    (
        ErrorText("このスレッドは返信が止められています。新しいメッセージでお尋ねください。"),
        "restricted_action_thread_locked",
    ),
    (
        ErrorText(
            "元のメッセージが消されたか、返信できないものであるため、スレッドに返信できません。"
            "新しいメッセージでお尋ねください。"
        ),
        "thread_not_found cannot_reply_to_message invalid_thread_ts",
    ),
    (
        ErrorText("このチャンネルに参加していない方には表示できません。参加してから、もう一度お試しください。"),
        "user_not_in_channel",
    ),
    (
        ErrorText(
            "相手の方のアカウントが見つからないか、停止されているため、送れませんでした。"
            "宛先の方をご確認のうえ、もう一度お試しください。"
        ),
        "user_not_found user_not_visible user_disabled invalid_user_combination",
    ),
    (
        ErrorText(
            "ほかの組織と共有しているチャンネルへの送信が、ワークスペースの設定で止められています。"
            "ワークスペースの管理者にお尋ねください。"
        ),
        "slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked "
        "slack_connect_lists_sharing_blocked",
    ),
    # What was to stand there.
    (
        ErrorText(
            "お答えが長すぎて、Slack に表示できませんでした。年度や事業名を添えて、絞ってお尋ねください。",
            "Slack が長すぎるとして断りました（{error}）。",
        ),
        "msg_too_long msg_blocks_too_long attachment_payload_limit_exceeded metadata_too_large",
    ),
    (
        ErrorText(
            "画面に表示する内容が多すぎて、開けませんでした。対象を絞って、もう一度お試しください。",
            "Slack が、内容の多すぎる画面として断りました（{error}）。",
        ),
        "view_too_large",
    ),
    (
        ErrorText(
            "このワークスペースで送れるメッセージの上限に達しています。ワークスペースの管理者にお尋ねください。",
            "ワークスペースが、メッセージの上限に達しています。",
        ),
        "message_limit_exceeded",
    ),
    (
        ErrorText("このメッセージは、ボットからは削除できません。ワークスペースの管理者にご相談ください。"),
        "cant_delete_message",
    ),
    (
        ErrorText("このメッセージは、もう書き換えられません。新しいメッセージでお尋ねください。"),
        "cant_update_message edit_window_closed",
    ),
    (
        ErrorText("元のメッセージは、すでに削除されています。新しいメッセージでお尋ねください。"),
        "message_not_found",
    ),
    (ErrorText(_NO_FILES), "file_uploads_disabled file_uploads_except_images_disabled file_type_not_allowed"),
    (ErrorText(_NO_ROOM), "file_upload_size_restricted storage_limit_reached"),
    # The answer to a command or a press.
    (
        ErrorText("お返事できる時間（30分）を過ぎました。お手数ですが、もう一度お試しください。"),
        "expired_url no_active_hooks",
    ),
    (ErrorText("同じ操作にお返事できる回数を超えました。お手数ですが、もう一度お尋ねください。"), "used_url"),
    (
        ErrorText("画面を開くのが間に合いませんでした。お手数ですが、もう一度同じ操作をしてください。"),
        "expired_trigger_id exchanged_trigger_id invalid_trigger_id",
    ),
    (
        ErrorText("画面が新しくなっていました。お手数ですが、もう一度お試しください。"),
        "hash_conflict not_found duplicate_external_id",
    ),
    (ErrorText("画面が重なりすぎています。手前の画面を閉じてから、もう一度お試しください。"), "push_limit_reached"),
    # How the app is set up.
    (
        ErrorText(
            _ASK_OPERATOR,
            "アプリに権限 {needed} がありません（今の権限: {provided}）。"
            + _REINSTALL
            + "「senryaku doctor」で確かめられます。",
        ),
        "missing_scope",
    ),
    (
        ErrorText(
            _ASK_OPERATOR,
            "アプリのホームの「メッセージ」タブが無効です。アプリの設定の App Home で有効にしてください。",
        ),
        "messages_tab_disabled",
    ),
    (
        ErrorText(
            _ASK_OPERATOR, "アプリのホームの「ホーム」タブが無効です。アプリの設定の App Home で有効にしてください。"
        ),
        "not_enabled",
    ),
    (
        ErrorText(
            _ASK_OPERATOR, "このアプリ、またはワークスペースでは、エージェント表示が有効になっていません（{error}）。"
        ),
        "not_agent_app feature_disabled not_authorized",
    ),
    (
        ErrorText(
            _ASK_OPERATOR,
            "アプリの属するワークスペースでは使えません（{error}）。ワークスペースの移行や、アプリの許可、"
            "接続元の制限（IP アドレス）を、ワークスペースの管理者に確かめてください。",
        ),
        "team_access_not_granted team_added_to_org org_login_required enterprise_is_restricted accesslimited "
        "two_factor_setup_required team_not_found forbidden_team no_team team_disabled no_service no_service_id",
    ),
    (
        ErrorText(
            _ASK_OPERATOR,
            "トークンの種類が違います（{error}）。SLACK_BOT_TOKEN は xoxb-、SLACK_APP_TOKEN は xapp- で始まる値です。",
        ),
        "not_allowed_token_type missing_args invalid_token",
    ),
    (
        ErrorText(
            _ASK_OPERATOR,
            "ユーザーグループを使えません（{error}）。SENRYAKU_WRITER_GROUP と SENRYAKU_ADMIN_GROUP の ID と、"
            "ワークスペースのプランを確かめてください。",
        ),
        "no_such_subteam plan_upgrade_required",
    ),
    (
        ErrorText(
            _ASK_OPERATOR, "Slack がこの呼び出しを廃止しました（{error}）。ボットを新しい版に入れ替えてください。"
        ),
        "deprecated_endpoint method_deprecated unknown_method not_implemented",
    ),
)
ERROR_TEXTS = {code: known for known, codes in _KINDS for code in codes.split()}
"""By Slack's error code."""
NO_FILES = frozenset(code for code, known in ERROR_TEXTS.items() if known.to_person in (_NO_FILES, _NO_ROOM))
"""Those of a workspace that lets the bot not send a file."""
_FAULTS = """
alt_txt_too_large as_user_not_supported block_mismatch cannot_auth_user cannot_find_channel cannot_find_message
cannot_find_service cannot_parse_attachment cannot_prompt cannot_unfurl_message cannot_unfurl_url
cant_broadcast_message channels_limit_exceeded
duplicate_channel_not_found duplicate_message_not_found execution_not_in_running_state file_not_found
function_execution_not_found invalid_source invalid_unfurl_id invalid_unfurls_format missing_channel missing_source
missing_ts missing_unfurl_id missing_unfurls parameter_validation_failed insecure_request invalid_arg_name
invalid_arguments invalid_array_arg invalid_attachments invalid_blocks invalid_blocks_format invalid_charset
invalid_cursor invalid_form_data invalid_json invalid_limit invalid_metadata_filter_keys invalid_metadata_format
invalid_metadata_schema invalid_payload invalid_post_type invalid_status invalid_ts_latest invalid_ts_oldest
invalid_types json_not_object markdown_text_conflict metadata_must_be_sent_from_app
method_not_supported_for_channel_type missing_argument missing_file_data missing_post_type missing_profile_id
no_dual_broadcast_content_update no_text not_enough_users snippet_too_large thread_ts_not_allowed thread_ts_required
too_many_attachments too_many_contact_cards too_many_users unknown_snippet_type unknown_subtype
users_list_not_supplied
"""
FAULTS = frozenset(_FAULTS.split())
"""Calls that were made wrongly: nobody but a developer can do something about them."""


def error_text_of(error: SlackApiError, channel: str = "") -> ErrorText | None:
    """None for one of FAULTS, and for a code that nobody knows. `channel`: where the person acted, if in one; it
    counts where the call itself names none.
    """
    code = code_of(error)
    known = ERROR_TEXTS.get(code) or (_SLACK_FAILED if not code and is_uncertain(error) else None)
    if known is None:
        return None
    where = _channel_of(error) or channel
    if known.in_direct and is_no_channel(where):
        known = replace(known, to_person=known.in_direct)
    answer = error.response
    given = {name: answer.get(name) or "?" for name in ("needed", "provided")} if code == "missing_scope" else {}
    return replace(known, to_operator=known.to_operator.format(error=code, **given))


def _channel_of(error: SlackApiError) -> str:
    """That the refused call was about."""
    asked = getattr(error.response, "req_args", None) or {}
    told = [asked.get(part) or {} for part in ("json", "params")]
    return next((str(each[name]) for each in told for name in ("channel", "channel_id") if each.get(name)), "")
