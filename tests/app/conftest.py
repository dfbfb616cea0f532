"""A studio with the shipped doubles: at once, and slow enough to be caught at work."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from danqing import Studio
from danqing.engine.fake import FakePainter


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with Studio(tmp_path, painter=FakePainter(), writer="scripted") as opened:
        yield opened


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Studio]:
    with Studio(tmp_path, painter=FakePainter(delay=0.03), writer="scripted") as opened:
        yield opened
