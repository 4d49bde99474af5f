"""A person at the page: what they can find by its name and role, and waiting for it without sleeping."""

from collections.abc import Callable
from typing import Any, TypeVar

from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    StaleElementReferenceException,
)
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser import complaints, set_device, shoot
from tests.patience import PATIENCE_S
from tests.stand_in import Slack

Found = TypeVar("Found")
NOT_YET = [StaleElementReferenceException, ElementClickInterceptedException, ElementNotInteractableException]

NAMED = """
const [scope, selector, name] = arguments;
const words = (element) => {
  const labels = (element.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
  const joined = (elements) => elements.map((one) => one?.textContent ?? "").join("");
  const own = element.getAttribute("aria-label") ?? joined(labels.map((id) => document.getElementById(id)));
  return (own || joined([...(element.labels ?? [])]) || element.textContent).trim();
};
const seen = (element) => element.checkVisibility({ visibilityProperty: true });
const found = [...document.querySelectorAll(scope + " :is(" + selector + ")")].filter(seen);
const exact = found.find((element) => words(element) === name);
return exact ?? found.find((element) => words(element).includes(name)) ?? null;
"""

CHOOSE = """
const [select, words] = arguments;
const option = [...select.options].find((one) => one.textContent.includes(words));
if (!option) return false;
select.value = option.value;
select.dispatchEvent(new Event("change", { bubbles: true }));
return true;
"""
TEXTS = "return [...document.querySelectorAll(arguments[0])].map((element) => element.innerText).join('\\n')"
FOCUSED = """
const held = document.activeElement;
return held.getAttribute("aria-label") ?? held.labels?.[0]?.textContent ?? held.textContent;
"""

HERE = "http://127.0.0.1:"


class Screen:
    def __init__(self, driver: Chrome, slack: Slack) -> None:
        self.driver = driver
        self.slack = slack

    def open(self, fragment: str = "", viewer: str | None = None) -> None:
        """A fresh page, as `viewer` (after the first one), once it is drawn."""
        if self.driver.current_url.startswith(self.slack.url):
            self.close(viewer)
        self.driver.get(f"{self.slack.url}/#{fragment}")
        self.wait(lambda: self.run("return document.documentElement.dataset.ready"))

    def close(self, next_viewer: str | None = None) -> None:
        """Leaves nothing for who opens it next; or the page, still there, would go where they may be."""
        self.run("sessionStorage.clear(); localStorage.clear();")
        if next_viewer is not None:
            self.run("sessionStorage.setItem('viewer', arguments[0])", next_viewer)
        self.driver.get("about:blank")

    def run(self, script: str, *arguments: object) -> Any:
        return self.driver.execute_script(script, *arguments)

    def wait(self, condition: Callable[[], Found | None]) -> Found:
        """The first truthy value. What was drawn anew in between, or is still under something else, is tried again."""
        waiting = WebDriverWait(self.driver, PATIENCE_S, 0.05, NOT_YET)
        found = waiting.until(lambda _: condition())
        assert found
        return found

    def find(self, selector: str, name: str, within: str = "body") -> WebElement:
        """Something visible by the name that a screen reader gives it."""
        element: WebElement = self.wait(lambda: self.run(NAMED, within, selector, name))
        return element

    def use(self, do: Callable[[WebElement], Found], selector: str, name: str, within: str = "body") -> Found:
        """What comes of doing something with it; found anew where the page is drawn in between."""
        return self.wait(lambda: [do(self.find(selector, name, within))])[0]

    def click(self, name: str, within: str = "body", selector: str = "button, a, [role=tab], [role=menuitem]") -> None:
        self.use(lambda element: element.click(), selector, name, within)

    def type(self, label: str, text: str, within: str = "body") -> WebElement:
        def typed(element: WebElement) -> WebElement:
            element.send_keys(text)
            return element

        return self.use(typed, "input, textarea", label, within)

    def say(self, text: str, within: str = "main") -> None:
        def said() -> bool:
            self.driver.find_element(By.CSS_SELECTOR, f"{within} .composer textarea").send_keys(text, Keys.ENTER)
            return True

        self.wait(said)

    def choose(self, label: str, option: str, within: str = "body") -> None:
        self.wait(lambda: self.run(CHOOSE, self.find("select", label, within), option))

    def fetched(self, link: str, within: str) -> str:
        """What a link leads to, as text."""
        script = "return fetch(arguments[0].href).then((answer) => answer.text())"
        return str(self.use(lambda element: self.run(script, element), "a", link, within))

    def text(self, selector: str) -> str:
        """What is to be read in all places that the selector names, one after the other."""
        return str(self.run(TEXTS, selector))

    def wait_text(self, selector: str, words: str) -> None:
        self.wait(lambda: words in self.text(selector))

    def focused(self) -> str:
        """The name of what holds the focus."""
        return str(self.run(FOCUSED))

    def device(self, width: int, height: int, *, mobile: bool = False, dark: bool = False) -> None:
        set_device(self.driver, width, height, mobile=mobile, dark=dark)

    def shot(self, name: str) -> None:
        shoot(self.driver, name)

    def complaints(self) -> list[str]:
        """Not those of a page of the test before, whose server is gone."""
        every = complaints(self.driver)
        return [line for line in every if not line.startswith(HERE) or line.startswith(self.slack.url)]
