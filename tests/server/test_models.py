"""Models, settings and the machine over HTTP: what can be changed, by whom, and what is answered to nonsense."""

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from danqing import Studio
from danqing.engine.fake import FakePainter
from danqing.models.catalog import starter_folder
from danqing.models.registry import add, registered
from tests.language.remote.peer import Peer, serving
from tests.models.files import write_weights
from tests.models.test_adapters import CROSS, control_folder, kohya
from tests.server.conftest import running
from tests.server.driving import drawn
from tests.server.test_refusals import CHINESE, check_problem


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def studio(home: Path) -> Iterator[Studio]:
    with Studio(home, painter="fake", writer="scripted") as opened:
        yield opened


@pytest.fixture
def url(studio: Studio) -> Iterator[str]:
    with running(studio) as address:
        yield address


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(starter_folder("writer"), tmp_path / "my-writer"))


def listed(client: httpx.Client) -> dict[tuple[str, str], dict[str, Any]]:
    return {(one["role"], one["id"]): one for one in client.get("/api/models").json()["models"]}


def test_the_catalogue_with_what_each_takes(client: httpx.Client) -> None:
    found = listed(client)
    painter, double = found["painter", "starter"], found["painter", "fake"]
    assert (painter["kind"], painter["state"], painter["own"], painter["in_use"]) == ("folder", "ready", False, False)
    assert painter["parameters"] > 1e6 and painter["memory"] > painter["size"] > 0
    assert painter["fits"] in ("yes", "tight")
    assert (double["kind"], double["in_use"], double["memory"], double["fits"]) == ("built-in", True, None, None)
    assert {role for role, _ in found} == {"painter", "writer"}


def test_a_folder_is_added_used_at_once_and_forgotten(client: httpx.Client, home: Path, folder: Path) -> None:
    added = client.post("/api/models", json={"place": f"  {folder} "})
    assert added.status_code == 201, added.text
    assert added.json() == {"id": "my-writer", "role": "writer"}
    assert listed(client)["writer", "my-writer"]["own"]
    assert client.post("/api/models/my-writer/use").status_code == 204
    assert listed(client)["writer", "my-writer"]["in_use"]
    assert client.get("/api/settings").json()["writer"] == "my-writer"
    assert 'writer = "my-writer"' in (home / "danqing.toml").read_text()
    again = client.post("/api/models", json={"place": str(folder)})
    assert (again.status_code, again.json()["code"]) == (422, "add_taken")
    assert client.delete("/api/models/my-writer").status_code == 204
    assert client.get("/api/settings").json()["writer"] == "starter"
    assert registered(home) == () and (folder / "config.json").exists()


def test_a_server_is_added_seen_down_and_its_key_is_never_told(client: httpx.Client, home: Path) -> None:
    with serving(Peer(models=({"id": "a"}, {"id": "b"})).app()) as peer:
        which = client.post("/api/models", json={"place": peer})
        assert (which.status_code, "a, b" in which.json()["detail"]) == (422, True)
        assert client.post("/api/models", json={"place": peer, "model": "b", "id": "bee"}).status_code == 201
        assert listed(client)["writer", "bee"]["state"] == "ready"
    add(home, "secret", {"url": peer, "model": "b", "key": "sk-very-secret"})
    found = client.get("/api/models")
    assert listed(client)["writer", "bee"]["state"] == "down"
    assert "sk-very-secret" not in found.text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"place": "/no/such/folder"}, "add_no_folder"),
        ({"place": "~nobody-of-that-name/x"}, "add_no_folder"),
        ({"place": "a\0b"}, "add_no_folder"),
        ({"place": "   "}, "add_no_folder"),
        ({"place": "x" * 4000}, "add_no_folder"),
        ({"place": "file:///etc/passwd"}, "add_no_folder"),
        ({"place": "/etc/passwd"}, "add_no_model"),
        ({"place": "/etc"}, "model_missing"),
        ({"place": "/etc", "id": "../etc"}, "add_bad_id"),
        ({"place": "/etc", "id": "starter"}, "add_taken"),
        ({"place": "http://gpu.example:8000"}, "remote_not_allowed"),
        ({"place": "http://127.0.0.1.example/v1"}, "remote_not_allowed"),
        ({"place": "http://169.254.169.254/latest"}, "remote_not_allowed"),
        ({"place": "http://127.0.0.1:9"}, "remote_down"),
        ({"place": "http://127.0.0.1:9", "role": "painter"}, "add_painter_server"),
        ({"place": "http://127.0.0.1:9", "control": "canny"}, "kind_alone"),
        ({"place": ""}, "request_invalid"),
        ({"place": 7}, "request_invalid"),
        ({"place": "/etc", "key": "sk-1"}, "request_invalid"),
        ({}, "request_invalid"),
    ],
    ids=lambda value: str(value)[:40],
)
@pytest.mark.parametrize("headers", [{}, CHINESE], ids=["en", "zh"])
def test_what_is_not_taken_in(
    client: httpx.Client, home: Path, body: dict[str, Any], code: str, headers: dict[str, str]
) -> None:
    answer = client.post("/api/models", json=body, headers=headers)
    assert answer.status_code in (422, 503), answer.text
    assert answer.json()["code"] == code
    check_problem(answer, chinese=bool(headers))
    assert registered(home) == ()


