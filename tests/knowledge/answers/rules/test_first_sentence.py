"""What is asked for stands in the first sentence of an answer."""

import pytest

from knowledge.answers.engine import Engine
from knowledge.answers.rules.asked import asked_phrase, whole_project_name
from knowledge.answers.rules.first_sentence import sentences

PERIOD = "計画期間は令和2年度から令和6年度までの5年間です（本文75行）。"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "よそに出て行った人も、ほんとは久留米におりたかったって話なかった？何割くらい？",
            "本文に「一方、転出者アンケート調査では、転出した人のうち6割を超える人が、できれば久留米市に住み続けたかった",
        ),
        (
            "市民が理想とする子供の数って平均なんにん？",
            "本文に「…平均2.6人となる一方、結婚や出産をためらう理由として、生活費や子育てに要する費用への不安など、…」と",
        ),
        (
            "この戦略の対象期間は何年度から何年度までですか",
            "「総合戦略の対象期間は、令和2年度から令和6年度までの5年間とします。」",
        ),
        ("事務局の電話番号は？", "本文に記載されている連絡先は、久留米市総合政策部 創生戦略推進室の電話 "),
        (
            "シテイプラザ 来舘者数",
            "久留米シティプラザ来館者数の目標値は61.2万人（令和6年度）、基準値は55.3万人（平成30年度）です。実績はまだ",
        ),
        (
            "シティプラザの来館者数、平成30年度は何万人？",
            "久留米シティプラザ来館者数の平成30年度の基準値は55.3万人です。",
        ),
        (
            "西部広域連携推進事業の取組内容を確認させてください。",
            "「西部広域連携推進事業」の取組は3件です：「関係機関との連携",
        ),
        ("open lab とは？", "オープンラボ：「高額な研究機器を低料金で利用できる"),
        ("この戦略って、いつから始まっていつ終わる計画なんですか", PERIOD),
        ("この計画はいつまで？", PERIOD),
        ("待機児童数はいつから始まっていつ終わる？", f"{PERIOD}\n\n待機児童数："),
        (
            "総合戦略って何？",
            "第2期久留米市地方創生総合戦略は、令和2年度〜令和6年度を計画期間とする久留米市の計画です。",
        ),
        ("KPIって何個？", "KPIは38件です。"),
        ("パッケージごとの事業数", "事業は、政策パッケージ1が10件、政策パッケージ2が6件、政策パッケージ3が13件"),
        (
            "MICE誘致推進事業と同じパッケージのほかの事業",
            "「MICE誘致推進事業」と同じ政策パッケージのほかの事業は5件です：",
        ),
        ("方向別のKPIの数", "KPIは、基本的方向①が"),
        (
            "東部と西部の転入者数を比べて",
            "「東部の転入者数」の記載はありません。",
        ),
        ("待機児童数はいつまでに0人にする？", "待機児童数の目標値は0人（令和6年度）、"),
        (
            "基本目標2の数値目標は？",
            "基本目標2の数値目標は3件です：「大都市圏からの転入者数」（目標値3,345人）、「年間観光客数」（目標値625万人）",
        ),
        (
            "現状維持が目標になってるKPIどれ？",
            "現状維持を目標とするKPIは3件です：「居住誘導区域内の人口密度」、「地域公共交通の乗降客数」",
        ),
        (
            "パッケージって全部で何個あって、それぞれ何て名前？",
            "政策パッケージは6件です：「雇用・就業・",
        ),
        (
            "基準値の年度が平成30年度ではなく令和元年度であるKPIは何件ありますか。",
            "基準年度が令和元年度のKPIは6件です：『福岡都市圏等での「",
        ),
        ("オープンラボとMICE、両方の説明をお願いします", "用語は2件です：「オープンラボ」、「MICE」。"),
        ("基本目標1の基本的方向を教えて", "基本目標1の基本的方向は4件です："),
        ("政策パッケージ2の指標ずらっと出して", "政策パッケージ2のKPIは6件です：「宿泊者数」"),
        ("スタートの数字が空っぽ(横棒)のKPIは？", "基準値のないKPIは6件です："),
        ("移住支援のKPIは？", "「移住支援」に関係するKPIは3件です："),
        ("健康づくりの事業は？", "健康づくりに関する事業は2件です：「健康のびのび・安心事業」"),
        ("方向2と3の事業", "事業は、基本的方向②が3件、基本的方向③が2件です。"),  # not all of their goal
        ("累計で数えるKPIの一覧", "累計で数えるKPIは8件です：「久留米・うきは工業団地立地件数(累計)」など。"),
    ],
)
def test_an_answer_begins_with_what_is_asked(engine: Engine, question: str, said: str) -> None:
    assert engine.answer(question).text.startswith(said)


