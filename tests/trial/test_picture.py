"""The picture of the README can be taken anew, of the program as it is."""

from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tests.browser import complaints
from tests.trial.picture import HEIGHT, PICTURE, WIDTH, take

if TYPE_CHECKING:
    from selenium.webdriver import Chrome


def test_the_picture_of_the_readme_is_what_the_trial_shows(browser: "Chrome", tmp_path: Path) -> None:
    take(browser, tmp_path / "taken.png")
    complaints(browser)
    with Image.open(tmp_path / "taken.png") as taken, Image.open(PICTURE) as kept:
        assert taken.size == kept.size == (WIDTH, HEIGHT)
