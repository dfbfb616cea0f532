"""A conversation on the page: from the first visit to changed, stopped and resumed drawings."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from danqing.engine.fake import FakePainter
from tests.browser.browsing import PHONE, Watched, drawn, say, settled, withheld

CHINESE = {"locale": "zh-CN"}


@pytest.mark.parametrize(
    ("watched", "heading", "request_text", "chip"),
    [
        ({}, "What shall we paint?", "two red cats", "cat ×2"),
        (CHINESE, "想画点什么？", "两只红色的猫", "猫 ×2"),
        (CHINESE | PHONE, "想画点什么？", "两只红色的猫", "猫 ×2"),
    ],
    indirect=["watched"],
)
def test_first_visit_to_first_picture(watched: Watched, heading: str, request_text: str, chip: str) -> None:
    page = watched.open()
    assert page.locator("h2", has_text=heading).is_visible()
    drawn(page, request_text)
    assert re.fullmatch(rf"{watched.url}/c/c\w+", page.url)
    page.wait_for_function("() => document.querySelector('[data-shot] img').naturalWidth === 256")
    page.locator(".strip .chip", has_text=chip).wait_for()
    assert page.locator(".said ul li").count() >= 2  # what was recognised
    assert page.title().startswith(request_text)


def test_an_example_draws(watched: Watched) -> None:
    page = watched.open()
    page.get_by_role("button", name="Two red cats on the grass").click()
    page.wait_for_selector("[data-shot]")


def test_changes_are_shown_undone_and_redone(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    drawn(page, "make it blue")
    change = page.locator('[data-turn="2"] .answer .chip')
    assert change.inner_text().replace("\n", " ").split() == ["cat", "colour", "red", "→", "blue"]
    page.get_by_role("button", name="Undo").click()
    page.wait_for_selector('[data-turn="3"] [data-shot]')
    settled(page)
    page.locator(".strip .chip", has_text="red").wait_for()
    page.get_by_role("button", name="Redo").click()
    page.wait_for_selector('[data-turn="4"] [data-shot]')
    settled(page)
    page.locator(".strip .chip", has_text="blue").wait_for()


def test_a_chip_changes_the_scene(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    page.get_by_role("button", name="Change cat").click()
    page.get_by_label("colour").select_option("green")
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector('[data-turn="2"] [data-shot]')
    settled(page)
    page.locator(".strip .chip", has_text="green").wait_for()
    assert page.locator('[data-turn="2"] .deed').inner_text() == "Changed by hand"


def test_going_back_and_on_from_there(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    drawn(page, "make it blue")
    page.get_by_role("button", name="Go on from here").click()
    page.get_by_text("The next request goes on from here").wait_for()
    drawn(page, "background night")
    page.locator(".strip .chip", has_text="red").wait_for()


def test_an_earlier_message_is_edited(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    drawn(page, "make it blue")
    page.locator('[data-turn="2"] .edit').click()
    page.wait_for_function("() => document.querySelector('#say').value === 'make it blue'")
    drawn(page, "make it green")
    assert page.locator('[data-turn="3"] .answer .chip').inner_text().split()[2:] == ["red", "→", "green"]


def test_another_one_has_another_seed(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    page.get_by_role("button", name="Another one").click()
    page.wait_for_selector('[data-turn="2"] [data-shot]')
    seeds = page.locator(".facts").all_inner_texts()
    assert len(set(seeds)) == 2


def test_several_pictures_a_turn(watched: Watched) -> None:
    page = watched.open()
    page.get_by_role("button", name="Options").click()
    page.get_by_role("radio", name="3").check(force=True)
    drawn(page, "a red cat")
    expect(page.locator("[data-shot]")).to_have_count(3)


def test_a_preview_sharpens_and_a_reload_loses_nothing(watched: Watched, painter: FakePainter) -> None:
    painter.delay = 0.3
    page = watched.open()
    say(page, "a red cat")
    page.wait_for_selector(".canvas img")
    before = page.get_by_role("progressbar").get_attribute("aria-valuenow")
    page.reload()
    page.wait_for_selector(".canvas img")
    assert page.locator("[data-turn]").count() == 1
    assert int(page.get_by_role("progressbar").get_attribute("aria-valuenow") or 0) >= int(before or 0)
    page.wait_for_selector("[data-shot]")
    settled(page)
    assert page.locator(".said ul li").count() >= 2


def test_stopping(watched: Watched, painter: FakePainter) -> None:
    painter.delay = 0.5
    page = watched.open()
    say(page, "a red cat")
    page.wait_for_selector(".canvas img")
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("Stopped", exact=True).wait_for()
    painter.delay = 0.0
    page.get_by_role("button", name="Try again").click()
    page.wait_for_selector('[data-turn="2"] [data-shot]')


def test_what_is_pressed_is_clicked_whatever_grows_meanwhile(watched: Watched, painter: FakePainter) -> None:
    painter.delay = 1.0
    page = watched.open()
    page.set_viewport_size({"width": 1000, "height": 400})  # the thread is longer than the window
    held = withheld(page, "**/api/conversations/c*")
    say(page, "a red cat")
    page.wait_for_selector(".canvas img")
    page.get_by_role("button", name="Stop").hover()
    page.mouse.down()
    page.route("**/api/conversations/c*", lambda route: route.continue_())
    for route in held:
        route.continue_()
    page.locator(".strip .chip", has_text="red").wait_for()  # below the thread, whose end it would push up
    page.mouse.up()
    page.get_by_text("Stopped", exact=True).wait_for()


def test_the_end_stays_in_view_when_the_options_open(watched: Watched) -> None:
    page = watched.open()
    page.set_viewport_size({"width": 1000, "height": 600})
    drawn(page, "a red cat")
    last = page.get_by_role("list", name="Next steps").get_by_role("button").last
    expect(last).to_be_in_viewport()
    page.get_by_role("button", name="Options").press("Enter")
    expect(last).to_be_in_viewport()


def test_the_queue_is_shown(watched: Watched, painter: FakePainter) -> None:
    painter.delay = 0.3
    page = watched.open()
    say(page, "a red cat")
    page.wait_for_selector(".canvas img")
    say(page, "a blue fish")
    page.get_by_text("In the queue, 1 before it").wait_for()
    settled(page)
    expect(page.locator("[data-shot]")).to_have_count(2)


def test_a_refusal_offers_other_words(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "porn")
    page.get_by_text("Not drawn", exact=True).wait_for()
    page.get_by_role("button", name="Say it differently").click()
    assert page.input_value("#say") == "porn"


def test_what_cannot_be_is_said_and_the_words_stay(watched: Watched) -> None:
    page = watched.open()
    page.get_by_role("button", name="Options").click()
    page.get_by_label("Steps").fill("100000")
    say(page, "a red cat")
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "steps" in alert.inner_text()
    assert page.input_value("#say") == "a red cat"


def asks(watched: Watched) -> None:
    """Lets the page see a turn that ended with a question, whoever asks such questions."""
    events: list[dict[str, Any]] = [
        {"type": "understood", "text": "it", "language": "en", "entities": []},
        {
            "type": "asked",
            "question": "Which one do you mean?",
            "choices": [
                {"label": "the cat", "edits": [{"op": "set", "id": "s1", "field": "colour", "value": "blue"}]},
                {"label": "the boat", "edits": [{"op": "set", "id": "s2", "field": "colour", "value": "blue"}]},
            ],
        },
        {"type": "finished", "language_s": 0, "draw_s": 0, "encode_s": 0, "total_s": 0},
    ]
    watched.page.route("**/api/turns/*/events?steps=false", lambda route: route.fulfill(json=events))


def test_a_question_is_answered_by_a_choice(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat and a red boat")
    asks(watched)
    page.reload()
    page.get_by_role("button", name="the boat").click()
    page.wait_for_selector('[data-turn="2"] [data-shot]')
    settled(page)
    page.locator(".strip .chip", has_text="boat blue").wait_for()
