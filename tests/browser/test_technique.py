"""The engine's tools on the page: offered as the picture model has them, sent, shown with the picture."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from danqing.engine.fake import FakePainter
from tests.browser.browsing import PHONE, Watched, drawn, say, serious
from tests.browser.test_base import picture_file

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route


def opened(page: "Page") -> None:
    """The fold with the tools."""
    page.get_by_role("button", name="Options").click()
    page.locator("summary", has_text="More ways to draw").click()


def sent(page: "Page", text: str) -> dict[str, Any]:
    """The options that go with a request."""
    with page.expect_request("**/turns") as request:
        say(page, text)
    options: dict[str, Any] = json.loads(request.value.post_data or "")["options"]
    return options


def test_they_are_chosen_sent_and_shown(watched: Watched) -> None:
    page = watched.open()
    opened(page)
    page.get_by_label("Sampler").select_option("dpmpp-2m-karras")
    page.get_by_label("CLIP skip").fill("2")
    assert page.get_by_label("Second pass, larger").count() == 0, "this model has none"
    assert page.get_by_label("More canvas").count() == 0
    with page.expect_request("**/turns") as request:
        drawn(page, "a red cat")
    technique = json.loads(request.value.post_data or "")["options"]["technique"]
    assert (technique["sampler"], technique["clip_skip"]) == ("dpmpp-2m-karras", 2)
    page.locator("[data-shot]").click()
    settings = page.get_by_role("region", name="Settings")
    expect(settings.locator("dt", has_text="Sampler").locator("+ dd")).to_have_text("dpmpp-2m-karras")
    expect(settings.locator("dt", has_text="CLIP skip").locator("+ dd")).to_have_text("2")


def test_a_map_comes_from_a_file_or_from_the_conversation(watched: Watched, tmp_path: Path) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    opened(page)
    page.get_by_label("Add a control map").select_option("depth")
    page.locator(".from img").click()
    page.get_by_label("Add a control map").select_option("pose")
    picture_file(tmp_path)
    page.locator(".from input[type=file]").set_input_files(tmp_path / "sketch.png")
    page.get_by_label("How strongly it guides: pose").press("ArrowLeft")
    assert not serious(page)
    depth, pose = sent(page, "make it blue")["technique"]["controls"]
    assert (depth["kind"], depth["image"][0], depth["weight"]) == ("depth", "p", 1)
    assert (pose["kind"], pose["image"][0], pose["weight"]) == ("pose", "i", 0.95)
    page.get_by_role("button", name="Leave out: depth").click()
    assert [one["kind"] for one in sent(page, "make it green")["technique"]["controls"]] == ["pose"]


def test_loras_of_the_catalogue_have_weights(watched: Watched) -> None:
    def with_lora(route: "Route") -> None:
        told = route.fetch().json()
        lora = {**told["models"][0], "role": "lora", "in_use": False}
        told["models"] += [{**lora, "id": "ink"}, {**lora, "id": "neon", "base": "sdxl"}]
        route.fulfill(json=told)

    watched.page.route("**/api/models", with_lora)
    page = watched.open()
    opened(page)
    expect(page.locator("optgroup[label='For other models'][disabled] option")).to_have_text("neon (sdxl)")
    page.get_by_label("Add a LoRA").select_option("ink")
    page.get_by_label("How strongly ink works").press("ArrowRight")
    assert sent(page, "a red cat")["technique"]["loras"] == [{"id": "ink", "weight": 1.05}]
    expect(page.get_by_role("alert")).to_contain_text("There is no LoRA ink")
    page.get_by_role("button", name="Leave out ink").click()
    assert "technique" not in sent(page, "a red cat")


def test_canvas_is_added_around_the_picture_that_is_started_from(watched: Watched, painter: FakePainter) -> None:
    painter.abilities = replace(painter.abilities, outpaint=True, highres=True)
    page = watched.open()
    drawn(page, "a red cat")
    opened(page)
    page.get_by_label("Second pass, larger").select_option("2")
    page.get_by_text("Choose a picture to start from").wait_for()
    page.get_by_role("button", name="Start from this").click()
    page.get_by_label("Left").fill("61")
    page.get_by_label("Left").press("Tab")
    expect(page.get_by_label("Left")).to_have_value("64")
    assert not serious(page)
    with page.expect_request("**/turns") as request:
        drawn(page, "make it blue")
    technique = json.loads(request.value.post_data or "")["options"]["technique"]
    assert technique["outpaint"] == {"left": 64, "top": 0, "right": 0, "bottom": 0}
    page.get_by_text("More canvas was asked for: it is drawn around the picture.").wait_for()
    after = sent(page, "make it green")
    assert "base" not in after
    assert (after["technique"].get("outpaint"), after["technique"]["highres"]) == (None, 2)


def test_a_picture_is_varied_a_little(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    page.locator("[data-shot]").click()
    settings = page.get_by_role("region", name="Settings")
    seed = int(settings.locator("dt", has_text="Seed").locator("+ dd").inner_text())
    settings.get_by_label("How much it varies").press("Home")
    with page.expect_request("**/turns") as request:
        settings.get_by_role("button", name="Vary it").click()
    options = json.loads(request.value.post_data or "")["options"]
    assert (options["seed"], options["technique"]["variation"]["amount"]) == (seed, 0.05)
    page.locator('[data-turn="2"] [data-shot]').click()
    expect(settings.locator("dt", has_text="On the way to seed").locator("+ dd")).to_contain_text("· 5 %")


@pytest.mark.parametrize("watched", [{"locale": "zh-CN"} | PHONE], indirect=True)
def test_they_fit_a_phone_in_chinese(watched: Watched) -> None:
    page = watched.open()
    page.get_by_role("button", name="选项").click()
    page.locator("summary", has_text="更多画法").click()
    page.get_by_label("采样器").select_option("euler-a")
    page.get_by_label("添加控制图").select_option("scribble")
    page.get_by_text("选择文件").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not serious(page)
