"""A link to the city's exported site, shown as the record's card under the message that it stands in."""

from collections.abc import Callable

from slack_sdk.errors import SlackApiError

from bot.features.asking import Answerer
from bot.features.jobs import Handled, outcome_of
from bot.rights import Permissions
from bot.slack import Outbox
from bot.slack.outbox import Posted
from bot.slack.payloads import SharedLinks
from bot.views.cards import several

RecordAt = Callable[[str], str | None]
"""Address on the site → record id; None for any other."""
MOST_UNFOLDED = 5  # of one message; a list of links is no place for a page of cards


def unfurl_links(
    links: SharedLinks, permissions: Permissions, answerer: Answerer, record_at: RecordAt, outbox: Outbox
) -> Handled:
    """Nothing for people who are not answered; nobody is told, since nobody has asked anything."""
    ids = {url: id for url in links.urls if (id := record_at(url))}
    if not ids or not permissions.may("ask", links.origin.user, links.origin.team):
        return Handled("no_card")
    seen = answerer.seen_in(permissions.place_of(links.origin.channel), permissions)
    found = {url: seen.catalog.record(id) for url, id in list(ids.items())[:MOST_UNFOLDED]}
    shown = {url: several([record], seen.catalog, seen.values) for url, record in found.items()}
    try:
        outbox.unfurl(Posted(links.origin.channel, links.ts), shown)
    except SlackApiError as error:
        return Handled(outcome_of(error))  # the message may be gone, or its link taken away
    return Handled("unfurled", len(shown))
