"""A yes or a no before what is printed or recorded."""

from collections.abc import Sequence

from knowledge.wording.amounts import Figure


def check_word(is_so: bool) -> str:
    return "はい、" if is_so else "いいえ、"


def figures_checked(title: str, figures: Sequence[tuple[str, Figure]], *, is_so: bool) -> str:
    """「はい、待機児童数の目標値は0人（令和6年度）です。」; where none of them is so, all."""
    told = "、".join(f"{name}は{figure.text}" for name, figure in figures)
    return f"{check_word(is_so)}{title}の{told}です。"
