"""Under the last picture: next steps that one tap draws, or that go into the field; and two pictures that blink."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import PHONE, Watched, drawn, serious, settled

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

CHINESE = {"locale": "zh-CN"}


def offered(page: "Page", name: str = "Next steps") -> "Locator":
    return page.get_by_role("list", name=name).get_by_role("button")


@pytest.mark.parametrize("watched", [CHINESE], indirect=True)
def test_a_tap_draws_the_next_step(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "一只红色的猫")
    steps = offered(page, "接下来可以")
    expect(steps).to_have_text(["换成夜晚", "改成水彩风格", "再加一朵花", "把猫改成蓝色"])
    steps.first.click()
    page.locator("[data-turn='2'] img").wait_for()
    settled(page)
    expect(page.locator("[data-turn='2'] .bubble")).to_contain_text("换成夜晚")
    expect(page.locator(".composer")).to_contain_text("夜空")
    expect(offered(page, "接下来可以").first).not_to_have_text("换成夜晚")
    assert serious(page) == []


def test_alt_puts_it_into_the_field(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    step = offered(page).nth(3)
    words = step.inner_text().strip()
    step.click(modifiers=["Alt"])
    expect(page.locator("#say")).to_have_value(words)
    expect(page.locator("#say")).to_be_focused()
    expect(page.locator("[data-turn]")).to_have_count(1)
    page.fill("#say", "")
    step.focus()
    page.keyboard.press("Alt+Enter")
    expect(page.locator("#say")).to_have_value(words)
    page.press("#say", "Enter")
    page.locator("[data-turn='2'] img").wait_for()
    expect(page.locator("[data-turn='2']")).to_contain_text("blue")


@pytest.mark.parametrize("watched", [PHONE], indirect=True)
def test_a_long_press_puts_it_into_the_field(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    step = offered(page).first
    step.scroll_into_view_if_needed()
    step.dispatch_event("pointerdown")
    expect(page.locator("#say")).to_have_value("change the background to night")
    step.dispatch_event("pointerup")
    step.dispatch_event("click")
    expect(page.locator("[data-turn]")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = step.bounding_box()
    assert box is not None
    assert box["height"] >= 44


def test_nothing_is_offered_for_a_scene_that_was_left(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    drawn(page, "make it blue")
    expect(offered(page)).to_have_count(4)
    page.locator("[data-turn='1']").get_by_role("button", name="Go on from here").click()
    expect(offered(page)).to_have_count(0)


def comparing(watched: Watched) -> "Page":
    page = watched.open()
    drawn(page, "a red cat")
    drawn(page, "make it blue")
    page.locator("[data-shot]").last.click()
    page.get_by_role("button", name="Compare").click()
    return page


def test_two_pictures_blink_while_held(watched: Watched) -> None:
    page = comparing(watched)
    page.get_by_role("slider", name="Where the two pictures meet").wait_for()
    page.get_by_role("button", name="Blink").click()
    over, hold = page.locator("img.over"), page.get_by_role("button", name="Hold to see the other picture")
    expect(over).not_to_be_visible()
    box = hold.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 90, box["y"] + 90)
    page.mouse.down()
    expect(over).to_be_visible()
    page.mouse.up()
    expect(over).not_to_be_visible()
    hold.focus()
    page.keyboard.down(" ")
    expect(over).to_be_visible()
    expect(hold).to_have_attribute("aria-pressed", "true")
    page.keyboard.up(" ")
    expect(over).not_to_be_visible()
    assert serious(page) == []
    page.keyboard.press("b")
    page.get_by_role("slider", name="Where the two pictures meet").wait_for()


def test_they_take_turns_below_two_a_second(watched: Watched) -> None:
    page = comparing(watched)
    page.evaluate(
        """() => { window.changes = []; const set = window.setInterval;
        window.setInterval = (call, each, ...more) => { changes.push(each); return set(call, each, ...more) } }"""
    )
    page.keyboard.press("b")
    page.get_by_role("button", name="Take turns by themselves").click()
    over = page.locator("img.over")
    expect(over).to_be_visible()
    expect(over).not_to_be_visible()
    expect(over).to_be_visible()
    assert page.evaluate("changes") == [700], "at most one change in half a second"
    page.get_by_role("button", name="Take turns by themselves").click()
    expect(over).not_to_be_visible()


@pytest.mark.parametrize("watched", [{"reduced_motion": "reduce"}], indirect=True)
def test_nothing_moves_by_itself_where_that_is_not_wanted(watched: Watched) -> None:
    page = comparing(watched)
    page.keyboard.press("b")
    page.get_by_role("button", name="Hold to see the other picture").wait_for()
    expect(page.get_by_role("button", name="Take turns by themselves")).to_have_count(0)
