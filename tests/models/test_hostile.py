"""Damaged and hostile model folders: each is refused before a weight is read, with the sentence that fits."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from danqing.core.errors import ModelUnusable
from danqing.models.catalog import starter_folder
from danqing.models.inspect import check_painter, check_writer
from danqing.models.reading import HEADER_LIMIT, read_header
from danqing.models.vetting import vet_folder
from tests.models.files import change_json, write_raw, write_weights

Spoil = Callable[[Path], None]


def weights(folder: Path) -> Path:
    return next(path for path in sorted(folder.rglob("*.safetensors")))


def cut_short(folder: Path) -> None:
    path = weights(folder / "unet")
    path.write_bytes(path.read_bytes()[:-100])


def header_beyond_limit(folder: Path) -> None:
    path = weights(folder / "unet")
    path.write_bytes((HEADER_LIMIT + 1).to_bytes(8, "little") + path.read_bytes()[8:])


def overlapping(folder: Path) -> None:
    table = {"a": {"dtype": "F16", "shape": [4], "data_offsets": [0, 8]}}
    table["b"] = {"dtype": "F16", "shape": [4], "data_offsets": [4, 12]}
    write_raw(weights(folder / "vae"), table, bytes(12))


def beyond_the_file(folder: Path) -> None:
    write_raw(weights(folder / "vae"), {"a": {"dtype": "F16", "shape": [2**40], "data_offsets": [0, 2**41]}}, bytes(8))


def shape_that_does_not_fit(folder: Path) -> None:
    table = {"a": {"dtype": "F16", "shape": [2**62, 2**62], "data_offsets": [0, 8]}}
    write_raw(weights(folder / "vae"), table, bytes(8))


def wrong_shard(folder: Path) -> None:
    sharded(folder / "unet", {"a": "x-00001-of-00002.safetensors", "b": "x-00001-of-00002.safetensors"})


def path_in_the_index(folder: Path) -> None:
    sharded(folder / "unet", {"a": "../../x.safetensors"})


def shard_without_index(folder: Path) -> None:
    sharded(folder / "unet", {"a": "x-00001-of-00002.safetensors"})
    next((folder / "unet").glob("*.index.json")).unlink()


def sharded(part: Path, where: dict[str, str]) -> None:
    for path in part.glob("*.safetensors*"):
        path.unlink()
    write_weights(part / "x-00001-of-00002.safetensors", {"a": (2, 2)})
    (part / "x.safetensors.index.json").write_text(json.dumps({"weight_map": where}))


def link_out(folder: Path) -> None:
    secret = folder.parent / "secret.txt"
    secret.write_text("mine")
    (folder / "vae" / "config.json").unlink()
    (folder / "vae" / "config.json").symlink_to("../../secret.txt")


def own_code(folder: Path) -> None:
    (folder / "unet" / "my_unet.py").write_text("raise SystemExit")
    change_json(folder / "model_index.json", unet=["my_unet", "MyUNet"])


def custom_pipeline(folder: Path) -> None:
    change_json(folder / "model_index.json", _class_name=["pipeline", "MyPipeline"])


def foreign_class(folder: Path) -> None:
    change_json(folder / "model_index.json", vae=["os", "system"])


def part_elsewhere(folder: Path) -> None:
    change_json(folder / "model_index.json", **{"../vae": ["diffusers", "AutoencoderKL"]})


def code_by_map(folder: Path) -> None:
    change_json(folder / "unet" / "config.json", auto_map={"AutoModel": "modelling.Mine"})


def only_pickles(folder: Path) -> None:
    weights(folder / "vae").rename(folder / "vae" / "diffusion_pytorch_model.bin")


def pickle_in_disguise(folder: Path) -> None:
    path = weights(folder / "vae")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.pkl", bytes(10**7))  # ten MB in ten KB


def endless_network(folder: Path) -> None:
    change_json(folder / "unet" / "config.json", block_out_channels=[10**12, 10**12])


def endless_layers(folder: Path) -> None:
    change_json(folder / "text_encoder" / "config.json", num_hidden_layers=10**9)


def nested_without_end(folder: Path) -> None:
    (folder / "unet" / "config.json").write_text('{"a":' * 200_000 + "1" + "}" * 200_000)


def no_tokenizer(folder: Path) -> None:
    for name in ("tokenizer.json", "vocab.json"):
        (folder / "tokenizer" / name).unlink(missing_ok=True)


def no_part(folder: Path) -> None:
    shutil.rmtree(folder / "vae")


PAINTERS: list[tuple[Spoil, str, str]] = [
    (cut_short, "weights_short", "instead of"),
    (header_beyond_limit, "weights_broken", "header of"),
    (overlapping, "weights_broken", "begins at byte 4"),
    (beyond_the_file, "weights_short", "instead of"),
    (shape_that_does_not_fit, "weights_broken", "has 8 bytes"),
    (wrong_shard, "weights_index", "holds b"),
    (path_in_the_index, "weights_place", r"\.\./\.\./x\.safetensors"),
    (shard_without_index, "model_missing", "index"),
    (link_out, "model_link", "config.json"),
    (own_code, "model_code", "my_unet.py"),
    (custom_pipeline, "painter_foreign", "MyPipeline"),
    (foreign_class, "painter_part", "os.system"),
    (part_elsewhere, "painter_part", "vae"),
    (code_by_map, "model_needs_code", "auto_map"),
    (only_pickles, "model_pickled", r"diffusion_pytorch_model\.bin"),
    (pickle_in_disguise, "model_pickled", "safetensors"),
    (endless_network, "config_absurd", "block_out_channels"),
    (endless_layers, "config_absurd", "num_hidden_layers"),
    (nested_without_end, "model_damaged", "config.json"),
    (no_tokenizer, "model_missing", "tokenizer"),
    (no_part, "model_missing", "vae"),
]


@pytest.fixture
def painter(tmp_path: Path) -> Path:
    return Path(shutil.copytree(starter_folder("painter"), tmp_path / "painter"))


@pytest.mark.parametrize(("spoil", "code", "said"), PAINTERS, ids=[spoil.__name__ for spoil, _, _ in PAINTERS])
def test_a_bad_painter_is_refused(spoil: Spoil, code: str, said: str, painter: Path) -> None:
    check_painter(painter)
    spoil(painter)
    with pytest.raises(ModelUnusable, match=said) as caught:
        vet_folder(painter, device_name="cpu")
    assert caught.value.code == code
    chinese = caught.value.message("zh")
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese) and str(painter) in chinese


def writer_layers(folder: Path) -> None:
    change_json(folder / "config.json", num_hidden_layers=10**9)


def writer_code(folder: Path) -> None:
    change_json(folder / "config.json", model_type="mine", auto_map={"AutoModelForCausalLM": "mine.Model"})


def writer_index(folder: Path) -> None:
    sharded(folder, {"a": "/etc/x.safetensors"})


def writer_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (writer_layers, "config_absurd"),
        (writer_code, "model_needs_code"),
        (writer_index, "weights_place"),
        (writer_tokenizer, "model_missing"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_bad_writer_is_refused(spoil: Spoil, code: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(starter_folder("writer"), tmp_path / "writer"))
    check_writer(folder)
    spoil(folder)
    with pytest.raises(ModelUnusable) as caught:
        vet_folder(folder, device_name="cpu")
    assert caught.value.code == code


@pytest.mark.parametrize(
    "header",
    [
        b'{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}',
        {"a": {"dtype": "F99", "shape": [2], "data_offsets": [0, 4]}},
        {"a": {"dtype": "F16", "shape": [-2], "data_offsets": [4, 0]}},
        {"a": {"dtype": "F16", "shape": [True, 2], "data_offsets": [0, 4]}},
        {"a": {"dtype": "F16", "shape": [2], "data_offsets": [0]}},
        {"a": {"dtype": "F16", "shape": [2], "data_offsets": [4, 8]}},
        {"__metadata__": {"a": 1}},
        {"__metadata__": "text"},
        ["a"],
    ],
    ids=str,
)
def test_headers_that_say_what_cannot_be(header: object, tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable) as caught:
        read_header(write_raw(tmp_path / "x.safetensors", header, bytes(4)))
    assert caught.value.code == "weights_broken"


def test_the_cache_of_the_hub_is_made_of_links(tmp_path: Path) -> None:
    entry = tmp_path / "models--me--starter"
    snapshot = entry / "snapshots" / "0123"
    shutil.copytree(starter_folder("painter"), snapshot)
    for number, path in enumerate(sorted(path for path in snapshot.rglob("*") if path.is_file())):
        blob = entry / "blobs" / str(number)
        blob.parent.mkdir(exist_ok=True)
        path.rename(blob)
        path.symlink_to(Path(*[".."] * (len(path.relative_to(entry).parts) - 1), "blobs", str(number)))
    assert vet_folder(snapshot, device_name="cpu").role == "painter"


def test_halves_beside_whole_weights_count_once(painter: Path) -> None:
    whole = vet_folder(painter, device_name="cpu")
    original = weights(painter / "vae")
    shutil.copy(original, original.with_name("diffusion_pytorch_model.fp16.safetensors"))
    write_weights(painter / "everything-in-one.safetensors", {"a": (9, 9)})
    both = vet_folder(painter, device_name="cpu")
    assert (both.parameters, both.size) == (whole.parameters, whole.size)
    write_weights(original.with_name("diffusion_pytorch_model.non_ema.safetensors"), {"a": (9, 9)})
    assert vet_folder(painter, device_name="cpu").parameters == whole.parameters
    original.with_name("diffusion_pytorch_model.non_ema.safetensors").unlink()
    original.unlink()
    assert vet_folder(painter, device_name="cpu").parameters == whole.parameters
