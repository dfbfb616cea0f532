"""A conversation of hundreds of turns: opened at its end, little of it in the document, all of it within reach."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from danqing import Studio
from danqing.engine.fake import FakePainter
from tests.browser.browsing import PHONE, Watched, settled
from tests.server.conftest import running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TURNS = 500
FEW = 14
"""Turns that are in the document at most, in a window of this height."""
NODES = 1500
"""Elements of the whole page at most; 500 turns would be 25,000."""


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data folder with one conversation of 500 turns: one that was drawn, and copies of its rows and file."""
    home = tmp_path_factory.mktemp("long")
    with Studio(home, painter=FakePainter(), writer="scripted") as studio:
        talk = studio.create_conversation()
        studio.draw("a red cat", conversation=talk, steps=1, width=64, height=64)
        first = studio.conversation(talk).turns[0]
    picture = Path(first.pictures[0].path)
    with closing(sqlite3.connect(home / "danqing.db")) as database, database:
        database.row_factory = sqlite3.Row
        for number in range(2, TURNS + 1):
            ids = {first.id: f"t{number:04}", picture.stem: f"p{number:04}"}
            copied(database, "turns", "id", ids, {"number": number, "text": f"request {number}"})
            copied(database, "events", "turn_id", ids, {})
            copied(database, "pictures", "turn_id", ids, {})
            shutil.copy(picture, picture.with_name(f"p{number:04}.png"))
    return home, talk


def copied(
    database: sqlite3.Connection, table: str, column: str, ids: dict[str, str], changed: dict[str, object]
) -> None:
    """The rows of ``table`` with the first of ``ids`` in ``column``, once more: new ids everywhere, and ``changed``."""
    for row in database.execute(f"select * from {table} where {column} = ?", [next(iter(ids))]).fetchall():
        new = dict(row)
        for old, other in ids.items():
            new = {name: value.replace(old, other) if isinstance(value, str) else value for name, value in new.items()}
        new |= changed
        marks = ", ".join(f":{name}" for name in new)
        database.execute(f"insert into {table} ({', '.join(new)}) values ({marks})", new)


@pytest.fixture
def url(browser: "Browser", long: tuple[Path, str], tmp_path: Path) -> Iterator[str]:
    home = shutil.copytree(long[0], tmp_path / "home")
    with Studio(home, painter=FakePainter(), writer="scripted") as studio, running(studio) as address:
        yield address


def opened(watched: Watched, talk: str) -> "Page":
    page = watched.open(f"/c/{talk}")
    page.locator(f"[data-turn='{TURNS}']").wait_for()
    return page


def in_document(page: "Page") -> int:
    return page.locator("[data-turn]").count()


def is_seen(page: "Page", number: int) -> None:
    expect(page.locator(f"[data-turn='{number}']")).to_be_in_viewport()


def at_end(page: "Page") -> None:
    page.wait_for_function(
        """() => { const { scrollHeight, scrollTop, clientHeight } = document.querySelector(".thread");
        return scrollHeight - scrollTop - clientHeight < 4 }"""
    )


@pytest.mark.parametrize("watched", [{}, PHONE], indirect=True, ids=["wide", "phone"])
def test_opens_at_its_end_and_scrolls_to_its_first_turn(watched: Watched, long: tuple[Path, str]) -> None:
    page = opened(watched, long[1])
    at_end(page)
    is_seen(page, TURNS)
    assert in_document(page) <= FEW
    most, reached = 0, TURNS
    while reached > 1:
        page.locator(".thread").evaluate("one => one.scrollBy(0, -6000)")
        page.wait_for_timeout(60)
        most = max(most, in_document(page))
        now = int(page.locator("[data-turn]").first.get_attribute("data-turn") or 0)
        assert now < reached or reached == 1, "each scroll gets nearer"
        reached = now
    page.locator(".thread").evaluate("one => one.scrollTo(0, 0)")
    is_seen(page, 1)
    assert most <= FEW
    assert page.locator("*").count() < NODES
    assert page.locator("[data-turn='1']").get_attribute("aria-setsize") == str(TURNS)


def test_what_is_seen_stays_where_it_is(watched: Watched, long: tuple[Path, str]) -> None:
    page = opened(watched, long[1])
    at_end(page)
    page.locator(".thread").evaluate("one => one.scrollTo(0, one.scrollHeight / 2)")
    page.wait_for_timeout(800)  # turns come into the document, and what is fetched of them makes them grow
    place = """() => { const edge = document.querySelector('.thread').getBoundingClientRect().top;
        const seen = [...document.querySelectorAll('[data-turn]')].find(c => c.getBoundingClientRect().top > edge);
        return [Number(seen.dataset.turn), seen.getBoundingClientRect().top] }"""
    number, top = page.evaluate(place)
    for _ in range(4):
        page.locator(".thread").evaluate("one => one.scrollBy(0, -200)")
        page.wait_for_timeout(400)
    there = page.locator(f"[data-turn='{number}']").evaluate("one => one.getBoundingClientRect().top")
    assert there == pytest.approx(top + 800, abs=3)


def test_draws_on_at_the_end_and_after_a_reload(watched: Watched, long: tuple[Path, str]) -> None:
    page = opened(watched, long[1])
    page.fill("#say", "make it blue")
    page.press("#say", "Enter")
    page.locator(f"[data-turn='{TURNS + 1}']").wait_for()
    settled(page)
    at_end(page)
    page.reload()
    page.locator(f"[data-turn='{TURNS + 1}'] img").first.wait_for()
    at_end(page)
    assert in_document(page) <= FEW


def test_the_focus_is_never_lost(watched: Watched, long: tuple[Path, str]) -> None:
    page = opened(watched, long[1])
    link = page.locator(f"[data-turn='{TURNS}'] a[data-shot]").first
    link.focus()
    page.locator(".thread").evaluate("one => one.scrollTo(0, 0)")
    is_seen(page, 1)
    assert page.evaluate("() => document.activeElement.closest('[data-turn]')?.dataset.turn") == str(TURNS)
    page.keyboard.press("Enter")
    page.locator("dialog").wait_for()
    for _ in range(45):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    page.wait_for_function(f"() => document.activeElement.closest('[data-turn]')?.dataset.turn === '{TURNS - 45}'")
    is_seen(page, TURNS - 45)


def test_tab_walks_on_through_turns_that_were_not_there(watched: Watched, long: tuple[Path, str]) -> None:
    page = opened(watched, long[1])
    page.locator(".thread").evaluate("one => one.scrollTo(0, 0)")
    page.locator("[data-turn='1'] a[data-shot]").first.focus()
    seen = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("() => document.activeElement.closest('[data-turn]')?.dataset.turn"))
    assert {str(number) for number in range(2, 12)} <= seen
    assert in_document(page) <= FEW
