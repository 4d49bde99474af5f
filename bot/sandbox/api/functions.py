"""functions.*: how a step of a workflow ended."""

from dataclasses import replace

from bot.sandbox.api.call import Call
from bot.sandbox.events.content import decoded
from bot.sandbox.state.errors import SlackError
from bot.sandbox.state.records import JsonObject, StepRun


def _running(call: Call) -> StepRun:
    run = call.workspace.step_runs.get(call.text("function_execution_id"))
    if run is None:
        raise SlackError("function_execution_not_found")
    if run.is_over:
        raise SlackError("execution_not_in_running_state")
    return run


def complete_success(call: Call) -> JsonObject:
    run, outputs = _running(call), decoded(call.args.get("outputs"))
    [declared] = [step for step in call.platform.app.steps if step.callback_id == run.callback_id]
    if not isinstance(outputs, dict) or not declared.given <= outputs.keys():
        raise SlackError("parameter_validation_failed")
    call.workspace.put(replace(run, outputs=outputs))
    return {}


def complete_error(call: Call) -> JsonObject:
    run = _running(call)
    call.workspace.put(replace(run, error=call.text("error")))
    return {}
