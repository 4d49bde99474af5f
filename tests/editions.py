"""Three editions of one invented city's strategy and a plan of another city, written where a test wants them.

The second edition is the tests' own kakuu with other years and figures; in the first an indicator has another unit and
one more has another name. The other city prints no title that is known as one.
"""

from pathlib import Path

KAKUU = Path(__file__).parent / "strategies" / "kakuu"
SECOND = (
    ("第３期", "第２期"),
    ("令和７年３月", "令和２年３月"),
    ("２０２５年度から２０２９年度", "２０２０年度から２０２４年度"),
    ("２０２９年度末", "２０２４年度末"),
    ("令和５年度", "平成３０年度"),
    ("R5：", "H30："),
    ("令和１１年度", "令和６年度"),
    ("１５，０００人", "１３，０００人"),
    ("１２，０００人", "９，０００人"),
    ("避難に時間がかかる世帯の割合", "避難に時間のかかる世帯の割合"),
)
FIRST = (
    ("第２期", "第１期"),
    ("令和２年３月", "平成２７年３月"),
    ("２０２０年度から２０２４年度", "２０１５年度から２０１９年度"),
    ("２０２４年度末", "２０１９年度末"),
    ("平成３０年度", "平成２５年度"),
    ("H30：", "H25："),
    ("令和６年度", "令和元年度"),
    ("１，２００万円", "１２件"),
    ("２，０００万円", "２０件"),
    ("子育て満足度指数", "親子の集いへの参加者数"),
)


def write_edition(folder: Path, number: int) -> Path:
    """The 1st to 3rd edition in a folder of its own, named `kakuu-2`."""
    text = (KAKUU / "strategy.txt").read_text(encoding="utf-8")
    for old, new in (*(SECOND if number < 3 else ()), *(FIRST if number < 2 else ())):
        assert old in text, old
        text = text.replace(old, new)
    return _written(folder / f"kakuu-{number}", text)


def write_other_city(folder: Path) -> Path:
    text = (KAKUU / "strategy.txt").read_text(encoding="utf-8").replace("架空市", "霧ノ里町").replace("第３期", "")
    return _written(folder / "kirinosato", text.replace("湖上バスの年間利用者数", "霧ノ里号の年間利用者数"))


def _written(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "strategy.txt").write_text(text, encoding="utf-8")
    return folder
