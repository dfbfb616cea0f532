"""Models, library and settings on the page: seen, chosen, added with clear errors."""

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from danqing.engine.fake import FakePainter
from danqing.models.catalog import starter_folder
from tests.browser.browsing import AXE, PHONE, WIDE, Watched, drawn, missing, serious
from tests.models.files import write_weights
from tests.models.test_adapters import CROSS, control_folder, kohya

if TYPE_CHECKING:
    from playwright.sync_api import Request, Route

CHINESE = {"locale": "zh-CN"}
DARK = {"color_scheme": "dark"}


def opened(watched: Watched, path: str) -> None:
    """Opens a room by its address and waits for what it shows."""
    watched.page.goto(watched.url + path)
    watched.page.wait_for_selector(".room ul li, .room dl dd")


def options(request: "Request") -> dict[str, Any]:
    """What a turn was sent with."""
    return dict((request.post_data_json or {})["options"])


def test_a_model_is_added_chosen_and_taken_out(watched: Watched, tmp_path: Path) -> None:
    folder = shutil.copytree(starter_folder("writer"), tmp_path / "my-writer")
    page = watched.open()
    page.get_by_role("link", name="Models and settings").click()
    expect(page).to_have_url(watched.url + "/models")
    page.get_by_label("Folder or address").fill("/no/such/folder")
    page.get_by_role("button", name="Check and add").click()
    expect(page.get_by_role("alert")).to_contain_text("/no/such/folder")
    page.get_by_label("Folder or address").fill(str(folder))
    page.get_by_role("button", name="Check and add").click()
    page.get_by_text("“my-writer” was added.").wait_for()
    row = page.locator("li", has=page.get_by_role("heading", name="my-writer"))
    row.get_by_role("button", name="Use my-writer").click()
    row.get_by_text("In use").wait_for()
    row.get_by_role("button", name="Take my-writer out of the list").click()
    page.get_by_role("dialog").get_by_role("button", name="Take out").click()
    expect(row).to_have_count(0)
    assert (folder / "config.json").exists()


def test_the_router_is_chosen_with_a_button(watched: Watched) -> None:
    opened(watched, "/models")
    page = watched.page
    row = page.locator("li", has=page.get_by_role("heading", name="auto"))
    expect(row).to_contain_text("one of your picture models for each request")
    row.get_by_role("button", name="Use auto").click()
    row.get_by_text("In use").wait_for()
    page.get_by_role("button", name="Back to the conversation").click()
    page.get_by_role("button", name="Options").click()
    expect(page.get_by_label("Picture model").locator("option").first).to_have_text("chosen for each request")


def test_what_is_chosen_of_another_programs_folder_is_added(watched: Watched, tmp_path: Path) -> None:
    base = tmp_path / "ComfyUI" / "models"
    write_weights(base / "loras" / "ink.safetensors", kohya(CROSS, 2048))
    write_weights(base / "loras" / "more" / "neon.safetensors", kohya(CROSS, 768))
    control_folder(base / "controlnet" / "net", {"_class_name": "ControlNetModel", "cross_attention_dim": 768})
    (base / "loras" / "old.pt").write_bytes(b"x")
    opened(watched, "/models")
    page = watched.page
    page.get_by_label("Folder of ComfyUI or the A1111 WebUI").fill("/no/such/folder")
    page.get_by_role("button", name="Look through").click()
    expect(page.get_by_role("alert")).to_contain_text("/no/such/folder")
    page.get_by_label("Folder of ComfyUI or the A1111 WebUI").fill(str(base))
    page.get_by_role("button", name="Look through").click()
    found = page.get_by_role("list", name="What can be added")
    expect(found.get_by_role("listitem")).to_have_count(3)
    page.get_by_text("Cannot be used: 1").click()
    page.get_by_text("pickle").wait_for()
    found.get_by_role("checkbox", name="loras/ink.safetensors").check()
    found.get_by_label("What its maps show").select_option("pose")
    if AXE.is_file():
        assert not serious(page)
    page.get_by_role("button", name="Add the chosen (2)").click()
    found.get_by_text("in the list as “ink”").wait_for()
    found.get_by_text("in the list as “net”").wait_for()
    expect(found.get_by_role("checkbox", name="loras/ink.safetensors")).to_be_disabled()
    expect(page.get_by_role("region", name="LoRAs").get_by_role("heading", level=3)).to_have_text([re.compile("^ink")])


def test_files_that_were_pulled_are_deleted_when_that_is_said(watched: Watched) -> None:
    def with_pulled(route: "Route") -> None:
        told = route.fetch().json()
        more = {"id": "sdxl", "own": True, "pulled": True, "detail": "/data/me--sdxl/1", "in_use": False}
        told["models"].append({**told["models"][1], **more})
        route.fulfill(json=told)

    watched.page.route("**/api/models", with_pulled)
    opened(watched, "/models")
    page = watched.page
    page.get_by_role("button", name="Take sdxl out of the list").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("/data/me--sdxl/1")
    with page.expect_request("**/api/models/sdxl*") as sent:
        dialog.get_by_role("button", name="Take out and delete the files").click()
    assert (sent.value.method, sent.value.url.partition("?")[2]) == ("DELETE", "files=true")


