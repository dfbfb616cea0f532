"""Folders of ComfyUI and the A1111 WebUI: what can be used is found in place, what cannot is told of with why."""

import shutil
from pathlib import Path

import pytest

from danqing.core.errors import BadInput
from danqing.models.catalog import starter_folder
from danqing.models.scanning import scan
from tests.models.files import write_weights
from tests.models.test_adapters import CROSS, control_folder, kohya


@pytest.fixture
def comfy(tmp_path: Path) -> Path:
    base = tmp_path / "ComfyUI" / "models"
    write_weights(base / "loras" / "style" / "ink wash (v2).safetensors", kohya(CROSS, 2048))
    write_weights(base / "vae" / "sdxl_vae.safetensors", {"decoder.conv_in.weight": (2, 2)})
    (base / "checkpoints").mkdir()
    (base / "checkpoints" / "old.ckpt").write_bytes(b"PK\x03\x04")
    (base / "loras" / "broken.safetensors").write_bytes(b"\x00" * 4)
    control_folder(base / "controlnet" / "sd15-canny", {"_class_name": "ControlNetModel", "cross_attention_dim": 768})
    shutil.copytree(starter_folder("painter"), base / "diffusers" / "starter")
    (base / "checkpoints" / "put_checkpoints_here").write_text("")
    return base


def test_what_is_there_and_what_can_be_used(comfy: Path) -> None:
    found = {one.place.relative_to(comfy).as_posix(): one for one in scan(comfy)}
    assert {name: one.problem and one.problem.code for name, one in found.items()} == {
        "checkpoints/old.ckpt": "model_pickled",
        "controlnet/sd15-canny": None,
        "diffusers/starter": None,
        "loras/broken.safetensors": "weights_short",
        "loras/style/ink wash (v2).safetensors": None,
        "vae/sdxl_vae.safetensors": "scan_part",
    }
    lora = found["loras/style/ink wash (v2).safetensors"]
    assert (lora.role, lora.base) == ("lora", "sdxl")
    control = found["controlnet/sd15-canny"]
    assert (control.role, control.base, control.control) == ("control", "sd15", "canny")
    assert found["diffusers/starter"].role == "painter"
    assert found["checkpoints/old.ckpt"].role == "painter"


def test_the_names_of_the_webui(tmp_path: Path) -> None:
    write_weights(tmp_path / "models" / "Lora" / "x.safetensors", kohya(CROSS, 768))
    write_weights(tmp_path / "models" / "VAE" / "y.safetensors", {"decoder.x": (1,)})
    (tmp_path / "models" / "Stable-diffusion").mkdir()
    (tmp_path / "models" / "Stable-diffusion" / "z.pt").write_bytes(b"\x80\x02")
    found = {one.place.name: (one.role, one.problem and one.problem.code) for one in scan(tmp_path / "models")}
    assert found == {
        "x.safetensors": ("lora", None),
        "y.safetensors": (None, "scan_part"),
        "z.pt": ("painter", "model_pickled"),
    }


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        scan(tmp_path / "gone")
