"""LoRAs and ControlNets looked at without loading them: in which layout they are, and for which base they were made."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from danqing.core.errors import ModelUnusable
from danqing.core.technique import CONTROLS, ControlKind
from danqing.models.inspect import check_component, refuse_code
from danqing.models.reading import Header, Tensor, lacking, read_header, read_json, readable
from danqing.models.weights import used_weights

Layout = Literal["kohya", "diffusers", "peft", "original"]
"""Whose names the tensors have; ``original``: those of the networks as they were first published."""

_DOWN = re.compile(r"[._](lora_down|lora_A|lora\.down|lora_linear_layer\.down)(\.\w+)?\.weight$")
_FOREIGN = re.compile(r"\.(hada_w1_a|lokr_w1(_a)?|oft_blocks|oft_diag|glora_\w+)\b")
_HINTS = ("input_hint_block.", "controlnet_cond_embedding.", "controlnet_x_embedder.", "controlnet_blocks.")
_OTHER_CONTROLS = (
    ("control_lora", re.compile(r"lora_controlnet|input_blocks\..*\.(down|up)$")),
    ("control_union", re.compile(r"control_add_embedding\.|task_embedding$|controlnet_mode_embedder\.")),
    ("control_difference", re.compile(r"difference$")),
)
"""What is no whole ControlNet for one kind of maps: the message for each, by the names that only they have."""
_CROSS = re.compile(r"attn2_to_[kv]_")
_WIDTHS = {768: "sd15", 1024: "sd2", 2048: "sdxl", 1536: "sd3", 2432: "sd3", 3840: "z-image"}
"""By how wide the text is that a UNet reads; for transformers by how wide they are, where that tells them apart."""
_TOLD = (
    ("sdxl", ("sdxl", "stablediffusionxl", "pony", "illustrious")),
    ("sd3", ("sd3", "stablediffusionv3", "stablediffusion3")),
    ("sd2", ("sdv2", "sd2", "stablediffusionv2", "stablediffusion2")),
    ("sd15", ("sdv1", "sd1", "stablediffusionv1", "stablediffusion1")),
    ("flux", ("flux",)),
    ("qwen-image", ("qwenimage",)),
    ("z-image", ("zimage",)),
)
_CLASSES = {
    "SD3ControlNetModel": "sd3",
    "FluxControlNetModel": "flux",
    "QwenImageControlNetModel": "qwen-image",
    "ZImageControlNetModel": "z-image",
}
_KINDS: dict[str, ControlKind] = {
    "canny": "canny",
    "depth": "depth",
    "midas": "depth",
    "zoe": "depth",
    "pose": "pose",
    "openpose": "pose",
    "dwpose": "pose",
    "scribble": "scribble",
    "sketch": "scribble",
}


@dataclass(frozen=True, slots=True)
class LoraFacts:
    """``base``: the dialect of the models that it changes, ``sd2`` for Stable Diffusion 2, None where nothing tells.

    ``rank``: its largest; ``trigger``: words that call it, as its maker or the captions that it learnt from say;
    ``phrase``: the one phrase that calls it, where its maker names one.
    """

    layout: Layout
    base: str | None
    rank: int
    parameters: int
    trigger: tuple[str, ...] = ()
    phrase: str | None = None


@dataclass(frozen=True, slots=True)
class ControlFacts:
    """``kind``: what its maps show, None where neither name nor configuration tells; ``base``: as of a LoRA."""

    kind: ControlKind | None
    base: str | None
    parameters: int


def is_lora(header: Header) -> bool:
    """Whether the file changes another model's weights."""
    return any(_DOWN.search(name) or _FOREIGN.search(name) for name in header.tensors)


def is_control(header: Header) -> bool:
    """Whether the file is a ControlNet."""
    return any(name.removeprefix("control_model.").startswith(_HINTS) for name in header.tensors)


@readable
def inspect_lora(place: Path) -> LoraFacts:
    """A LoRA file, or the folder of one. ModelUnusable for what is damaged, or of a kind that is not applied."""
    path = lora_file(place)
    header = read_header(path)
    foreign = next((match[1] for name in header.tensors if (match := _FOREIGN.search(name))), None)
    downs = {name: tensor for name, tensor in header.tensors.items() if _DOWN.search(name) and len(tensor.shape) >= 2}
    if foreign is not None or not downs:
        raise ModelUnusable("lora_kind", path=path, detail=foreign or "no lora_down, no lora_A")
    parameters = sum(tensor.parameters for tensor in header.tensors.values())
    rank = max(tensor.shape[0] for tensor in downs.values())
    base = _base(downs) or _told_base(header.metadata)
    named = _named(header.metadata)
    trigger = named or _common(header.metadata)
    return LoraFacts(_layout(downs), base, rank, parameters, trigger, named[0] if len(named) == 1 else None)


def lora_file(place: Path) -> Path:
    """The file of a LoRA. ModelUnusable where a folder holds none, or several."""
    if place.is_file():
        return place
    files = used_weights(place)
    if len(files) != 1:
        raise lacking(place, "pytorch_lora_weights.safetensors")
    return files[0]


