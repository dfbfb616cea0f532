"""What a model will take before it is read: bytes of its parts by precision, and the working memory of each step."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from danqing.core.memory import Precision
from danqing.models.card import family_at, read_card
from danqing.models.inspect import parts_of, weight_files
from danqing.models.reading import read_header, read_json
from danqing.models.single_file import CONFIGS, known_layout
from danqing.models.vocabulary import companion
from danqing.models.weights import used_weights

PLAIN: Mapping[str, float] = {"fp32": 4.0, "bf16": 2.0, "fp16": 2.0}
PACKED: Mapping[str, float] = {"fp8": 1.01, "int8": 1.01, "nf4": 0.533}
"""Bytes of a number in a packed matrix with its scales: a scale a row; nf4 4 bits, and 16 bits for each 64 numbers."""
BASE = 170 * 1024**2
"""Bytes that the libraries take for themselves while they compute. Stable Diffusion XL, drawn eagerly on an H200 in 16
bits, took 0.76 GiB beside its weights at 512x512 and 2.56 at 1024x1024: this, and 4.8 of the decoder's widest maps."""
DECODER_MAPS = 4.8
DENOISER_MAPS = 20
"""Of the network's widest map: those that wait for the way up, and a layer's own."""
PIECE, WIDEST = 512, 64
"""Tokens of a prompt that a language model reads at a time, and of its widest replayed pass."""
SLOTS = 2048
"""Of a key-value cache: the rules, a conversation and an answer."""
TILE = 512
"""Pixels along the side of a tile that is decoded for itself."""

Kind = Literal["writer", "text", "denoiser", "decoder"]


@dataclass(frozen=True, slots=True)
class Part:
    """A network that comes and goes as a whole. ``matrices``: those of its parameters that can be packed."""

    name: str
    kind: Kind
    parameters: int
    matrices: int

    def size(self, precision: Precision, upcast: bool = False) -> int:
        """Bytes of its weights. Autoencoders are never packed; ``upcast``: one that overflows in fp16."""
        if self.kind == "decoder":
            precision = "fp32" if precision == "fp32" or (upcast and precision != "bf16") else "fp16"
        return weighed(self.parameters, self.matrices, precision)


@dataclass(frozen=True, slots=True)
class PainterShape:
    """Where the working memory of drawing comes from. As in ``known.toml``."""

    width: int
    patch: int
    decoder: int
    upcast: bool
    rows: int


@dataclass(frozen=True, slots=True)
class WriterShape:
    """Where the working memory of writing comes from. ``cached``: numbers of the key-value cache for each token."""

    hidden: int
    inner: int
    vocabulary: int
    cached: int

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> "WriterShape":
        """By the keys of a ``config.json``; 0 for what it does not say."""
        told = config.get("text_config") if isinstance(config.get("text_config"), dict) else config
        assert isinstance(told, Mapping)
        hidden, heads = _whole(told, "hidden_size"), max(1, _whole(told, "num_attention_heads"))
        width = _whole(told, "head_dim") or hidden // heads
        cached = 2 * _whole(told, "num_hidden_layers") * (_whole(told, "num_key_value_heads") or heads) * width
        return cls(hidden, _whole(told, "intermediate_size"), _whole(told, "vocab_size"), cached)


@dataclass(frozen=True, slots=True)
class Needs:
    """A model's parts, in the order in which a turn uses them. ``size``: pixels that it is drawn with by default."""

    id: str
    parts: tuple[Part, ...]
    shape: PainterShape | WriterShape
    size: tuple[int, int] = (0, 0)

    def narrowed(self) -> "Needs":
        """On a device that computes bf16: an autoencoder that overflows in fp16 is held in that, not in float32."""
        return replace(self, shape=replace(self.shape, upcast=False)) if isinstance(self.shape, PainterShape) else self


def weighed(parameters: int, matrices: int, precision: Precision) -> int:
    """Bytes of so many numbers, ``matrices`` of which can be packed."""
    if precision in PLAIN:
        return int(parameters * PLAIN[precision])
    return int((parameters - matrices) * PLAIN["fp16"] + matrices * PACKED[precision])


