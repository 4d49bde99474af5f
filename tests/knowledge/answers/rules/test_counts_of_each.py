"""Which of several has more of something: the one that is asked for first, and the number of each."""

import pytest

from knowledge.answers.engine import Engine

OF_TWO = [
    (
        "パッケージ1とパッケージ3では指標の数はどちらが多い",
        ["pkg1", "pkg3"],
        "政策パッケージ1が10件、政策パッケージ3が8件",
    ),
    ("パッケージ1とパッケージ3で事業はどちらが多い", ["pkg3", "pkg1"], "政策パッケージ3が13件、政策パッケージ1が10件"),
    ("パッケージ2と4、事業が少ないのはどっち", ["pkg2", "pkg4"], "政策パッケージ2のほうが少なくなっています"),
    (
        "魅力創出のパッケージと住みやすさのパッケージ、ぶら下がっている事業はどちらが多いですか？",
        ["pkg4", "pkg2"],
        "10件",
    ),
    ("東部と西部のパッケージ、KPIの数が多いのはどっち", ["pkg5", "pkg6"], "で、同じです。"),
    ("基本目標1と2はどっちがKPI多い？", ["g2", "g1"], "数値目標は、基本目標2が3件、基本目標1が1件"),
    ("パッケージ1、3、5のうち事業が一番少ないのは", ["pkg5", "pkg1", "pkg3"], "政策パッケージ5が3件、"),
    ("パッケージ1と3と5で事業が一番少ないのはどれ", ["pkg5", "pkg1", "pkg3"], "政策パッケージ5が3件、"),
    ("パッケージ1と2で累計の指標が多いのはどっち", ["pkg1", "pkg2"], "累計で数える指標は、政策パッケージ1が3件、"),
]
OF_ALL = [
    ("一番事業の多いパッケージ", ["pkg3"], "事業が最も多いのは、政策パッケージ3（13件）です。"),
    ("KPIが一番少ないパッケージはどれ？", ["pkg5", "pkg6"], "政策パッケージ5（3件）、政策パッケージ6（3件）です。"),
    ("パッケージの中で事業が多いのは？", ["pkg3"], "（13件）"),
    ("施策の方向の数が多い基本目標は？", ["g1"], "施策の基本的方向が最も多いのは、基本目標1（4件）です。"),
    ("パッケージが一番多い基本目標は？", ["g4", "g5"], "政策パッケージが最も多いのは、基本目標4（6件）、"),
    (
        "基準値のないKPIが一番多いパッケージは？",
        ["pkg5"],
        "基準値のないKPIが最も多いのは、政策パッケージ5（3件）",
    ),
    ("割合で示すKPIが最も多いパッケージ", ["pkg4"], "割合で示すKPIが最も多いのは、政策パッケージ4（5件）です。"),
    ("再掲の事業が一番多いパッケージは", ["pkg3"], "再掲の事業が最も多いのは、政策パッケージ3（3件）です。"),
    ("事業が多い順にパッケージを並べて", ["pkg3", "pkg1", "pkg4", "pkg2", "pkg5", "pkg6"], "政策パッケージ3が13件、"),
]


@pytest.mark.parametrize(("question", "ids", "said"), [*OF_TWO, *OF_ALL])
def test_the_one_asked_for_comes_first_with_its_number(
    engine: Engine, question: str, ids: list[str], said: str
) -> None:
    answer = engine.answer(question)
    assert [item.id for item in answer.items] == ids
    assert said in answer.lead


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("パッケージ1と3の事業の合計は何件", "政策パッケージ1が10件、政策パッケージ3が13件で、合わせて23件です。"),
        ("東部と西部の事業は何件ある", "合わせて6件です。"),
        (
            "パッケージ1から3のKPIは何件",
            "政策パッケージ2が6件、政策パッケージ3が8件で、合わせて24件",
        ),
        ("パッケージ2と3の再掲の事業は何件", "政策パッケージ2が0件、政策パッケージ3が3件で、合わせて3件です。"),
        ("パッケージ1と2の累計のKPIは何件", "政策パッケージ1が3件、政策パッケージ2が1件で、合わせて4件です。"),
    ],
)
def test_of_several_each_is_counted_and_all_together(engine: Engine, question: str, said: str) -> None:
    assert said in engine.answer(question).lead


