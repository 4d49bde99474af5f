"""axe-core (tests/axe_core, MPL 2.0) on the page that a browser shows."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

AXE = Path(__file__).parent / "axe_core" / "axe.min.js"
SERIOUS = ("serious", "critical")


def serious_findings(driver: "Chrome") -> list[str]:
    driver.execute_script(AXE.read_text(encoding="utf-8"))
    violations: list[dict[str, Any]] = driver.execute_script(
        "return axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations)"
    )
    return [
        f"{found['id']} ({found['impact']}): {node['html'][:200]} {node['failureSummary'][:300]}"
        for found in violations
        if found["impact"] in SERIOUS
        for node in found["nodes"]
    ]
