"""The page in a real browser, against a real server with the doubles behind it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from danqing import Studio
from danqing.engine.fake import FakePainter
from tests.browser.browsing import WIDE, Watched, open_browser
from tests.server.conftest import running

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# One browser a module: while it is open no other event loop can run in this thread.


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    with open_browser() as opened:
        yield opened


@pytest.fixture
def painter() -> FakePainter:
    """Quick, unless a test sets ``delay``."""
    return FakePainter()


@pytest.fixture
def url(browser: "Browser", painter: FakePainter, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("home")
    with Studio(home, painter=painter, writer="scripted") as studio, running(studio) as address:
        yield address


@pytest.fixture
def watched(browser: "Browser", url: str, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """A fresh page in English on a wide window; an indirect parameter changes its context's options.

    Whatever the test did, no request may have left for another origin and the page may not have failed.
    """
    options = {"locale": "en-US", **WIDE, **getattr(request, "param", {})}
    context = browser.new_context(**options)
    context.set_default_timeout(30_000)
    page = Watched(context.new_page(), url)
    yield page
    context.close()
    assert page.foreign == []
    assert page.errors == []
