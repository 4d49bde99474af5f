"""Buttons, menus and modals say of which plan they are, where there are several: put there once, when they leave."""

import re
from typing import Any
from urllib.parse import quote, unquote

from bot.views.ids import ButtonValue, encode
from knowledge.answers.answer import FIRST_MARK

_ENCODED = re.compile(r"(?:(?:good|bad)\|)?1\|[^|]*\|[^|]*(?:\|[^|]*)?")
_UNMARKED = {"1": 2, "g": 3, "b": 3}  # bars in a value that says nothing of its plan, by how it begins


def of_plan(text: str, plan: str) -> str:
    """An encoded value with the mark of its plan; as it is where it has one already, or is none of ours."""
    return f"{text}|{quote(plan, safe='')}" if plan and text.count("|") == _UNMARKED.get(text[:1]) else text


def in_plan(form: Any, plan: str) -> Any:
    """All buttons, menus and modals of what goes to Slack, as of a plan; FIRST_MARK is the one without a mark."""
    if isinstance(form, list):
        return [in_plan(each, plan) for each in form]
    if not isinstance(form, dict):
        return form
    marked = {name: in_plan(inner, plan) for name, inner in form.items()}
    for name in ("value", "private_metadata"):
        if is_encoded(str(marked.get(name) or "")):
            marked[name] = of_plan(marked[name], plan)
    if marked.get("type") == "modal" and "private_metadata" not in marked:
        marked["private_metadata"] = encode(ButtonValue(plan=plan))
    return marked


def is_encoded(text: str) -> bool:
    return _ENCODED.fullmatch(text) is not None


def mark_in(text: str) -> str | None:
    """The mark in an encoded value, "" for the first plan; None where it says nothing of a plan."""
    said = text.split("|")[-1] if is_encoded(text) and text.count("|") > _UNMARKED[text[:1]] else ""
    return None if not said else "" if said == FIRST_MARK else unquote(said)
