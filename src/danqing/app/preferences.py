"""Settings that a person changes by a command or on the page: written into ``danqing.toml`` in the data folder."""

import os
from pathlib import Path
from typing import Literal

from danqing.core.errors import BadInput
from danqing.core.routing import AUTO
from danqing.core.settings import FILE
from danqing.models.catalog import ModelInfo, list_models
from danqing.models.editable import edited

CHANGEABLE = ("painter", "writer", "language", "embedding", "electricity_price", "cloud_price")
"""What the page may change: nothing of it opens the data folder or the server to anyone else."""


def choosable(home: Path, model_id: str, role: Literal["painter", "writer"] | None = None) -> ModelInfo:
    """The model of that id, for ``auto`` what stands for the router's choice.

    BadInput where there is none, or two and ``role`` does not say which.
    """
    if model_id == AUTO and role != "writer":
        return ModelInfo(AUTO, "painter")
    named = [info for info in list_models(home=home) if info.id == model_id]
    found = [info for info in named if info.role in ("painter", "writer")]
    chosen = [info for info in found if role in (None, info.role)]
    if not found and any(info.role in ("lora", "control") for info in named):
        raise BadInput("use_beside", id=model_id, option=named[0].role)
    if not chosen:
        raise BadInput("use_unknown", id=model_id[:100])
    if len(chosen) > 1:
        raise BadInput("use_which", id=model_id)
    return chosen[0]


def write(home: Path, changes: "dict[str, str | None]") -> None:
    """Writes settings into the file; None takes one out. Other lines and comments stay.

    Raises BadInput for a file that is no TOML, StoreFailed.
    """
    with edited(home / FILE) as document:
        for name, value in changes.items():
            if value is None:
                document.pop(name, None)
            else:
                document[name] = value


def overriding_variable(name: str) -> str | None:
    """The variable that comes before the settings file, where it is set."""
    variable = f"DANQING_{name.upper()}"
    return variable if os.environ.get(variable) else None
