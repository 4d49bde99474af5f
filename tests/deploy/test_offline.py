"""`make bundle` needs a network and is tried by hand; what its installer says and takes is tried here."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
INSTALLER = ROOT / "docs" / "deploy" / "install.sh"
HERE = "{}.{}".format(*sys.version_info)


def install(bundle: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(INSTALLER, bundle)
    command = ["sh", str(bundle / "install.sh"), *arguments]
    outer = {"PATH": "/usr/bin:/bin", "PYTHON": sys.executable}
    return subprocess.run(command, env=outer, cwd="/", text=True, capture_output=True, check=False)


def test_another_python_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    (tmp_path / "python-version").write_text("3.99\n", encoding="utf-8")
    ran = install(tmp_path, str(tmp_path / "new"))
    assert ran.returncode == 1
    assert "Python 3.99 が必要です" in ran.stderr
    assert f"は {HERE}）" in ran.stderr
    assert not (tmp_path / "new").exists()


def test_without_a_place_it_says_how_it_is_called(tmp_path: Path) -> None:
    ran = install(tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "例: sh install.sh /opt/senryaku" in ran.stderr


def test_a_bundle_that_is_not_whole_installs_nothing(tmp_path: Path) -> None:
    (tmp_path / "python-version").write_text(f"{HERE}\n", encoding="utf-8")
    (tmp_path / "wheels").mkdir()
    ran = install(tmp_path, str(tmp_path / "new"))
    assert ran.returncode != 0
    assert "入りました" not in ran.stdout


def test_the_bundle_holds_what_its_installer_and_its_instructions_name() -> None:
    [recipe] = re.findall(
        r"^bundle: .+?(?=\n\n)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    packed = {"wheels", "python-version", *re.findall(r"[\w./-]+", re.findall(r"cp -R (.+) \$", recipe)[0])}
    script = INSTALLER.read_text(encoding="utf-8")
    assert set(re.findall(r"python-version|wheels|requirements[\w-]*\.lock", script)) <= packed
    assert {"docs", "README.md", "docs/deploy/install.sh"} <= packed
