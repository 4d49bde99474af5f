"""How the tool is used, where that is all that is asked; what the plan may hold is a question on the plan."""

import pytest

from knowledge.answers.engine import Engine

USES = {
    "import": ["CSVで取り込みたい", "表計算ソフトでまとめて登録できますか", "エクセルのファイルを読み込ませるには"],
    "export": ["エクセルで出したい", "KPIの一覧をExcelに書き出せる？", "データをダウンロードしたい"],
    "template": ["記入用のエクセルがほしい", "入力用シートのひな形はある？"],
    "sheet": ["会議用の資料を作りたい", "打ち合わせに使う資料を印刷したい"],
    "digest_stop": ["定期配信をやめたい", "配信を止めるにはどうすればいいですか"],
    "digest_new": ["通知を毎週受け取りたい", "毎月のまとめを自動で届けてほしい"],
    "undo": ["実績を間違えて入れたら", "実績の登録を取り消したい", "誤登録の訂正方法", "数字を打ち間違えたときは？"],
    "viewers": ["誰が見られる？", "この会話はほかの人にも見えますか"],
    "kept": ["質問は記録される？", "このボットに聞いたことは保存されますか"],
    "entering": ["実績の入れ方", "実績値を登録するには", "令和5年度の実績を登録したい"],
    "review_sheet": ["検証表がほしい", "検証シートの作り方", "令和5年度の検証表"],
}


@pytest.mark.parametrize(("use", "asked"), [(use, asked) for use, every in USES.items() for asked in every])
def test_the_use_that_is_asked_for_is_told_for_each_place(engine: Engine, use: str, asked: str) -> None:
    answer = engine.answer(asked)
    assert (answer.status, answer.intent) == ("smalltalk", use)
    assert [place for place, _ in answer.ways] == ["slack", "terminal"]
    for place, told in answer.ways:
        assert told in answer.text
        assert answer.used_in(place).text == told


@pytest.mark.parametrize(
    "asked",
    [
        "企業のデジタル化の資料",
        "オンライン配信はある？",
        "定期便の事業は？",
        "KPIを全部出して",
        "実績は登録されていますか",
        "実績が登録できていない指標は？",
        "誰でも見られる施設は？",
        "みんなで作る取組",
        "文化財の公開",
        "データを活用する事業は？",
        "まとめて",
        "配信",
    ],
)
def test_what_the_plan_may_hold_is_asked_of_the_plan(engine: Engine, asked: str) -> None:
    assert engine.answer(asked).ways == ()


def test_the_year_of_a_review_is_that_which_is_asked(engine: Engine) -> None:
    assert "kpi review --year 2022" in engine.answer("令和4年度の検証表を作りたい").used_in("terminal").text


def test_a_thread_does_not_stand_in_its_way(engine: Engine) -> None:
    assert engine.answer("実績を間違えて入れたら", ("p3-1", "p3-2")).intent == "undo"
