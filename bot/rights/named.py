"""Are the people whom the settings name there at all? One sentence for each setting that gives nobody its right."""

from collections.abc import Iterator

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.config.slack_settings import SLACK_ID, SlackSettings, env_name
from bot.rights.permissions import Organisation, standing_of
from bot.slack import LOST, code_of

MOST_ASKED = 50  # people looked up one by one at a start
HOW = "Slack のプロフィールの「メンバー ID をコピー」で得た ID を、カンマで区切って書いてください。"
STANDINGS = {"guest": "ゲスト", "external": "他組織の人", "bot": "ボット", "deactivated": "停止されたアカウント"}


def warnings_about_names(settings: SlackSettings, client: WebClient, own: Organisation) -> Iterator[str]:
    """Asks Slack for each; what Slack does not say is nobody's fault."""
    for field, users in (("writers", settings.writers), ("admins", settings.admins)):
        wrong = [f"「{user}」{doubt}" for user in users[:MOST_ASKED] if (doubt := _doubt(user, client, own))]
        if wrong:
            yield f"{env_name(field)} の{'。'.join(wrong)}。{HOW}"
    for field, group in (("writer_group", settings.writer_group), ("admin_group", settings.admin_group)):
        if group is not None and (doubt := _doubt_about_group(group, client)):
            yield f"{env_name(field)} の「{group}」{doubt}。ユーザーグループの ID（S で始まります）を確かめてください。"


def _doubt(user: str, client: WebClient, own: Organisation) -> str:
    if not SLACK_ID.fullmatch(user):
        return "はユーザー ID の形ではありません"
    try:
        person = client.users_info(user=user)["user"]
    except SlackApiError as error:
        return "という人は見つかりません" if code_of(error) in ("user_not_found", "user_not_visible") else ""
    except LOST:
        return ""
    standing = standing_of(person, own)
    return f"は{STANDINGS[standing]}のため、何も任せられません" if standing in STANDINGS else ""


def _doubt_about_group(group: str, client: WebClient) -> str:
    try:
        return "" if client.usergroups_users_list(usergroup=group)["users"] else "にはだれもいません"
    except SlackApiError as error:
        return f"を確かめられません（{code_of(error)}）"
    except LOST:
        return ""
