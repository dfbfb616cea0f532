"""The gallery on the page: looked through, chosen from, rated; and pictures that are brought."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from danqing import Studio
from danqing.engine.fake import FakePainter
from tests.browser.browsing import AXE, PHONE, WIDE, Watched, dropped, missing, serious, settled, until
from tests.server.conftest import running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHINESE = {"locale": "zh-CN"}
DARK = {"color_scheme": "dark"}
REQUESTS = ("两只红色的猫", "a blue boat, watercolour", "a red cat", "夜空下的一枚火箭")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a conversation of four pictures for each request."""
    home = tmp_path_factory.mktemp("drawn")
    with Studio(home, painter=FakePainter(), writer="scripted") as studio:
        for text in REQUESTS:
            studio.draw(text, number=4, steps=1)
    return home


@pytest.fixture
def studio(drawn: Path, tmp_path: Path) -> Iterator[Studio]:
    """Over a copy, so that each test begins with all pictures."""
    with Studio(shutil.copytree(drawn, tmp_path / "home"), painter=FakePainter(), writer="scripted") as opened:
        yield opened


@pytest.fixture
def url(browser: "Browser", studio: Studio) -> Iterator[str]:
    with running(studio) as address:
        yield address


def opened(watched: Watched, path: str = "/gallery") -> "Page":
    page = watched.page
    page.goto(watched.url + path)
    page.wait_for_selector("[role=gridcell]")
    return page


def has(page: "Page", number: int) -> None:
    expect(page.get_by_role("gridcell")).to_have_count(number)


def chosen(page: "Page", number: int) -> None:
    expect(page.locator("[role=gridcell][aria-selected=true]")).to_have_count(number)


@pytest.mark.parametrize("watched", [CHINESE], indirect=True)
def test_search_in_chinese_has_an_address_and_a_way_back(watched: Watched) -> None:
    page = watched.open()
    page.get_by_role("link", name="画廊").click()
    has(page, 16)
    field = page.get_by_label("搜索图片")
    page.get_by_text("共 16 张", exact=True).wait_for()
    field.fill("火箭")
    has(page, 4)
    page.get_by_text("找到 4 张", exact=True).wait_for()
    assert "text=" in page.url
    field.fill("恐龙")
    page.get_by_role("heading", name="没有符合的图片").wait_for()
    page.go_back()
    has(page, 16)
    assert field.input_value() == ""
    page.go_back()
    page.get_by_role("heading", name="想画点什么？").wait_for()


def test_filters(watched: Watched, studio: Studio) -> None:
    first = studio.gallery.page(limit=1).pictures[0]
    studio.gallery.tag([first.picture.id], ["poster"])
    studio.gallery.rate(first.picture.id, "like")
    page = opened(watched)
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Style").select_option("watercolour")
    has(page, 4)
    page.get_by_text("4 found", exact=True).wait_for()
    page.get_by_role("button", name="Show all").click()
    page.get_by_label("Tag").select_option("poster")
    has(page, 1)
    page.get_by_label("Rating").select_option("dislike")
    page.get_by_role("heading", name="No picture fits").wait_for()
    page.get_by_role("button", name="Show all").first.click()
    page.get_by_role("combobox", name="Conversation").select_option("a red cat")
    has(page, 4)
    page.reload()
    has(page, 4)
    page.get_by_label("From").fill("2020-01-01")
    page.wait_for_function("() => location.search.includes('since=2020-01-01')")
    has(page, 4)
    page.get_by_label("To").fill("2020-01-01")
    page.get_by_role("heading", name="No picture fits").wait_for()


