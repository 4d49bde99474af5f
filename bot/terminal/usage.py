"""The command line in Japanese: help pages, mistakes in a call, completion, and options that every command takes.

typer prints English; what it knows of a command is laid out here instead.
"""

import contextlib
import functools
import inspect
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.cells import cell_len
from typer.core import TyperCommand, TyperGroup

from bot.config import BotError
from bot.terminal.layout import WIDEST, wrap
from knowledge.model.normalize import plain_address

if TYPE_CHECKING:
    from bot.config.settings import Settings


def _place(text: str) -> Path:
    """An empty name, as from a variable that is not set, would be the current folder."""
    if not text.strip():
        raise ValueError
    return Path(text)


Offers = Iterable[tuple[str, str]]
"""What a shell offers for a value: the value, and what it is."""


def offered(
    find: Callable[["Settings"], Offers], always: Mapping[str, str] = MappingProxyType({})
) -> Callable[..., list[tuple[str, str]]]:
    """For typer's `autocompletion`: `always`, and what is found where there are data that can be read."""

    def values(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from knowledge.model import KnowledgeError
        from knowledge.model.normalize import without_unseen

        found = list(always.items())
        with contextlib.suppress(BotError, KnowledgeError, OSError):
            settings = settings_of({name: ctx.params.get(name) for name in SHARED_OPTIONS}, ctx)
            found += find(settings) if settings.data.is_dir() else ()
        return [(value, without_unseen(what)) for value, what in found if value.startswith(incomplete)]

    return values


def plan_ids(settings: "Settings") -> Offers:
    from bot.app.plans import held_plans

    return ((plan.id, plan.facts.label) for plan in held_plans(settings))


def ids_of_kinds(*kinds: str) -> Callable[["Settings"], Offers]:
    """By the names of the catalog's tables: "indicators", "projects"."""

    def found(settings: "Settings") -> Offers:
        from bot.app import open_catalog
        from knowledge.wording import title

        catalog = open_catalog(settings)
        return ((one.id, title(one)) for kind in kinds for one in getattr(catalog, kind).values())

    return found


def package_numbers(settings: "Settings") -> Offers:
    return ((id.removeprefix("pkg"), name) for id, name in ids_of_kinds("packages")(settings))


DataOption = Annotated[
    Path | None,
    typer.Option("--data", metavar="フォルダー", parser=_place, help="データの置き場所（SENRYAKU_DATA。既定は ./var）"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON で出力します")]
NowOption = Annotated[
    str | None,
    typer.Option("--now", metavar="日時", help="今とみなす日時（SENRYAKU_NOW）。例 2024-06-03T09:00+09:00"),
]
StrategyOption = Annotated[
    Path | None,
    typer.Option("--strategy", metavar="場所", parser=_place, help="戦略の本文か、そのフォルダー（SENRYAKU_STRATEGY）"),
]
PlanOption = Annotated[
    str | None,
    typer.Option(
        "--plan",
        metavar="ID",
        help="対象の計画（SENRYAKU_PLAN。ID は senryaku kb list で確かめられます）",
        autocompletion=offered(plan_ids),
    ),
]
WorkspaceOption = Annotated[
    str | None,
    typer.Option("--workspace", metavar="ID", help="対象のワークスペース（SENRYAKU_WORKSPACE。例 T012ABC）"),
]
SHARED_OPTIONS = {
    "data": DataOption,
    "now": NowOption,
    "strategy": StrategyOption,
    "plan": PlanOption,
    "workspace": WorkspaceOption,
}


def with_settings(run: Callable[..., None]) -> Callable[..., None]:
    """`run(settings, …)` as a command that takes the common options, before or after its own name."""

    @functools.wraps(run)
    def command(ctx: typer.Context, **given: Any) -> None:
        options = {name: given.pop(name) for name in SHARED_OPTIONS}
        run(settings_of(options, ctx), **given)

    context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    return _with_common(command, [context, *list(inspect.signature(run).parameters.values())[1:]])


def with_common_options(run: Callable[..., None]) -> Callable[..., None]:
    """`run(…, **given)`, where those that are common stand in `given`."""
    return _with_common(run, list(inspect.signature(run).parameters.values())[:-1])


def _with_common(run: Callable[..., None], own: Iterable[inspect.Parameter]) -> Callable[..., None]:
    common = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=option)
        for name, option in SHARED_OPTIONS.items()
    ]
    named = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own]
    run.__signature__ = inspect.Signature([*named, *common])  # type: ignore[attr-defined]  # typer reads it
    return run


