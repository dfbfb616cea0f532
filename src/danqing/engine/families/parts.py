"""Reading the components of a model folder: only safetensors, only local files, only the libraries' own classes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from danqing.core.errors import ModelUnusable
from danqing.models.inspect import read_json
from danqing.models.loading import loading
from danqing.models.memory.full import is_full

LOCAL: dict[str, Any] = {"local_files_only": True, "use_safetensors": True}


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Around the reading of weights: what goes wrong becomes ModelUnusable with the folder's name."""
    try:
        with loading("transformers", "diffusers"):
            yield
    except (OSError, ValueError, RuntimeError, KeyError, AttributeError, TypeError) as error:
        if is_full(error):
            raise
        raise ModelUnusable("model_damaged", path=folder, detail=(str(error).splitlines() or ["?"])[0]) from error


def read_scheduler(folder: Path) -> tuple[Any, dict[str, Any]]:
    """The sampler class that the folder names, one of diffusers' own, and its settings."""
    import diffusers

    config = read_json(folder / "scheduler_config.json")
    name = str(config.get("_class_name", ""))
    kind = getattr(diffusers, name, None)
    if not (isinstance(kind, type) and issubclass(kind, diffusers.SchedulerMixin)):
        raise ModelUnusable("model_refused", path=folder, detail=f"{name} is no sampler of diffusers")
    return kind, config


def variant(folder: Path) -> str | None:
    """``fp16`` where a folder has only weights so named."""
    names = [path.name for path in folder.glob("*.safetensors")]
    return "fp16" if names and all(".fp16" in name for name in names) else None