@pytest.mark.parametrize(
    ("question", "count", "said"),
    [
        ("東部と西部の事業を教えて", 6, "事業は、政策パッケージ5が3件、政策パッケージ6が3件です。"),
        ("パッケージ1、3と5のKPI", 21, "政策パッケージ3が8件、政策パッケージ5が3件です。"),
        ("パッケージ1と2の累計のKPI", 4, "累計で数えるKPIは、政策パッケージ1が3件、政策パッケージ2が1件です。"),
    ],
)
def test_what_several_have_is_listed_whole(engine: Engine, question: str, count: int, said: str) -> None:
    answer = engine.answer(question)
    assert len(answer.items) == count
    assert said in answer.lead


@pytest.mark.parametrize(
    "question",
    ["一番目標が高いKPI", "目標値が一番大きいKPIがあるパッケージ", "パッケージ1とパッケージ2ではどちらが重要ですか"],
)
def test_values_and_opinions_are_no_counts(engine: Engine, question: str) -> None:
    """Over how many the greatest value is, is told of it."""
    lead = engine.answer(question).lead.replace("2件", "")
    assert "件" not in lead or "件のうち最も大きい値です" in lead


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("政策パッケージ3は再掲を除くと事業は何件", 10),
        ("子育て子育ちのパッケージは再掲を抜くと事業が何本になりますか。", 10),
        ("政策パッケージ3の事業は何件", 13),
        ("政策パッケージ4の再掲を除いた事業", 8),
        ("再掲を除くと事業は全部で何件", 40),
    ],
)
def test_what_a_package_prints_again_is_left_out_where_that_is_asked(engine: Engine, question: str, count: int) -> None:
    answer = engine.answer(question)
    assert len(answer.items) == count
    assert f"事業は{count}件です" in answer.lead


def test_of_a_list_under_a_condition_it_is_said_of_which_package_it_is(engine: Engine) -> None:
    assert engine.answer("パッケージ1の累計のKPI").lead.startswith("政策パッケージ1のうち、累計で数えるKPIは3件です：")
    assert engine.answer("累計のKPI").lead.startswith("累計で数えるKPIは")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("単位が万人のKPI", "単位が「万人」のKPIは4件です："),
        ("単位が%のKPIは何件？", "割合で示す、単位が「%」のKPIは9件です："),
        ("増やすことが目標のKPIは何件？", "増やすことを目標とするKPIは33件です："),
        ("累計で数えるKPIは何件", "累計で数えるKPIは8件です："),
        ("基準が令和元年度のKPIだけ", "基準年度が令和元年度のKPIは6件です："),
        ("「地域おこし協力隊」の出てくる事業、もれなく", "「地域おこし協力隊」の出てくる事業は3件です："),
        ("買い物って単語が入っとる事業だけ拾って", "「買い物」の出てくる事業は2件です："),
        ("二つのパッケージに重ねて載っている、いわゆる再掲の事業は何本ございますか、名前も", "再掲の事業は5件です："),
        ("再掲の事業は何本", "再掲の事業は5件です："),
    ],
)
def test_a_list_says_in_the_plans_own_words_what_it_is_of(engine: Engine, question: str, said: str) -> None:
    assert engine.answer(question).lead.startswith(said)


def test_reprints_that_count_too_change_no_comparison(engine: Engine) -> None:
    answer = engine.answer("PKG3とPKG4、事業数多いんはどっち(再掲込)")
    assert [item.id for item in answer.items] == ["pkg3", "pkg4"]


@pytest.mark.parametrize("owner", ["パッケージ", "基本目標", "施策の基本的方向", "パッケージ1と3", "基本目標1と2"])
@pytest.mark.parametrize("member", ["事業", "KPI", "指標", "数値目標", "方向", "パッケージ"])
def test_any_kind_may_be_counted_in_any_other(engine: Engine, owner: str, member: str) -> None:
    for asked in ("が一番多い", "が最も少ない", "が一番多いのと少ない", "を合わせると何件の", "を多い順に並べた"):
        assert engine.answer(f"{member}{asked}{owner}は？").text