def denoising(shape: PainterShape, size: tuple[int, int], precision: Precision, pictures: int = 1) -> int:
    """Bytes of working memory of one step."""
    cells = (size[0] // shape.patch) * (size[1] // shape.patch)
    return BASE + int(shape.rows * pictures * cells * shape.width * DENOISER_MAPS * _computed(precision))


def decoding(shape: PainterShape, size: tuple[int, int], precision: Precision, tiled: bool = False) -> int:
    """Bytes of working memory while latents become a picture."""
    width, height = (min(side, TILE) for side in size) if tiled else size
    wide = 4 if shape.upcast and precision != "bf16" else _computed(precision)
    picture = size[0] * size[1] * 3 * 4
    return BASE + int(width * height * shape.decoder * DECODER_MAPS * wide) + 2 * picture * tiled


def reading(shape: WriterShape, precision: Precision) -> int:
    """Bytes of working memory of a pass over a piece of a prompt."""
    return BASE + int(PIECE * _row(shape) * _computed(precision) + WIDEST * shape.vocabulary * 6)


def caching(shape: WriterShape, precision: Precision, slots: int = SLOTS) -> int:
    """Bytes of the key-value cache, and of the passes that are replayed over it."""
    replayed = 85 * (shape.vocabulary * 6 + _row(shape) * _computed(precision))  # 1 + 4 + 16 + 64 tokens
    return int(slots * shape.cached * _computed(precision) + replayed)


def needs_of(place: Path, role: Literal["painter", "writer"], model_id: str) -> Needs:
    """Of a folder or file that was checked, by headers and configurations. ModelUnusable for a damaged one."""
    if role == "writer":
        config = read_json(place / "config.json")
        return Needs(model_id, (_part("writer", "writer", _tensors(weight_files(place))),), WriterShape.of(config))
    folder = place
    if place.is_file():
        layout = known_layout(place)
        folder = companion(place) if layout is None or layout.dialect == "flux" else CONFIGS / layout.config
    parts = _file_parts(place) if place.is_file() else _folder_parts(place)
    return Needs(model_id, parts, _painter_shape(place, folder), read_card(place).default_size)


def counted(files: Iterable[Path]) -> tuple[int, int]:
    """The parameters of some files, and how many of them are in matrices that can be packed."""
    return _counted(_tensors(files))


def _folder_parts(folder: Path) -> tuple[Part, ...]:
    found = [
        _part(name, kind_of(name), _tensors(used_weights(folder / name)))
        for name, _ in parts_of(folder)
        if any((folder / name).glob("*.safetensors"))
    ]
    return _ordered(found)


def _file_parts(path: Path) -> tuple[Part, ...]:
    """Of a file in the original layout; a Flux file's other parts lie in a folder of its name."""
    sorted_out: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
    for name, shape in _tensors((path,)):
        part = "text_encoder" if name.startswith(("cond_stage", "conditioner")) else "unet"
        sorted_out.setdefault("vae" if name.startswith("first_stage") else part, []).append((name, shape))
    found = [_part(name, kind_of(name), tensors) for name, tensors in sorted_out.items()]
    others = companion(path)
    if (others / "model_index.json").is_file():
        found += [part for part in _folder_parts(others) if part.kind not in {known.kind for known in found}]
    return _ordered(found)


def _painter_shape(place: Path, folder: Path) -> PainterShape:
    unet, transformer, vae = (_config(folder / name) for name in ("unet", "transformer", "vae"))
    widths = [width for width in vae.get("block_out_channels") or () if isinstance(width, int)] or [128, 256]
    factor = 2 ** (len(widths) - 1)
    family = family_at(place)
    compares = family is None or (family.negative and family.guidance > 1)
    wide = bool(vae.get("force_upcast"))
    decoder = sorted(widths)[:2][-1]  # what comes up to full size still has the channels of the step before
    if unet:
        channels = [width for width in unet.get("block_out_channels") or () if isinstance(width, int)] or [320]
        return PainterShape(channels[0], factor, decoder, wide, 1 + compares)
    width = _whole(transformer, "dim") or _whole(transformer, "num_attention_heads") * _whole(
        transformer, "attention_head_dim"
    )
    return PainterShape(width or 3072, factor * 2, decoder, wide, 1 + compares)


def _ordered(parts: list[Part]) -> tuple[Part, ...]:
    order: tuple[Kind, ...] = ("text", "denoiser", "decoder")
    return tuple(sorted(parts, key=lambda part: order.index(part.kind)))


def kind_of(name: str) -> Kind:
    """What a part is for, by its name in a pipeline; a language model's only part is called ``writer``."""
    if name == "writer":
        return "writer"
    return "text" if name.startswith("text_encoder") else "decoder" if name == "vae" else "denoiser"


def _tensors(files: Iterable[Path]) -> list[tuple[str, tuple[int, ...]]]:
    return [(name, tensor.shape) for path in files for name, tensor in read_header(path).tensors.items()]


def _part(name: str, kind: Kind, tensors: list[tuple[str, tuple[int, ...]]]) -> Part:
    return Part(name, kind, *_counted(tensors))


def _counted(tensors: list[tuple[str, tuple[int, ...]]]) -> tuple[int, int]:
    """Embeddings, and what is tied to them, are never packed."""
    packed = (shape for name, shape in tensors if len(shape) in (2, 4) and not re.search("embed|lm_head", name))
    return sum(math.prod(shape) for _, shape in tensors), sum(map(math.prod, packed))


def _row(shape: WriterShape) -> int:
    """Numbers that a pass holds for each token."""
    return 3 * shape.inner + 8 * shape.hidden


def _computed(precision: Precision) -> float:
    """Bytes of a number while it is computed with."""
    return PLAIN.get(precision, 2.0)


def _config(folder: Path) -> dict[str, Any]:
    return read_json(folder / "config.json") if (folder / "config.json").is_file() else {}


def _whole(config: Mapping[str, Any], key: str) -> int:
    value = config.get(key)
    return value if isinstance(value, int) and value > 0 else 0
