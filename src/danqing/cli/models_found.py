"""The catalogue with the state of each model's files, for ``models list`` and ``doctor``."""

from typing import TypedDict

from danqing.cli.texts import ui_language
from danqing.core.errors import ModelUnusable
from danqing.models.catalog import check_model, list_models


class FoundModel(TypedDict):
    """``state``: ``ready`` or ``unusable``; ``detail``: its folder, or what is wrong with it."""

    id: str
    role: str
    state: str
    detail: str


def found_models() -> list[FoundModel]:
    """Every model of the catalogue; files are looked at, not loaded."""
    rows: list[FoundModel] = []
    for info in list_models():
        state, detail = "ready", str(info.folder or "")
        try:
            check_model(info)
        except ModelUnusable as error:
            state, detail = "unusable", error.message(ui_language())
        rows.append(FoundModel(id=info.id, role=info.role, state=state, detail=detail))
    return rows
