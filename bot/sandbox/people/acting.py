"""A person who presses, chooses, types and submits."""

from collections.abc import Mapping

from msgspec.structs import replace

from bot.blockkit import check_options
from bot.sandbox.api.views import pushed, rebuilt
from bot.sandbox.events import payloads
from bot.sandbox.events.content import read_view
from bot.sandbox.events.elements import (
    STATEFUL,
    FoundElement,
    action,
    chosen_state,
    elements,
    find_element,
    state_values,
)
from bot.sandbox.events.shapes import view_json
from bot.sandbox.people.forms import client_errors
from bot.sandbox.people.talking import MessageAuthor
from bot.sandbox.state.deliveries import Delivery, DeliveryOutcome
from bot.sandbox.state.errors import CannotSimulateError, SlackError
from bot.sandbox.state.records import JsonObject, PostedMessage, View

MessageOrView = PostedMessage | View
SHORTEST_QUERY = 3  # Slack's default for min_query_length


class SimulatedUser(MessageAuthor):
    """One person at their screen. A place is a message, a modal or their Home tab, read again on use."""

    def press(
        self, place: MessageOrView, action_id: str, choice: object = None, *, block_id: str | None = None
    ) -> Delivery:
        """Press a button, choose an option (by value, text or object), pick a date, answer a feedback row."""
        with self.workspace.lock:
            here = self._present(place)
            found = find_element(_blocks(here), action_id, block_id)
            self._check_visible(found)
            if found.kind in STATEFUL:
                here = self._set(here, found, choice)
            body = self._interaction(here, "block_actions", with_trigger=True)
            body["actions"] = [action(found, choice, self.workspace.new_ts())]
            body["state"] = {"values": state_values(_blocks(here), here.values)}
            return self.platform.dispatcher.deliver("interactive", body)

    def _check_visible(self, found: FoundElement) -> None:
        audience = found.element.get("visible_to_user_ids")
        if audience and self.id not in audience:
            raise CannotSimulateError(f"{found.action_id} is not shown to {self.id}")

    def suggest(self, place: MessageOrView, action_id: str, query: str, *, block_id: str | None = None) -> Delivery:
        """Type into a type-ahead select; the outcome holds the options that came back."""
        with self.workspace.lock:
            here = self._present(place)
            found = find_element(_blocks(here), action_id, block_id)
            if len(query) < found.element.get("min_query_length", SHORTEST_QUERY):
                return self.platform.dispatcher.settled("interactive", "query_too_short")
            body = self._interaction(here, "block_suggestion")
            body |= {"action_id": found.action_id, "block_id": found.block_id, "value": query}
            return self.platform.dispatcher.deliver("interactive", body, self._offered)

    def _offered(self, ack: JsonObject) -> DeliveryOutcome:
        violations = check_options(ack)
        if violations:
            self.workspace.refuse("ack", "invalid_options", tuple(map(str, violations)), ack)
            return DeliveryOutcome(acknowledged=True, error="invalid_options", body=ack)
        groups = ack.get("option_groups") or [{"options": ack.get("options")}]
        options = tuple(option for group in groups for option in group["options"])
        return DeliveryOutcome(acknowledged=True, body=ack, options=options)

    def fill(self, view: View, values: Mapping[str, object]) -> View:
        """Type into inputs, named by action_id or block_id. Nothing is sent to the app."""
        with self.workspace.lock:
            here: MessageOrView = self._present(view)
            for name, choice in values.items():
                here = self._set(here, _input(here, name), choice)
            if not isinstance(here, View):
                raise CannotSimulateError("only views have inputs to fill")
            return here

    def _set(self, place: MessageOrView, found: FoundElement, choice: object) -> MessageOrView:
        own = {**place.values.get(found.block_id, {}), found.action_id: chosen_state(found.element, choice)}
        return self.workspace.put(replace(place, values={**place.values, found.block_id: own}))

    def submit(self, values: Mapping[str, object] | None = None) -> Delivery:
        """Submit the modal on top. Mistakes that the client sees itself never reach the app."""
        with self.workspace.lock:
            view = self.fill(self._top(), values or {})
            if errors := client_errors(view):
                delivery = self.platform.dispatcher.settled("interactive", "client_errors")
                delivery.outcome = DeliveryOutcome(acknowledged=False, error="client_errors", field_errors=errors)
                return delivery
            body = self._interaction(view, "view_submission", with_trigger=True)
            return self.platform.dispatcher.deliver("interactive", body, lambda ack: self._submitted(view, ack))

    def _submitted(self, view: View, ack: JsonObject) -> DeliveryOutcome:
        try:
            return self._respond(view, ack)
        except SlackError as error:
            self.workspace.refuse("ack", error.error, error.messages, ack)
            return DeliveryOutcome(acknowledged=True, error=error.error, body=ack)

    def _respond(self, view: View, ack: JsonObject) -> DeliveryOutcome:
        match ack.get("response_action"):
            case None:
                self._close(view)
            case "clear":
                self.workspace.set_modals(self.id, ())
            case "update":
                rebuilt(self.workspace, view, read_view(self.workspace, ack.get("view")))
            case "push":
                pushed(self.workspace, view, read_view(self.workspace, ack.get("view")))
            case "errors":
                return self._marked(view, ack)
            case other:
                raise SlackError("invalid_response_action", messages=(str(other),))
        return DeliveryOutcome(acknowledged=True, body=ack)

    def _marked(self, view: View, ack: JsonObject) -> DeliveryOutcome:
        errors = ack.get("errors") or {}
        inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
        if not errors or set(errors) - inputs:
            raise SlackError("invalid_errors", messages=tuple(sorted(set(errors) - inputs)))
        self.workspace.put(replace(view, errors=errors))
        return DeliveryOutcome(acknowledged=True, body=ack, field_errors=errors)

    def close(self, *, everything: bool = False) -> Delivery:
        """Close the modal on top, or the whole stack. The app does not hear of it."""
        with self.workspace.lock:
            view = self._top()
            if everything:
                self.workspace.set_modals(self.id, ())
            else:
                self._close(view)
            return self.platform.dispatcher.settled("interactive", "not_notified")

    def _close(self, view: View) -> None:
        stack = self.workspace.modals.get(self.id, ())
        self.workspace.set_modals(self.id, tuple(one for one in stack if one != view.id))

    def _top(self) -> View:
        view = self.workspace.modal(self.id)
        if view is None:
            raise CannotSimulateError(f"no modal is open for {self.id}")
        return view

    def _present(self, place: MessageOrView) -> MessageOrView:
        """The place as it is now: messages change and modals close while one looks away."""
        if isinstance(place, View):
            view = self.workspace.views[place.id]
            on_screen = (self.workspace.homes.get(self.id), *self.workspace.modals.get(self.id, ())[-1:])
            if view.id not in on_screen:
                raise CannotSimulateError(f"view {view.id} is not on the screen of {self.id}")
            return view
        message = self.workspace.messages.get((place.channel, place.ts))
        if message is None or message.only_for not in (None, self.id):
            raise CannotSimulateError("that message is not there")
        self._channel(message.channel)
        return message

    def _interaction(self, place: MessageOrView, kind: str, *, with_trigger: bool = False) -> JsonObject:
        once = self.platform.once
        modal = place.id if isinstance(place, View) and place.kind == "modal" else None
        trigger = once.trigger(self.id, modal) if with_trigger else None
        head = payloads.interaction(self.workspace, self.person, kind, trigger)
        if isinstance(place, View):
            container = {"type": "view", "view_id": place.id}
            return {**head, "container": container, "view": view_json(self.workspace, place)}
        body = {**head, **payloads.in_message(self.workspace, place)}
        if kind == "block_actions":
            url = once.response_url(place.channel, self.id, place.ts, place.thread_ts)
            body["response_url"] = f"{self.platform.base_url}/response/{url.id}"
        return body


def _blocks(place: MessageOrView) -> list[JsonObject]:
    return list(place.body["blocks"]) if isinstance(place, View) else list(place.blocks)


def _input(place: MessageOrView, name: str) -> FoundElement:
    for found in elements(_blocks(place)):
        if name in (found.action_id, found.block_id) and found.kind in STATEFUL:
            return found
    raise CannotSimulateError(f"no input {name!r} there")
