"""`senryaku token …`: made and shown once, listed, taken back; what is kept of it is checked like all else."""

from pathlib import Path

import pytest

from bot.api.readers import ReaderStore
from tests.bot.conftest import Run


def test_a_token_is_shown_once_and_opens_until_it_is_taken_back(run: Run, tmp_path: Path) -> None:
    made = run("token", "add", "庁内アシスタント")
    token = made.out.strip()
    assert made.code == 0
    assert "庁内アシスタント" in made.err
    assert made.is_one_line
    listed = run("token", "list").out
    assert listed.startswith("r1　庁内アシスタント　")
    assert token not in listed
    found = ReaderStore(tmp_path / "var").find(token)
    assert found is not None
    assert (found.id, found.name, found.standing) == ("r1", "庁内アシスタント", "staff")
    assert "r1" in run("token", "revoke", "r1").out
    assert ReaderStore(tmp_path / "var").find(token) is None
    assert "まだ" in run("token", "list").out


def test_a_program_of_another_organisation_is_told_apart(run: Run) -> None:
    run("token", "add", "他市", "--external")
    assert "他市（他組織）" in run("token", "list").out


@pytest.mark.parametrize("arguments", [("add", " "), ("add", "x" * 81), ("revoke", "r9"), ("revoke", "x")])
def test_what_cannot_be_is_one_sentence(arguments: tuple[str, str], run: Run) -> None:
    ran = run("token", *arguments)
    assert ran.code == 1
    assert ran.is_one_line, ran.err


def test_a_look_creates_nothing(run: Run, tmp_path: Path) -> None:
    run("token", "list")
    assert ReaderStore(tmp_path / "var").find("senryaku-r1-x") is None
    assert not (tmp_path / "var" / "readers").exists()


def test_a_damaged_record_opens_nothing_and_doctor_names_it(run: Run, tmp_path: Path) -> None:
    token = run("token", "add", "読み手").out.strip()
    for path in (tmp_path / "var" / "readers").glob("0*"):
        path.write_bytes(path.read_bytes().replace(b"staff", b"stuff"))
    assert ReaderStore(tmp_path / "var").find(token) is None
    assert "× 記録（readers）" in run("doctor").out


def test_a_port_of_the_api_is_for_the_api(run: Run) -> None:
    ran = run("serve", "--api-port", "1")
    assert ran.code == 2
    assert "--api" in ran.err
