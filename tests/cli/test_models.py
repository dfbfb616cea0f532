"""danqing models: adding folders and servers, choosing, forgetting; and drawing with what was added."""

import json
import shutil
from pathlib import Path

import pytest

from danqing.models.catalog import starter_folder
from danqing.models.registry import add, registered
from tests.cli.conftest import Run
from tests.language.remote.peer import Peer, serving
from tests.language.remote.starter_peer import StarterPeer
from tests.models.files import write_weights


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(starter_folder("writer"), tmp_path / "my-writer"))


def test_a_folder_is_added_chosen_and_forgotten(
    run: Run, home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    (home / "danqing.toml").write_text('# mine\nwriter = "starter"  # the small one\nsteps = 4\n')
    added = run("models", "add", folder)
    assert added.exit_code == 0, added.output
    assert "Added: my-writer" in added.stdout and "Qwen2ForCausalLM" in added.stdout
    chosen = run("models", "use", "my-writer")
    assert chosen.exit_code == 0, chosen.output
    assert "DANQING_WRITER" in chosen.stderr
    written = (home / "danqing.toml").read_text()
    assert written == '# mine\nwriter = "my-writer"  # the small one\nsteps = 4\n'
    monkeypatch.delenv("DANQING_WRITER")
    listed = run("models", "list").stdout.splitlines()
    starred = [line.split(maxsplit=1)[1] for line in listed if line.startswith("*")]
    assert [("fake" in line, "my-writer" in line) for line in starred] == [(True, False), (False, True)]
    removed = run("models", "remove", "my-writer")
    assert removed.exit_code == 0 and "in use" in removed.stderr
    assert registered(home) == ()
    assert (folder / "config.json").exists()


def test_choosing_and_forgetting_can_be_told_to_programs(run: Run, home: Path, folder: Path) -> None:
    from danqing.store.folder import Folder

    run("models", "add", folder)
    chosen = json.loads(run("models", "use", "my-writer", "--json").stdout)
    assert chosen == {
        "id": "my-writer", "role": "writer", "path": str(home / "danqing.toml"), "state": "ready",
        "detail": str(folder), "overridden_by": "DANQING_WRITER", "restart": None,
    }  # fmt: skip
    with Folder(home) as owned:
        owned.announce("http://127.0.0.1:8420")
        done = run("models", "remove", "my-writer", "--json")
    removed = {"id": "my-writer", "deleted": [], "in_use": False, "restart": "http://127.0.0.1:8420"}
    assert (json.loads(done.stdout), done.stderr) == (removed, "")


def test_a_picture_model_is_added(run: Run, home: Path) -> None:
    added = run("models", "add", starter_folder("painter"), "--id", "mine", "--json")
    facts = json.loads(added.stdout)
    assert (facts["id"], facts["role"], facts["kind"]) == ("mine", "painter", "StableDiffusionPipeline")
    assert facts["warnings"] == [] and facts["size"] > 0
    assert run("draw", "a red boat", "--model", "mine", "--steps", "1", "--out", "a.png").exit_code == 0


def test_a_server_is_added_and_draws(run: Run, home: Path) -> None:
    peer = Peer(models=({"id": "org/Mine-7B.gguf"},))
    peer.answers = [peer.streaming('[{"op":"add","id":"s1","kind":"boat","colour":"red"}]')]
    with serving(peer.app()) as url:
        added = run("models", "add", url.removesuffix("/v1"))
        assert added.exit_code == 0, added.output
        assert f"org/Mine-7B.gguf, run by the server at {url}" in added.stdout
        drawn = run("draw", "a red boat", "--writer", "Mine-7B", "--json")
        assert json.loads(drawn.stdout)["writer"] == "Mine-7B", drawn.stdout
        assert f"Mine-7B: answers at {url}" in run("doctor", "--writer", "Mine-7B").stdout
        row = next(row for row in json.loads(run("models", "list", "--json").stdout) if row["id"] == "Mine-7B")
        assert row == {"id": "Mine-7B", "role": "writer", "state": "ready", "detail": url, "in_use": False}
    down = run("doctor", "--writer", "Mine-7B")
    assert down.exit_code == 1
    assert "because the language model could not" in run("draw", "a red boat", "--writer", "Mine-7B").stderr
    assert "because the language model could not" in run("chat", "--writer", "Mine-7B", input="a red boat\n").stdout
    assert "Mine-7B: its server does not answer" in down.stdout and "Start it" in down.stdout
    assert run("models", "list").exit_code == 0


def test_the_bundled_writer_behind_a_server_draws_with_the_bundled_painter(run: Run, home: Path) -> None:
    with serving(StarterPeer().app()) as url:
        add(home, "remote", {"url": url, "model": "danqing-writer", "wire": "starter"})
        drawn = run("draw", "two blue cats", "--writer", "remote", "--model", "starter", "--out", "cats.png", "--json")
    found = json.loads(drawn.stdout)
    assert (found["writer"], found["fallback"], found["model"]) == ("remote", None, "starter")
    assert [(s["kind"], s["count"], s["colour"]) for s in found["scene"]["subjects"]] == [("cat", 2, "blue")]
    assert Path("cats.png").read_bytes().startswith(b"\x89PNG")


def test_servers_with_several_models_and_a_key(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", "sk-1")
    with serving(Peer(models=({"id": "a"}, {"id": "b:latest"}), key="sk-1").app()) as url:
        assert "--key-env" in run("models", "add", url).stderr
        which = run("models", "add", url, "--key-env", "MY_KEY")
        assert which.exit_code == 2 and "--model" in which.stderr and "a, b:latest" in which.stderr
        unknown = run("models", "add", url, "--key-env", "MY_KEY", "--model", "c")
        assert unknown.exit_code == 2 and "It has: a, b:latest" in unknown.stderr
        assert run("models", "add", url, "--key-env", "MY_KEY", "--model", "b", "--id", "bee").exit_code == 0
    text = (home / "models.toml").read_text()
    assert "b:latest" in text and "MY_KEY" in text and "sk-1" not in text
    assert (home / "models.toml").stat().st_mode & 0o777 == 0o600


def test_a_folder_lends_a_name_that_can_be_an_id(run: Run, home: Path, tmp_path: Path) -> None:
    done = run("models", "add", shutil.copytree(starter_folder("writer"), tmp_path / "水墨 v1.5 (best)"))
    assert done.exit_code == 0, done.output
    assert [entry.id for entry in registered(home)] == ["水墨-v1.5-best"]


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (("add", "http://gpu.example:8000"), "allowed_hosts", 1),
        (("add", "http://127.0.0.1:9"), "Start it", 1),
        (("add", "http://127.0.0.1:9", "--role", "painter"), "picture model", 2),
        (("add", "nowhere"), "nowhere", 2),
        (("add", __file__), "is no model", 2),
        (("pull", "../etc"), "repository's name", 2),
        (("pull", "me/../../etc"), "repository's name", 2),
        (("add", ".", "--model", "m"), "--model", 2),
        (("add", ".", "--id", "starter"), "starter", 2),
        (("add", ".", "--id", "a b"), "--id", 2),
        (("add", ".", "--id", "ok"), "config.json", 1),
        (("use", "nothing"), "models list", 2),
        (("use", "starter"), "--role", 2),
        (("remove", "starter"), "cannot be removed", 2),
    ],
)
def test_mistakes_are_answered_with_what_to_do(
    run: Run, home: Path, arguments: tuple[str, ...], said: str, code: int
) -> None:
    done = run("models", *arguments)
    assert (done.exit_code, said in done.stderr) == (code, True), done.output
    assert registered(home) == ()
    assert not (home / "danqing.toml").exists()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_kind_is_for_controlnets_alone(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("DANQING_LANG", language)
    shapes = {"lora_unet_a.lora_down.weight": (2, 768), "lora_unet_a.lora_up.weight": (768, 2)}
    lora = write_weights(tmp_path / "ink.safetensors", shapes)
    for place in (lora, starter_folder("painter"), "http://127.0.0.1:9"):
        done = run("models", "add", place, "--id", "mine", "--kind", "canny")
        said = "Leave --kind out" if language == "en" else "请去掉 --kind"
        assert (done.exit_code, said in done.stderr) == (2, True), done.output
    assert registered(home) == ()
    assert run("models", "add", lora).exit_code == 0


def test_a_bundled_model_of_two_roles_is_chosen_with_its_role(run: Run, home: Path) -> None:
    assert run("models", "use", "starter", "--role", "painter").exit_code == 0
    assert (home / "danqing.toml").read_text() == 'painter = "starter"\n'


def test_a_wrong_file_is_a_problem_and_no_crash(run: Run, home: Path) -> None:
    home.mkdir()
    (home / "models.toml").write_text("[bad]\n")
    for command in (("models", "list"), ("draw", "a cat", "--writer", "bad")):
        done = run(*command)
        assert done.exit_code == 2 and "models.toml" in done.stderr and "“bad”" in done.stderr
    assert "models.toml" in run("doctor").stdout
    assert run("draw", "a cat").exit_code == 0
    assert run("models", "remove", "bad").exit_code == 0


def test_a_running_server_is_told_of(run: Run, home: Path, folder: Path) -> None:
    from danqing.store.folder import Folder

    with Folder(home) as owned:
        owned.announce("http://127.0.0.1:8420")
        assert "started again" in run("models", "add", folder).stderr


def test_a_lora_says_how_it_is_drawn_with_and_cannot_be_chosen(run: Run, tmp_path: Path) -> None:
    shapes = {"lora_unet_a.lora_down.weight": (2, 768), "lora_unet_a.lora_up.weight": (768, 2)}
    added = run("models", "add", write_weights(tmp_path / "ink.safetensors", shapes))
    assert "--lora ink" in added.stdout and "unknown" not in added.stdout
    chosen = run("models", "use", "ink")
    assert chosen.exit_code == 2 and "--lora of danqing draw" in chosen.output


def test_the_list_says_that_the_router_chooses(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DANQING_PAINTER", raising=False)
    assert run("models", "use", "auto").exit_code == 0
    starred = [line for line in run("models", "list").stdout.splitlines() if line.startswith("*")]
    assert "auto" in starred[0] and "chosen for each request" in starred[0]
