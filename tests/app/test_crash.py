"""kill -9 in the middle: nothing accepted is lost, nothing is stored twice, and the policy is asked again."""

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from danqing import Studio
from danqing.conversation.ending import MAX_ATTEMPTS
from danqing.core.errors import Cancelled, Refused, TurnFailed
from danqing.core.events import Failed, PictureReady, PromptReady, Queued
from danqing.core.protocols import Cancelled as CancelledCheck
from danqing.core.types import ApprovedPrompt, Prompt, Settings
from danqing.engine.fake import FakePainter
from danqing.language.scripted import ScriptedWriter
from danqing.safety.policy import Policy
from tests.architecture.source import ROOT


def killed_in_mid_drawing(home: Path, turns: int = 1, number: int = 1) -> list[str]:
    """The turns that a process had accepted when it was killed."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.app.victim", str(home), str(turns), str(number)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as child:
        assert child.stdout is not None
        ids = child.stdout.readline().split()
        assert child.stdout.readline() == "drawing\n"
        child.kill()
        assert child.wait() == -signal.SIGKILL
    return ids


class Counting(Policy):
    """Remembers what it was asked to approve."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def approve(self, prompt: Prompt, settings: Settings) -> ApprovedPrompt:
        self.asked.append(prompt.text)
        return super().approve(prompt, settings)


class Stricter(Policy):
    """A policy that was changed while the process was dead."""

    def approve(self, prompt: Prompt, settings: Settings) -> ApprovedPrompt:
        raise Refused(topic="other")


def test_a_killed_drawing_is_drawn_after_all(tmp_path: Path) -> None:
    ids = killed_in_mid_drawing(tmp_path, turns=3)
    (tmp_path / "pictures" / "half.part").write_bytes(b"half")
    gate = Counting()
    with Studio(tmp_path, painter=FakePainter(), writer="scripted", gate=gate) as studio:
        for turn_id in ids:
            assert len(studio.result(turn_id).pictures) == 1
            events = [stored.event for stored in studio.events(turn_id)]
            for once in (PictureReady, PromptReady, Queued):
                assert sum(isinstance(event, once) for event in events) == 1
        talk = studio.conversation(studio.turn(ids[0]).conversation_id)
        assert [turn.state for turn in talk.turns] == ["finished"] * 3
        assert len(talk.history.scenes) == 3
    assert gate.asked.count(talk.turns[0].draft.prompt.text) >= 1  # type: ignore[union-attr]
    assert len(list((tmp_path / "pictures").iterdir())) == 3


def test_pictures_of_before_the_kill_are_not_drawn_again(tmp_path: Path) -> None:
    (turn_id,) = killed_in_mid_drawing(tmp_path, number=3)
    with Studio(tmp_path, painter=FakePainter(), writer="scripted") as studio:
        drawing = studio.result(turn_id)
        ready = [stored.event for stored in studio.events(turn_id) if isinstance(stored.event, PictureReady)]
        whole = studio.draw("draw a red cat", seed=9, steps=20, number=3)
    assert [event.index for event in ready] == [0, 1, 2]
    assert [picture.sha256 for picture in drawing.pictures] == [picture.sha256 for picture in whole.pictures]


def test_what_was_drawn_together_is_drawn_after_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANQING_PARALLEL", "4")
    ids = killed_in_mid_drawing(tmp_path, turns=3, number=2)
    with Studio(tmp_path, painter=FakePainter(), writer="scripted") as studio:
        for turn_id in ids:
            assert [picture.index for picture in studio.result(turn_id).pictures] == [0, 1]
            ready = [stored.event for stored in studio.events(turn_id) if isinstance(stored.event, PictureReady)]
            assert [event.index for event in ready] == [0, 1]
    assert len(list((tmp_path / "pictures").iterdir())) == 6


def test_a_recovered_job_meets_todays_policy(tmp_path: Path) -> None:
    (turn_id,) = killed_in_mid_drawing(tmp_path)
    with Studio(tmp_path, painter=FakePainter(), writer="scripted", gate=Stricter()) as studio:
        drawing = studio.result(turn_id)
    assert (drawing.refused, drawing.pictures) == (True, ())
    assert list((tmp_path / "pictures").iterdir()) == []


def test_a_job_that_kills_every_time_is_given_up(tmp_path: Path) -> None:
    (turn_id,) = killed_in_mid_drawing(tmp_path)
    with sqlite3.connect(tmp_path / "danqing.db") as database:
        database.execute(f"UPDATE jobs SET attempts = {MAX_ATTEMPTS} WHERE lane = 'device'")
    database.close()
    with Studio(tmp_path, painter=FakePainter(), writer="scripted") as studio:
        last = list(studio.events(turn_id))[-1].event
    assert last.type == "failed"
    assert last.code == "attempts"


def put_back(home: Path, changes: str) -> None:
    """Changes rows of a folder that nobody owns."""
    with sqlite3.connect(home / "danqing.db") as database:
        database.execute(changes)
    database.close()


def waiting_turn(home: Path, text: str) -> str:
    """A turn that waits to be read: a slow one is in front of it when the studio closes."""
    with Studio(home, painter=FakePainter(), writer=Stuck()) as studio:
        talk = studio.create_conversation()
        studio.submit(talk, "a cat")
        return studio.submit(talk, text)


class Stuck(ScriptedWriter):
    """A language model that never answers."""

    id = "scripted"

    def complete(self, *_: object, cancelled: CancelledCheck = lambda: False, **__: object) -> str:
        while not cancelled():
            time.sleep(0.005)
        raise Cancelled()


def test_a_request_that_kills_every_time_is_given_up(tmp_path: Path) -> None:
    turn_id = waiting_turn(tmp_path, "一只红色的猫")
    put_back(tmp_path, f"UPDATE jobs SET attempts = {MAX_ATTEMPTS} WHERE turn_id = '{turn_id}'")
    with Studio(tmp_path, painter=FakePainter(), writer="scripted") as studio:
        with pytest.raises(TurnFailed) as caught:
            studio.result(turn_id)
        assert caught.value.code == "attempts_reading"
        assert "读取这个请求" in caught.value.text


@pytest.mark.parametrize("column", ["given", "draft"])
def test_rows_that_cannot_be_read_fail_one_turn_and_the_worker_goes_on(tmp_path: Path, column: str) -> None:
    turn_id = waiting_turn(tmp_path, "一只红色的猫")
    put_back(tmp_path, f"UPDATE turns SET {column} = 'nonsense' WHERE id = '{turn_id}'")
    with Studio(tmp_path, painter=FakePainter(), writer="scripted") as studio:
        last = list(studio.events(turn_id))[-1].event
        assert isinstance(last, Failed)
        assert (last.code, "丹青内部出错" in last.message) == ("internal", True)
        assert len(studio.draw("a cat").pictures) == 1


def test_without_the_folder_alone_a_lease_must_run_out(tmp_path: Path) -> None:
    """With a database of several processes nobody may take a running job before its lease is over."""
    from danqing.core.settings import load

    (turn_id,) = killed_in_mid_drawing(tmp_path)
    settings = load(tmp_path, database_url=f"sqlite:///{tmp_path / 'danqing.db'}", writer="scripted")
    with Studio(settings=settings, painter=FakePainter()) as studio:
        assert not any(s.event.type == "finished" for s in studio.events(turn_id, timeout=1.5))
    with sqlite3.connect(tmp_path / "danqing.db") as database:
        database.execute("UPDATE jobs SET lease_until = 1")
    database.close()
    with Studio(settings=settings, painter=FakePainter()) as studio:
        assert len(studio.result(turn_id).pictures) == 1
