"""From the workspace to the app: each payload with its deadline, its retries and its acknowledgement."""

from collections.abc import Callable
from typing import Literal, Protocol

from msgspec import Struct, field

from bot.sandbox.state.errors import NotReachedError
from bot.sandbox.state.records import JsonObject
from bot.sandbox.state.workspace import PATIENCE_S, Workspace

RETRY_AFTER = (0.0, 60.0, 300.0)  # at once, after a minute, after five minutes
DeliveryKind = Literal["events_api", "slash_commands", "interactive"]


class DeliveryOutcome(Struct, frozen=True, kw_only=True):
    """What became of a payload. `body` is what the app acknowledged with, `error` what the person sees."""

    acknowledged: bool
    error: str | None = None
    body: JsonObject = field(default_factory=dict)
    field_errors: JsonObject = field(default_factory=dict)
    options: tuple[JsonObject, ...] = ()


class Delivery:
    """One payload on its way. `outcome` stays None until it is acknowledged or given up."""

    def __init__(self, workspace: Workspace, kind: DeliveryKind, payload: JsonObject) -> None:
        self._workspace = workspace
        self.kind = kind
        self.payload = payload
        self.attempts = 0
        self.reasons: list[str] = []  # why each retry became necessary
        self.outcome: DeliveryOutcome | None = None
        self.left_at = workspace.clock.now()  # for the first time
        self.settled_at: float | None = None

    def wait(self, timeout: float = PATIENCE_S) -> DeliveryOutcome:
        """The outcome, acknowledged or not. Raises NotReachedError after `timeout` real seconds."""
        self._workspace.wait_for(lambda _: self.outcome is not None, timeout)
        if self.outcome is None:
            raise NotReachedError("no outcome")
        return self.outcome

    def settle(self, outcome: DeliveryOutcome) -> None:
        self.outcome = outcome
        self.settled_at = self._workspace.clock.now()
        self._workspace.note("delivery", self.kind)


class Attempt(Struct, frozen=True, kw_only=True):
    """One sending of a delivery. `number` counts retries from 0; `reason` says why it is one."""

    envelope_id: str
    delivery: Delivery
    number: int
    sent_at: float
    reason: str | None = None


class Transport(Protocol):
    """Carries attempts to the app and reports back to the dispatcher. Never blocks."""

    def send(self, attempt: Attempt) -> None: ...


OnAck = Callable[[JsonObject], DeliveryOutcome]


def plain_ack(body: JsonObject) -> DeliveryOutcome:
    return DeliveryOutcome(acknowledged=True, body=body)


class Dispatcher:
    """Sends, counts `deadline_s` seconds, repeats events, and hands acknowledgements to whoever asked."""

    def __init__(self, workspace: Workspace, deadline_s: float) -> None:
        self._workspace = workspace
        self._deadline_s = deadline_s
        self.transport: Transport | None = None
        self._open: dict[str, tuple[Attempt, OnAck]] = {}
        self._over: dict[str, Attempt] = {}

    def deliver(self, kind: DeliveryKind, payload: JsonObject, on_ack: OnAck = plain_ack) -> Delivery:
        delivery = Delivery(self._workspace, kind, payload)
        self.send(delivery, on_ack)
        return delivery

    def settled(self, kind: DeliveryKind, error: str) -> Delivery:
        """A delivery that never leaves: the app has not subscribed, or may not see it."""
        delivery = Delivery(self._workspace, kind, {})
        delivery.outcome = DeliveryOutcome(acknowledged=False, error=error)
        return delivery

    def send(self, delivery: Delivery, on_ack: OnAck, reason: str | None = None) -> None:
        with self._workspace.lock:
            envelope_id = self._workspace.new_id("envelope-")
            number, now = delivery.attempts, self._workspace.clock.now()
            attempt = Attempt(envelope_id=envelope_id, delivery=delivery, number=number, sent_at=now, reason=reason)
            delivery.attempts += 1
            self._open[envelope_id] = (attempt, on_ack)
            self._workspace.clock.call_later(self._deadline_s, lambda: self.failed(envelope_id, "timeout"))
        if self.transport is None:
            self.failed(envelope_id, "connection_failed")
        else:
            self.transport.send(attempt)

    def acknowledged(self, envelope_id: str, body: JsonObject) -> None:
        with self._workspace.lock:
            opened = self._open.pop(envelope_id, None)
            if opened is None:
                self._refuse_ack(envelope_id)
                return
            attempt, on_ack = opened
            self._over[envelope_id] = attempt
            attempt.delivery.settle(on_ack(body))

    def _refuse_ack(self, envelope_id: str) -> None:
        attempt = self._over.get(envelope_id)
        if attempt is None:
            self._workspace.refuse("ack", "unknown_envelope", (envelope_id,))
            return
        late = self._workspace.clock.now() - attempt.sent_at
        error = "late_acknowledgement" if late > self._deadline_s else "acknowledged_twice"
        self._workspace.refuse("ack", error, (f"{late:.1f} s after sending", attempt.delivery.kind))

    def failed(self, envelope_id: str, reason: str, *, no_retry: bool = False) -> None:
        """The attempt came to nothing: repeat an event, tell the person about anything else.

        Without effect on an attempt that has ended: its deadline still comes.
        """
        with self._workspace.lock:
            opened = self._open.pop(envelope_id, None)
            if opened is None:
                return
            attempt, on_ack = opened
            self._over[envelope_id] = attempt
            delivery = attempt.delivery
            delivery.reasons.append(reason)
            self._workspace.refuse("ack", reason, (delivery.kind, f"attempt {attempt.number}"))
            if no_retry or delivery.kind != "events_api" or attempt.number >= len(RETRY_AFTER):
                shown = "operation_timeout" if "timeout" in reason else "dispatch_failed"
                delivery.settle(DeliveryOutcome(acknowledged=False, error=shown))
                return
            wait = RETRY_AFTER[attempt.number]
            self._workspace.clock.call_later(wait, lambda: self.send(delivery, on_ack, reason))