def test_a_server_that_is_away_is_said_so(watched: Watched) -> None:
    opened(watched, "/models")
    page = watched.page
    page.get_by_label("Folder or address").fill("http://127.0.0.1:9/v1")
    page.get_by_label("Its name on the server").fill("qwen")
    page.get_by_role("button", name="Check and add").click()
    expect(page.get_by_role("alert")).to_contain_text("Start it")


def test_a_model_for_one_picture(watched: Watched) -> None:
    page = watched.open()
    page.get_by_role("button", name="Options").click()
    page.get_by_label("Language model").select_option("composer")
    with page.expect_request("**/turns") as sent:
        drawn(page, "a red cat")
    assert options(sent.value)["writer"] == "composer"


def test_a_style_goes_with_the_next_request(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    conversation = page.url
    opened(watched, "/library")
    page.get_by_label("Search the library").fill("水墨")
    page.get_by_role("button", name=re.compile("^ink wash painting")).click()
    page.get_by_role("button", name="Without ink wash painting").wait_for()
    page.goto(conversation)  # a page that is loaded again has forgotten it
    page.get_by_role("link", name="Models and settings").click()
    page.get_by_role("link", name="Library", exact=True).click()
    page.get_by_role("button", name=re.compile("^ink wash painting")).click()
    expect(page).to_have_url(conversation)
    with page.expect_request("**/turns") as sent:
        drawn(page, "make it blue")
    assert options(sent.value)["style"] == "ink wash painting"
    page.get_by_role("button", name="Without ink wash painting").click()
    page.get_by_text("Style", exact=True).wait_for(state="detached")


def test_what_is_in_no_library_is_said_so(watched: Watched) -> None:
    opened(watched, "/library")
    page = watched.page
    page.get_by_label("Search the library").fill("zebra crossing")
    page.get_by_text("Nothing in the library is called “zebra crossing”.").wait_for()
    page.get_by_label("Search the library").fill("animals")
    page.get_by_role("button", name="Word lists 1").click()
    page.get_by_role("button", name=re.compile("^animals")).click()
    expect(page.locator("#say")).to_have_value("__animals__")


def test_settings_are_kept(watched: Watched) -> None:
    opened(watched, "/settings")
    page = watched.page
    page.get_by_role("radiogroup", name="Of replies").get_by_label("中文").check(force=True)
    page.get_by_text("Saved; it holds from the next request on.").wait_for()
    page.get_by_label("Nothing").check()
    page.get_by_role("radio", name="Dark").check(force=True)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_label("Nothing")).to_be_checked()
    page.get_by_role("radiogroup", name="Of this page").get_by_label("中文").check(force=True)
    page.get_by_role("heading", name="快捷键").wait_for()
    page.get_by_role("button", name="回到对话").click()
    drawn(page, "a red cat")
    expect(page.locator('[data-turn="1"] .answer')).to_contain_text(re.compile("[\u4e00-\u9fff]"))


def test_what_is_being_built_is_said(watched: Watched, painter: FakePainter) -> None:
    painter.building = True  # type: ignore[attr-defined]
    opened(watched, "/settings")
    line = watched.page.get_by_text("A faster version of fake is being built.")
    line.wait_for()
    painter.building = False  # type: ignore[attr-defined]
    line.wait_for(state="detached")


def test_back_leads_back_and_a_reload_stays(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    conversation = page.url
    page.get_by_role("link", name="Models and settings").click()
    page.get_by_role("link", name="Settings", exact=True).click()
    page.reload()
    page.get_by_role("heading", name="Your data").wait_for()
    page.go_back()
    page.get_by_role("heading", name="Picture models").wait_for()
    page.go_back()
    expect(page).to_have_url(conversation)
    page.wait_for_selector("[data-shot]")


@pytest.mark.parametrize(
    "watched",
    [WIDE, WIDE | DARK | CHINESE, PHONE | CHINESE, PHONE | DARK],
    indirect=True,
    ids=["wide", "wide-dark-zh", "phone-zh", "phone-dark"],
)
def test_axe_finds_nothing_serious(watched: Watched) -> None:
    if not AXE.is_file():
        missing("axe-core is not installed (make web)")
    found: list[str] = []
    for path in ("/models", "/library", "/settings"):
        opened(watched, path)
        watched.page.wait_for_load_state("networkidle")
        found += serious(watched.page)
        wide = watched.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{path} is {wide} pixels too wide"
    assert found == []
