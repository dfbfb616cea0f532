"""The command line as processes: Ctrl-C, two at once, beside a server."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from danqing.core.training import Training
from danqing.store.folder import Folder
from danqing.store.trainings import TrainingStore
from tests.cli.conftest import Run, Start, only_object, wait_for_url

SLOW = ("--steps", 150, "--size", "2048x2048", "-n", 16)


def wait_until_drawing(home: Path) -> None:
    """Until the process that owns the folder has begun to store pictures."""
    deadline = time.monotonic() + 20
    while not any((home / "pictures").glob("*.png")):
        assert time.monotonic() < deadline, "nothing was drawn"
        time.sleep(0.02)


def test_ctrl_c_is_130_and_leaves_nothing_half_written(start: Start, home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    process = start("draw", "a red cat", "--out", out, *SLOW)
    wait_until_drawing(home)
    process.send_signal(signal.SIGINT)
    stdout, errors = process.communicate(timeout=20)
    assert process.returncode == 130, errors
    assert "Cancelled" in errors
    assert "Traceback" not in errors
    assert not stdout
    assert list(out.iterdir()) == []
    assert not [path for path in home.rglob("*") if path.suffix in (".part", ".tmp")]


def test_drawing_goes_on_after_ctrl_c_of_another(start: Start, home: Path, run: Run) -> None:
    process = start("draw", "a red cat", *SLOW)
    wait_until_drawing(home)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert run("draw", "a star").exit_code == 0


def test_second_process_on_the_folder_is_told(start: Start, home: Path, run: Run) -> None:
    start("draw", "a red cat", *SLOW)
    wait_until_drawing(home)
    done = run("draw", "a star")
    assert done.exit_code == 1
    assert "DANQING_HOME" in done.stderr


def test_a_second_server_is_told_of_the_first(server: str, run: Run) -> None:
    done = run("serve", "--port", 0)
    assert done.exit_code == 1
    assert server in done.stderr


@pytest.mark.parametrize("option", [("--lowvram",), ("--compile", "off")])
def test_memory_and_speed_are_the_business_of_the_server(server: str, run: Run, option: tuple[str, ...]) -> None:
    done = run("draw", "a cat", *option)
    assert done.exit_code == 2
    assert server in done.stderr


def test_draw_beside_a_server_is_sent_there(server: str, start: Start, tmp_path: Path) -> None:
    out = tmp_path / "cat.png"
    process = start("draw", "两只红色的猫", "--seed", 5, "--json", "--out", out)
    stdout, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    told = only_object(stdout)
    assert told["seed"] == 5
    assert told["files"] == [str(out)]
    assert out.read_bytes().startswith(b"\x89PNG")


def test_errors_of_the_server_read_as_our_own(server: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    near = run("draw", "a cat", "--steps", -1)
    assert near.exit_code == 2
    assert "steps" in near.stderr
    assert run("draw", "porn").exit_code == 3
    monkeypatch.setenv("DANQING_LANG", "zh")
    assert "没有名为" in run("draw", "a cat", "--model", "nothing").stderr


def test_proxies_of_the_environment_are_passed_over(server: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert run("draw", "a cat").exit_code == 0


def test_ctrl_c_cancels_the_turn_at_the_server(server: str, start: Start, home: Path, run: Run) -> None:
    process = start("draw", "a red cat", *SLOW)
    wait_until_drawing(home)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130, errors
    begun = time.monotonic()
    assert run("draw", "a star").exit_code == 0
    assert time.monotonic() - begun < 5


def test_chat_beside_a_server(server: str, run: Run, tmp_path: Path) -> None:
    done = run("chat", input=f"a red cat\nat night instead\n2\n/undo\n/save {tmp_path / 'cat.png'}\n")
    assert done.exit_code == 0, done.output
    assert "style: watercolour" in done.stdout, "a next step, by its number"
    assert (tmp_path / "cat.png").is_file()


def test_port_in_use_is_said(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("serve", "--port", taken.getsockname()[1])
    assert done.exit_code == 1
    assert "--port" in done.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "danqing.example"])
def test_other_machines_are_refused(run: Run, host: str) -> None:
    done = run("serve", "--host", host)
    assert done.exit_code == 2
    assert "127.0.0.1" in done.stderr


def test_the_network_is_let_in_with_a_warning(start: Start, home: Path, run: Run) -> None:
    process = start("serve", "--lan", "--port", 0)
    url = wait_for_url(home)
    assert url.startswith("http://127.0.0.1:")
    done = run("draw", "a cat", "--json")
    assert only_object(done.stdout)["model"] == "fake"
    process.terminate()
    _, errors = process.communicate(timeout=15)
    assert "no accounts" in errors


def test_server_without_models(start: Start, home: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.delenv("DANQING_PAINTER")
    monkeypatch.delenv("DANQING_WRITER")
    process = start("serve", "--port", 0, "--fake")
    wait_for_url(home)
    done = run("draw", "a cat", "--json")
    assert only_object(done.stdout)["model"] == "fake"
    process.terminate()
    _, errors = process.communicate(timeout=15)
    assert process.returncode == 0, errors


def test_a_server_takes_up_what_was_being_trained(start: Start, home: Path) -> None:
    order = Training("", "zq", "gone", {"trigger": "zq", "steps": 9}, 0, "en", 1.0, state="running")
    with Folder(home) as folder:
        training_id = TrainingStore(folder).add(order, [])
    start("serve", "--port", 0)
    place = f"{wait_for_url(home)}/api/trainings/{training_id}/events"
    *_, last = [line for line in httpx.get(place, timeout=60, trust_env=False).text.splitlines() if "data" in line]
    assert '"model_unknown"' in last


def test_dead_server_is_no_owner(start: Start, home: Path, run: Run) -> None:
    process = start("serve", "--port", 0)
    wait_for_url(home)
    process.kill()
    process.communicate()
    assert run("draw", "a cat").exit_code == 0


def test_offline_proof_counts_no_attempt(start: Start) -> None:
    process = start("doctor", "--offline", "--json")
    stdout, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    told = only_object(stdout)
    assert told["attempts"] == []
    assert told["pictures"] == 1


def test_offline_proof_does_count() -> None:
    code = (
        "import socket\nfrom danqing.cli.offline import NetworkDenied, deny_network\n"
        "attempts = deny_network()\n"
        "for reach in (socket.create_connection, lambda place: socket.getaddrinfo(*place)):\n"
        "    try:\n        reach(('192.0.2.1', 80))\n"
        "    except NetworkDenied:\n        print('denied')\n"
        "print(len(attempts))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.split() == ["denied", "denied", "2"]
