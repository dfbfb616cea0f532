"""Training an adapter on the page: pictures and captions, watched to its end, drawn with, deleted."""

import io
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.app.pupil import discs, school
from tests.browser.browsing import AXE, PHONE, WIDE, Watched, missing, say, serious
from tests.server.conftest import running

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2


@pytest.fixture
def url(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("school")
    with school(home) as studio, running(studio) as address:
        (home / "small" / "danqing.json").write_text('{"steps": 2, "sizes": ["64x64"]}', encoding="utf-8")
        discs(studio)
        yield address


def files() -> list[dict[str, Any]]:
    """Three pictures, and a caption for the first."""
    found: list[dict[str, Any]] = []
    for number, colour in enumerate(("red", "green", "blue")):
        data = io.BytesIO()
        Image.new("RGB", (64, 64), colour).save(data, "PNG")
        found.append({"name": f"disc-{number}.png", "mimeType": "image/png", "buffer": data.getvalue()})
    return [*found, {"name": "disc-0.txt", "mimeType": "text/plain", "buffer": b"a zq disc in red"}]


def ordered(watched: Watched, trigger: str) -> None:
    """Opens the room and orders a training of four steps."""
    page = watched.page
    page.goto(watched.url + "/train")
    page.locator(".room select").select_option("small")
    page.locator(".room input[type=file]").set_input_files(files())  # type: ignore[arg-type]
    expect(page.locator(".room form li")).to_have_count(3)
    page.locator(".room input[maxlength='80']").fill(trigger)
    page.locator(".room summary").first.click()
    page.locator(".room input[type=number]").first.fill("4")
    page.locator(".room form .seal").click()


def test_from_pictures_to_drawing_with_it(watched: Watched) -> None:
    page = watched.open()
    page.get_by_role("link", name="Models and settings").click()
    page.get_by_role("link", name="Train", exact=True).click()
    expect(page).to_have_url(watched.url + "/train")
    page.locator(".room input[type=file]").set_input_files(files())  # type: ignore[arg-type]
    expect(page.get_by_label("Caption of disc-0.png")).to_have_value("a zq disc in red")
    expect(page.get_by_label("Caption of disc-1.png")).to_have_value("flat, plain green")
    expect(page.get_by_text("proposed")).to_have_count(2)
    page.get_by_label("Caption of disc-1.png").fill("a zq disc in green")
    page.get_by_role("button", name="Take disc-2.png out").click()
    page.get_by_label("Trigger").fill("zq")
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("3 to 200 pictures; these are 2")

    page.get_by_label("Picture model").select_option("small")
    page.locator(".room input[type=file]").set_input_files(files()[2:3])  # type: ignore[arg-type]
    expect(page.get_by_label("Caption of disc-2.png")).to_have_value("")
    page.get_by_text("More settings").click()
    page.get_by_label("Steps").fill("4")
    with page.expect_request("**/api/trainings") as sent:
        page.get_by_role("button", name="Train", exact=True).click()
    order = json.loads(sent.value.post_data or "")
    assert [one["caption"] for one in order["pictures"]] == ["a zq disc in red", "a zq disc in green", ""]
    assert (order["base"], order["recipe"]) == ("small", {"steps": 4})
    page.get_by_role("button", name="Draw with zq").wait_for()
    page.get_by_text("Loss and samples").click()
    expect(page.get_by_role("img", name="Loss, now")).to_be_visible()
    expect(page.get_by_role("img", name="Sample at step 4")).to_have_count(2)

    page.get_by_role("button", name="Draw with zq").click()
    expect(page.locator("#say")).to_be_focused()
    with page.expect_request("**/turns") as asked:
        say(page, "a red boat")
    options = json.loads(asked.value.post_data or "")["options"]
    assert (options["painter"], options["technique"]["loras"]) == ("small", [{"id": "zq", "weight": 1}])
    page.goto(watched.url + "/train")
    page.get_by_role("button", name="Delete zq").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="zq")).to_have_count(0)


def test_one_is_cancelled_and_watched_again_after_a_reload(watched: Watched) -> None:
    page = watched.page
    ordered(watched, "zq")
    page.get_by_role("button", name="Draw with zq").wait_for()
    page.locator(".room input[type=file]").set_input_files(files())  # type: ignore[arg-type]
    page.get_by_label("Trigger").fill("slow")
    page.get_by_role("button", name="Train", exact=True).click()
    page.get_by_text(re.compile(r"Step \d+ of 1000")).wait_for()
    page.reload()
    expect(page.get_by_role("progressbar", name="slow")).to_be_visible()
    expect(page.get_by_role("img", name="Loss, now")).to_be_visible()
    page.get_by_role("button", name="Cancel slow").click()
    page.get_by_text("The training was cancelled").wait_for()
    page.get_by_role("button", name="Go on with slow").click()
    page.get_by_text(re.compile(r"Step \d+ of 1000")).wait_for()
    page.get_by_role("button", name="Cancel slow").click()
    page.get_by_role("button", name="Go on with slow").wait_for()


@pytest.mark.parametrize(
    "watched", [WIDE, PHONE | {"locale": "zh-CN", "color_scheme": "dark"}], indirect=True, ids=["wide", "phone-dark-zh"]
)
def test_axe_finds_nothing_serious(watched: Watched) -> None:
    if not AXE.is_file():
        missing("axe-core is not installed (make web)")
    page = watched.page
    ordered(watched, "zq")
    page.locator(".room li .seal").wait_for()
    page.locator(".room input[type=file]").set_input_files(files())  # type: ignore[arg-type]
    page.locator(".room section + section summary").click()
    page.locator(".room svg[role=img]").wait_for()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