def test_pickles_and_unfinished_folders_are_refused(client: httpx.Client, home: Path, folder: Path) -> None:
    weights = next(folder.glob("*.safetensors"))
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-1])
    assert client.post("/api/models", json={"place": str(folder)}).json()["code"] == "weights_short"
    weights.unlink()
    (folder / "pytorch_model.bin").write_bytes(b"x")
    assert client.post("/api/models", json={"place": str(folder)}).json()["code"] == "model_pickled"
    assert registered(home) == ()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/models", {"place": "/etc"}),
        ("POST", "/api/models/scan", {"folder": "/etc"}),
        ("POST", "/api/models/fake/use", None),
        ("DELETE", "/api/models/mine", None),
        ("PATCH", "/api/settings", {"language": "zh"}),
    ],
)
def test_only_this_machine_changes_anything(
    studio: Studio, home: Path, method: str, path: str, body: dict[str, Any] | None
) -> None:
    with running(studio, lan=True) as url, httpx.Client(base_url=url, trust_env=False) as client:
        answer = client.request(method, path, json=body, headers={"Host": "192.168.1.5"})
        assert (answer.status_code, answer.json()["code"]) == (403, "only_here")
        foreign = client.request(method, path, json=body, headers={"Origin": "https://danqing.example"})
        assert (foreign.status_code, foreign.json()["code"]) == (403, "origin_refused")
        assert client.get("/api/settings", headers={"Host": "192.168.1.5"}).status_code == 200
    assert not (home / "danqing.toml").exists()


@pytest.mark.parametrize(
    ("path", "code"),
    [("nothing/use", "use_unknown"), ("starter/use", "use_which"), ("..%2fdanqing/use", "route_unknown")],
)
def test_what_cannot_be_chosen(client: httpx.Client, path: str, code: str) -> None:
    answer = client.post(f"/api/models/{path}")
    assert answer.json()["code"] == code
    check_problem(answer)


def test_an_id_of_two_roles_is_chosen_with_its_role(client: httpx.Client) -> None:
    assert client.post("/api/models/starter/use", json={"role": "writer"}).status_code == 204
    assert client.get("/api/settings").json()["writer"] == "starter"


def test_the_router_is_chosen_like_a_model(client: httpx.Client) -> None:
    router = listed(client)["painter", "auto"]
    starter = listed(client)["painter", "starter"]
    assert (router["state"], router["in_use"], router["own"]) == ("ready", False, False)
    assert (router["abilities"], router["bases"]) == (starter["abilities"], starter["bases"])
    assert client.post("/api/models/auto/use", json={"role": "painter"}).status_code == 204
    assert {one for one, model in listed(client).items() if model["in_use"]} == {
        ("painter", "auto"),
        ("writer", "scripted"),
    }


