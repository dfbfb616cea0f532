"""``danqing draw``: what it prints, writes, and exits with."""

import os
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.conftest import Run, only_object

KEYS = {
    "chosen",
    "entities",
    "writer",
    "fallback",
    "redraw",
    "dropped",
    "notices",
    "question",
    "reply",
    "scene",
    "edits",
    "prompt",
    "negative_prompt",
    "model",
    "seed",
    "steps",
    "guidance",
    "technique",
    "size",
    "files",
    "timings",
    "pictures",
    "refused",
    "left_out",
    "error",
}


def test_picture_is_written_where_it_was_asked_for(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "boat.png"
    done = run("draw", "夜空下的一艘红色小船", "--out", out, "--size", "128x64")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[-1] == str(out)
    with Image.open(out) as picture:
        assert picture.size == (128, 64)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["boat.png", "home"]


def test_without_out_the_path_in_the_data_folder(run: Run, home: Path) -> None:
    done = run("draw", "a red boat")
    path = Path(done.stdout.splitlines()[-1])
    assert path.is_file()
    assert path.is_relative_to(home)


def test_json_is_one_object(run: Run, tmp_path: Path) -> None:
    done = run("draw", "two red cats at night", "--json", "--seed", 7, "--steps", 5, "--out", tmp_path / "a.png")
    told = only_object(done.stdout)
    assert done.exit_code == 0
    assert set(told) == KEYS
    assert told["scene"]["subjects"][0]["count"] == 2
    assert told["edits"][0]["op"] == "add"
    assert (told["model"], told["seed"], told["steps"], told["size"]) == ("fake", 7, 5, "256x256")
    assert told["files"] == [str(tmp_path / "a.png")]
    assert set(told["timings"]) == {"language_s", "draw_s", "encode_s", "total_s"}
    assert told["timings"]["total_s"] > 0
    assert (told["refused"], told["left_out"], told["error"]) == (False, [], None)


def test_json_tells_what_a_picture_took(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANQING_ELECTRICITY_PRICE", "0.56 CNY")
    told = only_object(run("draw", "a star", "-n", 2, "--json", "--seed", 7, "--out", tmp_path / "a.png").stdout)
    first, second = told["pictures"]
    assert (first["seed"], second["seed"]) == (7, 8)
    assert first["seconds"] > 0
    assert first["cloud"] == {"amount": 0.03, "currency": "USD"}
    if first["energy_wh"] is None:  # most machines let nobody read their counters
        assert (first["energy_of"], first["cost"]) == ([], None)
    else:
        assert first["cost"] == {"amount": pytest.approx(first["energy_wh"] * 0.00056), "currency": "CNY"}


def test_several_pictures_are_numbered(run: Run, tmp_path: Path) -> None:
    done = run("draw", "a star", "-n", 3, "--out", tmp_path / "star.png")
    assert done.exit_code == 0
    assert sorted(path.name for path in tmp_path.glob("*.png")) == ["star-1.png", "star-2.png", "star-3.png"]


def test_out_may_be_a_folder(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    assert run("draw", "a star", "--out", folder).exit_code == 0
    assert len(list(folder.glob("*.png"))) == 1


def test_same_seed_same_picture(run: Run, tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        run("draw", "a star", "--seed", 3, "--metadata", "none", "--out", tmp_path / name)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


@pytest.mark.parametrize(("metadata", "told"), [("full", True), ("none", False)])
def test_metadata_in_the_file(run: Run, tmp_path: Path, metadata: str, told: bool) -> None:
    run("draw", "a star", "--metadata", metadata, "--out", tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as picture:
        assert bool(picture.info.get("parameters")) is told


@pytest.mark.parametrize(
    "arguments",
    [
        ["a cat", "--size", "0x0"],
        ["a cat", "--size", "big"],
        ["a cat", "--size", "100000x100000"],
        ["a cat", "--steps", -1],
        ["a cat", "--seed", -1],
        ["a cat", "-n", 0],
        ["a cat", "--model", "nothing"],
        ["a cat", "--writer", "nothing"],
        ["a cat", "--metadata", "some"],
        ["a cat", "--out", "missing/folder/a.png"],
        ["a cat", "--out", "picture.jpg"],
        ["a" * 100_000],
        [""],
        ["\x00\x07"],
        [],
        ["a cat", "--nothing"],
    ],
    ids=lambda arguments: " ".join(str(part)[:20] for part in arguments) or "empty",
)
def test_bad_use_is_2_with_a_sentence(run: Run, arguments: list[object]) -> None:
    done = run("draw", *arguments)
    assert done.exit_code == 2, done.output
    assert done.stderr.strip()
    assert "Traceback" not in done.output
    assert not done.stdout


@pytest.mark.parametrize("language", ["en", "zh"])
def test_errors_speak_the_users_language(run: Run, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setenv("DANQING_LANG", language)
    complaint = run("draw", "a cat", "--steps", -1).stderr
    assert any("\u4e00" <= letter <= "\u9fff" for letter in complaint) is (language == "zh")


def test_error_with_json_is_one_object_too(run: Run) -> None:
    done = run("draw", "a cat", "--steps", -1, "--json")
    told = only_object(done.stdout)
    assert done.exit_code == 2
    assert set(told) == KEYS
    assert told["error"]["code"] == "setting_invalid"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_folder_without_rights(run: Run, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    assert run("draw", "a cat", "--out", closed / "a.png").exit_code == 2


def test_refusal_is_3(run: Run) -> None:
    done = run("draw", "porn", "--json")
    told = only_object(done.stdout)
    assert done.exit_code == 3
    assert told["refused"]
    assert told["reply"]
    assert told["files"] == []


def test_nothing_to_draw_is_1_with_the_reason(run: Run) -> None:
    done = run("draw", "a portrait of my grandmother")
    assert done.exit_code == 1
    assert "grandmother" in done.stdout


def test_emoji_and_strange_letters_are_taken(run: Run) -> None:
    done = run("draw", "a 🔴 red cat 𝒜\u200d\ufeff, please")
    assert done.exit_code == 0, done.output


def test_unusable_data_folder_is_said(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("DANQING_HOME", str(tmp_path / "file"))
    done = run("draw", "a cat")
    assert done.exit_code == 1
    assert "DANQING_HOME" in done.stderr


def test_missing_weights_are_said(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "empty_model"
    folder.mkdir()
    done = run("draw", "a cat", "--model", folder)
    assert done.exit_code in (1, 2)
    assert "empty_model" in done.stderr
    assert "Traceback" not in done.output


def test_drawing_starts_from_a_file_and_keeps_to_a_mask(run: Run, tmp_path: Path) -> None:
    base, mask, out = tmp_path / "base.jpg", tmp_path / "mask.png", tmp_path / "out.png"
    Image.new("RGB", (128, 64), "red").save(base, quality=100)
    painted = Image.new("L", (128, 64), 0)
    painted.paste(255, (0, 0, 64, 64))
    painted.save(mask)
    done = run("draw", "一只猫", "--base", base, "--mask", mask, "--strength", "0.9", "--size", "128x64", "--out", out)
    assert done.exit_code == 0, done.output
    with Image.open(out) as drawn:
        assert drawn.convert("RGB").crop((64, 0, 128, 64)).getcolors() == [(64 * 64, (254, 0, 0))]
        assert len(drawn.convert("RGB").crop((0, 0, 64, 64)).getcolors() or []) != 1


@pytest.mark.parametrize(
    ("options", "code", "word"),
    [
        (("--base", "nowhere.png"), 2, "nowhere.png"),
        (("--base", "p-unknown"), 1, "p-unknown"),
        (("--mask", "nowhere.png"), 2, "nowhere.png"),
        (("--strength", "2"), 2, "strength"),
        (("--strength", "0"), 2, "above 0"),
        (("--strength", "0.4"), 2, "strength 表示"),
        (("--base", __file__), 2, "test_draw.py: This is no picture"),
        (("--control", f"canny:{__file__}"), 2, "test_draw.py"),
    ],
)
def test_what_it_cannot_start_from_is_said(run: Run, options: tuple[str, ...], code: int, word: str) -> None:
    done = run("draw", "一只猫", *options)
    assert done.exit_code == code
    assert word in done.stderr


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("option", [("--init", "{}"), ("--mask", "{}"), ("--control", "depth:{}:0.5")], ids=str)
def test_a_folder_is_no_picture(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: tuple[str, str], language: str
) -> None:
    monkeypatch.setenv("DANQING_LANG", language)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "maps").mkdir()
    for name in ("maps", str(tmp_path / "maps")):
        done = run("draw", "a cat", option[0], option[1].format(name))
        said = f"{name} is a folder" if language == "en" else f"{name} 是文件夹"
        assert (done.exit_code, said in done.stderr) == (2, True), done.output
