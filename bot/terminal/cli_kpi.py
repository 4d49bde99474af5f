"""`senryaku kpi …`: the recorded values in the terminal."""

import typer

from bot.terminal.kpi import files, recording, showing
from bot.terminal.usage import Command, DataOption, Group, NowOption, PlanOption, StrategyOption, WorkspaceOption

kpi = typer.Typer(cls=Group, add_completion=False)


@kpi.callback()
def indicators(
    data: DataOption = None,
    now: NowOption = None,
    strategy: StrategyOption = None,
    plan: PlanOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """KPI の実績値を登録する・見る・取り込む・書き出す。"""


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
