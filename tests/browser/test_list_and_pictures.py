"""The list of conversations, the picture view, the language, the connection, and what everyone must be able to do."""

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from danqing.engine.fake import FakePainter
from tests.browser.browsing import AXE, PHONE, WIDE, Watched, drawn, drawn_by_keyboard, missing, say, serious, settled

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHINESE = {"locale": "zh-CN"}
DARK = {"color_scheme": "dark"}


def test_conversations_are_searched_renamed_and_deleted(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    page.get_by_role("button", name="New picture").first.click()
    drawn(page, "a blue fish")
    nav = page.get_by_role("navigation")
    expect(nav.get_by_role("listitem").get_by_role("link")).to_have_text(["a blue fish", "a red cat"])

    nav.get_by_role("button", name="Actions for “a red cat”").click()
    nav.get_by_role("menuitem", name="Rename").click()
    page.get_by_label("New title").fill("Whiskers")
    page.get_by_label("New title").press("Enter")
    nav.get_by_role("link", name="Whiskers").wait_for()

    page.get_by_label("Search conversations").fill("red ca")
    page.wait_for_function("() => document.querySelectorAll('nav li').length === 1")
    expect(nav.get_by_role("listitem").get_by_role("link")).to_have_text(["Whiskers"])
    page.get_by_label("Search conversations").fill("zebra")
    nav.get_by_text("Nothing was said about “zebra”.").wait_for()
    page.get_by_label("Search conversations").fill("")

    nav.get_by_role("link", name="a blue fish").wait_for()
    nav.get_by_role("button", name="Actions for “a blue fish”").click()
    nav.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    page.get_by_role("heading", name="What shall we paint?").wait_for()
    expect(nav.get_by_role("listitem").get_by_role("link")).to_have_text(["Whiskers"])


def test_a_conversation_is_exported(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    page.get_by_role("button", name="Actions for “a red cat”").click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name="Export").click()
    with zipfile.ZipFile(Path(waiting.value.path())) as packed:
        assert len(packed.namelist()) == 2


def test_a_conversation_that_is_gone(watched: Watched) -> None:
    page = watched.open("/c/c-unknown")
    page.get_by_role("heading", name="This conversation is not here").wait_for()
    assert page.locator("#say").count() == 0


def test_the_picture_view_has_an_address_and_a_way_back(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    drawn(page, "make it blue")
    page.locator("[data-shot]").last.click()
    dialog = page.get_by_role("dialog", name="Picture")
    dialog.get_by_text("2 of 2").wait_for()
    assert "/p/p" in page.url
    dialog.locator("dt", has_text="Seed").wait_for()
    page.keyboard.press("ArrowLeft")
    dialog.get_by_text("1 of 2").wait_for()
    page.reload()
    page.get_by_role("dialog", name="Picture").get_by_text("1 of 2").wait_for()
    page.keyboard.press("Escape")
    page.wait_for_function("() => !location.pathname.includes('/p/')")
    expect(page.locator("dialog")).to_have_count(0)


def test_escape_leaves_the_picture_where_it_was_opened(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    page.locator("[data-shot]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    page.wait_for_function("() => document.activeElement?.hasAttribute('data-shot')")
    page.go_back()
    page.get_by_role("heading", name="What shall we paint?").wait_for()


def test_zooming_panning_and_comparing(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    drawn(page, "make it blue")
    page.locator("[data-shot]").last.click()
    shown = page.locator("dialog .pane img")
    box = shown.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.wheel(0, -500)
    page.wait_for_function("() => /scale\\(2\\.[67]/.test(document.querySelector('dialog .pane img').style.transform)")
    before = shown.get_attribute("style")
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 250)
    page.mouse.up()
    assert shown.get_attribute("style") != before
    page.keyboard.press("0")
    page.wait_for_function("() => document.querySelector('dialog .pane img').style.transform.endsWith('scale(1)')")
    page.get_by_role("button", name="Compare").click()
    slider = page.get_by_role("slider", name="Where the two pictures meet")
    slider.focus()
    slider.press("Home")
    assert "inset(0px 100% 0px 0px)" in (page.locator("img.over").get_attribute("style") or "")


def test_a_picture_is_downloaded_and_started_from(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    page.locator("[data-shot]").click()
    with page.expect_download() as waiting:
        page.get_by_role("dialog").get_by_role("link", name="Download").click()
    assert Image.open(io.BytesIO(Path(waiting.value.path()).read_bytes())).size == (256, 256)
    page.get_by_role("dialog").get_by_role("button", name="Start from this").click()
    page.get_by_text("The next picture starts from this one").wait_for()
    drawn(page, "make it blue")
    page.locator('[data-turn="2"]').get_by_text("It starts from the picture you chose.").wait_for()


def test_the_language_is_chosen_and_kept(watched: Watched) -> None:
    page = watched.open()
    page.get_by_role("button", name="中文").click()
    page.get_by_role("heading", name="想画点什么？").wait_for()
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.reload()
    page.get_by_role("heading", name="想画点什么？").wait_for()


@pytest.mark.parametrize("watched", [PHONE], indirect=True)
def test_the_list_on_a_phone(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Conversations").tap()
    page.get_by_role("link", name="a red cat").tap()
    page.wait_for_function("() => document.querySelector('nav').inert")


def test_keyboard_alone_draws_and_opens(watched: Watched) -> None:
    page = watched.open()
    drawn_by_keyboard(page, "a red cat")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")


def test_two_tabs_see_the_same(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector("[data-shot]")
    drawn(other, "make it blue")
    page.wait_for_selector('[data-turn="2"] [data-shot]')
    other.goto(watched.url + "/gallery")
    other.locator("[data-at='0']").focus()
    other.keyboard.press("Delete")
    other.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.locator("[data-shot]")).to_have_count(1)
    page.get_by_role("link", name="Gallery").click()
    page.get_by_text("1 picture", exact=True).wait_for()


def test_another_browser_is_caught_up_with_upon_return(watched: Watched, browser: "Browser") -> None:
    page = watched.open()
    drawn(page, "a red cat")
    elsewhere = browser.new_context(locale="en-US")
    other = elsewhere.new_page()
    other.goto(page.url)
    other.wait_for_selector("[data-shot]")
    drawn(other, "make it blue")
    elsewhere.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_selector('[data-turn="2"] [data-shot]')


def test_the_page_waits_for_a_server_that_is_away(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    page.route("**/api/**", lambda route: route.abort())
    say(page, "make it blue")
    page.get_by_text("Danqing is not answering").wait_for()
    assert page.input_value("#say") == "make it blue"
    page.unroute("**/api/**")
    page.get_by_text("Danqing is not answering").wait_for(state="detached")
    drawn(page, "make it blue")


@pytest.mark.parametrize(
    "watched",
    [WIDE, WIDE | DARK | CHINESE, PHONE | CHINESE, PHONE | DARK],
    indirect=True,
    ids=["wide", "wide-dark-zh", "phone-zh", "phone-dark"],
)
def test_axe_finds_nothing_serious(watched: Watched, painter: FakePainter) -> None:
    if not AXE.is_file():
        missing("axe-core is not installed (make web)")
    found: list[str] = []
    page = watched.open()
    found += serious(page)  # empty
    painter.delay = 0.2
    say(page, "a red cat at night")
    page.wait_for_selector(".canvas img")
    found += serious(page)  # drawing
    painter.delay = 0.0
    page.wait_for_selector("[data-shot]")
    settled(page)
    drawn(page, "make it blue")
    page.locator("summary").last.click()
    page.locator(".strip .chip").first.click()
    found += serious(page)  # drawn, the prompt open, a chip being edited
    page.keyboard.press("Escape")
    page.locator("form .row .sign").first.click()
    drawn(page, "porn")
    found += serious(page)  # refused, the options open
    page.locator("[data-shot]").last.click()
    page.wait_for_selector("dialog dd", state="attached")
    found += serious(page)  # picture
    page.locator("dialog header [aria-pressed]").click()
    found += serious(page)  # comparing
    assert found == []
