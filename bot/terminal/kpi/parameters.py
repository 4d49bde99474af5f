"""What the commands of `senryaku kpi` take."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from bot.terminal.usage import ids_of_kinds, offered, package_numbers
from knowledge.indicators.progress import STATES


def states(incomplete: str) -> list[str]:
    return [state for state in STATES if state.startswith(incomplete)]


IndicatorId = Annotated[
    str,
    typer.Argument(
        metavar="指標",
        help="指標の ID か名前。例 k3-3、待機児童数、population",
        autocompletion=offered(ids_of_kinds("indicators")),
    ),
]
EntryId = Annotated[str, typer.Argument(metavar="記録", help="記録の ID。例 a17（kpi history で確かめられます）")]
ImportFile = Annotated[Path, typer.Argument(metavar="ファイル", help=".csv（UTF-8、Shift_JIS）か .xlsx")]
StateOption = Annotated[
    str | None, typer.Option("--state", metavar="状態", help=f"{'、'.join(STATES)} のどれか", autocompletion=states)
]
Package = Annotated[
    int | None,
    typer.Option("--package", metavar="番号", help="政策パッケージの番号", autocompletion=offered(package_numbers)),
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="日付", help="その日の終わりに分かっていた値。例 2023-09-30")
]
Year = Annotated[str, typer.Option("--year", metavar="年度", help="例 2023、R5、令和5年度、昨年度")]
OptionalYear = Annotated[str | None, typer.Option("--year", metavar="年度", help="例 2023、R5、令和5年度、昨年度")]
ValueOption = Annotated[str, typer.Option("--value", metavar="値", help="実績値。例 1,234、▲2.6、75%")]
Day = Annotated[str | None, typer.Option("--day", metavar="日付", help="人口など、ある日の値の時点。例 2024-04-01")]
Provisional = Annotated[bool, typer.Option("--provisional", help="速報値として登録します（既定は確定値）")]
Note = Annotated[str, typer.Option("--note", metavar="文", help="備考")]
SourceOption = Annotated[str, typer.Option("--source", metavar="文", help="出典")]
By = Annotated[str | None, typer.Option("--by", metavar="名前", help="登録する人（既定はこの端末の利用者名）")]
Replaces = Annotated[str, typer.Option("--replaces", metavar="記録", help="訂正する記録の ID")]
Yes = Annotated[bool, typer.Option("--yes", help="桁の違いなどの確認に「はい」と答えます")]
MapOption = Annotated[
    str, typer.Option("--map", metavar="列", help="列の意味を指定します。例 実績値=H,年度=G、R7=H,R8=J、指標=B")
]
Confirm = Annotated[
    str, typer.Option("--confirm", metavar="欄", help="確認が必要な値のうち、正しいものの欄。例 F6,K4、実績!F6")
]
SkipUnreadable = Annotated[
    bool, typer.Option("--skip-unreadable", help="受け付けられない行を残し、ほかの行だけを取り込みます")
]
Apply = Annotated[bool, typer.Option("--apply", help="実際に登録します（付けなければ試すだけです）")]
Out = Annotated[Path, typer.Option("-o", "--output", metavar="ファイル", help="書き出す先")]
OptionalOut = Annotated[Path | None, typer.Option("-o", "--output", metavar="ファイル", help="書き出す先（.xlsx）")]
FormatOption = Annotated[
    str | None, typer.Option("--format", metavar="形式", help="csv、xlsx、json（既定はファイル名の終わり）")
]
Template = Annotated[bool, typer.Option("--template", help="記入用の表を書き出します")]
Remove = Annotated[bool, typer.Option("--remove", help="架空の値をすべて取り除きます")]


def recorded_by(by: str | None) -> str:
    """Who records, if nobody is named: the user of this terminal."""
    if by is not None:
        return by
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user may have no name
        return "端末"
