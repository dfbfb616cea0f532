"""The other commands, and what holds for all of them."""

import json
import sqlite3
import string
import subprocess
import sys
import time
from pathlib import Path

import pytest

from danqing import __version__
from danqing.cli.columns import aligned
from danqing.cli.examination import sized
from danqing.cli.inline import find_style, half_blocks, kitty
from danqing.cli.memory import memory_settings
from danqing.cli.texts import TEXTS, ui_language
from danqing.core.settings import load
from danqing.models import catalog
from tests.cli.conftest import Run, only_object

COMMANDS = [
    "draw",
    "prompt",
    "chat",
    "serve",
    "batch",
    "doctor",
    "bench",
    "bench gpu",
    "eval starter",
    "eval entities",
    "eval facts",
    "models list",
    "models pull",
    "models inspect",
    "models check",
    "models scan",
    "models outdated",
    "models update",
    "library list",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shows_an_example(run: Run, command: str) -> None:
    shown = run(*command.split(), "--help")
    assert shown.exit_code == 0
    assert f"danqing {command}" in shown.stdout
    assert not [letter for letter in shown.stdout if ord(letter) > 0x1F000]  # the library reads :ID: as an emoji


def test_help_is_quick_and_light() -> None:
    code = (
        "import sys\nfrom danqing.cli.main import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'torch', 'diffusers', 'transformers', 'pydantic', 'sqlalchemy', 'PIL', 'fastapi'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        times.append(time.perf_counter() - begun)
        assert done.stdout.splitlines()[-1] == "[]"
    assert min(times) < 1.0  # 0.2 s on an idle machine; the tests share theirs


def test_version(run: Run) -> None:
    assert run("--version").stdout.strip() == f"danqing {__version__}"


def test_no_command_shows_the_help(run: Run) -> None:
    shown = run()
    assert "draw" in shown.output


def test_models(run: Run) -> None:
    rows = json.loads(run("models", "list", "--json").stdout)
    assert {"id": "fake", "role": "painter", "state": "ready", "detail": "", "in_use": True} in rows
    assert "scripted" in run("models", "list").stdout


@pytest.mark.parametrize("language", ["en", "zh"])
def test_doctor_in_words(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setenv("DANQING_LANG", language)
    done = run("doctor")
    assert done.exit_code == 0, done.output
    assert str(home) in done.stdout
    assert "scripted" in done.stdout
    assert ("丹青" in done.stdout) is (language == "zh")


def test_doctor_names_what_is_wrong(run: Run) -> None:
    done = run("doctor", "--json", "--model", "nothing")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert "nothing" in told["problems"][0]
    assert told["cores"] >= 1
    assert told["disk_free"] > 0


def test_chat_from_a_pipe(run: Run, tmp_path: Path) -> None:
    lines = [
        "a red cat",
        "/seed 9",
        "/seed nine",
        "/seed",
        "at night instead",
        "/undo",
        "/redo",
        "/save",
        "/save cat.jpg",
        f"/save {tmp_path / 'cat.png'}",
        "/new",
        "/nothing",
        "porn",
        "/help",
        "",
        "/quit",
        "never read",
    ]
    done = run("chat", input="\n".join(lines))
    assert done.exit_code == 0, done.output
    assert (tmp_path / "cat.png").read_bytes().startswith(b"\x89PNG")
    for said in ("Seed: 9", "whole number", "at random", "Say where to", ".png", "empty scene", "/nothing", "/undo  "):
        assert said in done.stdout
    assert "Traceback" not in done.output


def test_a_chat_without_a_request_leaves_nothing_behind(run: Run, home: Path) -> None:
    assert run("chat", input="/save a.png\n/new\n").exit_code == 0
    with sqlite3.connect(home / "danqing.db") as database:
        assert database.execute("select count(*) from conversations").fetchone() == (0,)


def test_unexpected_error_is_a_sentence(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANQING_PORT", "port")
    done = run("draw", "a cat")
    assert done.exit_code == 2
    assert "port" in done.stderr
    assert "Traceback" not in done.output


@pytest.mark.parametrize("key", TEXTS)
def test_texts_fit_in_both_languages(key: str) -> None:
    fields = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in TEXTS[key]]
    assert fields[0] == fields[1]


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"DANQING_LANG": "zh"}, "zh"),
        ({"DANQING_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "zh_TW.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
    ],
)
def test_language_of_the_terminal(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str) -> None:
    for name in ("DANQING_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ui_language() == language


@pytest.mark.parametrize(
    ("environment", "is_terminal", "style"),
    [
        ({"TERM": "xterm-kitty"}, True, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, True, "kitty"),
        ({"TERM": "xterm-256color"}, True, "blocks"),
        ({"TERM": "dumb"}, True, "none"),
        ({"TERM": "xterm-kitty"}, False, "none"),
    ],
)
def test_what_the_terminal_can_show(environment: dict[str, str], is_terminal: bool, style: str) -> None:
    assert find_style(environment, is_terminal) == style


def test_pictures_inline(run: Run, tmp_path: Path) -> None:
    run("draw", "a star", "--out", tmp_path / "a.png")
    png = (tmp_path / "a.png").read_bytes()
    lines = half_blocks(png, 20).splitlines()
    assert len(lines) == 10
    assert all(line.count("▀") == 20 and line.endswith("\x1b[0m") for line in lines)
    shown = kitty(png)
    assert shown.startswith("\x1b_Ga=T,f=100,q=2,m=")
    assert shown.rstrip().endswith("\x1b\\")
    assert "m=0" in shown


ABSENT = "no weights of the starter"


@pytest.mark.parametrize("command", [("draw", "a cat"), ("chat",), ("doctor",), ("bench",), ("eval", "starter")])
def test_without_the_starters_weights_it_is_said_what_works(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr(catalog, "starter_folder", lambda role: tmp_path / "starter" / role)
    monkeypatch.setenv("DANQING_PAINTER", "starter")
    done = run(*command)
    assert done.exit_code == 1, done.output
    assert ABSENT in done.output
    assert "--model fake --writer scripted" in done.output


def test_words_without_quotation_marks(run: Run) -> None:
    done = run("draw", "a", "red", "cat")
    assert done.exit_code == 2
    assert 'danqing draw "a red cat"' in done.stderr


def test_nothing_to_undo_is_said_plainly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("chat", input="/undo\n/redo\n")
    assert "nothing to undo" in done.stdout
    assert "nothing to redo" in done.stdout


@pytest.mark.parametrize(("size", "shown"), [("0x0", "0x0"), ("64x0", "64x0"), ("100x100", "100x100")])
def test_sizes_are_named_as_they_were_given(run: Run, size: str, shown: str) -> None:
    done = run("draw", "a cat", "--size", size)
    assert done.exit_code == 2
    assert f" {shown} " in done.stderr


def test_columns_count_wide_characters_twice() -> None:
    assert aligned([("内存", "1"), ("ab", "2", "3"), ("abcdef", "4")]) == ["内存    1", "ab      2  3", "abcdef  4"]
    assert aligned([]) == []


def test_small_amounts_are_not_rounded_to_nothing() -> None:
    assert [sized(amount) for amount in (0, 210 * 1024**2, 3 * 1024**3)] == ["0 MB", "210 MB", "3.0 GB"]


def test_chat_takes_what_chinese_keyboards_type(run: Run) -> None:
    done = run("chat", input=f"／seed ７\n/seed {'9' * 5000}\n／help\n")
    assert done.exit_code == 0, done.output
    assert "Seed: 7" in done.stdout and "A seed is a whole number" in done.stdout and "/save PATH" in done.stdout


def test_chat_asks_back_and_takes_a_number(run: Run) -> None:
    done = run("chat", input="a red cat and a boat\nmake it bigger\n2\n/redraw image\n/redraw sideways\n/redraw\n")
    assert "Which one do you mean?" in done.stdout
    assert "  2. a boat" in done.stdout
    assert "the boat: size large" in done.stdout
    assert "Changed pictures: image" in done.stdout
    assert "Choose one of: fresh, seed, image, inpaint." in done.stdout
    assert "by the rules" in done.stdout


def test_chat_offers_next_steps_by_number(run: Run) -> None:
    done = run("chat", input="a red cat\n1\n/undo\n")
    assert "Next, by its number: 1 change the background to night · 2 make it watercolour style" in done.stdout
    assert "background: night" in done.stdout
    assert run("chat", input="一只红色的猫\n3\n").stdout.count("再加一朵花") == 1


def test_figures_of_recognition(run: Run) -> None:
    told = only_object(run("eval", "entities", "--json").stdout)
    assert told["half"] == "dev"
    assert set(told["zh"]["by type"]) >= {"subject", "colour", "exclusion"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_doctor_plans_memory(run: Run, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setenv("DANQING_LANG", language)
    done = run("doctor", "--plan", "qwen2-7b nf4 + sdxl 1024", "--vram", 12, "--ram", 16)
    assert done.exit_code == 0, done.output
    assert "sdxl/unet" in done.stdout
    assert ("显存" in done.stdout) is (language == "zh")
    plan = json.loads(run("doctor", "--plan", "sdxl 512x768 + qwen2-7b", "--vram", 48, "--json").stdout)["plan"]
    assert plan["switches"][0]["step"] == "read", "a turn reads before it draws"
    assert plan["peak"] == plan["arena"] + plan["standing"] + plan["working"] <= plan["capacity"]
    assert run("doctor", "--plan", "starter 256", "--vram", 4, "--mode", "lowvram").exit_code == 0
    refused = run("doctor", "--plan", "qwen2.5-32b + sdxl", "--vram", 8)
    assert refused.exit_code == 1 and "GiB" in refused.stdout


@pytest.mark.parametrize(
    ("plan", "said"),
    [("nothing", "qwen2-7b"), ("sdxl + sd15", "two models"), ("", "qwen2-7b"), ("sdxl +", "qwen2-7b")],
)
def test_a_plan_that_cannot_be_read(run: Run, plan: str, said: str) -> None:
    done = run("doctor", "--plan", plan, "--vram", 12)
    assert done.exit_code == 2 and said in done.stderr


def test_modes_of_memory(run: Run) -> None:
    assert run("draw", "a red cat", "--lowvram", "--precision", "int8", "--attention", "sliced").exit_code == 0
    both = run("draw", "a red cat", "--lowvram", "--highvram")
    assert both.exit_code == 2 and "--highvram, --lowvram" in both.stderr
    assert run("draw", "a red cat", "--precision", "int2").exit_code == 2
    assert run("draw", "a red cat", "--compile", "off").exit_code == 0
    assert run("draw", "a red cat", "--compile", "always").exit_code == 2


def test_options_of_memory_and_speed_are_settings() -> None:
    asked = memory_settings(lowvram=True, precision="int8", attention="sliced", compile="off")
    assert asked == {"memory_mode": "lowvram", "precision": "int8", "attention": "sliced", "compile": "off"}
    assert load(**asked).compile == "off"
