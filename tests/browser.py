"""Headless Chromium for the tests of pages. Without a browser these are skipped, and say so."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

SHOTS = Path(__file__).parent.parent / "build" / "screenshots"
"""What the tests have seen, for people to look at, where SCREENSHOTS is set; git ignores it."""
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1440,900",
    "--lang=ja",
)
BROWSERS, DRIVERS = ("chromium", "chromium-browser", "google-chrome"), ("chromedriver", "chromium.chromedriver")


def _program(names: tuple[str, ...]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Chrome"]:
    pytest.importorskip("selenium.webdriver", reason="selenium がないため、画面の検査を飛ばします")
    if _program(BROWSERS) is None or _program(DRIVERS) is None:
        pytest.skip("Chromium と chromedriver がないため、画面の検査を飛ばします")
    with started_browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


@contextmanager
def started_browser(profile: Path) -> Iterator["Chrome"]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = _program(BROWSERS) or ""
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "SEVERE"})
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.lower() in ("http_proxy", "https_proxy", "all_proxy"):
                patch.delenv(name)  # the driver listens on this machine
        started = webdriver.Chrome(options=options, service=webdriver.ChromeService(_program(DRIVERS)))
    try:
        yield started
    finally:
        started.quit()


def shoot(driver: "Chrome", name: str) -> None:
    if os.environ.get("SCREENSHOTS"):
        SHOTS.mkdir(parents=True, exist_ok=True)
        driver.save_screenshot(str(SHOTS / f"{name}.png"))


def set_device(driver: "Chrome", width: int, height: int, *, mobile: bool = False, dark: bool = False) -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": 2 if mobile else 1, "mobile": mobile}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    set_scheme(driver, dark=dark)


def set_scheme(driver: "Chrome", *, dark: bool = False) -> None:
    scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})


def complaints(driver: "Chrome") -> list[str]:
    """What the browser itself had to say since it was last asked: errors of scripts, things that a policy kept out."""
    logs: list[dict[str, Any]] = driver.get_log("browser")  # type: ignore[no-untyped-call]
    return [entry["message"] for entry in logs if entry["level"] == "SEVERE"]
