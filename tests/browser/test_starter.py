"""What a person does on the page, from first picture to last, with the bundled models behind it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import expect

from danqing import Studio
from danqing.models.catalog import starter_folder
from danqing.vision.critic import Critic
from tests.browser.browsing import PHONE, Watched, drawn, drawn_by_keyboard, dropped, say, settled
from tests.browser.painting import button, choose, painted, places, shots, touch, white
from tests.server.conftest import running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHINESE = {"locale": "zh-CN"}
LONG = "30"
"""Steps of a drawing that leaves time to do something meanwhile."""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with Studio(tmp_path_factory.mktemp("home"), painter="starter", writer="starter") as opened:
        opened.draw("a cat", steps=1)  # reads the weights
        yield opened


@pytest.fixture(scope="module")
def url(browser: "Browser", studio: Studio) -> Iterator[str]:
    with running(studio) as address:
        yield address


@pytest.fixture(autouse=True)
def patience(watched: Watched) -> None:
    """Beside other busy processes a drawing takes many times its seconds."""
    watched.page.context.set_default_timeout(120_000)


def seen(image: Image.Image) -> set[tuple[str, str]]:
    """Kinds and colours that the critic finds."""
    return {(one.kind, one.colour) for one in Critic(starter_folder("critic")).read([image])[0].objects}


def slowly(page: "Page", text: str) -> None:
    """Sends a request whose drawing takes a while, and waits until it can be seen."""
    page.locator("form .row .sign").first.click()
    page.get_by_label("Steps").fill(LONG)
    say(page, text)
    page.wait_for_selector(".canvas img")


@pytest.mark.parametrize(
    ("watched", "text", "chip", "kind"),
    [({}, "a big red cat", "cat", "cat"), (CHINESE, "夜空下的一艘红色的船", "船", "boat")],
    indirect=["watched"],
)
def test_the_first_picture_by_chat(watched: Watched, text: str, chip: str, kind: str) -> None:
    page = watched.open()
    drawn(page, text)
    page.wait_for_function("() => document.querySelector('[data-shot] img').naturalWidth === 256")
    page.locator(".strip .chip", has_text=chip).wait_for()
    assert page.title().startswith(text)
    assert (kind, "red") in seen(shots(page)[0])


def test_a_chip_changes_the_picture(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    page.get_by_role("button", name="Change cat").click()
    page.get_by_label("colour").select_option("blue")
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector('[data-turn="2"] [data-shot]')
    settled(page)
    page.locator(".strip .chip", has_text="blue").wait_for()
    assert ("cat", "blue") in seen(shots(page)[-1])


@pytest.mark.parametrize("watched", [PHONE], indirect=True)
def test_a_finger_paints_over_a_part_and_only_that_changes(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    page.locator("[data-shot]").tap()
    choose(page, "Paint over a part")
    page.wait_for_selector("dialog canvas")
    devtools = page.context.new_cdp_session(page)
    way = places(page, [(x / 10, y / 10) for y in (3, 5, 7) for x in (2, 5, 8)])
    touch(devtools, "touchStart", way[0])
    for point in way[1:]:
        touch(devtools, "touchMove", point)
    page.wait_for_timeout(300)  # let go while it moves it would be a fling, which swallows the next tap
    touch(devtools, "touchEnd")
    mask = painted(page)
    page.get_by_label("What shall change there?").fill("make it blue")
    button(page, "Draw").tap()
    page.wait_for_selector('[data-turn="2"] [data-shot]')
    settled(page)
    old, new = shots(page)
    changed = ImageChops.difference(old, new).convert("L").point(lambda value: 255 if value else 0)
    assert white(changed) > 0
    assert white(ImageChops.subtract(changed, mask)) == 0


def test_a_drawing_is_stopped(watched: Watched) -> None:
    page = watched.open()
    slowly(page, "a yellow sun")
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("Stopped", exact=True).wait_for()
    expect(page.locator("[data-shot]")).to_have_count(0)


def test_a_reload_in_mid_drawing_loses_nothing(watched: Watched) -> None:
    page = watched.open()
    slowly(page, "a yellow sun")
    page.reload()
    page.wait_for_selector("[role=progressbar]")
    page.wait_for_selector("[data-shot]")
    settled(page)
    assert page.locator("[data-turn]").count() == 1
    assert page.locator(".said ul li").count() >= 2


def test_the_gallery_finds_counts_and_deletes(watched: Watched, studio: Studio) -> None:
    studio.draw("一枚绿色的火箭", number=2)
    page = watched.page
    page.goto(watched.url + "/gallery")
    page.wait_for_selector("[role=gridcell]")
    before = studio.gallery.page().total or 0
    page.get_by_text(f"{before} pictures", exact=True).wait_for()
    page.get_by_label("Search pictures").fill("火箭")
    page.get_by_text("2 found", exact=True).wait_for()
    expect(page.get_by_role("gridcell")).to_have_count(2)
    page.locator("[data-at='0']").focus()
    page.keyboard.press("Delete")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    page.get_by_text("1 found", exact=True).wait_for()
    expect(page.get_by_role("gridcell")).to_have_count(1)
    assert studio.gallery.page().total == before - 1


def test_a_dropped_file_is_drawn_again_to_the_pixel(watched: Watched, studio: Studio) -> None:
    before = studio.draw("a green house under a big yellow moon", seed=11).pictures[0]
    page = watched.open()
    dropped(page, studio.picture_bytes(before.id))
    page.get_by_role("dialog", name="A picture from a file").get_by_role("button", name="Draw again").click()
    page.wait_for_selector('[data-turn="1"] [data-shot]')
    settled(page)
    with Image.open(before.path) as old:
        assert ImageChops.difference(shots(page)[0], old.convert("RGB")).getbbox() is None


def test_the_keyboard_alone(watched: Watched) -> None:
    page = watched.open()
    drawn_by_keyboard(page, "a red boat")
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Picture").wait_for()
    page.get_by_text("What it took").wait_for()
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.activeElement?.hasAttribute('data-shot')")


def test_two_tabs_are_one_conversation(watched: Watched, url: str) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    other = Watched(page.context.new_page(), url)
    other.open(page.url.removeprefix(url))
    other.page.wait_for_selector("[data-shot]")
    say(other.page, "make it blue")
    page.wait_for_selector('[data-turn="2"]')  # as it is read and drawn, not only when it is done
    for tab in (page, other.page):
        tab.wait_for_selector('[data-turn="2"] [data-shot]')
        settled(tab)
        tab.locator(".strip .chip", has_text="blue").wait_for()
    assert len(facts := addresses(page)) == 2
    assert addresses(other.page) == facts

    page.get_by_role("button", name="Go on from here").click()  # the first scene is present, in both
    other.page.locator(".strip .chip", has_text="red").wait_for()
    assert (other.foreign, other.errors) == ([], [])


def addresses(page: "Page") -> list[Any]:
    """The pictures that are shown."""
    found: list[Any] = page.eval_on_selector_all("[data-shot] img", "all => all.map(one => one.src)")
    return found
