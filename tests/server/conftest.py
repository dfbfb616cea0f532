"""A real server on loopback around a Studio of doubles, and a client for it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from danqing import Studio
from danqing.cli.serve import listening
from danqing.server.app import create_app
from danqing.server.running import Server, url_of


@contextmanager
def running(studio: Studio, static: Path | None = None, lan: bool = False) -> Iterator[str]:
    """The address of a server in a thread, stopped as Ctrl-C stops it. ``static``: in the place of the built page."""
    with listening("127.0.0.1", 0) as door:
        server = Server(create_app(studio, static, lan=lan))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        deadline = time.monotonic() + 10
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        try:
            yield url_of(door)
        finally:
            server.should_exit = True
            thread.join(timeout=10)
            assert not thread.is_alive(), "the server did not stop"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def studio(home: Path) -> Iterator[Studio]:
    with Studio(home, painter="fake", writer="scripted") as opened:
        yield opened


@pytest.fixture(scope="module")
def url(studio: Studio) -> Iterator[str]:
    with running(studio) as address:
        yield address


@pytest.fixture
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as opened:
        yield opened
