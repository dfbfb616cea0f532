"""Which files of a repository are needed: safetensors, JSON and tokenizers; never pickles or code.

Where there are weights in halves and in whole numbers, the halves are taken: models compute in 16 bits.
"""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from danqing.core.errors import BadInput, ModelUnusable
from danqing.models.hub import HubFile, Revision
from danqing.models.inspect import OPTIONAL
from danqing.models.weights import PICKLES

_SMALL = (".json", ".txt", ".model", ".jinja")
_CARD = re.compile(r"(readme|licen[cs]e|notice)[\w.-]*(\.md|\.txt)?", re.IGNORECASE)
_STEMS = ("model", "diffusion_pytorch_model")
_SHARD = re.compile(r"-\d{5}-of-\d{5}")


def needed(revision: Revision, file: str | None = None, parts: Iterable[str] | None = None) -> tuple[HubFile, ...]:
    """``file``: only that one of the weights; ``parts``: the folders that a diffusers repository's index names.

    Raises BadInput where it has to be said which file, ModelUnusable where there are no safetensors.
    """
    cards = [one for one in revision.files if "/" not in one.name and _CARD.fullmatch(one.name)]
    if file is not None:
        return (*cards, _named(revision, file))
    if parts is not None:
        folders = [part for part in parts if part not in OPTIONAL]
        chosen = [one for folder in folders for one in _of_folder(revision, folder)]
        index = [one for one in revision.files if one.name == "model_index.json"]
        return (*cards, *index, *chosen)
    root = _of_folder(revision, "")
    weights = [one for one in root if one.name.endswith(".safetensors")]
    if not weights:
        raise _without(revision)
    if not any(one.name == "config.json" for one in root) and len(weights) > 1:
        raise BadInput("hub_which", repo=revision.repo, files=", ".join(one.name for one in weights[:20]))
    return tuple(dict.fromkeys((*cards, *root)))


def is_diffusers(revision: Revision) -> bool:
    """Whether the repository has the layout of diffusers."""
    return any(one.name == "model_index.json" for one in revision.files)


def _of_folder(revision: Revision, folder: str) -> list[HubFile]:
    """The files of one folder that are needed."""
    inside = [one for one in revision.files if str(PurePosixPath(one.name).parent) == (folder or ".")]
    weights = _weights([one for one in inside if one.name.endswith(".safetensors")])
    halves = bool(weights) and all(".fp16" in one.name for one in weights)
    small = [one for one in inside if one.name.endswith(_SMALL)]
    indexes = [one for one in small if ".safetensors.index" in one.name]
    sharded = any(_SHARD.search(one.name) for one in weights)
    wanted = [one for one in indexes if sharded and (".fp16" in one.name) == halves]
    foreign = [one for one in small if ".index" in one.name and one not in wanted]  # of pickles, or of other weights
    return [*(one for one in small if one not in foreign), *weights]


def _weights(files: list[HubFile]) -> list[HubFile]:
    """Halves before whole numbers, one file before shards, the usual names before others."""
    usual = [one for one in files if _stem(one) in _STEMS]
    for variant in ("fp16", ""):
        fitting = [one for one in usual if _variant(one) == variant]
        whole = [one for one in fitting if not _SHARD.search(one.name)]
        if fitting:
            return whole[:1] or fitting
    return [one for one in files if not _stem(one).startswith("consolidated")]


def _stem(file: HubFile) -> str:
    return _SHARD.sub("", PurePosixPath(file.name).name.partition(".")[0])


def _variant(file: HubFile) -> str:
    """``fp16`` of ``model.fp16.safetensors`` and ``model.fp16-00001-of-00002.safetensors``; empty for the plain one."""
    return _SHARD.sub("", PurePosixPath(file.name).name.removesuffix(".safetensors").partition(".")[2])


def _named(revision: Revision, file: str) -> HubFile:
    for one in revision.files:
        if one.name == file and file.endswith(".safetensors"):
            return one
    known = [one.name for one in revision.files if one.name.endswith(".safetensors")]
    if not known:
        raise _without(revision)
    raise BadInput("hub_which", repo=revision.repo, files=", ".join(known[:20]))


def _without(revision: Revision) -> ModelUnusable:
    pickled = [one.name for one in revision.files if any(PurePosixPath(one.name).match(name) for name in PICKLES)]
    return ModelUnusable("hub_no_weights", repo=revision.repo, files=", ".join(pickled[:5]) or "-")
