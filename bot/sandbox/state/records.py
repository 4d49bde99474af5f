"""What a workspace consists of. Frozen: a change is a new record in the old one's place."""

from typing import Any, Literal

from msgspec import Struct, field

JsonObject = dict[str, Any]
ChannelKind = Literal["public", "private", "im"]


class Person(Struct, frozen=True, kw_only=True):
    """Somebody in the workspace, a guest, a member of another organisation, or an app's bot user."""

    id: str
    name: str
    real_name: str
    team_id: str
    is_bot: bool = False
    is_admin: bool = False
    is_restricted: bool = False  # a guest
    deleted: bool = False


class Channel(Struct, frozen=True, kw_only=True):
    """A channel, or a direct conversation between its two `members`."""

    id: str
    name: str
    kind: ChannelKind = "public"
    members: tuple[str, ...] = ()
    is_archived: bool = False
    is_ext_shared: bool = False


class PostedMessage(Struct, frozen=True, kw_only=True):
    """`ts` is its id in the channel. `only_for` names the one person who sees an ephemeral message."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: tuple[JsonObject, ...] = ()
    attachments: tuple[JsonObject, ...] = ()
    thread_ts: str | None = None
    bot_id: str | None = None
    edited_ts: str | None = None
    metadata: JsonObject | None = None
    only_for: str | None = None
    files: tuple[str, ...] = ()
    values: JsonObject = field(default_factory=dict)  # what people typed into its input blocks


class View(Struct, frozen=True, kw_only=True):
    """A modal or somebody's Home tab. `values`, as filled in: block_id → action_id → value."""

    id: str
    kind: Literal["modal", "home"]
    user: str
    body: JsonObject
    hash: str
    root: str
    previous: str | None = None
    values: JsonObject = field(default_factory=dict)
    errors: JsonObject = field(default_factory=dict)  # block_id → what the app said is wrong


class UserGroup(Struct, frozen=True, kw_only=True):
    """People under one handle."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...] = ()


class Upload(Struct, frozen=True, kw_only=True):
    """A file. `content` is None until its bytes came; `is_shared` False until the upload is completed."""

    id: str
    name: str
    length: int
    title: str = ""
    alt_txt: str = ""
    content: bytes | None = None
    is_shared: bool = False
    channels: tuple[str, ...] = ()


class AgentThread(Struct, frozen=True, kw_only=True):
    """What an app set on a thread of the assistant or agent pane."""

    channel: str
    thread_ts: str
    status: str = ""
    prompts: tuple[JsonObject, ...] = ()


class Refusal(Struct, frozen=True, kw_only=True):
    """Something that Slack would not have taken. `where` is a method, `ack`, `response_url` or `socket`."""

    number: int
    at: float
    where: str
    error: str
    details: tuple[str, ...] = ()
    request: JsonObject = field(default_factory=dict)


class RecordChange(Struct, frozen=True, kw_only=True):
    """The workspace's journal: the record of `kind` under `key` is new, different or gone."""

    number: int
    kind: str
    key: str
