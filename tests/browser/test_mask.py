"""Painting over a part of a picture."""

import json
from typing import TYPE_CHECKING

import pytest
from PIL import ImageChops
from playwright.sync_api import expect

from tests.browser.browsing import AXE, PHONE, Watched, drawn, missing, serious, settled
from tests.browser.painting import button, choose, painted, places, shots, touch, white

if TYPE_CHECKING:
    from playwright.sync_api import Page

DARK = {"color_scheme": "dark"}


def painting(watched: Watched) -> "Page":
    """The editor, opened from the view of a picture that was just drawn."""
    page = watched.open()
    drawn(page, "a red cat")
    page.locator("[data-shot]").click()
    choose(page, "Paint over a part")
    page.wait_for_selector("dialog canvas")
    return page


def stroke(page: "Page", *points: tuple[float, float]) -> None:
    for index, (x, y) in enumerate(places(page, points)):
        page.mouse.move(x, y, steps=6)
        if index == 0:
            page.mouse.down()
    page.mouse.up()


def near(box: tuple[int, int, int, int] | None, meant: tuple[int, int, int, int]) -> bool:
    """Within a pixel: the browser's pointer is as exact as that."""
    return box is not None and all(abs(side - other) <= 1 for side, other in zip(box, meant, strict=True))


def test_only_what_is_painted_over_changes(watched: Watched) -> None:
    page = painting(watched)
    assert page.url.endswith("/mask")
    expect(button(page, "Draw")).to_be_disabled()
    stroke(page, (0.2, 0.3), (0.6, 0.3), (0.6, 0.7))
    mask = painted(page)
    assert mask.size == (256, 256)
    assert mask.getpixel((100, 77)) == mask.getpixel((154, 150)) == 255
    assert near(mask.getbbox(), (35, 61, 170, 195))  # a brush of 32 pixels: 16 around the stroke
    page.get_by_label("What shall change there?").fill("make it blue")
    button(page, "Draw").click()
    page.wait_for_selector('[data-turn="2"] [data-shot]')
    settled(page)
    expect(page.locator("dialog")).to_have_count(0)
    page.locator('[data-turn="2"]').get_by_text("Only what you painted over is drawn anew.").wait_for()
    old, new = shots(page)
    changed = ImageChops.difference(old, new).convert("L").point(lambda value: 255 if value else 0)
    assert white(changed) > white(mask) / 2
    assert white(ImageChops.subtract(changed, mask)) == 0
    assert "danqing.mask" not in page.evaluate("Object.keys(sessionStorage).join()")  # it is drawn


def test_strokes_are_undone_erased_inverted_and_cleared(watched: Watched) -> None:
    page = painting(watched)
    stroke(page, (0.2, 0.2), (0.8, 0.2))
    one = white(painted(page))
    stroke(page, (0.2, 0.8), (0.8, 0.8))
    two = white(painted(page))
    assert two == 2 * one
    page.keyboard.press("Control+z")
    assert white(painted(page)) == one
    page.keyboard.press("Control+y")
    assert white(painted(page)) == two
    button(page, "Eraser").click()
    stroke(page, (0.1, 0.8), (0.9, 0.8))
    assert white(painted(page)) == one
    button(page, "Invert").click()
    assert white(painted(page)) == 256 * 256 - one
    button(page, "Clear").click()
    assert white(painted(page)) == 0
    expect(button(page, "Draw")).to_be_disabled()
    button(page, "Undo").click()
    assert white(painted(page)) == 256 * 256 - one


def test_the_lasso_fills_what_it_goes_round(watched: Watched) -> None:
    page = painting(watched)
    page.keyboard.press("l")
    stroke(page, (0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75))
    assert near(painted(page).getbbox(), (64, 64, 192, 192))
    assert abs(white(painted(page)) - 128 * 128) < 300


def test_the_brush_grows_and_works_by_keyboard(watched: Watched) -> None:
    page = painting(watched)
    page.get_by_role("application").focus()
    page.keyboard.press("Enter")
    small = white(painted(page))
    assert small == pytest.approx(3.14 * 16**2, rel=0.05)
    for _ in range(3):
        page.keyboard.press("]")
    page.keyboard.press("Enter")
    assert white(painted(page)) == pytest.approx(small * 1.2**6, rel=0.05)


def test_zoomed_and_moved_it_still_paints_what_is_under_the_pointer(watched: Watched) -> None:
    page = painting(watched)
    [(x, y)] = places(page, [(0.25, 0.25)])
    page.mouse.move(x, y)
    page.mouse.wheel(0, -500)
    page.keyboard.down("Space")
    stroke(page, (0.3, 0.3), (0.32, 0.34))
    page.keyboard.up("Space")
    assert white(painted(page)) == 0
    stroke(page, (0.3, 0.4), (0.301, 0.4))
    left, top, right, bottom = painted(page).getbbox() or (0, 0, 0, 0)
    assert ((left + right) / 2 / 256, (top + bottom) / 2 / 256) == pytest.approx((0.3, 0.4), abs=0.01)


