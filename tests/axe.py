"""axe-core (MPL 2.0, as the package axe-playwright-python brings it) on the page that a browser shows."""

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from tests.browser import set_scheme

if TYPE_CHECKING:
    from selenium.webdriver import Chrome


EVERYTHING: dict[str, Any] = {}
COLOURS = {"runOnly": ["color-contrast"]}


def findings(driver: "Chrome") -> list[str]:
    """In light and, of colours, in dark, which changes nothing else."""
    if not driver.execute_script("return typeof axe === 'object'"):
        driver.execute_script((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    set_scheme(driver, dark=True)
    found = _violations(driver, COLOURS)
    set_scheme(driver)
    return found + _violations(driver, EVERYTHING)


def _violations(driver: "Chrome", rules: dict[str, Any]) -> list[str]:
    violations: list[dict[str, Any]] = driver.execute_script(
        "return axe.run(document, { resultTypes: ['violations'], ...arguments[0] }).then((told) => told.violations)",
        rules,
    )
    return [
        f"{found['id']} ({found['impact']}): {node['html'][:200]} {node['failureSummary'][:300]}"
        for found in violations
        for node in found["nodes"]
    ]
