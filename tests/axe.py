"""axe-core (MPL 2.0, as the package axe-playwright-python brings it) on the page that a browser shows."""

from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selenium.webdriver import Chrome


def findings(driver: "Chrome") -> list[str]:
    driver.execute_script((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    violations: list[dict[str, Any]] = driver.execute_script(
        "return axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations)"
    )
    return [
        f"{found['id']} ({found['impact']}): {node['html'][:200]} {node['failureSummary'][:300]}"
        for found in violations
        for node in found["nodes"]
    ]
