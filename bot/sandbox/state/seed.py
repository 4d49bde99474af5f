"""The sample workspace: people with different rights, and one channel for each situation a bot meets."""

from bot.sandbox.state.manifest import Manifest
from bot.sandbox.state.records import Channel, Person, UserGroup
from bot.sandbox.state.workspace import Workspace

SATO, SUZUKI, TANAKA = "U0SATO", "U0SUZUKI", "U0TANAKA"
GUEST, OUTSIDER, OTHER_BOT = "U0GUEST", "U0OUTSIDER", "U0OTHERBOT"
GENERAL, PLANNING, SECRET = "C0GENERAL", "C0PLANNING", "C0SECRET"
SHARED, ARCHIVED, FOREIGN = "C0SHARED", "C0ARCHIVED", "C0FOREIGN"
EDITORS = "S0EDITORS"


def fill(workspace: Workspace, app: Manifest) -> None:
    """総合政策課 and its surroundings. The bot is in every channel except FOREIGN."""
    home, bot = workspace.team_id, workspace.bot_user
    for person in (
        Person(id=bot, name=app.bot_name, real_name=app.name, team_id=home, is_bot=True),
        Person(id=SATO, name="sato", real_name="佐藤 花子", team_id=home, is_admin=True),
        Person(id=SUZUKI, name="suzuki", real_name="鈴木 一郎", team_id=home),
        Person(id=TANAKA, name="tanaka", real_name="田中 次郎", team_id=home),
        Person(id=GUEST, name="guest", real_name="来客 三郎", team_id=home, is_restricted=True),
        Person(id=OUTSIDER, name="outsider", real_name="他市 四郎", team_id="T0OTHERCITY"),
        Person(id=OTHER_BOT, name="otherbot", real_name="別のボット", team_id=home, is_bot=True),
    ):
        workspace.put(person)
    staff = (SATO, SUZUKI, TANAKA)
    for channel in (
        Channel(id=GENERAL, name="全体連絡", members=(*staff, GUEST, bot)),
        Channel(id=PLANNING, name="総合政策", members=(*staff, bot)),
        Channel(id=SECRET, name="内部検討", kind="private", members=(SATO, SUZUKI, bot)),
        Channel(id=SHARED, name="広域連携", members=(*staff, OUTSIDER, bot), is_ext_shared=True),
        Channel(id=ARCHIVED, name="旧計画", members=(*staff, bot), is_archived=True),
        Channel(id=FOREIGN, name="議会対応", members=staff),
    ):
        workspace.put(channel)
    workspace.put(UserGroup(id=EDITORS, handle="kpi-editors", name="KPI入力担当", users=(SATO, SUZUKI)))
