"""What the app does not know, or no longer, is acknowledged with a sentence: a client may show an earlier version."""

from slack_bolt import Ack

from bot.features import Handled, Jobs, tell
from bot.listeners.bolt_listeners import OLD_FORM
from bot.slack import Outbox
from bot.slack.payloads import Payload, shortcut_from
from bot.views.modals import told_modal

UNKNOWN_COMMAND = "このコマンドには対応していません。「/senryaku」をお使いください。"
UNKNOWN_SHORTCUT = "このショートカットは、いまのボットにはありません。「戦略を調べる」か「/senryaku」をお使いください。"


def unknown_view(ack: Ack) -> None:
    """In its place: what was typed there is lost in any case."""
    ack(response_action="update", view=told_modal("画面が古くなっています", OLD_FORM))


def unknown_command(ack: Ack) -> None:
    ack(UNKNOWN_COMMAND)


def unknown_shortcut(ack: Ack, body: Payload, outbox: Outbox, jobs: Jobs) -> None:
    ack()
    origin = shortcut_from(body).origin

    def told() -> Handled:
        tell(outbox, origin, UNKNOWN_SHORTCUT)
        return Handled("unknown_shortcut")

    jobs.put(origin, told, lane=f"shortcut {origin.user}")


def unknown_menu(ack: Ack) -> None:
    ack(options=[])
