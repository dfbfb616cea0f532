"""A picture that is painted over in the browser: what fingers do, and what can be read of it."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Locator, Page

Points = Sequence[tuple[float, float]]
"""In shares of the picture's width and height."""


def choose(page: "Page", deed: str) -> None:
    """A button beside the picture, which a phone has behind the round i."""
    settings = button(page, "Settings")
    if settings.is_visible():
        settings.click()
    button(page, deed).click()


def places(page: "Page", points: Points) -> list[tuple[float, float]]:
    """Where in the window the points of the picture lie."""
    box = page.locator("dialog .picture").bounding_box()
    assert box is not None
    return [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in points]


def touch(devtools: "CDPSession", kind: str, *points: tuple[float, float]) -> None:
    touches = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(points)]
    devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})


def painted(page: "Page") -> Image.Image:
    """What lies over the picture: 255 where it is painted, in the picture's own pixels."""
    shown = page.evaluate(
        """() => { const canvas = document.querySelector('dialog canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return { size: [canvas.width, canvas.height], alpha: [...data].filter((_, at) => at % 4 === 3) } }"""
    )
    return Image.frombytes("L", tuple(shown["size"]), bytes(255 * (alpha > 0) for alpha in shown["alpha"]))


def white(mask: Image.Image) -> int:
    """How many pixels are painted."""
    return mask.histogram()[255]


def shots(page: "Page") -> list[Image.Image]:
    addresses = page.eval_on_selector_all("[data-shot] img", "all => all.map(one => one.src)")
    return [Image.open(io.BytesIO(page.request.get(address).body())).convert("RGB") for address in addresses]


def button(page: "Page", name: str) -> "Locator":
    return page.get_by_role("dialog").get_by_role("button", name=name, exact=True)
