"""The picture model left to the router, on the command line."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_auto_is_a_setting(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DANQING_PAINTER")
    done = run("models", "use", "auto")
    assert done.exit_code == 0, done.output
    assert (home / "danqing.toml").read_text() == 'painter = "auto"\n'
    found = json.loads(run("doctor", "--json").stdout)
    assert found["painter"] == "auto"
    assert not [problem for problem in found["problems"] if "auto" in problem]
    assert run("models", "use", "auto", "--role", "writer").exit_code == 2


def test_no_model_may_be_called_so(run: Run, tmp_path: Path) -> None:
    done = run("models", "add", "http://127.0.0.1:9/v1", "--model", "m", "--id", "auto")
    assert done.exit_code == 2
    assert "auto" in done.stderr


def test_the_choice_is_told_to_people_and_programs(run: Run) -> None:
    told = json.loads(run("prompt", "a red cat", "--model", "auto", "--json").stdout)
    assert told["chosen"]["painter"] == told["settings"]["painter"] == "starter"
    assert told["chosen"]["reason"] in run("prompt", "a red cat", "--model", "auto").stdout
    assert json.loads(run("prompt", "a red cat", "--json").stdout)["chosen"] is None


def test_a_drawing_tells_it_on_stderr(run: Run) -> None:
    done = run("draw", "a red cat", "--model", "auto", "--steps", "1", "--out", "cat.png")
    assert done.exit_code == 0, done.output
    assert "Drawn with starter, because it is the only picture model here." in done.stderr
    assert "Drawn with" not in done.stdout


def test_a_wrong_file_of_rules_is_bad_use(run: Run, home: Path) -> None:
    home.mkdir()
    (home / "router.toml").write_text("[rule.a]\nwho = {}\n")
    done = run("prompt", "a red cat", "--model", "auto")
    assert done.exit_code == 2
    assert "rule.a.points" in done.stderr
