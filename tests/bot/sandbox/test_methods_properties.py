"""Whatever an app sends, every method either answers or refuses as Slack does."""

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.api.call import Call
from bot.sandbox.state.errors import SlackError
from bot.sandbox.state.seed import EDITORS, FOREIGN, GENERAL, SATO
from tests.bot.sandbox.an_app import APP
from tests.examples import examples
from tests.stand_in.documented_errors import documented_errors
from tests.stand_in.methods import ALL_METHODS
from tests.stand_in.platform import WholePlatform

NAMES = [
    *(
        "channel",
        "channels",
        "channel_id",
        "user",
        "user_id",
        "users",
        "ts",
        "thread_ts",
        "message_ts",
        "text",
    ),
    *(
        "blocks",
        "attachments",
        "metadata",
        "markdown_text",
        "view",
        "view_id",
        "trigger_id",
        "hash",
    ),
    *(
        "limit",
        "cursor",
        "oldest",
        "latest",
        "types",
        "files",
        "filename",
        "length",
        "prompts",
        "status",
        "title",
    ),
    "usergroup",
]
USUAL = {"channel": GENERAL, "channel_id": GENERAL, "user": SATO, "user_id": SATO, "thread_ts": "1.0"}
plain: st.SearchStrategy[Any] = st.none() | st.booleans() | st.integers() | st.text(max_size=6)
known = st.sampled_from([GENERAL, FOREIGN, SATO, EDITORS, "1.0", "public_channel,im", "[]", "{}", '[{"id": 1}]'])
values = known | st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "title", "blocks", "id", "text"]), inner)
    ),
    max_leaves=6,
)


@examples(400)
@given(st.sampled_from(sorted(ALL_METHODS)), st.dictionaries(st.sampled_from(NAMES), values, max_size=8))
def test_a_method_answers_or_refuses(method: str, arguments: dict[str, Any]) -> None:
    call = Call(method=method, args=USUAL | arguments, platform=WholePlatform(app=APP))
    code = refusal_of(lambda: ALL_METHODS[method].run(call))
    assert code in {"", *documented_errors().get(method, {code})}


def refusal_of(run: Callable[[], dict[str, Any]]) -> str:
    """Empty for an answer."""
    try:
        answer = run()
    except SlackError as refused:
        return refused.error
    assert isinstance(answer, dict)
    return ""
