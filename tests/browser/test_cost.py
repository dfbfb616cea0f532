"""What a picture took: seen beside it, at prices that are given in the settings."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from danqing import Studio
from danqing.core.cost import Energy
from danqing.engine.fake import FakeMeter, FakePainter
from tests.browser.browsing import AXE, PHONE, Watched, drawn, missing, serious
from tests.server.conftest import running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page


@pytest.fixture
def meter() -> FakeMeter:
    return FakeMeter(Energy(0.25, ("gpu", "cpu")))


@pytest.fixture
def url(
    browser: "Browser", painter: FakePainter, meter: FakeMeter, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    home = tmp_path_factory.mktemp("home")
    with Studio(home, painter=painter, writer="scripted", meter=meter) as studio, running(studio) as address:
        yield address


def facts(page: "Page") -> "Locator":
    return page.get_by_role("dialog").locator("dl").last


def test_energy_is_told_and_has_a_price_once_electricity_has_one(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    page.locator("[data-shot]").click()
    expect(facts(page)).to_contain_text("0.25 Wh")
    expect(facts(page)).to_contain_text("graphics card + processor")
    page.get_by_role("button", name="Say what yours costs").click()
    page.get_by_label("A kilowatt hour costs", exact=True).fill("0,56")
    page.get_by_label("A kilowatt hour costs: currency").fill("eur")
    page.get_by_label("A kilowatt hour costs: currency").press("Enter")
    page.get_by_text("Saved; it holds").wait_for()
    page.go_back()
    expect(facts(page)).to_contain_text("€0.00014")
    expect(facts(page)).to_contain_text("$0.03")
    expect(facts(page)).to_contain_text("your figure to compare with")


def test_a_price_that_is_none_is_said_and_an_empty_one_taken_out(watched: Watched) -> None:
    page = watched.page
    page.goto(watched.url + "/settings")
    cloud = page.get_by_label("A picture in a cloud costs", exact=True)
    expect(cloud).to_have_value("0.03")
    cloud.fill("much")
    cloud.press("Enter")
    page.get_by_role("alert").wait_for()
    cloud.fill("")
    cloud.press("Enter")
    page.get_by_text("Saved; it holds").wait_for()
    page.reload()
    expect(page.get_by_label("A picture in a cloud costs", exact=True)).to_have_value("")


@pytest.mark.parametrize("watched", [PHONE | {"locale": "zh-CN"}], indirect=True)
def test_a_machine_that_does_not_tell_says_so(watched: Watched, meter: FakeMeter) -> None:
    meter.energy = None
    page = watched.open()
    drawn(page, "一只红色的猫")
    page.locator("[data-shot]").tap()
    page.get_by_role("dialog").get_by_role("button", name="参数").tap()
    expect(facts(page)).to_contain_text("这台机器测不出")
    expect(facts(page)).to_contain_text("秒")


def test_axe_finds_nothing_serious(watched: Watched) -> None:
    if not AXE.is_file():
        missing("axe-core is not installed (make web)")
    page = watched.open()
    drawn(page, "a red cat")
    page.locator("[data-shot]").click()
    page.get_by_text("What it took").wait_for()
    found = serious(page)
    page.get_by_role("button", name="Say what yours costs").click()
    page.get_by_role("heading", name="What pictures cost").wait_for()
    assert found + serious(page) == []
