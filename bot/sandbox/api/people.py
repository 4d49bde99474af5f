"""auth.test, users.info, usergroups.users.list, apps.connections.open"""

from bot.sandbox.api.call import Call
from bot.sandbox.events.shapes import person_json
from bot.sandbox.state.errors import SlackError
from bot.sandbox.state.records import JsonObject


def auth_test(call: Call) -> JsonObject:
    workspace = call.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.team_name,
        "user": workspace.people[workspace.bot_user].name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot_user,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(call: Call) -> JsonObject:
    ticket = call.workspace.new_id("ticket-")
    call.platform.tickets.add(ticket)
    address = call.platform.base_url.removeprefix("http")
    return {"url": f"ws{address}/link/?ticket={ticket}&app_id={call.workspace.app_id}"}


def users_info(call: Call) -> JsonObject:
    person = call.person()
    return {"user": person_json(person)}


def usergroups_users_list(call: Call) -> JsonObject:
    group = call.workspace.groups.get(call.text("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group.users)}
