"""A browser on this machine, and what the page tests do in it again and again."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
SILENT = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"

DROP = """([bytes, name]) => {
  const files = new DataTransfer();
  files.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }));
  for (const type of ["dragenter", "dragover", "drop"])
    window.dispatchEvent(new DragEvent(type, { dataTransfer: files, bubbles: true, cancelable: true }));
}"""

WIDE: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def missing(what: str) -> None:
    """Skips the tests aloud; where ``DANQING_BROWSER=required`` a machine without a browser is a failure."""
    if os.environ.get("DANQING_BROWSER") == "required":
        pytest.fail(f"{what}, and DANQING_BROWSER=required")
    pytest.skip(f"{what}: the page is not tested")


@contextmanager
def open_browser() -> Iterator["Browser"]:
    """Chromium or Chrome of this machine, without a window. ``DANQING_BROWSER`` may hold its path."""
    named = os.environ.get("DANQING_BROWSER", "")
    path = named if named not in ("", "required") else next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        missing("no Chromium on this machine")
    if not (files("danqing.server") / "static" / "index.html").is_file():
        missing("the page is not built (make web)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(SILENT))
        yield browser
        browser.close()


class Watched:
    """A page whose requests and errors are kept, to be looked at when the test is over."""

    def __init__(self, page: "Page", url: str) -> None:
        self.page = page
        self.url = url
        self.foreign: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self._request(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self._console(message.type, message.text))

    def _request(self, address: str) -> None:
        if not address.startswith((self.url, "data:", "blob:")):
            self.foreign.append(address)

    def _console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and "Failed to load resource" not in text:
            self.errors.append(text)

    def open(self, path: str = "/") -> "Page":
        self.page.goto(self.url + path)
        self.page.wait_for_selector("#say, .note")
        return self.page


def say(page: "Page", text: str) -> None:
    """Sends a request, without waiting for what becomes of it."""
    page.fill("#say", text)
    page.press("#say", "Enter")


def drawn(page: "Page", text: str) -> None:
    """Sends a request and waits for its end."""
    before = page.locator("[data-turn]").count()
    say(page, text)
    page.wait_for_function("n => document.querySelectorAll('[data-turn]').length > n", arg=before)
    settled(page)


def drawn_by_keyboard(page: "Page", text: str) -> None:
    """A picture drawn without the mouse; its button has the focus then."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the way past the list
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-shot]")
    settled(page)
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.hasAttribute('data-shot')"):
            break


def settled(page: "Page") -> None:
    """Waits until nothing is read or drawn any more."""
    page.wait_for_function("() => !document.querySelector('[role=progressbar]')")


def withheld(page: "Page", addresses: str) -> list["Route"]:
    """Requests for ``addresses`` from now on; each waits until it is continued."""
    held: list[Route] = []

    def hold(route: "Route") -> None:
        held.append(route)

    page.route(addresses, hold)
    return held


def dropped(page: "Page", data: bytes) -> None:
    """Lets a picture file go over the page."""
    page.evaluate(DROP, [list(data), "picture.png"])


def until(page: "Page", holds: Callable[[], bool], seconds: float = 10) -> None:
    """Waits for what the page has sent to arrive: it shows some things before the server has them."""
    for _ in range(round(seconds * 20)):
        if holds():
            return
        page.wait_for_timeout(50)
    assert holds()


def serious(page: "Page") -> list[str]:
    """axe-core's serious and critical findings, each with where it was found."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document)")
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
