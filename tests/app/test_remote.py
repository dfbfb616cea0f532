"""Whole turns with a language model on a server: the bundled writer behind HTTP, and servers that fail."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import Response

from danqing import Studio
from danqing.core.errors import Cancelled
from danqing.core.events import SceneChanged
from danqing.core.scene import Scene, Subject
from danqing.core.types import DrawOptions
from danqing.models.registry import add
from tests.language.remote.peer import Answer, Peer, raw, serving, status
from tests.language.remote.starter_peer import StarterPeer
from tests.threads import two_threads

__all__ = ["two_threads"]


def test_the_bundled_writer_behind_a_server_draws(tmp_path: Path) -> None:
    peer = StarterPeer()
    with serving(peer.app()) as url:
        add(tmp_path, "remote", {"url": url, "model": "danqing-writer", "wire": "starter"})
        with Studio(tmp_path, writer="remote") as studio:
            talk = studio.create_conversation()
            first = studio.draw("夜空下的一艘红色小船", conversation=talk, seed=1)
            second = studio.draw("make it blue", conversation=talk)
    assert first.scene == Scene((Subject("s1", "boat", colour="red", size="small"),), background="night")
    assert second.scene.subjects[0].colour == "blue"
    assert len(first.pictures) == len(second.pictures) == 1
    assert len(peer.answered) == 2
    assert peer.bodies[0]["response_format"]["type"] == "json_schema"
    assert [message["role"] for message in peer.bodies[1]["messages"]] == ["system", "user", "assistant", "user"]


def changed(studio: Studio, text: str, writer: str | None = None) -> SceneChanged:
    """What became of the scene in a turn of its own."""
    turn_id = studio.submit(studio.create_conversation(), text, DrawOptions(writer=writer))
    return next(stored.event for stored in studio.events(turn_id) if isinstance(stored.event, SceneChanged))


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (status(401), "key"),
        (status(500, "out of memory"), "out of memory"),
        (raw("<html>", "text/html"), "OpenAI"),
        (raw('{"choices":[{"message":{"content":"I am sorry, but as an AI"}}]}'), "no usable answer"),
        (raw('{"choices":[{"message":{"content":""}}]}'), "no usable answer"),
    ],
)
def test_whatever_goes_wrong_the_rules_write_and_the_event_says_so(answer: Answer, reason: str, tmp_path: Path) -> None:
    with serving(Peer(answer).app()) as url:
        add(tmp_path, "mine", {"url": url, "model": "mine"})
        with Studio(tmp_path, painter="fake", writer="mine") as studio:
            event = changed(studio, "a red boat at night")
    assert event.writer == "composer"
    assert event.fallback is not None and reason in event.fallback


def test_a_server_that_is_down_or_not_allowed_stops_no_turn(tmp_path: Path) -> None:
    add(tmp_path, "down", {"url": "http://127.0.0.1:9/v1", "model": "m"})
    add(tmp_path, "far", {"url": "http://gpu.example/v1", "model": "m"})
    with Studio(tmp_path, painter="fake", writer="down") as studio:
        studio.prepare()
        for writer, reason in (("down", "127.0.0.1:9"), ("far", "gpu.example")):
            event = changed(studio, "一艘红色的船", writer)
            assert event.writer == "composer"
            assert reason in (event.fallback or "")


def test_a_general_model_is_asked_in_its_own_wire(tmp_path: Path) -> None:
    peer = Peer(models=({"id": "mine", "max_model_len": 4096},))
    peer.answers = [peer.streaming('[{"op":"add","id":"s1","kind":"boat","colour":"red"}]')]
    with serving(peer.app()) as url:
        add(tmp_path, "mine", {"url": url, "model": "mine"})
        with Studio(tmp_path, painter="fake", writer="mine") as studio:
            event = changed(studio, "a red boat")
    assert (event.writer, event.fallback) == ("mine", None)
    assert peer.bodies[0]["messages"][-1]["content"].endswith("Request: a red boat")


def test_cancelling_a_turn_frees_the_server(tmp_path: Path) -> None:
    peer = Peer()
    begun = threading.Event()
    slow = peer.streaming(*["x"] * 1000, pause=0.05)

    def answer(body: dict[str, Any]) -> Response:
        begun.set()
        return slow(body)

    peer.answers = [answer]
    with serving(peer.app()) as url:
        add(tmp_path, "mine", {"url": url, "model": "mine"})
        with Studio(tmp_path, painter="fake", writer="mine") as studio:
            turn_id = studio.submit(studio.create_conversation(), "a red boat")
            assert begun.wait(10)
            asked = time.monotonic()
            studio.cancel(turn_id)
            with pytest.raises(Cancelled):
                studio.result(turn_id)
            assert peer.gone.wait(1)
            assert time.monotonic() - asked < 0.5
