"""The first sentence over several records."""

import pytest

from knowledge.model.catalog import Catalog
from knowledge.wording.leads import clear_lead, count_lead, counted, found_lead, list_lead


def test_a_few_are_named_and_counted() -> None:
    said = list_lead("filtered", (), ["事業", "事業"], ["「移住支援事業」", "「空き家活用事業」"])
    assert said == "条件に合う事業は2件です：「移住支援事業」、「空き家活用事業」。"


def test_the_number_stands_before_the_names_and_the_condition_as_it_was_asked() -> None:
    names = ["「移住支援事業」", "「空き家活用事業」", "「a」"]
    told = list_lead("filtered", (), ["事業"] * 3, names, "再掲でない")
    assert told == f"再掲でない事業は3件です：{'、'.join(names)}。"


def test_what_is_asked_and_what_is_only_near_are_told_apart() -> None:
    of_theme, near = [("事業", "「移住支援事業」"), ("事業", "「定住促進事業」")], [("事業", "「空き家活用事業」")]
    assert found_lead({"移住に関する": of_theme, "近い": near}) == (
        "移住に関する事業は2件です：「移住支援事業」、「定住促進事業」。近い事業は「空き家活用事業」です。"
    )


@pytest.mark.parametrize(
    ("others", "said"),
    [(["事業", "事業"], "ほかに近い事業2件"), (["KPI", "数値目標"], "ほかに近いKPI1件、数値目標1件")],
)
def test_where_one_is_by_far_the_nearest_it_alone_is_named(others: list[str], said: str) -> None:
    told = clear_lead("該当する", ("事業", "「移住支援事業」"), others)
    assert told == f"該当する事業は「移住支援事業」です（{said}）。"


def test_of_many_the_first_names_that_a_line_holds_are_said() -> None:
    names = [f"「{'ひとつの事業' * 2}{number}」" for number in range(8)]
    said = list_lead("related", ["政策パッケージ3"], ["事業"] * 8, names)
    assert said == f"政策パッケージ3の事業は8件です：{names[0]}、{names[1]}など。"


def test_of_many_with_long_names_the_first_is_said_all_the_same() -> None:
    names = [f"「{'長' * 60}{number}」" for number in range(8)]
    assert list_lead("list", (), ["事業"] * 8, names) == f"事業は8件です：{names[0]}など。"


def test_of_many_that_were_found_the_names_are_the_answer() -> None:
    found = [("事業", f"「{'防災' * 6}{number}」") for number in range(4)]
    assert found_lead({"関連する": found}) == f"関連事業は{found[0][1]}、{found[1][1]}など4件です。"
    assert found_lead({"関連する": found}, is_counted=True).startswith("関連事業は4件です：")


def test_the_only_one_is_named() -> None:
    assert list_lead("filtered", (), ["KPI"], ["「待機児童数」"]) == "条件に合うKPIは「待機児童数」です。"


def test_two_kinds_are_counted_apart() -> None:
    assert list_lead("related", ["施策1-1"], ["事業", "KPI", "KPI"], ["「a」", "「b」", "「c」"]) == (
        "施策1-1にあるものは事業1件、KPI2件です：「a」、「b」、「c」。"
    )
    assert found_lead({"関連する": [("数値目標", "「a」"), ("KPI", "「b」")]}) == (
        "関連するものは数値目標1件、KPI1件です：「a」、「b」。"
    )


def test_words_of_the_document_have_no_name() -> None:
    assert found_lead({"関連する": [("本文", ""), ("本文", "")]}) == "関連する本文は2件です。"


def test_what_is_counted_in_the_whole_plan_tells_reprints_apart(catalog: Catalog) -> None:
    assert count_lead(counted(catalog, "project")) == "事業は45件（再掲5件を除くと40件）です。"
    assert (
        count_lead(counted(catalog, "indicator"))
        == "指標は47件（KPI38件、基本目標の数値目標8件、計画全体の成果目標1件）です。"
    )
    assert count_lead(counted(catalog, "passage")) == ""