def group_of_commands() -> typer.Typer:
    """One that takes the common options before the name of its command."""
    group = typer.Typer(cls=Group, add_completion=False)
    group.callback()(with_common_options(lambda **given: None))
    return group


def settings_of(options: Mapping[str, Any], ctx: typer.Context) -> "Settings":
    """The options of the command itself, else those given before its name: `senryaku --data d kb check`."""
    from bot.config.settings import read_settings

    chosen = dict(options)
    context = ctx.parent
    while context is not None:
        chosen = {name: context.params.get(name) if value is None else value for name, value in chosen.items()}
        context = context.parent
    return read_settings(**chosen)


HELP_OPTION = "この説明を表示します"
SHORT_HELP = 200  # characters of a command's own words beside its name
COMPLETION_OPTIONS = ("--show-completion", "--install-completion")
NAMED_SHELL = "senryaku.shell"  # in the context: the one that is named behind these
ADDRESSES = frozenset({
    "ID", "指標", "記録", "番号", "定期配信", "範囲", "年度", "日付", "日時", "欄", "列", "形式",
    "ワークスペース", "ユーザーID",
})  # fmt: skip
"""What stands for the values that are ids, numbers or days, in whatever width they are typed."""
TYPED = "senryaku.typed "  # in the context, with the group: the name of a command as it was typed
SAME_LETTERS = 0.5  # share of its letters that a mistyped command has in common with the one that is meant


class _InJapanese:
    """A help page in Japanese, and what a shell shows of it: before what typer has for it."""

    def get_params(self, ctx: Any) -> Any:
        params = super().get_params(ctx)  # type: ignore[misc]
        for param in params:
            param.get_runtime_param = _LightCoercion
        return params

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write("\n".join(_help_lines(self, ctx)).strip() + "\n")

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = HELP_OPTION
        return option

    def get_short_help_str(self, limit: int = SHORT_HELP) -> Any:
        return super().get_short_help_str(limit)  # type: ignore[misc]


class Command(_InJapanese, TyperCommand):
    """A command."""


class Group(_InJapanese, TyperGroup):
    """A group of commands, in the order in which they were written."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Of 「--show-completion zsh」 the shell is no command."""
        for at, word in enumerate(args[:-1]):
            if word in COMPLETION_OPTIONS and not args[at + 1].startswith("-"):
                ctx.meta[NAMED_SHELL] = args[at + 1]
                args = [*args[: at + 1], *args[at + 2 :]]
                break
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Typer's own mistake says in English what was typed, and has it nowhere else."""
        ctx.meta[TYPED + ctx.command_path] = args[0]
        return super().resolve_command(ctx, args)


class _LightCoercion:
    """Of a text, of what is what it should be already, and of what was not written at all, nothing is to be made. typer
    loads pydantic for these, too, which takes a sixth of the time of a start.
    """

    def coerce(self, value: Any, param: Any, ctx: typer.Context) -> Any:
        is_several = param.multiple or param.nargs == -1
        if value is None:
            return () if is_several else None
        if param.metavar in ADDRESSES or param.type_descriptor.annotation is int:
            value = plain_address(value) if isinstance(value, str) else value
            value = [plain_address(one) for one in value] if isinstance(value, list | tuple) else value
        kind, made = param.type_descriptor.annotation, param.type_descriptor.parameter_info.parser
        if made and isinstance(value, str):
            try:
                return made(value)
            except ValueError as error:
                raise typer.BadParameter(str(error), ctx=ctx, param=param) from error
        if type(value) is kind or (kind == list[str] and not isinstance(value, str)):
            return list(value) if is_several else value
        return type(param).get_runtime_param(param).coerce(value, param=param, ctx=ctx)


def _help_lines(command: Any, ctx: typer.Context) -> Iterator[str]:
    params: list[Any] = list(command.params)
    arguments = [(_param_name(param), param.help or "") for param in params if param.param_type_name == "argument"]
    options = [(_option_usage(param), param.help or "") for param in params if param.param_type_name == "option"]
    options.append(("--help", HELP_OPTION))
    commands = [(name, own.get_short_help_str()) for name, own in getattr(command, "commands", {}).items()]
    places = [name for name, _ in arguments] + (["コマンド …"] if commands else [])
    yield " ".join(["使い方:", ctx.command_path, "[オプション]", *places])
    yield ""
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        yield from (f"  {line}" for part in paragraph.split("\n") for line in wrap(part, WIDEST - 2))
        yield ""
    for heading, rows in (("引数", arguments), ("コマンド", commands), ("オプション", options)):
        if rows:
            yield f"{heading}:"
            yield from _rows(rows)
            yield ""


