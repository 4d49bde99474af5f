"""Everything that the parts of the stand-in share: the workspace, its rules and the way to the app."""

from dataclasses import dataclass, field
from secrets import token_hex

from bot.sandbox.state import seed
from bot.sandbox.state.clock import WorkspaceClock
from bot.sandbox.state.deliveries import Dispatcher
from bot.sandbox.state.manifest import Manifest
from bot.sandbox.state.once import OnceOnly
from bot.sandbox.state.rates import Rates
from bot.sandbox.state.workspace import Workspace

DEADLINE_S = 3.0


def new_bot_token() -> str:
    return f"xoxb-sandbox-{token_hex(16)}"


@dataclass(slots=True, kw_only=True)
class Platform:
    """`scopes` is what the bot token was granted, `events` what the app has subscribed to: first, what `app` asks for.

    `deadline_s`: what an app has to acknowledge and to use a trigger id; Slack gives it 3 seconds.
    `pause_s`: how long the clock rests, in real seconds, after each stride of a jump that a page asks for.
    """

    app: Manifest
    team_id: str = "T0SANDBOX"
    team_name: str = "体験用ワークスペース"
    bot_token: str = field(default_factory=new_bot_token)  # of this start alone
    app_token: str = field(default_factory=lambda: f"xapp-sandbox-{token_hex(16)}")
    signing_secret: str = field(default_factory=lambda: token_hex(16))
    base_url: str = ""
    scopes: set[str] = field(init=False)
    events: set[str] = field(init=False)
    deadline_s: float = DEADLINE_S
    pause_s: float = 0.0
    clock: WorkspaceClock = field(default_factory=WorkspaceClock)
    workspace: Workspace = field(init=False)
    once: OnceOnly = field(init=False)
    rates: Rates = field(init=False)
    dispatcher: Dispatcher = field(init=False)
    tickets: set[str] = field(default_factory=set)  # Socket Mode addresses not yet used

    def __post_init__(self) -> None:
        self.scopes, self.events = set(self.app.scopes), set(self.app.events)
        self.workspace = Workspace(self.clock, self.team_id, self.team_name)
        seed.fill(self.workspace, self.app)
        self.once = OnceOnly(self.workspace, self.deadline_s)
        self.rates = Rates(clock=self.clock)
        self.dispatcher = Dispatcher(self.workspace, self.deadline_s)
