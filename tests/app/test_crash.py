"""kill -9 in the middle: nothing accepted is lost, nothing is stored twice, and the policy is asked again."""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

from danqing import Studio
from danqing.conversation.finish import MAX_ATTEMPTS
from danqing.core.errors import Refused
from danqing.core.events import PictureReady, PromptReady, Queued
from danqing.core.types import ApprovedPrompt, Prompt, Settings
from danqing.engine.fake import FakePainter
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
