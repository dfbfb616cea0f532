"""Whole turns with PostgreSQL as the database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from danqing import Studio
from danqing.core.settings import load
from danqing.engine.fake import FakePainter
from tests.store.postgres import empty_schema


@pytest.fixture
def address() -> Iterator[str]:
    yield from empty_schema()


def test_a_dialogue_on_postgresql(address: str, tmp_path: Path) -> None:
    settings = load(tmp_path, database_url=address, writer="scripted")
    with Studio(settings=settings, painter=FakePainter()) as studio:
        talk = studio.create_conversation()
        assert studio.draw("夜空下的一艘红色小船", conversation=talk, number=2).pictures
        assert studio.draw("把它变成蓝色", conversation=talk).scene.subjects[0].colour == "blue"
    with Studio(settings=settings, painter=FakePainter()) as studio:
        assert [len(turn.pictures) for turn in studio.conversation(talk).turns] == [2, 1]


def test_two_homes_share_one_database(address: str, tmp_path: Path) -> None:
    """Each draws what it claims; every turn is drawn once."""
    one, two = (load(tmp_path / name, database_url=address, writer="scripted") for name in ("one", "two"))
    with Studio(settings=one, painter=FakePainter()) as first, Studio(settings=two, painter=FakePainter()) as second:
        turns = [studio.submit(studio.create_conversation(), "a cat") for studio in (first, second) * 4]
        for turn_id in turns:
            events = [stored.event.type for stored in second.events(turn_id)]
            assert events.count("picture_ready") == 1
            assert events[-1] == "finished"
