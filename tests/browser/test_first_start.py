"""The first start: nothing was ever drawn, and one click draws."""

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import AXE, PHONE, Watched, drawn, missing, serious, settled

CHINESE = {"locale": "zh-CN"}


@pytest.mark.parametrize(
    ("watched", "text", "examples", "how"),
    [
        ({}, "Danqing draws what you describe", "Examples", "How to add one"),
        (CHINESE | PHONE, "丹青把您描述的内容画出来", "例子", "如何添加"),
    ],
    indirect=["watched"],
)
def test_it_says_what_it_is_and_one_click_draws(watched: Watched, text: str, examples: str, how: str) -> None:
    page = watched.open()
    page.get_by_text(text).wait_for()
    buttons = page.get_by_role("list", name=examples).get_by_role("button")
    expect(buttons).to_have_count(3)
    page.get_by_role("link", name=how).wait_for()  # what this machine could hold
    if AXE.is_file():
        assert serious(page) == []
    else:
        missing("axe-core is not installed (make web)")
    buttons.first.click()
    page.wait_for_selector("[data-shot]")
    settled(page)


def test_the_way_to_more_leads_to_the_models(watched: Watched) -> None:
    page = watched.open()
    page.get_by_role("link", name="How to add one").click()
    page.get_by_role("heading", name="What would suit this machine").wait_for()
    page.go_back()
    page.get_by_role("heading", name="What shall we paint?").wait_for()


def test_it_is_said_once(watched: Watched) -> None:
    page = watched.open()
    drawn(page, "a red cat")
    page.get_by_role("button", name="New picture").first.click()
    expect(page.get_by_role("list", name="Examples").get_by_role("button")).to_have_count(4)
    assert page.get_by_role("link", name="How to add one").count() == 0
