"""The engine's tools in the terminal: how they are typed, and that they arrive."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from danqing.cli.outcome import Outcome
from danqing.cli.rows import read_rows
from danqing.cli.technique import read_technique
from danqing.cli.tuning import after_picture, is_tool, tuned
from danqing.core.errors import BadInput
from danqing.core.technique import PLAIN, Control, LoraUse, Margins, Technique, Variation
from danqing.core.types import DrawOptions
from tests.cli.conftest import Run, only_object


def test_everything_that_can_be_typed() -> None:
    assert read_technique(
        sampler="Euler-A",
        clip_skip=2,
        lora=["ink", "neon:-0.5", "sd:turbo:1.2"],
        control=["pose:dancer.png:0.8", "depth:C:\\maps\\room.png", "canny:i0123"],
        highres=1.5,
        outpaint="left=64, right=128",
        variation="7:.3",
    ) == Technique(
        sampler="euler-a",
        clip_skip=2,
        loras=(LoraUse("ink"), LoraUse("neon", -0.5), LoraUse("sd:turbo", 1.2)),
        controls=(
            Control("pose", "dancer.png", 0.8),
            Control("depth", "C:\\maps\\room.png"),
            Control("canny", "i0123"),
        ),
        highres=1.5,
        outpaint=Margins(left=64, right=128),
        variation=Variation(7, 0.3),
    )
    assert read_technique(outpaint="64").outpaint == Margins(64, 64, 64, 64)
    assert read_technique() == PLAIN


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"sampler": "ddpm"}, "choice_invalid"),
        ({"lora": [":0.5"]}, "lora_typed"),
        ({"control": ["pose"]}, "control_typed"),
        ({"control": ["edges:a.png"]}, "control_typed"),
        ({"outpaint": "middle=8"}, "outpaint_typed"),
        ({"outpaint": "left=8,left=16"}, "outpaint_typed"),
        ({"outpaint": "left=12"}, "margin_invalid"),
        ({"variation": "7"}, "variation_typed"),
        ({"variation": "7:1.5"}, "setting_invalid"),
        ({"highres": 9.0}, "highres_invalid"),
        ({"lora": ["ink:nan"]}, "setting_invalid"),
        ({"lora": ["ink:-inf"]}, "setting_invalid"),
        ({"lora": ["ink:1e9"]}, "setting_invalid"),
        ({"control": ["pose:a.png:nan"]}, "setting_invalid"),
    ],
)
def test_what_cannot_be_read_or_done(given: dict[str, Any], key: str) -> None:
    with pytest.raises(BadInput) as raised:
        read_technique(**given)
    assert raised.value.key == key
    assert raised.value.message("zh") != raised.value.message("en")


def picture(path: Path) -> Path:
    Image.new("RGB", (64, 64), (200, 60, 40)).save(path)
    return path


def test_draw_hands_them_on(run: Run, tmp_path: Path) -> None:
    file = picture(tmp_path / "dancer.png")
    options = ["--sampler", "heun", "--clip-skip", 2, "--control", f"pose:{file}:0.8", "--variation", "9:0.25"]
    done = run("draw", "a red cat", "--json", "--guidance", 4.5, "--init", file, "--strength", 0.5, *options)
    assert done.exit_code == 0, done.output
    told = only_object(done.stdout)
    technique = told["technique"]
    (control,) = technique.pop("controls")
    assert told["guidance"] == 4.5
    assert (control["kind"], control["weight"], control["image"][0]) == ("pose", 0.8, "i")
    assert technique == {
        "sampler": "heun", "clip_skip": 2, "loras": [], "highres": None, "outpaint": None,
        "variation": {"seed": 9, "amount": 0.25},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--sampler", "ddpm"), "choose one of: euler, euler-a"),
        (("--highres", "2"), "It takes: sampler, control, lora, clip-skip, variation."),
        (("--outpaint", "64"), "Canvas can only be added around a picture"),
        (("--lora", "ink:0.5"), "There is no LoRA ink"),
        (("--lora", "ink:nan"), "LoRA ink: weight is nan; it must be from -2 to 2"),
        (("--lora", "ink:inf"), "LoRA ink: weight is inf"),
        (("--lora", "ink:abc"), "“abc” is no weight for the LoRA ink"),
        (("--control", "pose:nowhere.png"), "nowhere.png cannot be read"),
    ],
)
def test_draw_says_what_is_wrong(run: Run, options: tuple[str, ...], words: str) -> None:
    done = run("draw", "a red cat", *options)
    assert done.exit_code == 2
    assert words in done.stderr


def test_a_lora_in_the_words_is_looked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANQING_LANG", "zh")
    done = run("draw", "一只猫 <lora:水墨:0.8>")
    assert done.exit_code == 2
    assert "没有名为 水墨 的 LoRA" in done.stderr


def test_prompt_shows_them(run: Run) -> None:
    done = run("prompt", "a red cat", "--json", "--sampler", "unipc", "--guidance", 2)
    settings = only_object(done.stdout)["settings"]
    assert (settings["guidance"], settings["technique"]["sampler"]) == (2, "unipc")


def test_columns_of_a_batch(tmp_path: Path) -> None:
    file = picture(tmp_path / "pose.png")
    rows = [
        {"text": "a", "lora": ["ink:0.5", "neon"], "control": "pose:pose.png:0.5; depth:i1", "clip-skip": 2},
        {"text": "b", "guidance": 4.5, "strength": 0.4, "base": "pose.png", "mask": "elsewhere.png", "highres": "1.5"},
        {"text": "c", "outpaint": "left=64;top=8", "variation": "3:0.5", "sampler": "ddim"},
        {"text": "d", "sampler": "ddpm"},
        {"text": "e", "highres": "big"},
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    first, second, third, *bad = read_rows(tmp_path / "rows.jsonl")
    assert first.options.technique == Technique(
        clip_skip=2,
        loras=(LoraUse("ink", 0.5), LoraUse("neon")),
        controls=(Control("pose", str(file), 0.5), Control("depth", "i1")),
    )
    assert second.options == DrawOptions(
        guidance=4.5, strength=0.4, base=str(file), mask="elsewhere.png", technique=Technique(highres=1.5)
    )
    assert third.options.technique == Technique(
        sampler="ddim", outpaint=Margins(left=64, top=8), variation=Variation(3, 0.5)
    )
    assert [row.error and row.error.key for row in bad] == ["choice_invalid", "cell_no_number"]


def test_a_batch_draws_with_them(run: Run, tmp_path: Path) -> None:
    picture(tmp_path / "pose.png")
    (tmp_path / "rows.csv").write_text(
        "text,init,control,sampler\na cat,pose.png,pose:pose.png,lcm\n", encoding="utf-8"
    )
    assert run("batch", "rows.csv", "--out", "pictures").exit_code == 0
    (row,) = map(json.loads, (tmp_path / "pictures" / "manifest.jsonl").read_text(encoding="utf-8").splitlines())
    assert row["technique"]["sampler"] == "lcm"
    assert row["technique"]["controls"][0]["image"].startswith("i")


def test_a_strength_of_a_batch_needs_a_picture(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("text,strength\na cat,0.4\na cat,\n", encoding="utf-8")
    done = run("batch", "rows.csv", "--out", "pictures")
    assert done.exit_code == 1, done.output
    first, second = map(json.loads, (tmp_path / "pictures" / "manifest.jsonl").read_text("utf-8").splitlines())
    assert (first["error"]["code"], second["error"]) == ("strength_alone", None)


def test_commands_of_a_chat_set_and_reset() -> None:
    options = DrawOptions(seed=1)
    for name, value in {
        "sampler": "ddim", "lora": "ink:0.5 neon", "control": "pose:p1", "clip-skip": "2", "highres": "2",
        "variation": "3:0.5", "guidance": "4", "negative": "blurry", "init": "p1", "outpaint": "8",
    }.items():  # fmt: skip
        assert is_tool(name)
        options = tuned(options, name, value)
    assert options.technique == Technique(
        "ddim", 2, (LoraUse("ink", 0.5), LoraUse("neon")), (Control("pose", "p1"),), 2, Margins(8, 8, 8, 8),
        Variation(3, 0.5),
    )  # fmt: skip
    assert (options.base, options.guidance, options.negative) == ("p1", 4, "blurry")
    kept = after_picture(options)
    assert kept == replace(options, base=None, technique=replace(options.technique, outpaint=None))
    for name in ("sampler", "lora", "control", "clip-skip", "highres", "variation", "guidance", "negative"):
        kept = tuned(kept, name, "")
    assert kept == DrawOptions(seed=1)
    assert not is_tool("undo")


def test_a_chat_draws_with_them(run: Run, tmp_path: Path) -> None:
    picture(tmp_path / "sketch.png")
    lines = ["/sampler ddpm", "/sampler ddim", "/init sketch.png", "a red cat", "/clip-skip many", "/sampler", "/help"]
    done = run("chat", input="\n".join([*lines, "/quit"]) + "\n")
    assert done.exit_code == 0, done.output
    assert "choose one of: euler" in done.stdout
    assert "sampler: ddim\n" in done.stdout
    assert "init: sketch.png, for the next picture" in done.stdout
    assert "clip-skip is many; write a whole number" in done.stdout
    assert "sampler: left to the model" in done.stdout
    assert "/control KIND:FILE" in done.stdout


def test_a_strength_of_a_chat_waits_for_the_first_picture(run: Run) -> None:
    lines = ["/strength 0.4", "a red cat", "make it blue", "/new", "a red cat", "/quit"]
    done = run("chat", input="\n".join(lines) + "\n")
    assert done.stdout.count(".png") == 3, done.output


def test_far_and_near_are_alike(run: Run, server: str) -> None:
    done = run("draw", "a red cat", "--json", "--sampler", "heun")
    assert only_object(done.stdout)["technique"]["sampler"] == "heun"
    assert server
    shown = only_object(run("prompt", "a red cat", "--json", "--clip-skip", 2).stdout)
    assert shown["settings"]["technique"]["clip_skip"] == 2


def test_what_was_not_drawn_has_no_technique() -> None:
    assert Outcome().as_json(())["technique"] is None
