"""Foreign words stay readable and lose their power."""

import html
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.escaping import (
    Markup,
    bold,
    channel,
    escape,
    harmless,
    is_user,
    one_line,
    person,
    safe_text,
    shorten,
    shorten_markup,
)
from knowledge.model.normalize import without_unseen

nasty = st.text(st.sampled_from("<>&!@#|*_~`channelhereveryo \n漢😀") | st.characters(codec="utf-8"), max_size=80)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("<!channel>", "&lt;!channel&gt;"),
        ("<@U0123ABC> さん", "&lt;@U0123ABC&gt; さん"),
        ("<https://example.com|計画>", "&lt;https://example.com|計画&gt;"),
        ("R&D &amp; 研究", "R&amp;D &amp;amp; 研究"),
        ("*太字* _斜体_ ~線~ `符号`", "＊太字＊ ＿斜体＿ ～線～ ｀符号｀"),
        ("@here 見て @Channel", "＠here 見て ＠Channel"),
        ("右\u202eから", "右から"),
    ],
)
def test_marks_and_mentions_become_characters(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@pytest.mark.parametrize(
    "char",
    [
        *"\x00\x08\x0b\x1f\x7f\x9f\xad\u061c",
        *"\u200b\u200f\u202a\u202e\u2066\u2069\ufeff\U000e0041",
        chr(0xD800),
        chr(0xDFFF),
    ],
)
def test_what_is_not_to_be_seen_or_turns_the_reading_direction_goes(char: str) -> None:
    for made_harmless in (safe_text, escape, harmless, one_line):
        assert made_harmless(f"定住{char}誘導") == "定住誘導"


@given(nasty)
def test_escaped_text_holds_no_token(text: str) -> None:
    assert not re.search(r"[<>]|@(?=channel|here|everyone)", escape(text), re.IGNORECASE)


@given(nasty)
def test_what_is_read_is_what_was_written(text: str) -> None:
    def folded(words: str) -> str:
        return unicodedata.normalize("NFKC", without_unseen(words))

    assert folded(html.unescape(escape(text))) == folded(html.unescape(html.escape(text)))


@given(nasty)
def test_plain_text_holds_no_mention_either(text: str) -> None:
    assert not re.search(r"<[!@#]|@(?=channel|here|everyone)", harmless(text), re.IGNORECASE)


@given(nasty, st.integers(min_value=2, max_value=40))
def test_a_cut_leaves_no_half_entity(text: str, most: int) -> None:
    cut = shorten_markup(escape(text), most)
    assert len(cut) <= most
    assert not re.search(r"&(?!amp;|lt;|gt;)", cut)


def test_what_is_cut_says_so() -> None:
    assert shorten("定住誘導推進事業", 5) == "定住誘導…"
    assert shorten("定住", 5) == "定住"
    assert shorten_markup(Markup("ab&amp;cd"), 6) == "ab…"


def test_only_an_id_that_slack_gives_out_becomes_a_mention() -> None:
    assert person("U0123ABC") == "<@U0123ABC>"
    assert person("企画課 <!here>") == "企画課 &lt;!here&gt;"
    for other in ("U0123ABC> <!channel", "B0123ABC", "u0123abc", "U12"):
        assert not is_user(other)
        assert person(other) == escape(other)
    assert person("企画課\n<!here>") == "企画課 &lt;!here&gt;"


@pytest.mark.parametrize("id", ["C0123ABC", "G0123ABC", "D0123ABC"])
def test_only_an_id_that_slack_gives_out_becomes_a_link_to_a_channel(id: str) -> None:
    assert channel(id) == f"<#{id}>"
    assert channel(f"{id}|全体>") == f"{id}|全体&gt;"
    assert channel("X0123ABC\n<!here>") == "X0123ABC &lt;!here&gt;"


def test_bold_is_one_line_and_never_empty() -> None:
    assert bold("a\n*b*") == "*a ＊b＊*"
    assert bold("  ") == "―"
