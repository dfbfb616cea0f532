"""Which models there are, what their folders must hold, and what hardware there is."""

import errno
import json
import os
import shutil
import struct
from functools import partial
from pathlib import Path

import pytest

from danqing.core.errors import BadInput, ModelUnusable, UnknownModel
from danqing.models.catalog import ModelInfo, Role, check_model, find_model, list_models, starter_folder
from danqing.models.devices import cpu_cores, list_devices, pick_device, set_threads, total_memory
from danqing.models.inspect import check_weights, inspect_folder
from danqing.models.reading import lacking
from danqing.models.vetting import vet_folder
from tests.models.files import write_weights


def write_safetensors(path: Path, header: object, data: bytes) -> None:
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def tensor(shape: list[int], end: int, dtype: str = "F16") -> dict[str, object]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [0, end]}


def test_the_default_of_each_role_comes_first() -> None:
    assert [info.id for info in list_models("painter")] == ["starter", "fake"]
    assert [info.id for info in list_models("writer")] == ["starter", "scripted", "composer"]
    assert find_model("starter", "writer").folder == starter_folder("writer")


def test_a_folder_is_a_model_too(tmp_path: Path) -> None:
    assert find_model(str(tmp_path), "painter") == ModelInfo(tmp_path.name, "painter", tmp_path)


@pytest.mark.parametrize("name", ["gpt", "", "fake"])
def test_unknown_models_are_answered_with_the_known_ones(name: str) -> None:
    with pytest.raises(UnknownModel, match="scripted"):
        find_model(name, "writer")


@pytest.mark.parametrize("role", ["painter", "writer", "critic", "lora", "control"])
def test_doubles_need_no_folder_and_those_that_are_gone_are_named(role: Role, tmp_path: Path) -> None:
    check_model(find_model("fake", "painter"))
    for place in (tmp_path / role, tmp_path / f"{role}.safetensors"):
        with pytest.raises(ModelUnusable) as caught:
            check_model(ModelInfo("gone", role, place))
        assert caught.value.code == "model_gone"
        for said in (caught.value.message("en"), caught.value.message("zh")):
            assert str(place) in said and "danqing models remove" in said and "danqing models add" in said


def test_what_to_do_about_a_missing_file_depends_on_whose_folder_it_is(tmp_path: Path) -> None:
    own, bundled = lacking(tmp_path, "config.json"), lacking(starter_folder("writer"), "config.json")
    assert (own.code, bundled.code) == ("model_missing", "bundled_missing")
    assert "Install Danqing again" in bundled.message("en") and "重新安装丹青" in bundled.message("zh")
    assert "Install" not in own.message("en") and "安装" not in own.message("zh")


def test_a_folder_or_file_that_may_not_be_read_is_told_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The superuser may read all: what the system says to others is put in its mouth."""
    shutil.copytree(starter_folder("painter"), tmp_path / "mine")
    lora = {"lora_unet_x.lora_down.weight": (2, 768), "lora_unet_x.lora_up.weight": (768, 2)}
    write_weights(tmp_path / "ink.safetensors", lora)
    (tmp_path / "writer").mkdir()
    closed: list[Path] = []

    def refusing(name: str, kind: object) -> None:
        real = getattr(kind, name)

        def guarded(place: Path, *given: object, **named: object) -> object:
            if any(Path(place).is_relative_to(one) for one in closed):
                raise PermissionError(errno.EACCES, "Permission denied", str(place))
            return real(place, *given, **named)

        monkeypatch.setattr(kind, name, guarded)

    for name, kind in (("stat", Path), ("open", Path), ("read_text", Path), ("scandir", os)):
        refusing(name, kind)
    places: list[tuple[Role, str, str]] = [
        ("painter", "mine", ""),
        ("painter", "mine", "unet"),
        ("painter", "mine", "model_index.json"),
        ("writer", "writer", ""),
        ("lora", "ink.safetensors", ""),
    ]
    for role, name, part in places:
        closed[:] = [tmp_path / name / part]
        for look in (partial(check_model, ModelInfo("m", role, tmp_path / name)), partial(vet_folder, tmp_path / name)):
            with pytest.raises(ModelUnusable) as caught:
                look()
            assert caught.value.code == "model_unreadable", (name, part, caught.value)
            assert str(closed[0]) in caught.value.message("zh") and "Permission denied" in caught.value.message("en")


def test_headers_tell_the_size_of_a_model(tmp_path: Path) -> None:
    write_safetensors(
        tmp_path / "a.safetensors", {"w": tensor([3, 2], 12), "__metadata__": {"format": "pt"}}, bytes(12)
    )
    facts = inspect_folder(tmp_path)
    assert (facts.parameters, facts.dtypes) == (6, {"F16": 6})
    assert facts.size == (tmp_path / "a.safetensors").stat().st_size


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"1234",
        struct.pack("<Q", 10**6) + b"{}",
        struct.pack("<Q", 2) + b"[]",
        struct.pack("<Q", 4) + b"\xff\xff\xff\xff",
    ],
)
def test_broken_headers_are_damage(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    with pytest.raises(ModelUnusable, match=r"model\.safetensors") as caught:
        check_weights(tmp_path)
    assert caught.value.code in ("weights_short", "weights_broken")


@pytest.mark.parametrize("length", [11, 13])
def test_a_file_of_another_length_is_damage(length: int, tmp_path: Path) -> None:
    write_safetensors(tmp_path / "model.safetensors", {"w": tensor([6], 12)}, bytes(length))
    with pytest.raises(ModelUnusable, match="instead of"):
        check_weights(tmp_path)


def test_pickled_weights_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"weights")
    with pytest.raises(ModelUnusable, match="safetensors"):
        check_weights(tmp_path)


def test_this_machine() -> None:
    import torch

    assert cpu_cores() >= 1
    assert total_memory() > 2**28
    assert list_devices()[-1].name == "cpu"
    assert pick_device("painter", "cpu").dtype == "float32"
    with pytest.raises(BadInput, match="cpu"):
        pick_device("writer", "abacus")
    before = torch.get_num_threads()
    set_threads(0)
    assert torch.get_num_threads() == 1
    set_threads(before)
