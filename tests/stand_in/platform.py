"""What the parts of the stand-in share, with what only tests ask of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from msgspec import Struct

from bot.sandbox.state.deliveries import Delivery, DeliveryKind, Dispatcher, OnAck, plain_ack
from bot.sandbox.state.platform import Platform
from bot.sandbox.state.records import JsonObject
from bot.sandbox.state.workspace import Workspace
from tests.stand_in.faults import Faults


class DeclaredStep(Struct, frozen=True, kw_only=True):
    """A step that workflows can use: the names of what it takes (those it must have), and of what it gives."""

    callback_id: str
    needed: frozenset[str]
    taken: frozenset[str]
    given: frozenset[str]


class StepRun(Struct, frozen=True, kw_only=True):
    """A step of a workflow that an app carries out; `outputs` once it has, `error` once it has said that it cannot."""

    id: str
    callback_id: str
    outputs: JsonObject | None = None
    error: str = ""

    @property
    def is_over(self) -> bool:
        return self.outputs is not None or bool(self.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Somebody of a workspace has agreed that the app is installed. `is_of_all`: in a whole organisation."""

    platform: "WholePlatform"
    scopes: frozenset[str]
    is_of_all: bool = False


class HoldingDispatcher(Dispatcher):
    """One that can be told to deliver out of order."""

    def __init__(self, workspace: Workspace, deadline_s: float) -> None:
        super().__init__(workspace, deadline_s)
        self._held: list[tuple[Delivery, OnAck]] | None = None

    @contextmanager
    def out_of_order(self) -> Iterator[None]:
        """What is delivered within leaves at its end, the last first, each when the one before has settled.

        Slack promises no order.
        """
        self._held = []
        yield
        held, self._held = self._held, None
        for delivery, on_ack in reversed(held):
            self.send(delivery, on_ack)
            delivery.wait()

    def deliver(self, kind: DeliveryKind, payload: JsonObject, on_ack: OnAck = plain_ack) -> Delivery:
        if self._held is None:
            return super().deliver(kind, payload, on_ack)
        delivery = Delivery(self._workspace, kind, payload)
        self._held.append((delivery, on_ack))
        return delivery


@dataclass(slots=True, kw_only=True)
class WholePlatform(Platform):
    """`declared`: the manifest, for the steps and the domains of links that it names.

    `beside`: the platform of another workspace of the same app, which has its secrets; `teams` are all of them.
    `grants`: by the code that came with each, until it is taken.
    `answers_pings`: whether links do; while they do not, they stay open and greet all the same.
    `link_scheme`: `wss` where a proxy on the way ends the TLS.
    `token_error` is what every call with a token gets while it is set: `token_revoked`, `account_inactive`.
    """

    declared: Mapping[str, Any] = field(default_factory=dict)
    beside: "WholePlatform | None" = None
    client_id: str = field(default_factory=lambda: f"{token_hex(6)}.{token_hex(6)}")
    client_secret: str = field(default_factory=lambda: token_hex(16))
    redirect_url: str = ""
    teams: "list[WholePlatform]" = field(default_factory=list)
    grants: "dict[str, Grant]" = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    answers_pings: bool = True
    link_scheme: str = "ws"
    token_error: str | None = None
    step_runs: "dict[str, StepRun]" = field(default_factory=dict)
    step_tokens: set[str] = field(default_factory=set)  # that came with steps: as good as the bot's until they run out
    holding: HoldingDispatcher = field(init=False)

    def __post_init__(self) -> None:
        if self.beside:
            self.app_token, self.signing_secret = self.beside.app_token, self.beside.signing_secret
            self.client_id, self.client_secret = self.beside.client_id, self.beside.client_secret
            self.teams = self.beside.teams
        self.teams.append(self)
        Platform.__post_init__(self)
        self.dispatcher = self.holding = HoldingDispatcher(self.workspace, self.deadline_s)

    @property
    def steps(self) -> tuple[DeclaredStep, ...]:
        return tuple(_step(id, one) for id, one in self.declared.get("functions", {}).items())

    @property
    def unfurl_domains(self) -> frozenset[str]:
        return frozenset(self.declared.get("features", {}).get("unfurl_domains", ()))

    def keep(self, run: StepRun) -> StepRun:
        self.step_runs[run.id] = run
        self.workspace.note("step_run", run.id)
        return run


def _step(callback_id: str, declared: Mapping[str, Any]) -> DeclaredStep:
    taken = declared["input_parameters"]
    return DeclaredStep(
        callback_id=callback_id,
        needed=frozenset(name for name, one in taken.items() if one.get("is_required")),
        taken=frozenset(taken),
        given=frozenset(name for name, one in declared["output_parameters"].items() if one.get("is_required")),
    )
