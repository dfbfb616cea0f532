"""``danqing prompt`` and ``danqing library``: what they print and exit with, near and far."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run, only_object


def test_prompt_in_words(run: Run) -> None:
    done = run("prompt", "two red cats at night", "--seed", 3)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == "Understood  two red cats at night"
    assert "red → red (" in done.stdout
    assert "Scene       two red cats, background night" in lines
    assert "Read by     scripted" in lines
    assert "Prompt      flat, night, 2 medium red cat at ei ji" in lines


def test_prompt_in_chinese(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANQING_LANG", "zh")
    done = run("prompt", "两只红色的猫", "--style", "像素")
    assert "画面    两只红色的猫，风格像素" in done.stdout.splitlines()
    assert "解读者  scripted" in done.stdout.splitlines()


def test_nothing_is_drawn_or_stored(run: Run, home: Path) -> None:
    run("prompt", "a red boat")
    assert list((home / "pictures").iterdir()) == []


def test_prompt_as_json(run: Run) -> None:
    told = only_object(run("prompt", "a __colours__ cat", "--json", "--seed", 3, "--dialect", "starter").stdout)
    assert told["prompt"].startswith("flat")
    assert "__" not in told["text"]
    assert {"entities", "scene", "summary", "negative", "dropped", "left_out", "writer", "settings"} <= set(told)


def test_nothing_to_draw(run: Run) -> None:
    done = run("prompt", "a zeppelin")
    assert done.exit_code == 1
    assert "Left out    a zeppelin" in done.stdout.splitlines()
    assert "cannot draw" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("a nude",), 3, "not drawn"),
        (("a cat", "--dialect", "sd16"), 2, "dialect"),
        (("a cat", "--style", "gongbo"), 2, "gongbi"),
        (("a cat", "--preset", "postr"), 2, "poster"),
        (("a __colurs__ cat",), 2, "colours"),
        (("a", "cat"), 2, "quotation"),
    ],
)
def test_errors_are_one_sentence(run: Run, arguments: tuple[str, ...], code: int, word: str) -> None:
    done = run("prompt", *arguments)
    assert done.exit_code == code
    assert word in done.stderr
    assert done.stdout == ""
    told = only_object(run("prompt", *arguments, "--json").stdout)
    assert word in told["error"]["message"]


def test_a_running_server_is_asked(server: str, run: Run) -> None:
    told = only_object(run("prompt", "two red cats at night", "--seed", 3, "--json").stdout)
    assert told.get("prompt") == "flat, night, 2 medium red cat at ei ji"
    assert run("prompt", "a nude").exit_code == 3
    assert run("prompt", "a cat", "--style", "gongbo").exit_code == 2


def test_style_and_preset_of_draw(run: Run) -> None:
    told = only_object(run("draw", "a red cat", "--style", "pixel art", "--preset", "logo", "--json").stdout)
    assert told["prompt"].startswith("pixel, plain white")


def test_style_and_preset_of_a_batch(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("text,style,preset\na red cat,watercolor,logo\n", encoding="utf-8")
    assert run("batch", "rows.csv").exit_code == 0
    line = json.loads((tmp_path / "rows-pictures" / "manifest.jsonl").read_text(encoding="utf-8"))
    assert line["text"] == "a red cat"


def test_library_in_words(run: Run, home: Path) -> None:
    (home / "library").mkdir(parents=True)
    (home / "library" / "mine.toml").write_text('[style.mine]\nen = "my style"\ntags = "x"\n', encoding="utf-8")
    done = run("library", "list", "styles")
    assert done.exit_code == 0, done.output
    lines = [line.split("  ")[0] for line in done.stdout.splitlines()]
    assert lines[0] == "mine *"
    assert "ink-wash" in lines
    whole = run("library", "list").stdout
    assert all(word in whole for word in ("Styles", "Presets", "Word lists", "水墨画", "海报", "动物"))


def test_library_as_json(run: Run) -> None:
    told = only_object(run("library", "list", "--json").stdout)
    assert set(told) == {"styles", "negatives", "presets", "wildcards"}
    assert set(only_object(run("library", "list", "presets", "--json").stdout)) == {"presets"}
    poster = next(preset for preset in told["presets"] if preset["id"] == "poster")
    assert (poster["en"], poster["zh"], poster["own"]) == ("Poster", "海报", False)
    assert poster["content"]["scene"]["canvas"] == "2:3"


def test_a_wrong_library_is_named(run: Run, home: Path) -> None:
    (home / "library").mkdir(parents=True)
    (home / "library" / "mine.toml").write_text('[style.mine]\nen = "my style"\n', encoding="utf-8")
    for command in (("library", "list"), ("draw", "a cat", "--style", "mine"), ("prompt", "a cat")):
        done = run(*command)
        assert done.exit_code == 2
        assert "mine.toml" in done.stderr
        assert "style.mine.tags" in done.stderr


@pytest.mark.parametrize(
    ("dialect", "negative"), [("sd15", "extra fingers, watermark"), ("qwen-image", "多余的手指, 水印")]
)
def test_a_negative_in_chinese_is_told_in_what_the_model_reads(run: Run, dialect: str, negative: str) -> None:
    told = only_object(run("prompt", "a cat", "--dialect", dialect, "--negative", "多余的手指，水印", "--json").stdout)
    assert told["negative"] == negative
    assert told["dropped"] == []
