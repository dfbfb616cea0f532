"""Pictures of the page's main states, drawn with the starter: wide and phone, light and dark, English and Chinese.

    python -m benchmarks.screenshots FOLDER

Needs Chromium and CJK fonts. Look at them after every change of the page.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from danqing import Studio
from tests.browser.browsing import open_browser
from tests.server.conftest import running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WORDS = {
    "en": ("a big red boat on the sea, a yellow sun at the top right", "make the boat purple"),
    "zh": ("海上的一艘红色的大船，右上角一个黄色的太阳", "把船改成紫色"),
}
WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
VARIANTS = (
    ("wide-light-zh", WIDE, "light", "zh"),
    ("wide-dark-en", WIDE, "dark", "en"),
    ("phone-light-en", PHONE, "light", "en"),
    ("phone-dark-zh", PHONE, "dark", "zh"),
)
SETTLED = 700
"""Milliseconds that movements on the page take, at most."""


def main() -> None:
    """Writes one PNG for each state and variant, named ``state-variant.png``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        Studio(home) as studio,
        running(studio) as url,
        open_browser() as browser,
    ):
        for name, window, scheme, language in VARIANTS:
            page = _page(browser, window, scheme, language)
            for state in _states(page, url, studio, language):
                page.wait_for_timeout(SETTLED)
                page.screenshot(path=folder / f"{state}-{name}.png")
            page.context.close()


def _page(browser: "Browser", window: dict[str, object], scheme: str, language: str) -> "Page":
    locale = {"en": "en-US", "zh": "zh-CN"}[language]
    context = browser.new_context(**window, locale=locale, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(60_000)
    return context.new_page()


def _states(page: "Page", url: str, studio: Studio, language: str) -> Iterator[str]:
    page.goto(url)
    page.wait_for_load_state("networkidle")
    yield "empty"
    talk = studio.create_conversation()
    first, change = WORDS[language]
    studio.draw(first, conversation=talk, seed=42)
    picture = studio.draw(change, conversation=talk).pictures[0].id
    for state, place in (
        ("thread", f"/c/{talk}"),
        ("picture", f"/c/{talk}/p/{picture}"),
        ("mask", f"/c/{talk}/p/{picture}/mask"),
        ("gallery", "/gallery"),
        ("models", "/models"),
        ("train", "/train"),
        ("library", "/library"),
        ("settings", "/settings"),
    ):
        page.goto(url + place)
        page.wait_for_load_state("networkidle")
        yield state


if __name__ == "__main__":
    main()
