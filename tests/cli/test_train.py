"""danqing train lora: bad input in both languages, events as JSON, Ctrl-C and going on."""

import json
import signal
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.cli.conftest import Run, Start

QUICK = ("--trigger", "zq", "--rank", "2", "--sample-every", "0", "--save-every", "0", "--device", "cpu")


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for i in range(3):
        image = Image.new("RGB", (256, 256), (30, 60, 160))
        ImageDraw.Draw(image).ellipse((60 + i, 60, 190, 190), fill=(220, 40, 40))
        image.save(folder / f"disc-{i}.png")
    return folder


def test_bad_input_is_a_sentence(run: Run, home: Path, pictures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (pictures / "disc-1.png").write_bytes(b"no picture")
    told = run("train", "lora", pictures, *QUICK)
    assert told.exit_code == 2
    assert "disc-1.png cannot be read" in told.stderr
    monkeypatch.setenv("DANQING_LANG", "zh")
    told = run("train", "lora", "nowhere", *QUICK)
    assert told.exit_code == 2
    assert "没有文件夹" in told.stderr
    assert not (home.parent / "lora-zq").exists()


def test_events_as_json(run: Run, home: Path, pictures: Path) -> None:
    done = run("train", "lora", pictures, *QUICK, "--steps", "2", "--out", "made", "--json")
    assert done.exit_code == 0, done.output
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["event"] for row in told if row["event"] != "preparing"] == [
        "begun", "stepped", "stepped", "saved", "ended",
    ]  # fmt: skip
    assert told[-1]["complete"] is True
    assert Path(told[-1]["path"]).samefile(home.parent / "made" / "lora.safetensors")


@pytest.mark.slow
def test_ctrl_c_keeps_a_checkpoint_that_is_gone_on_from(run: Run, start: Start, home: Path, pictures: Path) -> None:
    process = start("train", "lora", pictures, *QUICK, "--steps", "2000", "--out", "made", "--json")
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line)["event"] == "stepped":
            break
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130, err
    told = [json.loads(line) for line in out.splitlines()]
    ended = told[-1]
    assert ended["event"] == "ended" and ended["complete"] is False
    folders = list((home.parent / "made" / "checkpoints").iterdir())
    assert [folder.name for folder in folders] == [f"step-{ended['step']:06d}"]
    more = str(ended["step"] + 1)
    refused = run("train", "lora", pictures, *QUICK, "--steps", more, "--out", "made")
    assert refused.exit_code == 2 and "--resume" in refused.stderr
    resumed = run("train", "lora", pictures, *QUICK, "--steps", more, "--out", "made", "--resume")
    assert resumed.exit_code == 0, resumed.output
    assert "lora.safetensors" in resumed.stdout