def _option_usage(option: Any) -> str:
    return ", ".join(option.opts) + (f" {option.metavar}" if option.metavar else "")


def _rows(rows: list[tuple[str, str]]) -> Iterator[str]:
    width = max(cell_len(name) for name, _ in rows) + 2
    for name, text in rows:
        for at, line in enumerate(wrap(text or "", WIDEST - width - 2)):
            yield "  " + (name + " " * (width - cell_len(name)) if at == 0 else " " * width) + line


def mistake_text(error: typer.TyperException) -> str:
    """A wrong call in one Japanese sentence, with where to look."""
    context: Any = getattr(error, "ctx", None)
    path = context.command_path if context else "senryaku"
    return f"{_mistake(error, context)}「{path} --help」で使い方を確かめてください。"


def _mistake(error: typer.TyperException, context: Any) -> str:
    """By class name: of its usage errors typer makes only BadParameter public."""
    param: Any = getattr(error, "param", None)
    match type(error).__name__:
        case "NoSuchOption" | "BadOptionUsage" as kind:
            option = getattr(error, "option_name", "")
            return (
                f"{option} というオプションはありません。" if kind == "NoSuchOption" else f"{option} の値がありません。"
            )
        case "MissingParameter" if param is not None:
            return f"「{_param_name(param)}」を指定してください。"
        case "BadParameter" if param is not None:
            return f"「{_param_name(param)}」の値を読めません。"
    commands = getattr(context.command, "commands", {}) if context else {}
    if not commands:
        return "コマンドの書き方が違います。引数が多すぎます。"
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    known = f"使えるのは {'、'.join(commands)} です。"
    typed = context.meta.get(TYPED + context.command_path, "")
    if not typed:
        return f"コマンドを指定してください。{known}"
    alike = DamerauLevenshtein.normalized_similarity
    near = process.extractOne(typed, list(commands), scorer=alike, score_cutoff=SAME_LETTERS)
    if near:
        return f"「{typed}」というコマンドはありません。もしかして「{near[0]}」ですか。"
    return f"「{typed}」というコマンドはありません。{known}"


def _param_name(param: Any) -> str:
    return "/".join(param.opts) if param.param_type_name == "option" else str(param.metavar)


# Completion by Tab: typer's own, told in Japanese


PROGRAM = "senryaku"
ASKED = "_SENRYAKU_COMPLETE"  # the variable by which a shell asks; typer makes the same of the program's name
SHELLS = ("bash", "zsh", "fish")  # for PowerShell typer would lift the machine's rules on scripts
WITHOUT_BREAKS = "1000"  # columns: typer lays out what a shell shows beside a command as if it were a page
UNKNOWN_SHELL = f"お使いのシェルを判別できません。補完は {'・'.join(SHELLS)} で使えます。"
INSTALLED = "{shell} の補完を {path} に置きました。端末を開き直すと、Tab キーで続きを補えます。"


def answer_shells() -> None:
    """Before the command runs: without it typer answers a shell that asks in another program's words."""
    if ASKED in os.environ:
        from typer._completion_classes import completion_init

        completion_init()
        os.environ["COLUMNS"] = WITHOUT_BREAKS


def _show(ctx: typer.Context, asked: bool) -> None:
    if asked:
        from typer._completion_shared import get_completion_script

        typer.echo(get_completion_script(prog_name=PROGRAM, complete_var=ASKED, shell=_shell(ctx)))
        raise typer.Exit


def _install(ctx: typer.Context, asked: bool) -> None:
    if asked:
        from typer._completion_shared import install

        shell, path = install(shell=_shell(ctx), prog_name=PROGRAM, complete_var=ASKED)
        typer.echo(INSTALLED.format(shell=shell, path=path), err=True)
        raise typer.Exit


def _shell(ctx: typer.Context) -> str:
    """The one that is named, else the one that the command was typed into, else the person's usual one."""
    from typer._completion_shared import _get_shell_name

    named = ctx.meta.get(NAMED_SHELL)
    names = (named,) if named else (_get_shell_name(), Path(os.environ.get("SHELL", "")).name)
    found = next((name for name in names if name in SHELLS), None)
    if found is None:
        raise BotError(UNKNOWN_SHELL)
    return found


InstallCompletion = Annotated[
    bool,
    typer.Option(
        "--install-completion",
        callback=_install,
        is_eager=True,
        help="Tab キーでの補完を、お使いのシェル（後ろに書いた bash・zsh・fish）に加えます",
    ),
]
ShowCompletion = Annotated[
    bool,
    typer.Option(
        "--show-completion",
        callback=_show,
        is_eager=True,
        help="加える代わりに、補完の設定を出力します",
    ),
]