def test_many_are_chosen_tagged_exported_and_deleted(watched: Watched, studio: Studio) -> None:
    page = opened(watched)
    tile = page.locator("[data-at]")
    tile.nth(1).click(modifiers=["Control"])
    tile.nth(5).click(modifiers=["Shift"])
    tile.nth(3).click()
    chosen(page, 4)
    bar = page.get_by_role("toolbar")
    bar.get_by_role("button", name="Tag").click()
    page.get_by_label("New tag").fill("summer")
    page.get_by_label("New tag").press("Enter")
    page.get_by_role("button", name="Take “summer” off").wait_for()
    page.get_by_role("button", name="Done").click()
    with page.expect_download() as waiting:
        bar.get_by_role("button", name="Export").click()
    with zipfile.ZipFile(Path(waiting.value.path())) as packed:
        assert len(packed.namelist()) == 5  # with pictures.json
    bar.get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("dialog", name="Delete 4 pictures?")
    dialog.get_by_role("button", name="Keep it").click()
    has(page, 16)
    bar.get_by_role("button", name="Delete").click()
    dialog.get_by_role("button", name="Delete").click()
    has(page, 12)
    expect(bar).to_have_count(0)
    until(page, lambda: len(studio.gallery.page().pictures) == 12)
    assert studio.gallery.facts()["tags"] == []


def test_the_keyboard_alone(watched: Watched, studio: Studio) -> None:
    page = opened(watched)
    page.locator("[data-at='0']").focus()
    for key in ("ArrowRight", "Space", "Shift+ArrowDown"):
        page.keyboard.press(key)
    assert page.locator("[role=gridcell][aria-selected=true]").count() > 2
    page.keyboard.press("Escape")
    chosen(page, 0)
    page.keyboard.press("Control+End")
    page.wait_for_function("() => document.activeElement.dataset.at === '15'")
    page.keyboard.press("l")
    page.get_by_text("Kept", exact=True).or_(page.get_by_role("button", name="I like it").first).first.wait_for()
    page.keyboard.press("Enter")
    view = page.get_by_role("dialog", name="Picture")
    view.get_by_text("16 of 16").wait_for()
    page.keyboard.press("ArrowLeft")
    view.get_by_text("15 of 16").wait_for()
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.activeElement.dataset.at === '14'")
    page.keyboard.press("Delete")
    page.get_by_role("dialog", name="Delete this picture?").get_by_role("button", name="Delete").click()
    has(page, 15)
    until(page, lambda: [kept.rating for kept in studio.gallery.page().pictures][-1] == "like")


def test_rating_with_a_reason(watched: Watched, studio: Studio) -> None:
    page = opened(watched)
    page.locator("[role=gridcell]").first.hover()
    page.locator("[role=gridcell]").first.get_by_role("button", name="I don’t like it").click()
    page.get_by_label("Why?").fill("太暗了")
    page.get_by_label("Why?").press("Enter")
    expect(page.get_by_label("Why?")).to_have_count(0)
    page.locator("[data-at='0']").click()
    view = page.get_by_role("dialog", name="Picture")
    expect(view.get_by_label("Why?")).to_have_value("太暗了")

    def said() -> tuple[str | None, str]:
        kept = studio.gallery.page(limit=1).pictures[0]
        return kept.rating, kept.reason

    until(page, lambda: said() == ("dislike", "太暗了"))
    view.get_by_role("button", name="I like it").click()
    view.get_by_text("Kept").wait_for()
    page.reload()
    expect(view.get_by_role("button", name="I like it")).to_have_attribute("aria-pressed", "true")
    view.get_by_role("button", name="I like it").click()
    expect(view.get_by_label("Why?")).to_have_count(0)
    page.keyboard.press("Escape")
    has(page, 16)
    until(page, lambda: said()[0] is None)


def test_from_a_picture_back_to_its_conversation(watched: Watched) -> None:
    page = opened(watched)
    page.locator("[data-at='0']").click()
    page.get_by_role("button", name="Another one").click()
    page.wait_for_selector('[data-turn="2"] [data-shot]')
    settled(page)
    assert "/c/c" in page.url
    page.get_by_role("link", name="Gallery").click()
    has(page, 20)


