"""Pictures to start from: chosen, dragged, dropped and pasted."""

import json
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.browsing import Watched, drawn, say, settled, withheld


def test_a_base_is_a_chip_with_a_strength(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    page.get_by_role("button", name="Start from this").click()
    chip = page.locator("[data-base]")
    expect(chip.get_by_role("slider", name="How much")).to_have_attribute("aria-valuetext", "clearly")
    chip.get_by_role("button", name="Don’t start from it").click()
    expect(chip).to_have_count(0)

    page.locator("[data-shot] img").drag_to(page.locator("#say"))
    chip.get_by_role("slider").press("Home")
    with page.expect_request("**/turns") as sent:
        drawn(page, "make it blue")
    options = json.loads(sent.value.post_data or "")["options"]
    assert options["strength"] == 0.2
    assert options["base"].startswith("p")
    expect(chip).to_have_count(0)


def test_what_is_chosen_while_a_request_is_sent_is_for_the_next_one(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    held = withheld(page, "**/turns")
    say(page, "make it blue")
    page.get_by_role("button", name="Start from this").click()
    page.fill("#say", "at night")
    held[0].continue_()
    page.wait_for_selector('[data-turn="2"] [data-shot]')
    settled(page)
    expect(page.locator("#say")).to_have_value("at night")
    expect(page.locator("[data-base]")).to_have_count(1)


def picture_file(folder: Path) -> bytes:
    path = folder / "sketch.png"
    Image.new("RGB", (320, 200), (200, 60, 40)).save(path)
    return path.read_bytes()


LET_GO = """([bytes, kind, name]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name, { type: kind }));
  const form = document.querySelector('#say').form;
  if (name === 'pasted') dispatchEvent(new ClipboardEvent('paste', { clipboardData: data }));
  else for (const event of ['dragover', 'drop'])
    form.dispatchEvent(new DragEvent(event, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


@pytest.mark.parametrize("name", ["dropped.png", "pasted"])
def test_a_file_is_dropped_or_pasted_and_started_from(watched: Watched, name: str, tmp_path: Path) -> None:
    page = watched.open()
    page.evaluate(LET_GO, [list(picture_file(tmp_path)), "image/png", name])
    chip = page.locator("[data-base^=i]")
    chip.wait_for()
    page.wait_for_function("() => document.querySelector('[data-base] img').naturalWidth === 320")
    drawn(page, "a red cat")
    page.get_by_text("It starts from the picture you chose.").wait_for()


def test_a_file_that_is_no_picture_is_refused_in_words(watched: Watched) -> None:
    page = watched.open()
    page.evaluate(LET_GO, [[1, 2, 3], "image/png", "broken.png"])
    page.get_by_role("alert").get_by_text("This file could not be taken").wait_for()
    page.get_by_role("alert").get_by_role("button", name="Close").click()
    expect(page.get_by_role("alert")).to_have_count(0)
