"""Everything that the parts of the stand-in share: the workspace, its rules and the way to the app."""

from dataclasses import dataclass, field
from secrets import token_hex

from bot.sandbox.state import seed
from bot.sandbox.state.clock import WorkspaceClock
from bot.sandbox.state.deliveries import Dispatcher
from bot.sandbox.state.faults import Faults
from bot.sandbox.state.manifest import Manifest
from bot.sandbox.state.once import OnceOnly
from bot.sandbox.state.rates import Rates
from bot.sandbox.state.workspace import Workspace

DEADLINE_S = 3.0


def new_bot_token() -> str:
    return f"xoxb-sandbox-{token_hex(16)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Somebody of a workspace has agreed that the app is installed. `is_of_all`: in a whole organisation."""

    platform: "Platform"
    scopes: frozenset[str]
    is_of_all: bool = False


@dataclass(slots=True, kw_only=True)
class Platform:
    """`scopes` is what the bot token was granted, `events` what the app has subscribed to: first, what `app` asks for.

    `deadline_s`: what an app has to acknowledge and to use a trigger id; Slack gives it 3 seconds.
    `pause_s`: how long the clock rests, in real seconds, after each stride of a jump that a page asks for.
    `answers_pings`: whether links do; while they do not, they stay open and greet all the same.
    `link_scheme`: `wss` where a proxy on the way ends the TLS.
    `team_id`, `team_name`: of the workspace. `beside`: the platform of another workspace of the same app, which has its
    secrets; `teams` are all of them. `grants`: by the code that came with each, until it is taken.
    `token_error` is what every call with a token gets while it is set: `token_revoked`, `account_inactive`.
    """

    app: Manifest
    team_id: str = "T0SANDBOX"
    team_name: str = "体験用ワークスペース"
    beside: "Platform | None" = None
    bot_token: str = field(default_factory=new_bot_token)  # of this start alone
    app_token: str = field(default_factory=lambda: f"xapp-sandbox-{token_hex(16)}")
    signing_secret: str = field(default_factory=lambda: token_hex(16))
    client_id: str = field(default_factory=lambda: f"{token_hex(6)}.{token_hex(6)}")
    client_secret: str = field(default_factory=lambda: token_hex(16))
    redirect_url: str = ""
    teams: "list[Platform]" = field(default_factory=list)
    grants: "dict[str, Grant]" = field(default_factory=dict)
    base_url: str = ""
    scopes: set[str] = field(init=False)
    events: set[str] = field(init=False)
    deadline_s: float = DEADLINE_S
    answers_pings: bool = True
    link_scheme: str = "ws"
    token_error: str | None = None
    pause_s: float = 0.0
    clock: WorkspaceClock = field(default_factory=WorkspaceClock)
    workspace: Workspace = field(init=False)
    once: OnceOnly = field(init=False)
    rates: Rates = field(init=False)
    faults: Faults = field(default_factory=Faults)
    dispatcher: Dispatcher = field(init=False)
    tickets: set[str] = field(default_factory=set)  # Socket Mode addresses not yet used
    step_tokens: set[str] = field(default_factory=set)  # that came with steps: as good as the bot's until they run out

    def __post_init__(self) -> None:
        self.scopes, self.events = set(self.app.scopes), set(self.app.events)
        if self.beside:
            self.app_token, self.signing_secret = self.beside.app_token, self.beside.signing_secret
            self.client_id, self.client_secret = self.beside.client_id, self.beside.client_secret
            self.teams = self.beside.teams
        self.teams.append(self)
        self.workspace = Workspace(self.clock, self.team_id, self.team_name)
        seed.fill(self.workspace, self.app)
        self.once = OnceOnly(self.workspace, self.deadline_s)
        self.rates = Rates(clock=self.clock)
        self.dispatcher = Dispatcher(self.workspace, self.deadline_s)
