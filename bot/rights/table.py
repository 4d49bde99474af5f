"""Who may do what, and where, as one table: no Slack, no clock, no store. Whoever opens a door names its action.

    RIGHTS["record"]                       # a row: staff who are writers; looked up anew, as it writes
    refusal("record", person, opened)      # "" where they may, else the sentence for them
    shows_values("shared", opened)         # the one rule for recorded values before other organisations

A standing is what somebody is in Slack, a role what they are to the bot or to the thing at hand. Guests and people of
other organisations are answered where the settings open the door to them (`opened`), and never write.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from bot.config import BotError

Standing = Literal["staff", "guest", "external", "bot", "deactivated", "unknown"]
BotRole = Literal["writer", "admin", "owner", "present", "asker"]
"""owner: made a schedule or is named as its editor; present: is in its channel; asker: asked what was answered."""
Audience = Literal["private", "channel", "shared"]
"""Where others see it: nobody else; a channel of the own organisation; one shared with another, or nobody knows."""
Action = Literal["ask", "values", "opinion", "office", "home", "delete_answer", "record", "undo", "digest",
                 "digest_see", "digest_change", "gaps"]  # fmt: skip
Admitted = frozenset[Standing]

BY_STANDING: Mapping[Standing, str] = {
    "guest": "このボットは職員の方のご質問にだけお答えしています。ゲストの方は、同じチャンネルの職員にお尋ねください。",
    "external": "このボットは自組織の職員のご質問にだけお答えしています。担当の職員に直接お尋ねください。",
    "unknown": "ご利用いただける方かどうかを確かめられませんでした。しばらくしてから、もう一度お試しください。",
}
"""No sentence for bots and accounts that are closed: nobody reads it."""
NO_WRITING = "値の登録や変更は、登録を任された職員だけができます。必要なときは、ボットの管理者にお知らせください。"
NOT_YOURS = "この定期配信を変更できるのは、担当者、変更できる人として選ばれた人、ボットの管理者です。"
NOT_SEEN = "この定期配信は、配信先のチャンネルに参加している人だけが見られます。"
ONLY_ASKER = "回答を削除できるのは、質問した本人だけです。"
NO_GAPS = "答えられなかった質問を見て言葉を加えられるのは、登録を任された職員とボットの管理者だけです。"
VALUES_KEPT_BACK = (
    "ほかの組織と共有しているチャンネル（または共有しているか確かめられないチャンネル）には、登録された実績を出しません。"
    "ボットとの直接メッセージでお尋ねください。"
)


class Right(Struct, frozen=True, kw_only=True):
    """`needs`: one of these roles, none for anybody of the standing. `opens`: also to those whom the settings admit.

    `tells_values`: not where other organisations read along, unless they are admitted. `writes`: what was looked up
    some minutes ago is looked up anew. `refusal`: "" where the standing alone decides.
    """

    needs: frozenset[BotRole] = frozenset()
    opens: bool = False
    tells_values: bool = False
    writes: bool = False
    refusal: str = ""


def _one_of(*roles: BotRole) -> frozenset[BotRole]:
    return frozenset(roles)


RIGHTS: Mapping[Action, Right] = {
    "ask": Right(opens=True),  # also open, search, share, explain: whatever shows the plan
    "values": Right(opens=True, tells_values=True),  # history, review, sheets: what is about recorded values alone
    "opinion": Right(opens=True),
    "office": Right(opens=True),
    "home": Right(opens=True),
    "delete_answer": Right(opens=True, needs=_one_of("asker"), refusal=ONLY_ASKER),
    "record": Right(needs=_one_of("writer"), writes=True, refusal=NO_WRITING),
    "undo": Right(needs=_one_of("writer"), writes=True, refusal=NO_WRITING),
    "digest": Right(),  # make one, see the list
    "digest_see": Right(needs=_one_of("owner", "present", "admin"), refusal=NOT_SEEN),
    "digest_change": Right(needs=_one_of("owner", "admin"), writes=True, refusal=NOT_YOURS),  # edit, send, delete …
    "gaps": Right(needs=_one_of("writer", "admin"), writes=True, refusal=NO_GAPS),
}


class Actor(Struct, frozen=True, kw_only=True):
    """Somebody at the moment of an action. Only staff have roles, besides that of an asker.

    `unsure`: roles that they may have; Slack did not say.
    """

    standing: Standing
    roles: frozenset[BotRole] = frozenset()
    unsure: frozenset[BotRole] = frozenset()

    def with_role(self, role: BotRole, has_it: bool) -> "Actor":
        return replace(self, roles=self.roles | {role}) if has_it else self


class NotAnsweredError(BotError):
    """The person is not one of those whom the bot answers."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(BY_STANDING.get(standing, ""))
        self.standing = standing


def shows_values(place: Audience, opened: Admitted) -> bool:
    """Recorded values: for answers, sharing, announcements and digests alike."""
    return place != "shared" or "external" in opened


def may(action: Action, person: Actor, *, opened: Admitted = frozenset(), place: Audience = "private") -> bool:
    right = RIGHTS[action]
    has_role = not right.needs or bool(right.needs & person.roles)
    return _is_admitted(right, person, opened) and has_role and (not right.tells_values or shows_values(place, opened))


def check_right(action: Action, person: Actor, *, opened: Admitted = frozenset(), place: Audience = "private") -> None:
    """Raises NotAnsweredError, or BotError with what stands in the way of one who is answered."""
    if may(action, person, opened=opened, place=place):
        return
    right = RIGHTS[action]
    if _is_admitted(right, person, opened) and right.needs & person.unsure:
        raise NotAnsweredError("unknown")
    if _is_admitted(right, person, opened):
        raise BotError(right.refusal or VALUES_KEPT_BACK)
    if person.standing in opened and right.refusal:
        raise BotError(right.refusal)
    raise NotAnsweredError(person.standing)


def _is_admitted(right: Right, person: Actor, opened: Admitted) -> bool:
    return person.standing == "staff" or (right.opens and person.standing in opened)
