"""What the commands write: lines with their styles, or JSON."""

import json
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import typer

from bot.terminal.layout import Page
from knowledge.model import fold
from knowledge.model.normalize import without_unseen

if TYPE_CHECKING:
    from rich.console import Console

PIPE_WIDTH = 80
_YES, _NO = frozenset(("はい", "y", "yes")), frozenset(("いいえ", "n", "no"))


def console() -> "Console":
    """Styles only on a terminal, and not where NO_COLOR is set; 80 columns in a pipe."""
    from rich.console import Console  # which a program that serves never writes on

    is_terminal = sys.stdout.isatty()
    colors: Literal["auto"] | None = "auto" if is_terminal and not os.environ.get("NO_COLOR") else None
    return Console(soft_wrap=True, width=None if is_terminal else PIPE_WIDTH, color_system=colors)


def print_page(on: "Console", write: Callable[[Page], None]) -> None:
    page = Page(on.width)
    write(page)
    for line in page.lines:
        on.print(line, soft_wrap=True, highlight=False)


def print_json(value: Any, indent: int | None = None) -> None:
    """At once: whoever reads a stream of answers asks the next question when one has come."""
    sys.stdout.write(json_text(value, indent) + "\n")
    sys.stdout.flush()


def json_text(value: Any, indent: int | None = None) -> str:
    """Japanese as it is; all escaped where it holds what nobody sees, as an id that is given back may."""
    plain = json.dumps(value, ensure_ascii=False, indent=indent)
    return plain if plain == without_unseen(plain) else json.dumps(value, indent=indent)


def is_sure(question: str) -> bool:
    """Asks until it is answered in Japanese or by a letter. Raises typer.Abort where nobody answers."""
    said = ""
    while said not in _YES | _NO:
        typer.echo(f"{question}（はい／いいえ） ", nl=False, err=True)
        if not (line := sys.stdin.readline()):
            raise typer.Abort
        said = fold(line)
        question = "「はい」か「いいえ」でお答えください。"
    return said in _YES
