"""The form and the list of digests in a person's hands: what the tests of digests press and read."""

from bot.digests.schedule import Schedule
from bot.sandbox.state.records import View
from bot.sandbox.state.seed import PLANNING, SATO
from bot.views import ids
from tests.stand_in import DeliveryOutcome
from tests.world import World


def said(view: View) -> str:
    return str(view.body)


def fields(world: World, user: str = SATO) -> set[str]:
    return {block["block_id"] for block in world.modal(user).body["blocks"] if block["type"] == "input"}


def open_form(world: World, user: str = SATO, channel: str = PLANNING) -> View:
    world.outcome(world.person(user).command("/senryaku", "digest", channel=channel))
    return world.modal(user)


def press(world: World, action: str, choice: object = None, user: str = SATO) -> View:
    world.outcome(world.person(user).press(world.modal(user), action, choice))
    return world.modal(user)


def submit(world: World, user: str = SATO, **choices: object) -> DeliveryOutcome:
    return world.outcome(world.person(user).submit(choices))


def create(world: World, user: str = SATO, channel: str = PLANNING, **choices: object) -> Schedule:
    """A schedule by the form, monthly unless something else is chosen; rebuilt at every change as in Slack."""
    open_form(world, user, channel)
    for action in (name for name in choices if name in ids.REDRAWING):
        press(world, action, choices[action], user)
    rest = {name: value for name, value in choices.items() if name not in ids.REDRAWING}
    given = {ids.DIGEST_NAME: "子育てKPIの月報", **rest}
    if ids.DIGEST_CHANNEL in fields(world, user):
        given[ids.DIGEST_CHANNEL] = channel
    assert submit(world, user, **given).field_errors == {}
    return world.services.usual.digests.store.schedules()[-1]


def open_digest(world: World, schedule: Schedule, user: str = SATO) -> View:
    world.outcome(world.person(user).command("/senryaku", "digest list", channel=PLANNING))
    row = next(block for block in world.modal(user).body["blocks"] if schedule.id in str(block.get("accessory")))
    world.outcome(world.person(user).press(world.modal(user), ids.DIGEST_OPEN, block_id=row["block_id"]))
    return world.modal(user)


def kept(world: World, schedule: Schedule) -> Schedule:
    return world.services.usual.digests.store.get(schedule.id)
