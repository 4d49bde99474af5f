"""A knowledge base in JSON: what only some plans hold is left out, and what an older release stored still opens."""

from knowledge.model.base_json import from_json, to_json
from knowledge.model.records import UNREAD_PAGE, Finding, KnowledgeBase
from knowledge.model.structs import replace


def test_a_page_that_was_not_read_is_left_out_elsewhere(base: KnowledgeBase) -> None:
    unread = Finding("warning", f"12ページは文字を取り出せません。{UNREAD_PAGE}", None, unread_page=12)
    other = Finding("warning", f"{UNREAD_PAGE}。別のことです", None)
    with_both = replace(base, report=replace(base.report, findings=(unread, other)))
    exported = to_json(with_both)
    assert [one.get("unread_page", "none") for one in exported["report"]["findings"]] == [12, "none"]
    assert from_json(exported) == with_both


def test_what_an_older_release_stored_says_its_page_by_its_sentence(base: KnowledgeBase) -> None:
    older = Finding("warning", f"12ページは文字を取り出せません。{UNREAD_PAGE}", None)
    whole = Finding("warning", f"ページは全部{UNREAD_PAGE}", None)
    stored = to_json(replace(base, report=replace(base.report, findings=(older, whole))))
    assert [one.unread_page for one in from_json(stored).report.findings] == [12, None]
