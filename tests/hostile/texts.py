"""Texts that nobody writes in good faith, or by a slip: made from one seed, the same each time."""

from collections.abc import Callable, Mapping, Sequence
from itertools import cycle, islice
from random import Random

Pattern = Callable[[Random, int], str]

HIRAGANA = "".join(map(chr, range(ord("ぁ"), ord("ん") + 1))) + "ー"
UNSEEN = "\x00\x08\x1b\x7f\x85\x9f\xad\u061c\u200b\u200d\u200f\u202a\u202e\u2066\u2069\ufeff\U000e0041\ud83d\udc00"
MENTIONS = ("<!channel>", "<!here>", "<@U0SATO>", "<#C0GENERAL|x>", "@everyone", "@channel", "<!subteam^S0A>")
PIECES = (
    *MENTIONS, *UNSEEN,
    "移住支援", "待機児童数の目標値は？", "令和5年度", "昨年度", "2023", "R6", "１２３", "①", "Ⅳ", "㍿", "ではなくて",
    "以外の", "事業", "KPI", "パッケージ3", "kpi review ", "kpi undo a1", "digest", "じんこうのもくひょう", "kosodate",
    "how many ", "projects", "％", "10%以上", "、", "。", "？", " ", "　", "\n", "\r\n", "\t", "（", "」", '"', "'",
    "か\u3099", "e\u0301", "🏠", "👨\u200d👩\u200d👧", "<", ">", "&amp;", "&lt;", "|", "\\", "*", "_", "~", "`", "{",
    "[", "=1+1", "･", "ｶﾞ", "𠮷", "https://a.example/?q=", ":smile:", "\ufdfa", "\U0010ffff", "p3-12", "k3-3",
    "それの", "2番目は", "1" * 5_000,
)  # fmt: skip


def _repeated(text: str) -> Pattern:
    return lambda random, size: "".join(islice(cycle(text), size))


def _drawn(chars: Sequence[str]) -> Pattern:
    return lambda random, size: "".join(random.choices(chars, k=size))[:size]


PATTERNS: Mapping[str, Pattern] = {
    "一語の繰り返し": _repeated("移住支援"),
    "一文字の漢字": _repeated("事"),
    "一文字のかな": _repeated("あ"),
    "かなの語": _repeated("じんこうのもくひょう"),
    "でたらめなかな": _drawn(HIRAGANA),
    "カタカナ": _drawn("アイウエオカキクケコサシスセソタチツテトンー"),
    "一字ずつ空けたかな": _repeated("こ そ だ て "),
    "長音": _repeated("ー"),
    "ローマ字": _repeated("kosodateshien"),
    "ローマ字の語": _repeated("kosodate shien no jigyou "),
    "英単語": _repeated("which projects help children and farmers in the city "),
    "ofの連なり": _repeated("of the "),
    "数字": _repeated("1234567890"),
    "桁区切り": _repeated("1,"),
    "漢数字": _repeated("一二三万億千百十"),
    "全角英数": _repeated("ＡＢＣ１２３ "),
    "年度の連なり": _repeated("令和5年度平成30年度2023年度R6"),
    "相対年度": _repeated("昨年度から来年度まで"),
    "開き括弧": _repeated("（「"),
    "引用符": _repeated("\"'"),
    "メンション": _repeated("<@U0SATO> "),
    "閉じないリンク": _repeated("<http://"),
    "リンク": _repeated("https://a.example/?q=移住 "),
    "長い英語の一語": _repeated("internationalization"),
    "文字種の混在": _repeated("移住iju１いじゅうイジュー①"),
    "「の」の連なり": _repeated("市の町の人の"),
    "かぎ括弧": _repeated("「移住」"),
    "数と単位": _repeated("3,200人12.5％4件1億円"),
    "括弧の中の空白": lambda random, size: "（単位" + " " * max(0, size - 4) + "x",
    "否定の連なり": _repeated("移住ではなくて子育てじゃなくて"),
    "ではない": _repeated("ではない"),
    "条件の連なり": _repeated("10件以上20%未満"),
    "結合文字": _repeated("か\u3099\u0301"),
    "結合文字だけ": _repeated("\u0301"),
    "幅のない文字": _repeated("移\u200b住\u200b"),
    "絵文字": _repeated("🏠👨\u200d👩\u200d👧"),
    "半分の文字": _repeated("\ud83d移"),
    "合字": _repeated("\ufdfa"),
    "組文字": _repeated("㍿㌔㌢"),
    "空白": lambda random, size: " " * (size - 1) + "移",
    "改行": _repeated("移住\n"),
    "でたらめな漢字": _drawn("".join(map(chr, range(0x4E00, 0x9FA0)))),
    "でたらめな断片": _drawn(PIECES),
}
"""Name → what makes a text of so many characters."""


def hostile(random: Random, longest: int) -> str:
    """A text of one pattern, or of several after one another."""
    size = min(longest, 1 + int(random.paretovariate(0.6)))
    if random.random() < 0.7:
        return "".join(random.choices(PIECES, k=1 + size // 3))[:longest]
    return random.choice(list(PATTERNS.values()))(random, size)
