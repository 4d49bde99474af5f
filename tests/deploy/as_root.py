"""An administrator's commands of the documentation, run in their order under a systemd of their own.

    debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,ca-certificates,procps trixie ROOT
    python -m tests.deploy.as_root ROOT

ROOT is a Debian that is thrown away; the machine itself stays as it is, but for what it fetches. By hand, since it
needs root and a network for apt and pip: the tests of the suite look at the same lines without either. What docker
runs is left out, and so is the bundle, whose installer has a test.
"""

import os
import re
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app.manifest import make_manifest
from tests.stand_in import Slack
from tests.test_documents import ROOT, typed
from tests.world import tokens_of

LEFT_OUT = ("docker ", "sh install.sh ", "/opt/senryaku/bin/senryaku --version")
PAGES = ("operations.md", "programs.md")
PLACE, OUTER = "root/senryaku", ("PIP_CERT", "http_proxy", "https_proxy", "no_proxy")
BOOT = r"""
set -e
mount --bind "$1" "$1"; cd "$1"
mount -t proc proc proc; mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=755 tmpfs run; mount -t tmpfs tmpfs tmp; mount -t tmpfs -o mode=755 tmpfs dev
for each in null zero full random urandom tty; do touch dev/$each; mount --bind /dev/$each dev/$each; done
mkdir -p dev/pts dev/shm; mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts; ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd; mount -t tmpfs tmpfs dev/shm
umount -l /sys/fs/cgroup 2>/dev/null || true
mount -t tmpfs -o mode=755 tmpfs sys/fs/cgroup; mount -t cgroup2 cgroup2 sys/fs/cgroup
mkdir -p outer; pivot_root . outer; umount -l /outer; cd /
exec env container=other /lib/systemd/systemd --log-target=null systemd.unified_cgroup_hierarchy=1
"""
BEFORE = {  # what the words around a command have somebody do first
    "senryaku restore /tmp/hikae.zip": "cp /var/lib/senryaku-backup/*.zip /tmp/hikae.zip && "
    "chown senryaku /tmp/hikae.zip && systemctl stop senryaku.service",
}


def main() -> int:
    folder = Path(sys.argv[1]).resolve()
    files = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True).stdout
    (folder / PLACE).mkdir(parents=True, exist_ok=True)
    subprocess.run(["tar", "-x", "-C", str(folder / PLACE)], input=files, check=True)
    with Slack(make_manifest()) as slack:
        settings = "".join(f"{name}={value}\n" for name, value in tokens_of(slack).items())
        (folder / PLACE / ".env").write_text(settings, encoding="utf-8")
        command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private"]
        with subprocess.Popen([*command, "sh", "-c", BOOT, "sh", str(folder)]) as outer:
            try:
                return run_all(first_process(outer.pid))
            finally:
                outer.kill()


def first_process(parent: int) -> int:
    """Of the systemd that boots, once it takes commands."""
    children = Path(f"/proc/{parent}/task/{parent}/children")
    for _ in range(60):
        time.sleep(1)
        if (found := children.read_text().split()) and inside(int(found[0]), "systemctl list-units").returncode == 0:
            return int(found[0])
    raise SystemExit("systemd did not come up")


def inside(process: int, command: str) -> subprocess.CompletedProcess[str]:
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    kept = {name: os.environ[name] for name in OUTER if name in os.environ}
    return subprocess.run(
        ["nsenter", "--target", str(process), "--mount", "--pid", "sh", "-c", f"cd /{PLACE} && {command}"],
        env={"PATH": path, "HOME": "/root", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", **kept},
        stdin=subprocess.DEVNULL,
        text=True,
        capture_output=True,
        check=False,
    )


def commands() -> list[str]:
    """Of the page of operations, with those of the doors for other programs before the end of it all."""
    operations, doors = ([one.command for one in typed(ROOT / "docs" / name, "# ")] for name in PAGES)
    end = next(at for at, command in enumerate(operations) if command.startswith("systemctl disable"))
    return [*operations[:end], *doors, *operations[end:]]


def still_up(command: str) -> str:
    """A service that ends at once was started without an error all the same."""
    _, enabled, units = command.partition("systemctl enable --now ")
    return f" && sleep 15 && systemctl is-active {units}" if enabled else ""


def run_all(process: int) -> int:
    today, failed = datetime.now(ZoneInfo("Asia/Tokyo")).date().isoformat(), 0
    for shown in commands():
        if shown.startswith(LEFT_OUT):
            continue
        command = re.sub(r"\d{4}-\d\d-\d\d", today, shown)
        ran = inside(process, f"{BEFORE.get(command, ':')} && {command}{still_up(command)}")
        failed += ran.returncode != 0
        sys.stdout.write(f"{ran.returncode:3}  {command}\n")
        if ran.returncode:
            sys.stdout.write(f"{ran.stdout}{ran.stderr}\n")
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
