"""`/senryaku plan`: which plans there are, and which one the questions of a channel are about."""

import re
from functools import cache

from bot.config import BotError
from bot.features.jobs import notice
from bot.rights import Permissions
from bot.slack.payloads import SlashCommand
from bot.values.plans import Plans
from bot.views import Message
from knowledge.model import fold
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.word_patterns import alternatives
from knowledge.storage.plans import TiedChannels

NOW_TIED = "このチャンネルの質問には、これから「{plan}」から答えます。ほかの計画は、名前や期を言うと聞けます。"
UNTIED = "このチャンネルの計画を決めていない状態に戻しました。計画の名前がない質問には「{plan}」から答えます。"
PLANS_THERE = "お答えできる計画：\n{plans}"
PLAN_HERE = "\nこのチャンネルでは、計画の名前がない質問には「{plan}」から答えます。"
TIED_PLAN_GONE = "\nこのチャンネルに結び付けた計画は、いまは外されています。"
HOW_TO_TIE = "\n変えるには「/senryaku plan {example}」、戻すには「/senryaku plan auto」のように入力してください。"
NO_SUCH_ID = "「{id}」という計画はありません。{known} のどれかを指定してください。"


def answer_plan_command(
    command: SlashCommand, plans: Plans, tied: TiedChannels, permissions: Permissions, usual: str
) -> Message | None:
    """None for a question. `usual`: the mark of the plan where nobody has said. Raises BotError."""
    asked = _pattern().fullmatch(fold(command.text).strip())
    if asked is None or not plans.are_several:
        return None
    channel, id = command.origin.channel, asked["id"]
    if not id:
        lines = "\n".join(f"• {plan.id}　{plan.label}" for plan in plans.facts)
        mark = tied.plan_of(channel)
        is_gone = mark is not None and mark not in plans.labels()
        here = PLAN_HERE.format(plan=plans.name_of(usual if mark is None or is_gone else mark))
        gone = TIED_PLAN_GONE if is_gone else ""
        return notice(PLANS_THERE.format(plans=lines) + gone + here + HOW_TO_TIE.format(example=plans.facts[0].id))
    permissions.check("gaps", command.origin)
    if id in _auto():
        tied.tie(channel, None)
        return notice(UNTIED.format(plan=plans.name_of(usual)))
    mark = plans.find_mark(id)
    if mark is None:
        raise BotError(NO_SUCH_ID.format(id=id, known="、".join(plan.id for plan in plans.facts)))
    tied.tie(channel, mark)
    return notice(NOW_TIED.format(plan=plans.name_of(mark)))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(read_toml(VOCABULARY / 'commands.toml')['plan']['show'])}(?:\s+(?P<id>\S+))?")


@cache
def _auto() -> frozenset[str]:
    return frozenset(read_toml(VOCABULARY / "commands.toml")["plan"]["auto"])
