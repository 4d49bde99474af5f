"""The picture in the README: `python -m tests.trial.picture` asks the real trial page and keeps what it shows."""

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from PIL import Image

from tests.bot.sandbox.page.screen import Screen
from tests.browser import started_browser
from tests.stand_in import Slack

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

PICTURE = Path(__file__).parents[2] / "docs" / "trial.png"
QUESTION, ANSWERED = "@senryaku 移住支援の事業は？", "KPI 住宅の購入"
WIDTH, HEIGHT = 1280, 720
COLOURS = 64  # of text on plain grounds: a third of the size, and nothing to be seen of it
OPEN_TRIAL = "from bot.terminal.cli import main; main(['sandbox', '--no-browser', '--port', '0'])"


def take(driver: "Chrome", file: Path) -> None:
    """One question, asked in the channel, and the answer beside it."""
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "SENRYAKU_DATA": data}
        with subprocess.Popen(
            [sys.executable, "-c", OPEN_TRIAL],
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as program:
            assert program.stderr
            [address] = re.findall(r"http://\S+?(?=/? )", program.stderr.readline())
            screen = Screen(driver, cast(Slack, SimpleNamespace(url=address)))
            screen.device(WIDTH, HEIGHT)
            screen.open()
            screen.say(QUESTION)
            screen.wait_text("main article:last-child", "1件の返信")
            screen.run("[...document.querySelectorAll('main .replies')].pop().click()")
            screen.wait_text("aside", ANSWERED)
            shot = Image.open(io.BytesIO(driver.get_screenshot_as_png())).convert("RGB")
            program.communicate("終了\n")
    shot.quantize(COLOURS).save(file, optimize=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as profile, started_browser(Path(profile)) as browser:
        take(browser, PICTURE)
