"""What is said of a record in another plan, and of a plan that is not there."""

from collections.abc import Sequence

from knowledge.wording.amounts import quoted

OTHER_COUNTING = "数え方が違うため（累計かどうか）、大小は比べていません。"
NOT_AN_INDICATOR = "計画どうしで比べられるのは、KPIと数値目標です。指標の名前を入れてお尋ねください。"


def no_counterpart_note(name: str, plan: str, *, has_near: bool = False) -> str:
    near = "名前の近いものを下に示します。" if has_near else ""
    return f"{quoted(name)}にあたるものは、{plan}には見当たりません。{near}"


def other_unit_note(here: str, there: str) -> str:
    return f"単位が違うため（「{here}」と「{there}」）、大小は比べていません。"


def no_such_plan_note(said: str, plans: Sequence[str]) -> str:
    known = "、".join(f"「{plan}」" for plan in plans)
    only = "だけ" if len(plans) == 1 else ""
    return f"「{said}」にあたる計画は加えられていません。お答えできる計画は、{known}{only}です。"
