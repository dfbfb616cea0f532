"""The application as a whole: its description, its headers, its stopping."""

import asyncio
import re
import threading
import time
from pathlib import Path
from typing import Any, NoReturn

import httpx
import pytest

from danqing import Studio
from danqing.core.errors import StoreFailed
from danqing.core.events import Event
from danqing.server.stream import event_stream
from tests.server.conftest import running
from tests.server.driving import SLOW, send, stream


def test_health(client: httpx.Client) -> None:
    assert client.get("/api/health").json()["status"] == "ok"


def test_description_holds_every_event(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    events = described["paths"]["/api/turns/{turn_id}/events"]["get"]["responses"]["200"]["content"]
    union = events["application/json"]["schema"]["items"]
    named = {reference["$ref"].rsplit("/", 1)[1] for reference in union["oneOf"]}
    assert named == {kind.__name__ for kind in Event.__origin__.__args__}  # type: ignore[attr-defined]
    assert union["discriminator"]["propertyName"] == "type"
    assert "text/event-stream" in events
    assert "application/problem+json" in str(described["paths"]["/api/pictures/{picture_id}"])


def test_every_answer_is_guarded(client: httpx.Client) -> None:
    for path in ("/", "/api/health", "/openapi.json", "/nothing"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_page_loads_nothing_from_elsewhere(client: httpx.Client) -> None:
    page = client.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert "http://" not in page.text
    assert "https://" not in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def test_every_address_inside_the_page_gives_the_page(client: httpx.Client) -> None:
    first = client.get("/")
    assert first.headers["cache-control"] == "no-cache"
    for path in ("/c/c123", "/c/c123/p/p456", "/gallery", "/gallery/p/p456?text=cat"):
        assert client.get(path).text == first.text
    assert client.get("/d/other").status_code == 404


def test_files_of_the_page_are_served_with_their_types(client: httpx.Client) -> None:
    script = re.search(r'src="(/assets/[^"]+\.js)"', client.get("/").text)
    if script is None:
        pytest.skip("the page is not built (make web)")
    answer = client.get(script[1])
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert client.get("/manifest.webmanifest").json()["start_url"] == "/"
    for name, kind in (("icon.svg", "image/svg+xml"), ("icon-180.png", "image/png")):
        assert client.get(f"/{name}").headers["content-type"] == kind
    for outside in ("/assets/nothing.js", "/assets/..%2Findex.html", "/assets/%2e%2e"):
        assert client.get(outside).status_code == 404


def test_a_page_that_was_not_built_says_how_to(studio: Studio, tmp_path: Path) -> None:
    with running(studio, tmp_path) as url, httpx.Client(base_url=url, trust_env=False) as client:
        told = client.get("/")
        assert "make web" in told.text
        assert "https://" not in told.text
        assert client.get("/icon.svg").status_code == 404


def test_words_for_scenes(client: httpx.Client) -> None:
    words = client.get("/api/words").json()
    assert {"name": "cat", "zh": "猫"} in words["kinds"]
    found = client.get("/api/words/chinese", params={"phrase": ["cat", "wearing red hat", "zzyzx"]}).json()
    assert set(found) == {"cat", "wearing red hat"}
    assert client.get("/api/words/chinese", params={"phrase": ["x"] * 101}).status_code == 422
    assert all(words[group] for group in ("colours", "sizes", "positions", "relations", "backgrounds", "styles"))


@pytest.mark.parametrize(
    ("accept", "chinese"),
    [("zh", True), ("zh-Hant-TW", True), ("en;q=0.3, zh;q=0.9", True), ("en, zh;q=0.9", False), ("fr", False)],
)
def test_language_of_the_client(client: httpx.Client, accept: str, chinese: bool) -> None:
    detail = client.get("/nothing", headers={"Accept-Language": accept}).json()["detail"]
    assert ("这里" in detail) is chinese


def test_stopping_ends_streams_and_keeps_the_turn(tmp_path: Path) -> None:
    seen: list[tuple[int, dict[str, Any]]] = []
    with httpx.Client(timeout=30, trust_env=False) as client:
        with Studio(tmp_path, painter="fake", writer="scripted") as studio:
            with running(studio) as url:
                client.base_url = httpx.URL(url)
                turn_id = send(client, "a blue fish", **SLOW)
                reader = threading.Thread(target=lambda: seen.extend(stream(client, turn_id)))
                reader.start()
                deadline = time.monotonic() + 10
                while not list(studio.events(turn_id, follow=False)) and time.monotonic() < deadline:
                    time.sleep(0.05)
                time.sleep(0.3)
            reader.join(timeout=5)
            assert not reader.is_alive()
        assert seen[-1][1]["type"] not in ("finished", "failed", "cancelled")
    with Studio(tmp_path, painter="fake", writer="scripted") as studio:
        assert len(studio.result(turn_id).pictures) == SLOW["number"]


def broken(after: int, follow: bool = True, timeout: float | None = None) -> NoReturn:
    """The events of a turn whose database cannot be read any more."""
    raise StoreFailed(path="danqing.db", detail="disk I/O error")


def test_store_that_breaks_is_told_inside_the_stream() -> None:
    answer = event_stream(broken, 0, threading.Event(), "en")

    async def read() -> str:
        return "".join([str(part) async for part in answer.body_iterator])

    text = asyncio.run(read())
    assert "event: problem\ndata: {" in text
    assert "disk I/O error" in text
