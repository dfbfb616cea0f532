"""danqing models inspect and scan; adding LoRAs, ControlNets and single files."""

import json
import shutil
from pathlib import Path

import pytest

from danqing.models.catalog import find_model, starter_folder
from danqing.models.registry import registered
from tests.cli.conftest import Run
from tests.engine.checkpoints import make_checkpoint
from tests.engine.folders import make_folder
from tests.models.files import write_weights
from tests.models.test_adapters import CROSS, control_folder, kohya


def test_a_model_is_looked_at(run: Run, home: Path) -> None:
    shown = run("models", "inspect", "starter", "--role", "painter", "--json")
    facts = json.loads(shown.stdout)
    assert (facts["role"], facts["kind"], facts["family"]) == ("painter", "StableDiffusionPipeline", "starter")
    assert facts["dtypes"] == {"F16": facts["parameters"]}
    assert facts["footprint"]["weights"]["fp16"] == facts["parameters"] * 2
    assert (facts["licence"]["name"], facts["licence"]["commercial"]) == ("Apache-2.0", "yes")
    assert all(len(value) == 64 for value in facts["sha256"].values()) and "vae/" in " ".join(facts["sha256"])
    words = run("models", "inspect", starter_folder("painter"), "--no-sha256").stdout
    assert "Apache-2.0" in words and "Memory in nf4" in words and "sha256" not in words


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("starter",), "--role"), (("fake",), "no files"), (("nothing",), "models list"), (("",), "models list")],
)
def test_what_cannot_be_looked_at(run: Run, home: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run("models", "inspect", *arguments)
    assert (done.exit_code, said in done.stderr) == (2, True), done.output


def test_a_lora_is_added_listed_and_inspected(run: Run, home: Path, tmp_path: Path) -> None:
    told = {"modelspec.trigger_phrase": "inkstyle"}
    path = write_weights(tmp_path / "ink wash (v2).safetensors", kohya(CROSS, 2048, 16), metadata=told)
    added = run("models", "add", path)
    assert added.exit_code == 0, added.output
    assert "Added: ink-wash-v2" in added.stdout and "sdxl" in added.stdout
    info = find_model("ink-wash-v2", "lora", home)
    assert (info.folder, info.base) == (path, "sdxl")
    assert "ink-wash-v2" in run("models", "list").stdout
    shown = run("models", "inspect", "ink-wash-v2").stdout
    assert "kohya, rank 16" in shown and "inkstyle" in shown and "sdxl" in shown
    unused = run("models", "use", "ink-wash-v2")
    assert unused.exit_code == 2
    assert run("models", "remove", "ink-wash-v2").exit_code == 0 and path.exists()


def test_a_controlnet_says_its_kind_or_is_told(run: Run, home: Path, tmp_path: Path) -> None:
    config: dict[str, object] = {"_class_name": "ControlNetModel", "cross_attention_dim": 768}
    assert run("models", "add", control_folder(tmp_path / "sd-openpose", config)).exit_code == 0
    nameless = control_folder(tmp_path / "mine", config)
    refused = run("models", "add", nameless)
    assert refused.exit_code == 2 and "--kind" in refused.stderr
    assert run("models", "add", nameless, "--kind", "depth").exit_code == 0
    assert [(m.id, m.role, m.control, m.base) for m in registered(home)] == [
        ("sd-openpose", "control", "pose", "sd15"),
        ("mine", "control", "depth", "sd15"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "code", "said"),
    [
        ("old.ckpt", b"PK\x03\x04", 1, "pickle"),
        ("old.pt", b"\x80\x02", 1, "pickle"),
        ("model.gguf", b"GGUF", 1, "safetensors"),
        ("disguised.safetensors", b"PK\x03\x04\x00\x00\x08\x08" + bytes(100), 1, "pickle"),
        ("run.py", b"", 2, "is no model"),
    ],
)
def test_files_that_are_not_taken(
    run: Run, home: Path, tmp_path: Path, name: str, data: bytes, code: int, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    done = run("models", "add", tmp_path / name)
    assert (done.exit_code, said in done.stderr) == (code, True), done.output
    assert registered(home) == ()


def test_a_folder_of_another_program_is_taken_in(run: Run, home: Path, tmp_path: Path) -> None:
    base = tmp_path / "ComfyUI" / "models"
    write_weights(base / "loras" / "ink.safetensors", kohya(CROSS, 768))
    write_weights(base / "loras" / "more" / "ink.safetensors", kohya(CROSS, 2048))
    (base / "checkpoints").mkdir()
    (base / "checkpoints" / "old.ckpt").write_bytes(b"x")
    shutil.copytree(starter_folder("painter"), base / "diffusers" / "drawer")
    seen = run("models", "scan", base)
    assert seen.exit_code == 0 and "pickle" in seen.stdout and "--add" in seen.stdout
    assert registered(home) == ()
    rows = json.loads(run("models", "scan", base, "--add", "--json").stdout)
    assert {row["added"] for row in rows} == {None, "ink", "ink-2", "drawer"}
    assert {(m.id, m.base) for m in registered(home)} == {("ink", "sd15"), ("ink-2", "sdxl"), ("drawer", None)}
    again = json.loads(run("models", "scan", base, "--add", "--json").stdout)
    assert {row["added"] for row in again} == {None} and len(registered(home)) == 3
    assert run("models", "scan", tmp_path / "gone").exit_code == 2
    write_weights(base / "controlnet" / "mine.safetensors", {"input_hint_block.0.weight": (16, 3, 3, 3)})
    last = run("models", "scan", base, "--add").stdout
    assert last.count("in the list already as ink") == 2 and "mine.safetensors --kind canny" in last


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2
def test_a_checkpoint_in_one_file_is_found_added_and_drawn_with(run: Run, home: Path, tmp_path: Path) -> None:
    base = tmp_path / "webui" / "models" / "Stable-diffusion"
    base.mkdir(parents=True)
    path = make_checkpoint(make_folder(tmp_path / "sd15", "sd15"), base / "my mix.safetensors")
    write_weights(base / "strange.safetensors", {"a": (2, 2)})
    rows = json.loads(run("models", "scan", base, "--add", "--json").stdout)
    found = {Path(row["place"]).name: (row["role"], row["added"]) for row in rows}
    assert found == {"my mix.safetensors": ("painter", "my-mix"), "strange.safetensors": ("painter", None)}
    assert find_model("my-mix", "painter", home).folder == path
    facts = json.loads(run("models", "inspect", "my-mix", "--json").stdout)
    assert (facts["family"], facts["kind"]) == ("sd15", "StableDiffusionPipeline")
    assert list(facts["sha256"]) == ["my mix.safetensors"] and facts["licence"]["basis"] == "unknown"
    drawn = run("models", "check", "my-mix", "--size", "64x64", "--steps", "2", "--out", "a.png")
    assert drawn.exit_code == 0 and Path("a.png").exists(), drawn.output
    refused = run("models", "add", base / "strange.safetensors")
    assert refused.exit_code == 1 and "which family" in refused.stderr