@pytest.mark.parametrize(
    ("question", "ids", "said"),
    [
        ("雇用の箱と子育てのかたまり、事業の数は一緒ですか", {"pkg1", "pkg3"}, "政策パッケージ3が13件"),
        ("西と東、事業の本数は揃ってますか", {"pkg5", "pkg6"}, "3件で、同じです。"),
        ("西部と東部で、KPIの数は同数ですか", {"pkg5", "pkg6"}, "KPIは、"),
        ("仕事系の束と住みやすさの束、KPIの数が多いのはどっち", {"pkg1", "pkg4"}, "政策パッケージ1が10件"),
    ],
)
def test_packages_are_compared_that_are_called_by_a_word(
    engine: Engine, question: str, ids: set[str], said: str
) -> None:
    answer = engine.answer(question)
    assert {item.id for item in answer.items} == ids
    assert said in answer.lead


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("住みやすさの束は事業とKPIの数が同じですか", "政策パッケージ4は、事業が10件、KPIが8件で、数が違います。"),
        (
            "パッケージ2、指標と事業の数は同数という認識でいい？",
            "政策パッケージ2は、事業が6件、指標が6件で、同数です。",
        ),
        ("東部の箱は、事業とKPIの本数が釣り合ってますか", "政策パッケージ5は、事業が3件、KPIが3件で、同数です。"),
    ],
)
def test_two_kinds_of_members_of_one_package_are_counted(engine: Engine, question: str, lead: str) -> None:
    assert engine.answer(question).lead == lead


def test_values_that_are_the_same_are_no_numbers_of_members(engine: Engine) -> None:
    answer = engine.answer("基準値と目標値が同数のKPIはどれ")
    assert {item.id for item in answer.items} == {"k4-1", "k4-3", "k4-8", "k6-2"}


@pytest.mark.parametrize(
    ("question", "found", "said"),
    [
        ("事業が10件以上のパッケージは？", ["pkg1", "pkg3", "pkg4"], "は3件です：政策パッケージ1（10件）、"),
        ("KPIが3件のパッケージは？", ["pkg5", "pkg6"], "KPIがちょうど3件の政策パッケージは2件です："),
        (
            "5件以上のKPIがあるパッケージは？",
            ["pkg1", "pkg2", "pkg3", "pkg4"],
            "KPIが5件以上の政策パッケージは4件です：",
        ),
        ("事業が5件より少ないパッケージは？", ["pkg5", "pkg6"], "事業が5件未満の政策パッケージは2件です："),
        (
            "累計のKPIが3件以上のパッケージは？",
            ["pkg1"],
            "累計で数えるKPIが3件以上の政策パッケージは、政策パッケージ1（3件）",
        ),
        ("数値目標が三つの基本目標は？", ["g2"], "数値目標がちょうど3件の基本目標は、基本目標2（3件）です。"),
    ],
)
def test_those_that_have_so_many(engine: Engine, question: str, found: list[str], said: str) -> None:
    answer = engine.answer(question)
    assert [item.id for item in answer.items] == found, answer.text
    assert said in answer.lead


def test_where_none_has_so_many_each_is_told_with_its_number(engine: Engine) -> None:
    lead = engine.answer("事業が20件を超えるパッケージは？").lead
    assert lead.startswith("事業が20件超の政策パッケージはありません。事業は、政策パッケージ1が10件、")


@pytest.mark.parametrize(
    "question",
    ["遅れている事業が5件以上のパッケージは？", "事業が5件未満のパッケージのKPIは？", "事業の少し減ったパッケージ"],
)
def test_a_condition_that_no_reading_takes_is_no_list_of_all(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert answer.status == "not_found" or len(answer.items) < 6, answer.text


def test_a_list_in_order_is_one_of_all(engine: Engine) -> None:
    assert len(engine.answer("パッケージを番号順に").items) == 6


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("政策パッケージ六つを並べて", 6),
        ("東部のパッケージは、KPIが3本あるはずですが", 3),
        ("防災対策事業は、五つある基本目標のどれの下ですか", 1),
        ("基本的方向を13個、名前だけ", 13),
    ],
)
def test_a_number_that_tells_how_many_there_are_chooses_nothing(engine: Engine, question: str, found: int) -> None:
    answer = engine.answer(question)
    assert (answer.status, len(answer.items)) == ("answered", found), answer.text
