"""Where the settings put the records: into the data folder, or on a server that several replicas share."""

from bot.config.settings import Settings
from knowledge.storage.place import RecordPlace
from knowledge.storage.server import server_at


def place_of(settings: Settings) -> RecordPlace:
    """Nothing is asked of a server yet. Raises BadDatabaseUrlError or NoDatabaseDriverError."""
    url = settings.database_url
    return settings.data if url is None else server_at(url.get_secret_value())
