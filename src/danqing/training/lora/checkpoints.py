"""Checkpoints: everything that a training needs to go on exactly, as safetensors and JSON, whole or not there."""

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.core.errors import BadInput
from danqing.store.disk import Disk, Io, spoken
from danqing.training.lora.recipe import Recipe, recipe_from

if TYPE_CHECKING:
    import torch

FOLDER = "checkpoints"
KEPT = 2
"""The newest, and the one before it."""
_STATE = "state.json"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """``step``: steps that are done; ``seconds``: how long they took; ``scaler``: that of fp16's loss;
    ``pictures``: the fingerprint of what is learnt from.

    Noise, timesteps and the order of pictures follow from the seed and the number of a step, so none is kept.
    """

    recipe: Recipe
    base: str
    step: int
    seconds: float
    scaler: dict[str, Any]
    adapter: "Mapping[str, torch.Tensor]"
    optimizer: "Mapping[str, torch.Tensor]"
    pictures: str


def keep(out: Path, checkpoint: Checkpoint, disk: Io | None = None) -> Path:
    """Writes the folder ``checkpoints/step-000250`` and takes away all but the last two.

    Raises DiskFull, StoreFailed; then those before it are as they were, and nothing of it is left.
    """
    from safetensors.torch import save

    disk = disk or Disk()
    folder = out / FOLDER / f"step-{checkpoint.step:06d}"
    part = folder.with_name(f".{folder.name}.part")
    state = {
        "recipe": checkpoint.recipe.as_json(),
        "base": checkpoint.base,
        "step": checkpoint.step,
        "seconds": round(checkpoint.seconds, 1),
        "scaler": checkpoint.scaler,
        "pictures": checkpoint.pictures,
    }
    with spoken(folder):
        try:
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            # Written by safetensors itself, a full disk would be an error that is no OSError.
            disk.write(part / "adapter.safetensors", save(dict(checkpoint.adapter)))
            disk.write(part / "optimizer.safetensors", save(dict(checkpoint.optimizer)))
            disk.write(part / _STATE, json.dumps(state, ensure_ascii=False, indent=1).encode("utf-8"))
            shutil.rmtree(folder, ignore_errors=True)
            part.rename(folder)
        except OSError:
            shutil.rmtree(part, ignore_errors=True)
            raise
    for old in _folders(out)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return folder


def there(out: Path) -> bool:
    """Whether a training can go on from something."""
    return bool(_folders(out))


def last(out: Path) -> Checkpoint | None:
    """The newest checkpoint; None where there is none. BadInput where it cannot be read."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    folders = _folders(out)
    if not folders:
        return None
    folder = folders[-1]
    try:
        state = json.loads((folder / _STATE).read_text(encoding="utf-8"))
        return Checkpoint(
            recipe=recipe_from(state["recipe"]),
            base=str(state["base"]),
            step=int(state["step"]),
            seconds=float(state["seconds"]),
            scaler=dict(state["scaler"]),
            adapter=load_file(folder / "adapter.safetensors"),
            optimizer=load_file(folder / "optimizer.safetensors"),
            pictures=str(state["pictures"]),
        )
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise BadInput("train_checkpoint_damaged", path=folder, detail=str(error)) from error


def _folders(out: Path) -> list[Path]:
    """By step."""
    return sorted(path for path in (out / FOLDER).glob("step-*") if re.fullmatch(r"step-\d+", path.name))