def test_what_is_painted_outlives_an_accidental_close(watched: Watched) -> None:
    page = painting(watched)
    stroke(page, (0.2, 0.2), (0.8, 0.2))
    before = painted(page)
    page.get_by_label("What shall change there?").fill("a hat")
    page.keyboard.press("Escape")
    page.get_by_role("dialog", name="Picture").wait_for()
    page.go_forward()
    page.wait_for_selector("dialog canvas")
    assert ImageChops.difference(painted(page), before).getbbox() is None
    page.reload()
    page.wait_for_selector("dialog canvas")
    assert ImageChops.difference(painted(page), before).getbbox() is None
    assert page.get_by_label("What shall change there?").input_value() == "a hat"


def test_what_cannot_be_sent_is_said_and_stays(watched: Watched) -> None:
    page = painting(watched)
    stroke(page, (0.2, 0.2), (0.8, 0.2))
    page.route("**/api/inputs", lambda route: route.abort())
    button(page, "Draw").click()
    page.get_by_role("alert").get_by_text("Danqing is not answering").wait_for()
    page.unroute("**/api/inputs")
    button(page, "Draw").click()
    page.wait_for_selector('[data-turn="2"] [data-shot]')


@pytest.mark.parametrize("watched", [PHONE], indirect=True)
def test_fingers_on_a_phone_paint_and_pinch(watched: Watched) -> None:
    page = painting(watched)
    assert page.evaluate("document.querySelector('dialog').scrollWidth <= innerWidth")
    for target in page.locator("dialog button:visible").all():
        box = target.bounding_box()
        assert box is not None
        assert box["width"] >= 44
        assert box["height"] >= 44
        assert box["x"] + box["width"] <= 390
    devtools = page.context.new_cdp_session(page)
    start, middle, end = places(page, [(0.2, 0.5), (0.5, 0.5), (0.8, 0.5)])
    touch(devtools, "touchStart", start)
    touch(devtools, "touchMove", middle)
    touch(devtools, "touchMove", end)
    touch(devtools, "touchEnd")
    mask = painted(page)
    assert mask.getpixel((128, 128)) == 255

    # A second finger makes of the first one's stroke a pinch, which paints nothing.
    touch(devtools, "touchStart", middle)
    touch(devtools, "touchStart", middle, end)
    touch(devtools, "touchMove", start, (end[0] + 60, end[1]))
    touch(devtools, "touchEnd")
    assert ImageChops.difference(painted(page), mask).getbbox() is None
    page.wait_for_function("() => !document.querySelector('dialog .picture').style.transform.endsWith('scale(1)')")
    button(page, "Draw").tap()
    page.wait_for_selector('[data-turn="2"] [data-shot]')


def test_a_question_keeps_the_mask(watched: Watched) -> None:
    page = painting(watched)
    stroke(page, (0.2, 0.2), (0.8, 0.2))
    edits = [{"op": "set", "id": "s1", "field": "colour", "value": "blue"}]
    choice = {"label": "the cat", "edits": edits}
    events = [
        {"type": "understood", "text": "it", "language": "en", "entities": []},
        {"type": "asked", "question": "Which one do you mean?", "choices": [choice, choice | {"label": "the boat"}]},
        {"type": "finished", "language_s": 0, "draw_s": 0, "encode_s": 0, "total_s": 0},
    ]
    button(page, "Draw").click()
    page.wait_for_selector('[data-turn="2"] [data-shot]')
    page.route("**/api/turns/*/events?steps=false", lambda route: route.fulfill(json=events))
    page.reload()
    with page.expect_request("**/turns") as sent:
        page.locator('[data-turn="2"]').get_by_role("button", name="the cat").click()
    options = json.loads(sent.value.post_data or "")["options"]
    assert options["mask"].startswith("i")
    assert options["base"].startswith("p")


@pytest.mark.parametrize("watched", [{}, DARK, PHONE, PHONE | DARK], indirect=True)
def test_axe_finds_nothing_serious(watched: Watched) -> None:
    if not AXE.is_file():
        missing("axe-core is not installed (make web)")
    page = painting(watched)
    found = serious(page)  # nothing painted
    stroke(page, (0.2, 0.2), (0.8, 0.2))
    found += serious(page)  # ready to be drawn
    page.keyboard.press("l")
    found += serious(page)  # the lasso in hand
    page.keyboard.press("Escape")
    page.get_by_role("dialog", name="Picture").wait_for()
    choose(page, "Start from this")
    page.wait_for_selector("[data-base]")
    found += serious(page)  # a base chosen
    assert found == []
