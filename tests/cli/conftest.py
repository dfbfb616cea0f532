"""The command line in a data folder of its own, with doubles for models, in English."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from danqing.cli.main import app

SETTINGS = {"DANQING_LANG": "en", "DANQING_PAINTER": "fake", "DANQING_WRITER": "scripted", "NO_COLOR": "1"}
Run = Callable[..., Result]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder that every command of the test uses."""
    folder = tmp_path / "home"
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DANQING_HOME", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def run(home: Path) -> Run:
    """Runs a command in this process."""
    return lambda *arguments, **more: CliRunner().invoke(app, [str(part) for part in arguments], **more)


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Starts a command as a process of its own; what still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def begin(*arguments: object) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "danqing", *map(str, arguments)]
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def server(start: Start, home: Path) -> Iterator[str]:
    """The address of a ``danqing serve`` that owns the data folder; it ends as Ctrl-C ends it."""
    process = start("serve", "--port", 0)
    url = wait_for_url(home)
    yield url
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=15)
    assert process.returncode == 0, errors
    assert "Stopped" in errors
    assert "Traceback" not in errors


def wait_for_url(home: Path) -> str:
    """What the owner of the folder has announced."""
    from danqing.store.folder import owner

    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        found = owner(home)
        if found is not None and found.url:
            return found.url
        time.sleep(0.05)
    raise AssertionError("no server announced itself")


def only_object(text: str) -> dict[str, Any]:
    """The one JSON object on stdout, and nothing beside it."""
    value = json.loads(text)
    assert isinstance(value, dict)
    assert text.count("\n") == 1
    return value