def test_a_dropped_picture_is_drawn_again(watched: Watched, studio: Studio) -> None:
    before = next(kept for kept in studio.gallery.page().pictures if kept.picture.index == 2)
    page = watched.open()
    dropped(page, studio.picture_bytes(before.picture.id))
    dialog = page.get_by_role("dialog", name="A picture from a file")
    dialog.get_by_text(before.text).wait_for()
    dialog.get_by_role("button", name="Draw again").click()
    page.wait_for_selector('[data-turn="1"] [data-shot]')
    settled(page)
    after = studio.gallery.page(limit=1).pictures[0]
    assert after.conversation_id != before.conversation_id
    assert after.text == before.text
    assert len(studio.conversation(after.conversation_id).turns[0].pictures) == 1
    with Image.open(after.picture.path) as new, Image.open(before.picture.path) as old:
        assert new.tobytes() == old.tobytes()


def test_a_picture_from_elsewhere_is_started_from(watched: Watched) -> None:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, "PNG")
    page = opened(watched)
    with page.expect_file_chooser() as choosing:
        page.get_by_text("Open a picture file").click()
    choosing.value.set_files({"name": "teal.png", "mimeType": "image/png", "buffer": out.getvalue()})
    dialog = page.get_by_role("dialog", name="A picture from a file")
    dialog.get_by_text("does not tell how it was made").wait_for()
    dialog.get_by_role("button", name="Start from this").click()
    page.get_by_text("The next picture starts from this one").wait_for()
    page.fill("#say", "a red cat")
    page.press("#say", "Enter")
    page.wait_for_selector("[data-shot]")
    settled(page)


def test_a_file_that_is_no_picture(watched: Watched) -> None:
    page = opened(watched)
    dropped(page, b"no picture")
    page.get_by_role("dialog", name="The picture could not be opened").get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def touch(page: "Page", selector: str, seconds: float) -> None:
    """A finger that rests on an element."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    page.wait_for_timeout(seconds * 1000)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("watched", [PHONE], indirect=True)
def test_on_a_phone(watched: Watched) -> None:
    page = watched.open()
    page.get_by_role("button", name="Conversations").tap()
    page.get_by_role("link", name="Gallery").tap()
    has(page, 16)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    touch(page, "[data-at='1']", 0.7)
    chosen(page, 1)
    page.locator("[data-at='2']").tap()
    chosen(page, 2)
    page.get_by_role("toolbar").get_by_role("button", name="Clear the selection").tap()
    chosen(page, 0)
    page.locator("[data-at='2']").tap()
    page.get_by_role("dialog", name="Picture").get_by_text("3 of 16").wait_for()
    page.go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_server_is_away(watched: Watched) -> None:
    page = opened(watched)
    page.route("**/api/**", lambda route: route.abort())
    page.get_by_label("Search pictures").fill("cat")
    page.get_by_text("The gallery could not be read.").wait_for()
    page.unroute("**/api/**")
    page.get_by_text("The gallery could not be read.").wait_for(state="detached")
    has(page, 8)


@pytest.mark.parametrize("watched", [WIDE, PHONE | CHINESE | DARK], indirect=True, ids=["wide", "phone-dark-zh"])
def test_axe_finds_nothing_serious(watched: Watched, studio: Studio) -> None:
    if not AXE.is_file():
        missing("axe-core is not installed (make web)")
    page = opened(watched)
    page.locator("button[aria-controls=gallery-filters]").click()
    found = serious(page)
    page.locator("[data-at='1']").focus()
    page.keyboard.press("d")
    page.keyboard.press("Space")
    page.wait_for_selector(".why")
    found += serious(page)  # chosen, and asked for a reason
    page.get_by_role("toolbar").locator("button").nth(2).click()
    page.wait_for_selector("dialog[open]")
    found += serious(page)  # tags
    page.keyboard.press("Escape")
    dropped(page, studio.picture_bytes(studio.gallery.page(limit=1).pictures[0].picture.id))
    page.wait_for_selector("dialog[open] dl")
    found += serious(page)  # a file
    assert found == []
