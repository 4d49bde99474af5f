"""A person's App Home, drawn when they open it and again when one of their digests has changed."""

from bot.features.context import Services
from bot.features.digest_access import own, view_of
from bot.features.jobs import Done, queue
from bot.slack.payloads import Origin
from bot.views.digests.listing import digest_line
from bot.views.home import home_view


def publish_home(user: str, services: Services) -> Done:
    listed = own(user, services) if services.permissions.kind(user) == "staff" else []
    digests = [digest_line(view_of(each, services, can_change=True)) for each in listed]
    view = home_view(services.catalog, services.values, updated=services.clock(), digests=digests)
    services.outbox.publish(user, view)
    return Done()


def refresh_homes(users: tuple[str, ...], services: Services) -> None:
    """Later, in each person's own lane: nobody's press waits for it."""
    for user in dict.fromkeys(users):
        _refresh(user, services)


def _refresh(user: str, services: Services) -> None:
    origin = Origin(kind="home_refresh", user=user)
    queue(services, origin, lambda: publish_home(user, services), lane=f"home {user}")
