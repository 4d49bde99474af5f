"""`senryaku kpi …`: the recorded values in the terminal."""

from bot.terminal.kpi import files, recording, showing
from bot.terminal.usage import Command, group_of_commands

kpi = group_of_commands()


for name, command in {
    "list": showing.list_indicators,
    "show": showing.show,
    "record": recording.record,
    "history": showing.history,
    "undo": recording.undo,
    "import": files.import_file,
    "export": files.export,
    "review": showing.review,
    "sample": recording.sample,
}.items():
    kpi.command(name, cls=Command)(command)
