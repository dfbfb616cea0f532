"""danqing models pull, outdated and update, over real HTTP; and the reminder that asks nothing itself."""

import datetime
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from danqing.models.catalog import starter_folder
from danqing.models.registry import change, registered
from tests.cli.conftest import Run
from tests.models.hub_peer import FIRST, REPO, SECOND, Hub, serving_hub


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with serving_hub(monkeypatch) as found:
        yield found


def test_a_model_is_pulled_drawn_with_and_updated(
    run: Run,
    home: Path,
    tmp_path: Path,
    hub: Hub,
) -> None:
    pulled = run("models", "pull", REPO, "--id", "mine", "--dir", tmp_path / "disk")
    assert pulled.exit_code == 0, pulled.output
    assert "Added: mine" in pulled.stdout and "StableDiffusionPipeline" in pulled.stdout
    assert (tmp_path / "disk" / "me--drawer" / FIRST[:12] / "model_index.json").exists()
    shown = run("models", "inspect", "mine", "--no-sha256")
    assert f"{REPO} @ {FIRST[:12]}" in shown.stdout and "Apache-2.0" in shown.stdout
    asked = len(hub.asked)
    drawn = run("draw", "a red boat", "--model", "mine", "--steps", "1", "--out", "a.png")
    assert drawn.exit_code == 0 and Path("a.png").exists() and len(hub.asked) == asked, drawn.output
    assert "nothing newer" in run("models", "outdated").stdout
    assert "newest version already" in run("models", "update", "mine").stdout
    same = json.loads(run("models", "update", "mine", "--json").stdout)
    assert same == {"id": "mine", "updated": False, "commit": FIRST, "restart": None}
    newer = Path(shutil.copytree(starter_folder("painter"), tmp_path / "newer"))
    (newer / "README.md").write_text("newer")
    hub.put(REPO, SECOND, newer)
    (row,) = json.loads(run("models", "outdated", "--json").stdout)
    assert (row["id"], row["outdated"], row["newest"]) == ("mine", True, SECOND)
    assert SECOND[:12] in run("models", "update", "mine").stdout
    assert FIRST[:12] in run("models", "update", "mine", "--rollback").stdout
    for flags, commit in (((), SECOND), (("--rollback",), FIRST)):
        told = json.loads(run("models", "update", "mine", "--json", *flags).stdout)
        assert told == {"id": "mine", "updated": True, "commit": commit, "restart": None}
    removed = json.loads(run("models", "remove", "mine", "--files", "--json").stdout)
    assert str(tmp_path / "disk" / "me--drawer" / SECOND[:12]) in removed["deleted"]
    assert list((tmp_path / "disk").iterdir()) == [] and registered(home) == ()


def test_what_cannot_be_pulled_or_updated(run: Run, home: Path, hub: Hub) -> None:
    gone = run("models", "pull", "me/nothing")
    assert gone.exit_code == 2 and "me/nothing" in gone.stderr
    assert run("models", "update", "starter").exit_code == 2
    assert run("models", "update", "starter", "--rollback").exit_code == 2
    assert run("models", "remove", "starter", "--files").exit_code == 2
    assert "pull REPO" in run("models", "outdated").stdout and registered(home) == ()
    assert run("models", "pull", REPO, "--json").exit_code == 0
    del hub.repos[REPO]
    outdated = run("models", "outdated")
    assert outdated.exit_code == 1 and "no repository" in outdated.stdout


def test_after_long_a_sentence_reminds(
    run: Run,
    home: Path,
    hub: Hub,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run("models", "pull", REPO).exit_code == 0
    assert "newer versions of" not in run("models", "list").stdout
    change(home, "drawer", {"checked": datetime.date(2020, 1, 1)})
    asked = len(hub.asked)
    assert "newer versions of: drawer" in run("models", "list").stdout
    assert "newer versions of: drawer" in run("doctor").stdout
    assert len(hub.asked) == asked
    monkeypatch.setenv("DANQING_MODELS_REMINDER_DAYS", "0")
    assert "newer versions of" not in run("models", "list").stdout
