"""A whole store in a fresh folder, on SQLite always and on PostgreSQL where one answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.parts import Clock, Parts, open_parts
from tests.store.postgres import empty_schema


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
    else:
        yield from empty_schema()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def parts(url: str, tmp_path: Path, clock: Clock) -> Iterator[Parts]:
    with open_parts(url, tmp_path / "home", clock) as opened:
        yield opened