@readable
def inspect_control(place: Path) -> ControlFacts:
    """A ControlNet's file or folder. ModelUnusable for what is damaged, or no ControlNet."""
    if place.is_file():
        header = read_header(place)
        if not is_control(header):
            raise ModelUnusable("control_foreign", path=place, kind=place.name)
        tensors = header.tensors
        _refuse_other(place, tensors)
        return ControlFacts(_kind(place.stem), _control_base(tensors), _sum(tensors.values()))
    refuse_code(place)
    check_component(place)
    config = read_json(place / "config.json")
    name = str(config.get("_class_name"))
    tensors = {key: tensor for path in used_weights(place) for key, tensor in read_header(path).tensors.items()}
    if "ControlNetUnion" in name:
        raise ModelUnusable("control_union", path=place)
    _refuse_other(place, tensors)
    if name != "ControlNetModel" and name not in _CLASSES:
        raise ModelUnusable("control_foreign", path=place, kind=name)
    base = _CLASSES.get(name) or _WIDTHS.get(_whole(config.get("cross_attention_dim")))
    kind = _kind(place.name) or _kind(str(config.get("_name_or_path", "")))
    return ControlFacts(kind, base, _sum(tensors.values()))


def _refuse_other(place: Path, names: Iterable[str]) -> None:
    for name in names:
        for key, sign in _OTHER_CONTROLS:
            if sign.match(name.removeprefix("control_model.")):
                raise ModelUnusable(key, path=place)


def _sum(tensors: Iterable[Tensor]) -> int:
    return sum(tensor.parameters for tensor in tensors)


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _layout(names: Iterable[str]) -> Layout:
    first = next(iter(names))
    if first.startswith(("lora_unet_", "lora_te", "lora_transformer_")):
        return "kohya"
    if first.startswith("base_model.model."):
        return "peft"
    if first.startswith(("diffusion_model.", "model.diffusion_model.", "double_blocks.", "single_blocks.")):
        return "original"
    return "diffusers"


def _base(downs: Mapping[str, Tensor]) -> str | None:
    """By the places of the networks that it changes, and by how wide they are."""
    flat = {name.replace(".", "_"): tensor.shape[1] for name, tensor in downs.items()}
    whole = " ".join(flat)
    if re.search(r"(input|output|down|up)_blocks_\d|mid(dle)?_block_", whole):
        widths = {width for name, width in flat.items() if _CROSS.search(name)}
        found = {_WIDTHS[width] for width in widths & {768, 1024, 2048}}
        if len(found) == 1:
            return found.pop()
        deep = re.search(r"transformer_blocks_[2-9]_|lora_te2_|text_encoder_2_", whole)  # SD 1.5 has one block a place
        return "sdxl" if deep else None
    if re.search(r"single_transformer_blocks_|single_blocks_|double_blocks_", whole):
        return "flux"
    if re.search(r"noise_refiner_|context_refiner_", whole):
        return "z-image"
    if "joint_blocks_" in whole:
        return "sd3"
    return _transformer(flat, whole)


def _transformer(flat: Mapping[str, int], whole: str) -> str | None:
    """Qwen-Image, Flux, SD3 and Z-Image where only names that they share were trained."""
    if re.search(r"(img|txt)_m(lp|od)_", whole):
        return "qwen-image"
    common = Counter(flat.values()).most_common(1)[0][0]
    if re.search(r"(^|_)transformer_blocks_\d", whole):
        deepest = max(int(number) for number in re.findall(r"transformer_blocks_(\d+)_", whole))
        if common == 3072:
            return "qwen-image" if deepest > 18 else "flux"  # Flux has 19 blocks of two streams, Qwen-Image 60
        return _WIDTHS.get(common) if common in (1536, 2432) else None
    if re.search(r"(^|_)layers_\d+_attention_", whole):
        return "z-image" if common == 3840 else None
    return None


def _told_base(metadata: Mapping[str, str]) -> str | None:
    """What the trainer wrote, such as ``sdxl_base_v1-0`` or ``stable-diffusion-v1/lora``; of a model of no such family
    its id."""
    for key in ("ss_base_model_version", "modelspec.architecture", "base_model"):
        told = re.sub(r"[^a-z0-9]", "", metadata.get(key, "").lower())
        for base, signs in _TOLD:
            if told.startswith(signs):
                return base
    return _clean(metadata.get("danqing.base", "")) or None


def _named(metadata: Mapping[str, str]) -> tuple[str, ...]:
    """The maker's own words, at most five."""
    phrase = metadata.get("modelspec.trigger_phrase") or metadata.get("trigger_word") or metadata.get("trigger") or ""
    return tuple(word for part in phrase.split(",")[:5] if (word := _clean(part)))


def _common(metadata: Mapping[str, str]) -> tuple[str, ...]:
    """The words that stand in nearly every caption it was trained on, at most five."""
    try:
        tags = json.loads(metadata.get("ss_tag_frequency", "{}"))
        found: Counter[str] = Counter()
        for counts in tags.values():
            found.update({str(tag): int(count) for tag, count in counts.items()})
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ()
    most = max(found.values(), default=0)
    common = [tag for tag, count in found.most_common(5) if most > 1 and count >= 0.9 * most]
    return tuple(word for tag in common if (word := _clean(tag)))


def _clean(text: str) -> str:
    """A word of a stranger's, as one short line that can be printed."""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:60]


def _kind(name: str) -> ControlKind | None:
    found = {_KINDS[sign] for sign in _KINDS if sign in name.lower()}
    assert found <= set(CONTROLS)
    return found.pop() if len(found) == 1 else None


def _control_base(tensors: Mapping[str, Tensor]) -> str | None:
    for name, tensor in tensors.items():
        if name.endswith("attn2.to_k.weight") and len(tensor.shape) == 2:
            return _WIDTHS.get(tensor.shape[1])
        if name.endswith("controlnet_x_embedder.weight"):
            return "flux"
    return None
