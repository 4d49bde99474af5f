"""Everything that the parts of the stand-in share: the workspace, its rules and the way to the app."""

from dataclasses import dataclass, field

from bot.sandbox.state.clock import Clock
from bot.sandbox.state.deliveries import Dispatcher
from bot.sandbox.state.faults import Faults
from bot.sandbox.state.once import OnceOnly
from bot.sandbox.state.rates import Rates
from bot.sandbox.state.workspace import Workspace

ALL_SCOPES = frozenset(
    {
        "app_mentions:read",
        "assistant:write",
        "channels:history",
        "channels:join",
        "channels:read",
        "chat:write",
        "commands",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "reactions:write",
        "team:read",
        "usergroups:read",
        "users:read",
    }
)
ALL_EVENTS = frozenset(
    {
        "agent_session_stopped",
        "app_context_changed",
        "app_home_opened",
        "app_mention",
        "assistant_thread_context_changed",
        "assistant_thread_started",
        "member_joined_channel",
        "message.im",
        "subteam_members_changed",
    }
)
"""What the bot's manifest subscribes to. `message.channels` and `message.groups` come on request."""


@dataclass(slots=True)
class Platform:
    """`scopes` is what the bot token was granted, `events` what the app has subscribed to.

    `breath_s`: how long the clock rests, in real seconds, after each stride of a jump that a page asks for.
    `token_error` is what every call with a token gets while it is set: `token_revoked`, `account_inactive`.
    """

    bot_token: str = "xoxb-sandbox"  # opens nothing but the stand-in
    app_token: str = "xapp-sandbox"
    signing_secret: str = "sandbox-signing-secret"
    base_url: str = ""
    scopes: set[str] = field(default_factory=lambda: set(ALL_SCOPES))
    events: set[str] = field(default_factory=lambda: set(ALL_EVENTS))
    token_error: str | None = None
    breath_s: float = 0.0
    clock: Clock = field(default_factory=Clock)
    workspace: Workspace = field(init=False)
    once: OnceOnly = field(init=False)
    rates: Rates = field(init=False)
    faults: Faults = field(default_factory=Faults)
    dispatcher: Dispatcher = field(init=False)
    tickets: set[str] = field(default_factory=set)  # Socket Mode addresses not yet used

    def __post_init__(self) -> None:
        self.workspace = Workspace(self.clock)
        self.once = OnceOnly(self.workspace)
        self.rates = Rates(clock=self.clock)
        self.dispatcher = Dispatcher(self.workspace)
