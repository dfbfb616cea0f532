"""The catalogue with the state of each model's files, for ``models list`` and ``doctor``."""

from typing import TypedDict

from danqing.cli.texts import tell, ui_language
from danqing.core.errors import ModelUnusable
from danqing.models.catalog import check_model, list_models


class FoundModel(TypedDict):
    """``state``: ``ready``, ``absent`` (weights were never here) or ``unusable``; ``detail``: its folder, or why."""

    id: str
    role: str
    state: str
    detail: str


def found_models() -> list[FoundModel]:
    """Every model of the catalogue; files are looked at, not loaded."""
    rows: list[FoundModel] = []
    roles = ("painter", "writer", "critic")
    for info in sorted(list_models(), key=lambda info: roles.index(info.role)):
        state, detail = "ready", str(info.folder or "")
        try:
            check_model(info)
        except ModelUnusable as error:
            state = "absent" if error.key.endswith("_absent") else "unusable"
            detail = error.message(ui_language())
        rows.append(FoundModel(id=info.id, role=info.role, state=state, detail=detail))
    return rows


def state_in_words(model: FoundModel) -> str:
    """Whether it can be used, in a few words."""
    if model["state"] == "ready":
        return tell("model_ready" if model["detail"] else "model_double")
    return tell("model_absent" if model["state"] == "absent" else "model_unusable")
