"""rich_text: the block whose children nest (SLACK.md 1.1)."""

from bot.blockkit.objects import BLOCK_ID
from bot.blockkit.shape import Fields, anything, boolean, choice, integer, items, record, string, typed

NO_LIMIT = 1_000_000  # the reference gives no figure for text inside rich_text
WORDS = string(NO_LIMIT, 1)
STYLED: Fields = {"style": anything}

INLINE = typed(
    {
        "text": record({"text": WORDS}, STYLED),
        "link": record({"url": WORDS}, {"text": string(NO_LIMIT), "unsafe": boolean, **STYLED}),
        "user": record({"user_id": WORDS}, STYLED),
        "usergroup": record({"usergroup_id": WORDS}, STYLED),
        "channel": record({"channel_id": WORDS}, STYLED),
        "team": record({"team_id": WORDS}, STYLED),
        "emoji": record({"name": WORDS}, {"unicode": string(100), "skin_tone": integer(1, 6), **STYLED}),
        "date": record(
            {"timestamp": integer(0, 9_999_999_999), "format": WORDS},
            {"url": string(3000), "fallback": string(NO_LIMIT), **STYLED},
        ),
        "broadcast": record({"range": choice("here", "channel", "everyone")}, STYLED),
        "color": record({"value": WORDS}, STYLED),
        "tag": anything,
        "citation": anything,
    }
)
_inline = {"elements": items(INLINE, NO_LIMIT, 0)}
_border: Fields = {"border": integer(0, 1)}
SECTION = record(_inline)

RICH_TEXT = record(
    {
        "elements": items(
            typed(
                {
                    "rich_text_section": SECTION,
                    "rich_text_preformatted": record(_inline, {**_border, "language": string(100)}),
                    "rich_text_quote": record(_inline, _border),
                    "rich_text_list": record(
                        {
                            "elements": items(typed({"rich_text_section": SECTION}), NO_LIMIT),
                            "style": choice("bullet", "ordered"),
                        },
                        {"indent": integer(0, 8), "offset": integer(0, NO_LIMIT), **_border},
                    ),
                }
            ),
            NO_LIMIT,
        )
    },
    {"block_id": BLOCK_ID},
)
