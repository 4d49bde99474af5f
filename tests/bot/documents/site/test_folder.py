"""A folder is replaced as a whole or not at all, and nobody's files are ever lost."""

import json
from pathlib import Path

import pytest

from bot.config.errors import BotError
from bot.documents.site.folder import MARKER, write_site
from knowledge.model.errors import UnwritableStoreError

FILES = {"index.html": "新しい", "projects/p1-1.html": "事業"}
KEPT = Path(__file__).parent / "no such folder"


def contents(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in folder.rglob("*") if p.is_file()}


def test_files_are_written_with_a_marker_that_names_them(tmp_path: Path) -> None:
    write_site(tmp_path / "a" / "site", FILES, kept=KEPT)
    written = contents(tmp_path / "a" / "site")
    assert json.loads(written.pop(MARKER))["files"] == list(FILES)
    assert written == FILES


def test_an_empty_folder_is_taken_and_one_of_ours_is_replaced_without_leftovers(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    write_site(site, {"old.html": "古い", **FILES}, kept=KEPT)
    (site / ".DS_Store").write_text("", encoding="utf-8")
    write_site(site, FILES, kept=KEPT)
    assert set(contents(site)) == {*FILES, MARKER}
    assert list(tmp_path.iterdir()) == [site]


@pytest.mark.parametrize("name", ["memo.txt", "projects/memo.txt"])
@pytest.mark.parametrize("is_ours", [True, False])
def test_a_folder_with_files_of_others_is_refused(tmp_path: Path, name: str, is_ours: bool) -> None:
    site = tmp_path / "site"
    site.mkdir()
    if is_ours:
        write_site(site, FILES, kept=KEPT)
    (site / name).parent.mkdir(exist_ok=True)
    (site / name).write_text("大事なメモ", encoding="utf-8")
    before = contents(site)
    with pytest.raises(BotError) as refused:
        write_site(site, {"index.html": "別"}, kept=KEPT)
    assert refused.value.user_message == (
        f"「{site}」には、この書き出しのものではないファイル（{name} など 1件）があります。"
        "空のフォルダーか、新しい名前を指定してください。"
    )
    assert contents(site) == before


@pytest.mark.parametrize("marker", ["", "[]", '{"files": 3}', "\0"])
def test_a_marker_that_cannot_be_read_claims_nothing(tmp_path: Path, marker: str) -> None:
    (tmp_path / MARKER).write_text(marker, encoding="utf-8")
    with pytest.raises(BotError, match="この書き出しのものではないファイル"):
        write_site(tmp_path, FILES, kept=KEPT)


def test_a_file_in_its_place_and_the_current_folder_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(BotError, match="同じ名前のファイル"):
        write_site(tmp_path / "file", FILES, kept=KEPT)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(BotError, match="今いるフォルダー"):
        write_site(Path(), FILES, kept=KEPT)


def test_a_write_that_fails_midway_leaves_the_old_site(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(site, FILES, kept=KEPT)
    before = contents(site)
    with pytest.raises(BotError, match="もとの内容は変わっていません"):
        write_site(site, {"a": "これはファイル", "a/b.html": "その下には置けない"}, kept=KEPT)
    assert contents(site) == before
    assert list(tmp_path.iterdir()) == [site]


def test_a_swap_that_fails_puts_the_old_site_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    write_site(site, FILES, kept=KEPT)
    before = contents(site)
    rename = Path.rename

    def refuse_new(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse_new)
    with pytest.raises(BotError, match="権限"):
        write_site(site, {"index.html": "別"}, kept=KEPT)
    assert contents(site) == before
    assert list(tmp_path.iterdir()) == [site]


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    write_site(tmp_path / "link", FILES, kept=KEPT)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "index.html").read_text(encoding="utf-8") == "新しい"


@pytest.mark.parametrize("where", ["var", "var/site", "link/site", "."])
def test_the_data_folder_all_in_it_and_all_around_it_are_refused(tmp_path: Path, where: str) -> None:
    (tmp_path / "around" / "var").mkdir(parents=True)
    (tmp_path / "around" / "link").symlink_to("var")
    with pytest.raises(UnwritableStoreError, match="データフォルダー"):
        write_site(tmp_path / "around" / where, FILES, kept=tmp_path / "around" / "var")
    assert contents(tmp_path) == {}


def test_characters_that_no_page_may_hold_are_left_out(tmp_path: Path) -> None:
    write_site(tmp_path / "site", {"index.html": "改\x00行\x1b\ud800🏠𠮷\n"}, kept=KEPT)
    assert contents(tmp_path / "site")["index.html"] == "改行🏠𠮷\n"