def test_a_folder_of_another_program_is_looked_through_and_what_is_chosen_taken_in(
    client: httpx.Client, home: Path, tmp_path: Path
) -> None:
    base = tmp_path / "ComfyUI" / "models"
    for name, width in (("ink.safetensors", 2048), ("more/ink.safetensors", 768), ("third.safetensors", 768)):
        write_weights(base / "loras" / name, kohya(CROSS, width))
    (base / "loras" / "old.pt").write_bytes(b"x")
    control_folder(base / "controlnet" / "net", {"_class_name": "ControlNetModel", "cross_attention_dim": 768})
    found = client.post("/api/models/scan", json={"folder": f" {base} "}).json()["models"]
    assert {Path(one["place"]).relative_to(base).as_posix(): (one["role"], one["base"]) for one in found} == {
        "controlnet/net": ("control", "sd15"),
        "loras/ink.safetensors": ("lora", "sdxl"),
        "loras/more/ink.safetensors": ("lora", "sd15"),
        "loras/old.pt": ("lora", None),
        "loras/third.safetensors": ("lora", "sd15"),
    }
    assert [one["problem"]["code"] for one in found if one["problem"]] == ["model_pickled"]
    assert registered(home) == () and {one["id"] for one in found} == {None}
    chosen = [{"place": one["place"]} for one in found if "ink" in one["place"]]
    chosen.append({"place": str(base / "controlnet" / "net"), "control": "pose"})
    added = client.post("/api/models/scan", json={"folder": str(base), "add": chosen}).json()["models"]
    assert {one["id"] for one in added} == {"ink", "ink-2", "net"}
    assert {(one.id, one.base, one.control) for one in registered(home)} == {
        ("ink", "sdxl", None),
        ("ink-2", "sd15", None),
        ("net", "sd15", "pose"),
    }
    again = client.post("/api/models/scan", json={"folder": str(base)}).json()["models"]
    assert {one["id"] for one in again} == {"ink", "ink-2", "net", None}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"folder": "/no/such/folder"}, "add_no_folder"),
        ({"folder": "a\0b"}, "add_no_folder"),
        ({"folder": "x" * 4000}, "add_no_folder"),
        ({"folder": "/etc/passwd"}, "add_no_folder"),
        ({"folder": "."}, "scan_gone"),
        ({"folder": ""}, "request_invalid"),
        ({}, "request_invalid"),
    ],
    ids=str,
)
def test_folders_that_are_not_looked_through(
    client: httpx.Client, tmp_path: Path, body: dict[str, Any], code: str
) -> None:
    if code == "scan_gone":
        body = {"folder": str(tmp_path), "add": [{"place": "/etc/passwd"}]}
    answer = client.post("/api/models/scan", json=body, headers=CHINESE)
    assert answer.json()["code"] == code
    check_problem(answer, chinese=True)


def test_only_what_was_pulled_is_deleted(client: httpx.Client, home: Path, folder: Path) -> None:
    assert client.post("/api/models", json={"place": str(folder)}).status_code == 201
    refused = client.delete("/api/models/my-writer", params={"files": True})
    assert (refused.status_code, refused.json()["code"]) == (422, "remove_not_pulled")
    commit, place = "1" * 40, home / "models" / "me--writer" / ("1" * 12)
    shutil.copytree(folder, place)
    source = {"repo": "me/writer", "commit": commit, "checked": datetime.date(2026, 1, 1)}
    add(home, "pulled", {"role": "writer", "folder": str(place), **source})
    assert listed(client)["writer", "pulled"]["pulled"] and not listed(client)["writer", "my-writer"]["pulled"]
    client.post("/api/models/pulled/use", json={"role": "writer"})
    assert client.delete("/api/models/pulled", params={"files": True}).status_code == 204
    assert not (home / "models" / "me--writer").exists() and (folder / "config.json").exists()
    assert client.get("/api/settings").json()["writer"] == "starter"


def test_bundled_models_stay(client: httpx.Client) -> None:
    answer = client.delete("/api/models/starter")
    assert (answer.status_code, answer.json()["code"]) == (422, "remove_unknown")


