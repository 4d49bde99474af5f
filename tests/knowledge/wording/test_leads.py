"""The first sentence over several records."""

from knowledge.model.catalog import Catalog
from knowledge.wording.leads import count_lead, counted, list_lead


def test_a_few_are_named_and_counted() -> None:
    said = list_lead("filtered", (), ["事業", "事業"], ["移住支援事業", "空き家活用事業"])
    assert said == "お尋ねの条件に当てはまる事業は、「移住支援事業」「空き家活用事業」の2件です。"


def test_of_those_that_are_only_near_the_nearest_is_named() -> None:
    said = list_lead("hits", (), ["事業"] * 4, ["移住支援事業", "空き家活用事業", "a", "b"])
    assert said == "お尋ねに近い事業は、「移住支援事業」など4件です。"


def test_many_are_counted_and_what_they_belong_to_is_named() -> None:
    assert list_lead("related", ["政策パッケージ3"], ["KPI"] * 8, ["a"] * 8) == "「政策パッケージ3」のKPIは8件です。"


def test_the_only_one_is_named() -> None:
    assert list_lead("filtered", (), ["KPI"], ["待機児童数"]) == "お尋ねの条件に当てはまるKPIは「待機児童数」です。"


def test_two_kinds_are_counted_apart() -> None:
    assert list_lead("related", ["施策1-1"], ["事業", "KPI", "KPI"], ["a", "b", "c"]) == (
        "「施策1-1」の事業・KPIは、「a」「b」「c」の事業1件、KPI2件です。"
    )


def test_words_of_the_document_have_no_name() -> None:
    assert list_lead("hits", (), ["本文", "本文"], ["", ""]) == "お尋ねに近い本文は2件です。"


def test_what_is_counted_in_the_whole_plan_tells_reprints_apart(catalog: Catalog) -> None:
    assert count_lead(counted(catalog, "project")) == "事業は45件（再掲5件を除くと40件）です。"
    assert count_lead(counted(catalog, "indicator")) == "KPIは38件、基本目標の数値目標は8件です。"
    assert count_lead(counted(catalog, "passage")) == ""
