"""Folders are looked at before they are added; what could not be used is refused, with why."""

import json
import shutil
from pathlib import Path

import pytest

from danqing.core.errors import ModelUnusable
from danqing.models.catalog import starter_folder
from danqing.models.vetting import Vetted, vet_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(starter_folder("writer"), tmp_path / "writer"))


def change(folder: Path, **values: object) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def test_a_language_model(folder: Path) -> None:
    found = vet_folder(folder, device_name="cpu")
    assert (found.role, found.kind, found.dtype) == ("writer", "Qwen2ForCausalLM", "float32")
    assert found.parameters * 4 < found.memory < found.parameters * 5
    assert found.size == sum(path.stat().st_size for path in folder.glob("*.safetensors"))
    assert not found.tight
    change(folder, quantization_config={"bits": 4})
    assert found.size < vet_folder(folder, device_name="cpu").memory < found.size * 2


def test_a_picture_model() -> None:
    found = vet_folder(starter_folder("painter"), device_name="cpu")
    assert (found.role, found.kind) == ("painter", "StableDiffusionPipeline")


@pytest.mark.parametrize(("free", "tight"), [(0, False), (99, True), (100, False)])
def test_what_hardly_fits(free: int, tight: bool) -> None:
    assert Vetted("writer", "", 1, 1, 100, free, "", "").tight == tight


def test_pickles_are_refused(folder: Path) -> None:
    (folder / "pytorch_model.bin").write_bytes(b"x")
    vet_folder(folder, device_name="cpu")  # they are never opened
    for path in folder.glob("*.safetensors"):
        path.unlink()
    with pytest.raises(ModelUnusable, match=r"pytorch_model\.bin") as caught:
        vet_folder(folder)
    assert caught.value.code == "model_pickled"


def test_foreign_kinds_are_refused(folder: Path) -> None:
    change(folder, model_type="brand_new", architectures=["BrandNewForCausalLM"])
    with pytest.raises(ModelUnusable, match="BrandNewForCausalLM") as caught:
        vet_folder(folder)
    assert caught.value.code == "model_foreign"


def test_code_is_refused(folder: Path) -> None:
    change(folder, auto_map={"AutoModelForCausalLM": "own.Model"}, model_type="own")
    with pytest.raises(ModelUnusable, match="code"):
        vet_folder(folder)


def test_models_that_cannot_be_talked_to_are_refused(folder: Path) -> None:
    template = folder / "chat_template.jinja"
    config = folder / "tokenizer_config.json"
    if template.exists():
        template.unlink()
    tokenizer = json.loads(config.read_text())
    config.write_text(json.dumps({name: v for name, v in tokenizer.items() if name != "chat_template"}))
    with pytest.raises(ModelUnusable, match="Instruct") as caught:
        vet_folder(folder)
    assert caught.value.code == "model_no_template"
    config.write_text(json.dumps(tokenizer | {"chat_template": "x"}))
    vet_folder(folder)
    config.write_text("{")
    with pytest.raises(ModelUnusable):
        vet_folder(folder)


def test_unfinished_downloads_are_named(folder: Path) -> None:
    weights = next(folder.glob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:-1])
    with pytest.raises(ModelUnusable, match="instead of"):
        vet_folder(folder)
