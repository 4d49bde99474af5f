"""`senryaku sheet` and `senryaku export site`: records and values on paper and as a website."""

from pathlib import Path
from typing import Annotated

import typer

from bot.app import open_catalog, open_values, strategy_path
from bot.app.wiring import open_document
from bot.config import WrongCallError
from bot.config.settings import Settings
from bot.documents.files import write_file
from bot.terminal.usage import Command, group_of_commands, ids_of_kinds, offered, package_numbers, with_settings
from knowledge.japanese import load_phrases
from knowledge.model import Catalog, UnknownIdError, fold
from knowledge.model.data_files import text_path
from knowledge.wording.names import package_word

SheetIds = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ID",
        help="事業（p3-12）か政策パッケージ（pkg3）。複数も可",
        autocompletion=offered(ids_of_kinds("packages", "projects")),
    ),
]
PackageOption = Annotated[
    int | None,
    typer.Option(
        "--package", metavar="番号", help="政策パッケージの番号。例 3", autocompletion=offered(package_numbers)
    ),
]
PdfOption = Annotated[Path, typer.Option("-o", "--output", metavar="FILE.pdf", help="書き出す PDF ファイル")]
SiteFolder = Annotated[Path, typer.Argument(metavar="フォルダー", help="書き出し先。空か、前にこの命令で作ったもの")]

export = group_of_commands()


@with_settings
def sheet(settings: Settings, output: PdfOption, ids: SheetIds = None, package: PackageOption = None) -> None:
    """会議用の A4 シートを PDF に書き出します。事業は1枚、政策パッケージは概要1枚と事業ごとに1枚です。"""
    from bot.documents.sheet.render import render_sheet, sheet_remarks  # typst is heavy, and only this command needs it

    if bool(ids) == (package is not None):
        raise WrongCallError("ID か --package のどちらか一方を指定してください。例: senryaku sheet p3-12 -o sheet.pdf")
    catalog = open_catalog(settings)
    wanted = [fold(id) for id in ids or ()] or [_package_id(catalog, package or 0)]
    values, today = open_values(settings, catalog), settings.today
    pdf = render_sheet(catalog, values, wanted, today)
    write_file(output, pdf, kept=settings.data, makes_folders=True)
    if remarks := sheet_remarks(catalog, values, wanted, today, open_document(settings, catalog)):
        typer.echo(remarks, err=True)
    typer.echo(f"{output} に書き出しました。", err=True)


@export.command(cls=Command)
@with_settings
def site(settings: Settings, folder: SiteFolder) -> None:
    """戦略の全体を、検索できる静的なウェブサイトとして書き出します。庁内のサーバーや共有フォルダーに置けます。"""
    from bot.documents.site.folder import write_site
    from bot.documents.site.pages import site_files  # the templates' engine, which only this command needs

    catalog = open_catalog(settings)
    phrases = load_phrases(text_path(strategy_path(settings)).parent)
    files = site_files(catalog, open_values(settings, catalog), settings.today, phrases)
    write_site(folder, files, kept=settings.data)
    pages = sum(name.endswith(".html") for name in files)
    typer.echo(f"{folder} に {pages}ページを書き出しました。{folder / 'index.html'} を開いてください。", err=True)


def _package_id(catalog: Catalog, number: int) -> str:
    if number not in catalog.packages:
        raise UnknownIdError(package_word(catalog), str(number), [str(known) for known in catalog.packages])
    return catalog.packages[number].id
