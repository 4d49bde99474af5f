"""Whether a line heads what follows: its number in one of many forms, its word, its marks, how the file prints it."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.normalize import name_key
from knowledge.model.structs import replace
from knowledge.model.word_patterns import alternatives
from knowledge.reading.layout import POINTS, HeadingForm, Layout, LineRole

LONGEST_HEADING = 45
_LONGEST_SLOGAN = 25
LONGEST_MARKED = 30  # a line behind ◆ that is longer is a sentence or a value
_LEVELS: tuple[LineRole, ...] = ("goal", "direction", "measure", "project")
_NUMERAL = r"[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}|[Ⅰ-Ⅻⅰ-ⅻ]|[Il]"  # I and l are a misread 1
_MARKS = "◆◇■□▼▽★☆◎●○◯▶►◼♦▲△"
_LIST_MARKS = "◎●○◯"  # they head a section only where its word is known; elsewhere they mark an entry of a list
_HEAD_MARK = re.compile(rf"^[{re.sub('[▲△◎●○◯]', '', _MARKS)}][\s　]*")  # ▲ before a number is its sign
_FRAMED = re.compile(rf"^(?P<mark>[{_MARKS}])(?P=mark)+[\s　]*(?P<text>\S.*?)[\s　]*(?P=mark){{2,}}$")
_BESIDE = re.compile(
    r"\S(?:\t|　{3,}|[ 　]{5,}|　{2,}(?=[(（][\d０-９]))(?![(（【［\[][^()（）]*[)）】］\]]$)\S"
)  # cells of a row
_FARTHEST_IN = 24  # half-width columns: what a number alone heads does not stand so far in; a cell does
_LONGEST_GAP = 8  # half-width columns between a number and what it heads
_WAY = re.compile(r"(?:\d\S*|[-－―—]|^\S{1,4})\s*[→⇒➡▶►➔➜]\s*\S*\d|^\d\S*\s*[→⇒➡▶►➔➜]")
_BOLD = re.compile(r"^\*\*(?P<text>[^*].*?)\*\*$")
_HASHES = re.compile(r"^(?P<hashes>#{1,6})[\s　]+(?P<text>.+?)[\s　#]*$")
_ENCLOSED = re.compile(
    r"^(?:[【〔［\[<＜〈《](?P<text>[^】〕］\]>＞〉》]+)[】〕］\]>＞〉》]|[(（](?P<inner>[^()（）]+)[)）])"
    r"(?P<more>[\s　]*[(（][^()（）]+[)）])?$"  # 「【朝市事業】（商工課）」
)
_BOX = re.compile(r"^[│┃║]\s*(?P<text>[^│┃║]+?)\s*[│┃║]$")
_ROUND = re.compile(r"^[(（](?P<text>[^()（）]+)[)）][\s　]*(?P<more>[(（](?P<by>[^()（）]+)[)）])$")
_MARKED = re.compile(rf"^(?P<mark>[{_MARKS}])[\s　]*(?P<text>\D.*)$")
_ROMAN = re.compile(r"^(?P<number>[Ⅰ-Ⅻ]|[IVX]{1,4})(?:[.．、][\s　]*|[\s　]+)(?P<text>\D.*)$")
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"^第\s*(?P<number>{_NUMERAL})\s*編[\s　]*(?P<text>.+)$")),
    ("division", re.compile(rf"^第\s*(?P<number>{_NUMERAL})\s*部[\s　]*(?P<text>.+)$")),
    ("chapter", re.compile(rf"^第\s*(?P<number>{_NUMERAL})\s*章[\s　]*(?P<text>.+)$")),
    ("chapter", re.compile(rf"^(?i:chapter)\s*(?P<number>{_NUMERAL})(?:[\s　:：.．]+)(?P<text>\S.*)$")),
    ("clause", re.compile(rf"^第\s*(?P<number>{_NUMERAL})\s*節[\s　]*(?P<text>.+)$")),
    ("article", re.compile(rf"^第\s*(?P<number>{_NUMERAL})\s*項[\s　]*(?P<text>.+)$")),
    ("ordinal", re.compile(rf"^第\s*(?P<number>{_NUMERAL})[\s　]+(?P<text>[^\d期次回号].*)$")),
    (
        "dashed",
        re.compile(
            r"^(?P<number>(?:\d{1,2}|[Ⅰ-Ⅻ]|[A-ZＡ-Ｚ](?=[-－‐–−]))(?:(?:[-－‐–−.．]\d{1,2}){1,3}|[-－‐–−][ア-ン]))"
            r"[.．、]?[\s　:：]+(?P<text>[^\d\s].*)$"
        ),
    ),
    (
        "sub_circled",
        re.compile(r"^(?P<number>[①-⑳][-－‐–−.．](?:[0-9０-９]{1,2}|[①-⑳]))[\s　:：]*(?P<text>[^\d\s①-⑳].*)$"),
    ),
    ("sub_circled", re.compile(r"^(?P<number>(?:\d{1,2}[-－‐–−.．]){1,2}[①-⑳])[\s　:：]*(?P<text>[^\d\s①-⑳].*)$")),
    ("half_bracketed", re.compile(r"^(?P<number>[0-9０-９]{1,2})[)）][\s　]*(?P<text>[^\d\s].*)$")),
    ("circled", re.compile(r"^(?P<number>[①-⑳])[\s　]*(?P<text>[^①-⑳]+)$")),
    ("bracketed", re.compile(rf"^[(（]\s*(?P<number>{_NUMERAL})\s*[)）][\s　]*(?P<text>.+)$")),
    ("kana", re.compile(r"^(?P<number>[ア-ン])(?:[.．、][\s　]*|[\s　]+)(?P<text>\S.*)$")),
    ("bracketed_kana", re.compile(r"^[(（](?P<number>[ア-ン])[)）][\s　]*(?P<text>\S.*)$")),
    ("number", re.compile(rf"^(?P<number>{_NUMERAL})(?:[.．、][\s　]*|[\s　]+)(?P<text>\D.*)$")),
)
_BOUNDS = ("以上", "以下", "未満", "程度", "超")


def roman_number_of(text: str) -> str:
    """The number of 「Ⅱ 施策」; "" where none heads the line."""
    match = _ROMAN.match(_HEAD_MARK.sub("", text.strip()))
    return match["number"] if match else ""


def next_number(texts: Sequence[str]) -> str:
    """The number of the first numbered heading, of whatever style."""
    matches = (pattern.match(text.strip()) for text in texts for style, pattern in _FORMS if style != "circled")
    return next((unicodedata.normalize("NFKC", match["number"]) for match in matches if match), "")


def find_heading(
    printed: str, layout: Layout, *, level: int | None = None, is_bold: bool = False, is_apart: bool = True
) -> HeadingForm | None:
    """What a line heads, or None. `level` and `is_bold` as the file tells; `is_apart`: nothing stands right above."""
    text = _without_frame(without_division(_unboxed(printed.strip()), layout))
    if hashes := _HASHES.match(text):
        level, text = level or len(hashes["hashes"]), hashes["text"]
    if bold := _BOLD.match(text):
        is_bold, text = True, bold["text"].strip()
    told = layout.lines.get(name_key(text), "")
    is_like = level is not None or is_heading_like(text) or _is_own_slogan(text, layout)
    if told == "none" or prints_way(text) or not is_like:
        return None
    is_far_in = level is None and half_widths(printed[: len(printed) - len(printed.lstrip())]) >= _FARTHEST_IN
    bare = _HEAD_MARK.sub("", text)
    numbered = None if is_far_in else _numbered(bare, layout)
    labelled = _labelled(bare, layout) or _labelled(_inside(bare), layout)
    found = labelled or numbered or _free(text, layout, is_apart=is_apart)
    if found is None and _annex().match(text):
        found = HeadingForm("annex", text)
    if found is None and (level is not None or told or (is_bold and len(text) <= LONGEST_MARKED)):
        found = HeadingForm("bold", text, role=layout.role_of(text), is_free=level is None)
    if found and found.is_free and told in _LEVELS:
        found = HeadingForm(f"{told}:", text, role=told)  # it stands at the level of its like with numbers
    elif found and told:
        found = replace(found, role=told)
    return found and (replace(found, level=level, is_free=False) if level is not None else found)


def without_full_stop(text: str) -> str:
    """「VISION 1 水辺を、みんなの庭に。」, where it is too short for a sentence."""
    return text.removesuffix("。") if len(text) <= _LONGEST_SLOGAN else text


def _is_own_slogan(text: str, layout: Layout) -> bool:
    found = _labelled(text, layout) if is_heading_like(without_full_stop(text)) else None
    return found is not None and found.label in layout.guessed


@cache
def _annex() -> re.Pattern[str]:
    """「資料編」, 「別表1　事業一覧（令和7年度）」."""
    words = read_toml(VOCABULARY / "layouts.toml")["annexes"]
    return re.compile(
        rf"^{alternatives(words['words'])}(?:[\s　]+\S.*)?$"
        rf"|^[【〔［\[]?{alternatives(words['tables'])}[\s　]*[\d①-⑳]{{0,2}}[】〕］\]]?[\s　：:]+[^\s　]+一覧表?"
        r"(?:[（(][^()（）]*[)）])?$"
    )


def without_mark(text: str) -> str:
    """「■ 基本方針Ⅰ」 → 「基本方針Ⅰ」."""
    return _HEAD_MARK.sub("", _without_frame(text))


def _without_frame(text: str) -> str:
    """「◆◆◆　旗印その一　海で稼ぐ　◆◆◆」: marks at both ends."""
    framed = _FRAMED.match(text)
    return framed["text"] if framed else text


def without_division(text: str, layout: Layout) -> str:
    """「施策1 窓口の見直し        担当課：市民課」 → without what stands at the other end of the line."""
    cut = re.search(r"(?:[\s　]{2,}|\t)[(（【［\[]?(?P<word>[^\s　：:]+)[\s　]*[：:].*$", text)
    return text[: cut.start()].strip() if cut and cut["word"] in layout.divisions else text


def find_point(text: str, layout: Layout) -> HeadingForm | None:
    """What a line is as a point of a list, also where it is too long for a heading or a sentence."""
    marked = _MARKED.match(text)
    if _labelled(text, layout):
        return None
    if marked and marked["mark"] not in _LIST_MARKS:
        title = marked["text"].strip()
        return HeadingForm(f"mark:{marked['mark']}", title, marked["mark"], role=layout.role_of(title), is_free=True)
    numbered = _numbered(text, layout)
    return numbered if numbered and numbered.style in POINTS else None


def _unboxed(text: str) -> str:
    """「│ 施策1-1 学校教育 │」: a box is drawn around it, of one cell."""
    boxed = _BOX.match(text)
    return boxed["text"] if boxed else text


def _inside(text: str) -> str:
    """「＜基本目標1 しごとを育てる＞」 → what the brackets around the whole of it hold; else ""."""
    enclosed = _ENCLOSED.match(text)
    return (enclosed["text"] or "").strip() if enclosed and not enclosed["more"] else ""


def prints_way(text: str) -> bool:
    """「22％ ▶ 60％」, in however large a type."""
    return bool(_WAY.search(text))


def find_described_point(text: str, layout: Layout) -> HeadingForm | None:
    """A labelled project with what it does behind a colon, on a line too long for a heading."""
    found = _labelled(text, layout)
    name, colon, _ = (found.text if found else "").replace(":", "：").partition("：")
    is_point = found and found.role == "project" and colon and not is_heading_like(text) and is_heading_like(name)
    return found if is_point else None


def is_heading_like(text: str) -> bool:
    """Short, no sentence, no value: 「70 件以下」 is none, nor is 「出生数 41人 → 50人」."""
    return len(text) <= LONGEST_HEADING and not text.endswith(("。", "、", "，")) and "→" not in text


@cache
def _label_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    ordered = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    bracketed = rf"[(（](?:{_NUMERAL})[)）]"
    number = (
        rf"(?:{bracketed}|(?:{_NUMERAL}|[①-⑳]|[IVX]{{1,4}}|[A-ZＡ-Ｚ])(?:\s*[-－‐–−.．]\s*[0-9０-９]{{1,2}}){{0,3}})"
    )
    return re.compile(
        rf"^(?P<open>[【〔［\[<＜〈《(（])?\s*(?P<label>{ordered})\s*(?:その)?(?P<number>{number})(?:\s*(?P<shut>[】〕］\]>＞〉》)）]))?"
        r"(?P<gap>[\s　:：.．、／/｜|－―-]*)(?P<text>.*)$"
    )


def _labelled(text: str, layout: Layout) -> HeadingForm | None:
    """「基本目標１　しごとを育てる」「【基本目標1】 しごと」「施策1-2：消防」「プロジェクト①」: it says what it is."""
    match = _label_pattern(tuple(layout.labels)).match(text)
    if match is None or bool(match["open"]) != bool(match["shut"]):
        return None
    is_apart = match["gap"] or match["shut"] or not match["text"]
    if not match["text"] and match["label"] in layout.guessed:
        return None  # of these only those with a name are known
    if not is_apart and (match["text"].startswith(layout.after_number) or match["text"][0].isdecimal()):
        return None
    role = layout.labels[match["label"]]
    number = re.sub(r"[\s()（）]+", "", match["number"])
    return HeadingForm(f"{role}:{match['label']}", match["text"].strip(), number, match["label"], role)


def _numbered(text: str, layout: Layout) -> HeadingForm | None:
    if layout.has_roman and (roman := _ROMAN.match(text)):
        return HeadingForm("roman", roman["text"].strip(), roman["number"], role=layout.role_of(roman["text"].strip()))
    for style, pattern in _FORMS:
        if (match := pattern.match(text)) and not _is_value(style, match["text"]):
            title = match["text"].strip()
            if _is_row(match):
                return None
            style = "kanji" if style == "number" and match["number"][0] in "一二三四五六七八九十" else style
            depth = len(re.split(r"[-－‐–−.．]", match["number"])) if style == "dashed" else ""
            return HeadingForm(f"{style}{depth}", title, match["number"], role=layout.role_of(title))
    return None


def _is_row(match: re.Match[str]) -> bool:
    """「１－１　　△　○　×」「8.5　　　　　　指標：利用者数」: cells, and nothing that a number heads."""
    between = match.string[match.end("number") : match.start("text")]
    return (
        half_widths(between) >= _LONGEST_GAP
        or bool(_BESIDE.search(match["text"]))
        or not re.search(r"[^\W\d_]", match["text"])
    )


def half_widths(text: str) -> int:
    """In half-width columns."""
    return sum(2 if unicodedata.east_asian_width(sign) in "FW" else 1 for sign in text)


def _is_value(style: str, text: str) -> bool:
    """「２か所以上」「70 件以下」「2 社(R6)」: a number with its unit heads nothing."""
    word = re.split(r"[\s　(（/／]", text.strip(), maxsplit=1)[0]
    for bound in _BOUNDS:
        word = word.removesuffix(bound)
    return style in ("number", "dashed") and (not word or unicodedata.normalize("NFKC", word) in _units())


@cache
def _units() -> frozenset[str]:
    return frozenset(read_toml(VOCABULARY / "sheet_words.toml")["units"]["words"]) | {"年度", "月", "時", "分"}


def _free(text: str, layout: Layout, *, is_apart: bool) -> HeadingForm | None:
    """A heading without a number: 「◆ 施策の方向」「【期待される効果】」「主な事業」."""
    if marked := _MARKED.match(text):
        title = marked["text"].strip()
        role = layout.role_of(title)
        if role or (marked["mark"] not in _LIST_MARKS and len(title) <= LONGEST_MARKED):
            return HeadingForm(f"mark:{marked['mark']}", title, marked["mark"], role=role, is_free=True)
        return None
    if enclosed := _ENCLOSED.match(text):
        title = (enclosed["text"] or enclosed["inner"]).strip()
        role = layout.role_of(title)
        is_named = bool(enclosed["text"]) and layout.is_project_name(title)
        if role or is_named or layout.is_past(title):
            return HeadingForm("enclosed", title + (enclosed["more"] or ""), role=role, is_free=True)
    if (round_ := _ROUND.match(text)) and layout.is_division(round_["by"]):
        return HeadingForm("round", round_["text"].strip() + round_["more"], is_free=True)  # 「（避難訓練）（防災課）」
    role = layout.role_of(text.rstrip("：:"))
    if role and (is_apart or role in ("projects", "effects") or name_key(text) in layout.recurring):
        return HeadingForm("word", text.rstrip("：:"), role=role, is_free=True)
    return None