def test_settings_hold_from_the_next_turn_on(client: httpx.Client, home: Path) -> None:
    (home / "danqing.toml").write_text("# mine\nsteps = 2  # quick\n")
    answer = client.patch("/api/settings", json={"language": "zh", "embedding": "none"})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["language"], answer.json()["embedding"]) == ("zh", "none")
    written = (home / "danqing.toml").read_text()
    assert written == '# mine\nsteps = 2  # quick\nlanguage = "zh"\nembedding = "none"\n'
    told = next(event for event in drawn(client, "a red cat") if event["type"] == "text_delta")
    assert any("\u4e00" <= letter <= "\u9fff" for letter in told["text"])
    assert client.patch("/api/settings", json={"language": None}).json()["language"] is None
    assert "language" not in (home / "danqing.toml").read_text()


def test_a_variable_that_comes_before_is_named(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANQING_EMBEDDING", "none")
    assert client.get("/api/settings").json()["overridden"]["embedding"] == "DANQING_EMBEDDING"


@pytest.mark.parametrize(
    "body",
    [
        {"language": "fr"},
        {"embedding": "all"},
        {"painter": "/etc"},
        {"painter": "scripted"},
        {"writer": ""},
        {"host": "0.0.0.0"},
        {"allowed_hosts": ["danqing.example"]},
        {"home": "/"},
        [],
    ],
    ids=str,
)
def test_settings_that_are_not_taken(client: httpx.Client, home: Path, body: Any) -> None:
    answer = client.patch("/api/settings", json=body)
    assert answer.status_code == 422, answer.text
    check_problem(answer)
    assert not (home / "danqing.toml").exists()


def test_the_machine(client: httpx.Client, home: Path) -> None:
    found = client.get("/api/machine").json()
    assert found["home"] == str(home) and found["used"] > 0 and found["disk_free"] > 0 and found["cores"] >= 1
    assert [one["role"] for one in found["suited"]] == ["painter", "writer"]
    assert all(one["memory"] > one["parameters"] for one in found["suited"])


def test_the_memory(client: httpx.Client) -> None:
    found = client.get("/api/machine/memory").json()
    assert found == {"mode": "auto", "devices": [], "building": []}, "doubles have no weights"


class Building(FakePainter):
    """A picture model of which a faster version is being built."""

    id = "large"
    building = True


def test_what_is_being_built(tmp_path: Path) -> None:
    painter = Building()
    with (
        Studio(tmp_path / "other", painter=painter, writer="scripted") as studio,
        running(studio) as address,
        httpx.Client(base_url=address, timeout=30, trust_env=False) as client,
    ):
        assert client.get("/api/machine/memory").json()["building"] == ["large"]
        painter.building = False
        assert client.get("/api/machine/memory").json()["building"] == []


def test_loras_and_controlnets_stand_beside_the_others(client: httpx.Client, tmp_path: Path) -> None:
    path = write_weights(tmp_path / "ink.safetensors", kohya(CROSS, 2048))
    added = client.post("/api/models", json={"place": str(path)})
    assert (added.status_code, added.json()) == (201, {"id": "ink", "role": "lora"})
    config: dict[str, object] = {"_class_name": "ControlNetModel", "cross_attention_dim": 768}
    folder = control_folder(tmp_path / "mine", config)
    which = client.post("/api/models", json={"place": str(folder)}, headers=CHINESE)
    assert (which.status_code, which.json()["code"]) == (422, "control_kind")
    check_problem(which, chinese=True)
    assert client.post("/api/models", json={"place": str(folder), "control": "pose"}).status_code == 201
    found = listed(client)
    lora, control = found["lora", "ink"], found["control", "mine"]
    assert (lora["base"], lora["control"], lora["own"], lora["in_use"]) == ("sdxl", None, True, False)
    assert (control["base"], control["control"], control["state"]) == ("sd15", "pose", "ready")
    assert client.post("/api/models/ink/use").json()["code"] == "use_beside"
    path.write_bytes(path.read_bytes()[:-1])
    assert listed(client)["lora", "ink"]["state"] == "unusable"
    assert client.delete("/api/models/ink").status_code == 204 and ("lora", "ink") not in listed(client)
