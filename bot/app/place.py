"""Where the settings put the records: into the data folder, or on a server that several replicas share; there, perhaps,
those of one workspace among several.
"""

from functools import cache
from typing import TYPE_CHECKING

from bot.config import BotError, WrongCallError
from bot.config.settings import Settings
from knowledge.storage.place import RecordPlace
from knowledge.storage.server import Server, server_at

if TYPE_CHECKING:
    from bot.config.slack_settings import SlackSettings

WORKSPACE_WITHOUT_SERVER = (
    "--workspace は、記録を PostgreSQL に置いて、いくつものワークスペースで使うときのものです"
    "（SENRYAKU_DATABASE_URL を設定します）。"
)
WHICH_WORKSPACE = (
    "どのワークスペースのことかを --workspace で指定してください。ID は senryaku workspace list で確かめられます。"
)
UNKNOWN_WORKSPACE = (
    "{team} というワークスペースには追加されていません。"
    "/slack/install の画面から追加したワークスペースは、senryaku workspace list で確かめられます。"
)


def place_of(settings: Settings) -> RecordPlace:
    """Without a workspace, nothing is asked of a server yet. Raises BadDatabaseUrlError or NoDatabaseDriverError, and
    BotError for a workspace that is none.
    """
    url = settings.database_url
    if url is None:
        if settings.workspace:
            raise WrongCallError(WORKSPACE_WITHOUT_SERVER)
        return settings.data
    server = server_at(url.get_secret_value())
    if settings.workspace:
        return place_of_workspace(server, settings.workspace)
    from bot.config.slack_settings import read_slack_settings  # whose 40 fields a question needs none of

    if read_slack_settings().serves_many:
        raise WrongCallError(WHICH_WORKSPACE)
    return server


@cache
def place_of_workspace(server: Server, team: str) -> Server:
    """Whether it is installed still or was once."""
    from bot.slack.installations import Installations  # slack_sdk comes along

    if Installations(server).known(team) is None:
        raise BotError(UNKNOWN_WORKSPACE.format(team=team))
    return server.of_city(team)


def slack_of(settings: Settings) -> "SlackSettings":
    """With what is the workspace's own, where the settings name one."""
    from bot.config.slack_settings import read_slack_settings

    slack, place = read_slack_settings(), place_of(settings) if settings.workspace else None
    if not isinstance(place, Server):
        return slack
    from bot.slack.installations import Installations  # slack_sdk comes along

    installations = Installations(place)
    found = installations.find(place.city)
    return slack.of_workspace(found.token if found else None, installations.given(place.city))
