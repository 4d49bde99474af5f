"""How a delivery ended, in one line for the list and the terminal. Pure."""

from bot.digests.slot import Slot
from knowledge.wording.moments import moment_text


def result_text(slot: Slot | None) -> str:
    """「2026年11月16日 9:00 配信済み」; what went wrong stands behind it."""
    if slot is None:
        return "まだ配信していません"
    return f"{moment_text(slot.due)} {_outcome(slot)}"


def has_trouble(slot: Slot | None) -> bool:
    """Something for people to look at: it failed, was skipped, or is being tried again."""
    return slot is not None and slot.state != "recorded" and bool(slot.note)


def _outcome(slot: Slot) -> str:
    match slot.state:
        case "recorded":
            return "配信済み" if slot.parts else "変わりがないため、送信なし"
        case "skipped":
            return f"見送り（{slot.note}）"
        case "failed":
            return f"失敗（{slot.note}）"
    return f"再試行中（{slot.note}）" if slot.note else "配信中"