@pytest.mark.parametrize(
    ("shown", "question", "said"),
    [
        ("p4-10", "同じパッケージの他の事業は？", "政策パッケージ4のほかの事業は"),
        ("p6-1", "KPIは？", "KPIは2件です：『「住みやすい」と感じている西部地域の人の割合』、「西部地域の転入者数」。"),
        ("g2", "数値目標は？", "数値目標は3件です：「大都市圏からの転入者数」、「年間観光客数」、「年間観光消費額」。"),
        ("p6-1", "目標値は？", "「住みやすい」と感じている西部地域の人の割合の目標値は88.4%（令和6年度）です。"),
        ("p3-13", "ほかには？", "近い事業は3件です：「"),
    ],
)
def test_in_a_thread_a_list_begins_with_its_names_too(engine: Engine, shown: str, question: str, said: str) -> None:
    assert engine.answer(question, [shown]).text.startswith(said)


def test_what_is_quoted_is_printed_so(engine: Engine) -> None:
    answer = engine.answer("よそに出て行った人も、ほんとは久留米におりたかったって話なかった？何割くらい？")
    [quotation] = [line for line in answer.note.splitlines() if line.startswith("本文に")]
    assert quotation.removeprefix("本文に「").removesuffix("」とあります。") in (answer.items[0].text or "")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("始めます。終えます。", ["始めます。", "終えます。"]),
        (
            "「戦略（以下「本戦略」という。）」を定めます。次に進みます。",
            ["「戦略（以下「本戦略」という。）」を定めます。", "次に進みます。"],
        ),
        ("句点なし", ["句点なし"]),
        ("終えます。余り", ["終えます。", "余り"]),
        ("", []),
    ],
)
def test_a_sentence_within_brackets_ends_nothing(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@pytest.mark.parametrize(
    "question", ["KPIはいくつある？", "KPIの数は？", "計画にKPIはいくつある？", "何件のKPIがありますか"]
)
def test_a_number_asked_of_the_whole_plan_is_all_that_is_said(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert answer.note == "KPIは38件です。"
    assert answer.says_all
    assert "問い合わせ先" not in answer.text
    assert "出典" in answer.text


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("推進にあたって活用する国の交付金や税の制度は何を挙げているか", "本文に「…「地方創生推進交付金」や"),
        ("この計画のゴールの時点で、久留米の人口は何人くらいの想定ですか", "本文に「…令和6年度末（"),
        ("人口のダム、ってどこに書いてあったっけ", "本文に「…県南地域の人口のダム機能"),
    ],
)
def test_of_a_long_sentence_the_part_that_tells_comes_first(engine: Engine, question: str, begins: str) -> None:
    answer = engine.answer(question)
    assert [item.kind for item in answer.items] == ["passage"]
    assert answer.lead.replace("『", "「").startswith(begins)
    assert "…" not in (answer.items[0].text or "")


@pytest.mark.parametrize(
    ("question", "project", "near"),
    [
        ("音楽によるまちづくり推進事業のKPIは？", "音楽によるまちづくり推進事業", False),
        ("防災対策事業の指標は？", "防災対策事業", False),
        ("鳥類センター事業のKPIは？", "鳥類センター・拠点公園魅力向上事業", False),
        ("音楽事業のKPIは？", "音楽事業", True),
    ],
)
def test_of_a_project_without_a_kpi_one_sentence_says_so(
    engine: Engine, question: str, project: str, near: bool
) -> None:
    answer = engine.answer(question)
    assert answer.note.startswith(f"「{project}」に結び付くKPIは、本文に示されていません。")
    assert [item.kind for item in (answer.near if near else answer.items[:1])] == ["project"]


def test_a_project_that_is_not_there_is_called_by_its_whole_name(engine: Engine) -> None:
    question = engine.readings("花を生かしたまちづくり推進事業のKPIは？").evidence.question
    phrase = asked_phrase(question)
    assert phrase
    assert whole_project_name(phrase, question) == "花を生かしたまちづくり推進事業"
