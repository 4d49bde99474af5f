"""Every module can be imported by the Python at hand: what one version takes, another may refuse or warn of."""

import importlib
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for room in ("bot", "knowledge")
    for path in (ROOT / room).rglob("*.py")
)


def test_every_module_can_be_imported() -> None:
    assert {module: why for module in MODULES if (why := _refusal(module))} == {}


def _refusal(module: str) -> str:
    try:
        importlib.import_module(module)
    except Exception as error:  # noqa: BLE001  # whatever keeps it from being imported is told with its name
        return repr(error)
    return ""
